//! The side of a peer's page: rhythm, ways to reach them, role, how we met, tags.

use super::{
    ask::{Ask, Dialog},
    dots, icon, link,
    page::Page,
    parts,
    theme::{self, Size},
    told,
};
use crate::words;
use eframe::egui::{Label, Ui};
use sideways_core::{formats::mail, snapshot::Every};

pub(super) fn side_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let soft = theme::of(ui).ink_soft;
    let peer = page.peer;
    if page.private_away() {
        return;
    }
    ui.spacing_mut().item_spacing.y = 4.0;
    if let Some(every) = peer.every {
        parts::heading(ui, "Rhythm", Size::Body, 2);
        ui.label(parts::text(rhythm(every), Size::Body, soft));
    }
    let last = peer.meetings.first().map(|meeting| meeting.on);
    if let Some(last) = last {
        parts::caption(ui, format!("Last met {}.", words::date(last)));
    } else if peer.every.is_some() {
        parts::caption(ui, "You haven’t met yet.");
    }
    if last.is_some() || !peer.plans.is_empty() {
        ui.add_space(4.0);
        let today = page.today();
        let facts = told::of(&mut page.state.told, page.peer, today);
        dots::year_ui(ui, &facts.dots, &facts.year, today);
    }
    ui.add_space(12.0);
    if !peer.reach.is_empty() {
        parts::heading(ui, "Ways to reach", Size::Body, 2);
        ui.spacing_mut().button_padding.x = 0.0;
        ui.spacing_mut().interact_size.y = 28.0;
        for reach in &peer.reach {
            if !link::opens(reach) {
                parts::short(ui, reach, Size::Body, soft);
                continue;
            }
            let (icon, shown) = way(reach);
            let way = parts::quiet_way(ui, icon, &shown);
            if way.on_hover_text(words::visible(reach)).clicked() {
                link::open(ui, reach);
            }
        }
        ui.add_space(12.0);
    }
    for (title, text) in [("Role", &peer.role), ("How we met", &peer.how_met)] {
        if !text.is_empty() {
            parts::heading(ui, title, Size::Body, 2);
            ui.add(Label::new(parts::text(text, Size::Body, soft)).wrap());
            ui.add_space(12.0);
        }
    }
    if !peer.tags.is_empty() {
        parts::heading(ui, "Tags", Size::Body, 2);
        ui.horizontal_wrapped(|ui| {
            for tag in &peer.tags {
                parts::tag(ui, tag);
            }
        });
    }
    changes_ui(ui, page);
}

fn changes_ui(ui: &mut Ui, page: &mut Page<'_>) {
    ui.add_space(12.0);
    ui.horizontal_wrapped(|ui| {
        if parts::quiet_small(ui, &format!("{} Edit…", icon::PENCIL)).clicked() {
            page.out.push(Ask::Open(Some(Dialog::Edit(page.peer.id))));
        }
        if parts::quiet_small(ui, "Moving on…").clicked() {
            page.out.push(Ask::Open(Some(Dialog::Part(page.peer.id))));
        }
    });
}

fn rhythm(every: Every) -> String {
    match every {
        Every::Month => "Monthly".to_owned(),
        Every::Quarter => "Quarterly".to_owned(),
        Every::Weeks(1) => "Every week".to_owned(),
        Every::Weeks(weeks) => format!("Every {weeks} weeks"),
    }
}

fn way(reach: &str) -> (&'static str, String) {
    if mail::is_mailto(reach) {
        (icon::MAIL, mail::without_mailto(reach).into_owned())
    } else if let Some(phone) = reach.strip_prefix("tel:") {
        (icon::PHONE, phone.to_owned())
    } else {
        (icon::CHAT, "Chat".to_owned())
    }
}
