//! One line of the list: its state, its words or both wordings, what it is, who raised it, its thread.

use super::{
    ask::{self, Ask},
    form::{self, Ended, Form},
    icon,
    mend::{self, Thing},
    menu,
    new_line::{kind_words, next_kind},
    page::Page,
    parts::{self, Dot},
    rewording,
    theme::{self, Size},
    versions,
};
use crate::{desk::Caret, words};
use eframe::egui::{Align, Button, DragAndDrop, Key, Label, Layout, Modifiers, Response, Sense, Stroke, Ui, vec2};
use sideways_core::{
    command::{Choice, ListCommand, Place},
    id::LineId,
    snapshot::{Field, Line, SharingState, SinceWhat, State, Who},
};

const THREAD: &str = "a note on a line";

pub(super) fn line_ui(ui: &mut Ui, page: &mut Page<'_>, line: &Line) {
    let shown = ui.push_id(line.id, |ui| {
        // Before anything that arrives: whoever is writing goes on writing.
        let rewords = rewording::is_open(page, line);
        if rewords {
            first_row(ui, page, line, |ui, page| rewording::reword_ui(ui, page, line));
        }
        if line.versions.len() > 1 {
            parts::rule(ui);
            if !rewords {
                first_row(ui, page, line, |ui, page| versions::both_reworded(ui, page, line));
            }
            versions::versions_ui(ui, page, line);
            parts::rule(ui);
        } else if !rewords {
            first_row(ui, page, line, |ui, page| words_ui(ui, page, line));
        }
        thread_ui(ui, page, line);
    });
    drop_ui(ui, page, line, &shown.response);
}

/// Where a dragged line would come to stand: a rule above or below this one.
fn drop_ui(ui: &Ui, page: &mut Page<'_>, line: &Line, row: &Response) {
    let Some(dragged) = row.dnd_hover_payload::<LineId>().filter(|id| **id != line.id) else { return };
    let above = ui.ctx().pointer_interact_pos().is_some_and(|at| at.y < row.rect.center().y);
    let y = if above { row.rect.top() } else { row.rect.bottom() };
    ui.painter().hline(row.rect.x_range(), y, Stroke::new(2.0, theme::of(ui).accent));
    if row.dnd_release_payload::<LineId>().is_some() {
        let lines = &page.peer.list.lines;
        let after = lines.iter().position(|known| known.id == line.id).and_then(|at| lines.get(at + 1));
        let place = match after {
            _ if above => Place::Before(line.id),
            Some(after) => Place::Before(after.id),
            None => Place::Last,
        };
        if place != Place::Before(*dragged) {
            page.out.push(ask::list(page.peer.id, ListCommand::Move(*dragged, place)));
        }
    }
}

/// So near an edge, a dragged line moves the page; so fast, in points a second.
const EDGE: f32 = 48.0;
const SPEED: f32 = 480.0;

/// A line that is dragged to the edge of what is in sight goes on beyond it.
pub(super) fn follow_drag(ui: &Ui) {
    if !DragAndDrop::has_payload_of_type::<LineId>(ui.ctx()) {
        return;
    }
    let Some(at) = ui.ctx().pointer_interact_pos() else { return };
    let (sight, time) = (ui.clip_rect(), ui.input(|input| input.stable_dt.min(0.1)));
    let by = if at.y < sight.top() + EDGE {
        SPEED * time
    } else if at.y > sight.bottom() - EDGE {
        -SPEED * time
    } else {
        return;
    };
    ui.scroll_with_delta(vec2(0.0, by));
    ui.ctx().request_repaint();
}

/// How high the first line of a row is; all that stands in it is centred in that.
const FIRST: f32 = 28.0;
/// The columns at the end of a row: what it is, who raised it, and its menu.
const KIND: f32 = 66.0;
const CHIP: f32 = 60.0;
const WHO: f32 = 48.0;
const MENU: f32 = 24.0;

fn first_row(ui: &mut Ui, page: &mut Page<'_>, line: &Line, middle: impl FnOnce(&mut Ui, &mut Page<'_>)) {
    let narrow = ui.available_width() < 440.0;
    ui.horizontal_top(|ui| {
        ui.set_min_height(FIRST);
        state_ui(ui, page, line);
        if narrow {
            ui.vertical(|ui| {
                ui.add_space((FIRST - Size::Body.line()) / 2.0);
                middle(ui, page);
                ui.horizontal_wrapped(|ui| end_of_row(ui, page, line));
            });
            return;
        }
        // The words first, as they are read; what stands at the end of the row is measured before it is drawn.
        let end = end_width(ui, page, line);
        let words = (ui.available_width() - end - 8.0).max(120.0);
        ui.allocate_ui_with_layout(vec2(words, FIRST), Layout::top_down(Align::Min), |ui| {
            ui.set_width(words);
            ui.add_space((FIRST - Size::Body.line()) / 2.0);
            middle(ui, page);
        });
        ui.allocate_ui_with_layout(vec2(end, FIRST), Layout::right_to_left(Align::Center), |ui| {
            ui.set_height(FIRST);
            end_of_row(ui, page, line);
        });
    });
}

/// How much room the end of a row takes: three columns, and before them what stands only in some rows.
fn end_width(ui: &Ui, page: &Page<'_>, line: &Line) -> f32 {
    let t = theme::of(ui);
    let wide = |text: &str| parts::one_line(ui, text, Size::Caption.regular(), t.ink_soft, f32::INFINITY).size().x;
    let name = &words::called(&page.peer.name);
    let mut width = KIND + WHO + MENU + 24.0;
    if let Some(help) = helpers(line, name) {
        width += wide(&help) + 8.0;
    }
    if is_new(page, line) {
        width += wide("New") + 8.0;
    }
    if is_written_in(page, line) {
        width += wide(&writes_here(name)) + 8.0;
    }
    width
}

fn is_written_in(page: &Page<'_>, line: &Line) -> bool {
    page.caret == Some(Caret::Line(line.id))
}

fn is_new(page: &Page<'_>, line: &Line) -> bool {
    page.peer.since.iter().any(|it| it.line == line.id && it.what == SinceWhat::Added)
}

fn writes_here(name: &str) -> String {
    format!("{name} writes here")
}

fn helpers(line: &Line, name: &str) -> Option<String> {
    match (line.helpers.contains(&Who::Me), line.helpers.contains(&Who::Them)) {
        (true, true) => Some("You both could help".to_owned()),
        (true, false) => Some("You could help".to_owned()),
        (false, true) => Some(format!("{name} could help")),
        (false, false) => None,
    }
}

fn state_ui(ui: &mut Ui, page: &mut Page<'_>, line: &Line) {
    let (dot, name, next) = match line.state {
        State::Open => (Dot::Open, "Open. Say that somebody is at it", State::Doing),
        State::Doing => (Dot::Half, "Somebody is at it. Say that it is done", State::Done),
        State::Done => (Dot::Done, "Done. Open it again", State::Open),
    };
    let dot = parts::dot(ui, dot, &words::visible(&format!("{name}: {}", line.text()))).on_hover_text(name);
    // By its dot, or its words, a line can be dragged to another place; Alt with the arrows does the same.
    dot.interact(Sense::drag()).dnd_set_drag_payload(line.id);
    if dot.clicked() {
        page.out.push(ask::list(page.peer.id, ListCommand::SetState(line.id, next)));
    }
}

fn end_of_row(ui: &mut Ui, page: &mut Page<'_>, line: &Line) {
    let t = theme::of(ui);
    let peer = page.peer.id;
    let name = &words::called(&page.peer.name);
    let in_columns = !ui.layout().is_horizontal() || ui.layout().prefer_right_to_left();
    ui.spacing_mut().button_padding = vec2(6.0, 1.0);
    ui.spacing_mut().interact_size.y = 20.0;
    let column = |ui: &mut Ui, width: f32, add: &mut dyn FnMut(&mut Ui)| {
        if in_columns {
            ui.allocate_ui_with_layout(vec2(width, 24.0), Layout::right_to_left(Align::Center), |ui| {
                ui.set_min_width(width);
                add(ui);
            });
        } else {
            add(ui);
        }
    };
    column(ui, MENU, &mut |ui| {
        let more = Button::new(parts::with_icon(icon::MORE, "", Size::Body, t.ink_soft))
            .fill(theme::CLEAR)
            .stroke(Stroke::NONE);
        let more = ui.add(more).accessible_name(words::visible(&format!("More about: {}", line.text())));
        menu::under(&more, &format!("What can be done with: {}", line.text()), |ui| menu_ui(ui, page, line));
    });
    let who = if line.raised_by == Who::Me { "You" } else { name };
    column(ui, WHO, &mut |ui| drop(parts::short(ui, who, Size::Caption, t.ink_soft)));
    column(ui, KIND, &mut |ui| {
        let words = parts::label_text(&kind_words(line.kind), Size::Caption, t.ink_soft);
        let kind =
            Button::new(words).fill(theme::CLEAR).stroke(Stroke::new(1.0, t.line)).corner_radius(theme::RADIUS_TAG);
        let what = words::spoken(&kind_words(line.kind));
        // One column of them, whatever they say.
        let kind = ui
            .add(kind.min_size(vec2(if in_columns { CHIP } else { 0.0 }, 20.0)))
            .accessible_name(words::visible(&format!("{what}: {}", line.text())));
        if kind.on_hover_text("Offer, ask or idea").clicked() {
            page.out.push(ask::list(peer, ListCommand::SetKind(line.id, next_kind(line.kind))));
        }
    });
    if is_written_in(page, line) {
        ui.label(parts::text(writes_here(name), Size::Caption, t.accent));
    }
    if is_new(page, line) {
        ui.label(parts::text("New", Size::Caption, t.ink_soft));
    }
    if let Some(help) = helpers(line, name) {
        ui.label(parts::text(help, Size::Caption, t.ink_soft));
    }
}

fn menu_ui(ui: &mut Ui, page: &mut Page<'_>, line: &Line) {
    let peer = page.peer.id;
    let mut send = |command| page.out.push(ask::list(peer, command));
    let helps = line.helpers.contains(&Who::Me);
    let (label, choice) = if helps {
        ("I can’t help with this after all", Choice::No)
    } else {
        ("I could help with this", Choice::Yes)
    };
    if menu::row(ui, Button::new(label)).clicked() {
        send(ListCommand::Help(line.id, choice));
    }
    if menu::row(ui, Button::new("Move up").shortcut_text("Alt ↑")).accessible_name("Move up").clicked() {
        page.out.extend(step(page.peer, line, Key::ArrowUp));
    }
    if menu::row(ui, Button::new("Move down").shortcut_text("Alt ↓")).accessible_name("Move down").clicked() {
        page.out.extend(step(page.peer, line, Key::ArrowDown));
    }
    if menu::row(ui, Button::new("Write a note on it")).clicked() {
        page.state.thread = Some(line.id);
        form::opens(ui, THREAD);
    }
    if menu::row(ui, Button::new("Take it off the list")).clicked() {
        page.out.push(ask::list(peer, ListCommand::Remove(line.id)));
        page.out.push(Ask::Removed(peer, line.id));
    }
    ui.menu_button("Every wording it had", |ui| {
        for wording in line.history.iter().rev() {
            let who = if wording.by == Who::Me { "You" } else { &words::called(&page.peer.name) };
            let when = words::moment(wording.at, page.now, page.zone);
            ui.add(Label::new(words::shown(&format!("{when}  {who}: {}", wording.text))).wrap());
        }
    });
}

fn step(peer: &sideways_core::snapshot::PeerView, line: &Line, key: Key) -> Option<Ask> {
    let lines = &peer.list.lines;
    let at = lines.iter().position(|known| known.id == line.id)?;
    let place = match key {
        Key::ArrowUp => Place::Before(lines.get(at.checked_sub(1)?)?.id),
        _ => lines.get(at + 1).and_then(|_| lines.get(at + 2)).map_or(Place::Last, |after| Place::Before(after.id)),
    };
    Some(ask::list(peer.id, ListCommand::Move(line.id, place)))
}

fn words_ui(ui: &mut Ui, page: &mut Page<'_>, line: &Line) {
    let t = theme::of(ui);
    let mut words = parts::text(line.text(), Size::Body, if line.state == State::Done { t.ink_faint } else { t.ink });
    if line.state == State::Done {
        words = words.strikethrough();
    }
    let label = ui.add(Label::new(words).wrap().sense(Sense::click_and_drag()));
    let label = label.on_hover_text("Press Enter or click to reword it; drag it to another place");
    label.dnd_set_drag_payload(line.id);
    label
        .widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Button, true, words::shown(line.text())));
    if page.state.reworded == Some(line.id) {
        page.state.reworded = None;
        label.request_focus();
    }
    if label.has_focus() {
        ui.painter().rect_stroke(
            label.rect.expand(3.0),
            theme::RADIUS_TAG,
            Stroke::new(2.0, t.accent),
            eframe::egui::StrokeKind::Outside,
        );
        if let Some(key) = moves(ui) {
            page.out.extend(step(page.peer, line, key));
        }
    }
    if label.clicked() {
        rewording::begin(page, line);
    }
}

/// The line's thread, and what is written there.
fn thread_ui(ui: &mut Ui, page: &mut Page<'_>, line: &Line) {
    let soft = theme::of(ui).ink_soft;
    let name = &words::called(&page.peer.name);
    // While sharing is stopped, what you both have stays as it is.
    let stopped = page.peer.sharing.state == SharingState::Stopped;
    for remark in &line.remarks {
        let (mine, thing) = (remark.by == Who::Me && !stopped, Thing::Remark(line.id, remark.id));
        let who = if remark.by == Who::Me { "You" } else { name };
        let says = format!("{who}: {}", remark.text);
        let shown = parts::text(&says, Size::Caption, soft);
        ui.push_id(remark.id, |ui| {
            ui.horizontal_top(|ui| {
                ui.add_space(28.0);
                if mine {
                    mend::words_ui(ui, page, thing, shown, &says);
                } else {
                    ui.add(Label::new(shown).wrap());
                }
            });
        });
    }
    let field = Field::Remark(page.peer.id, line.id);
    if page.drafts.is_covered(field) {
        return;
    }
    if page.state.thread != Some(line.id) {
        if page.drafts.holds(field) {
            ui.horizontal(|ui| {
                ui.add_space(28.0);
                let name = format!("Go on with the note on: {}", line.text());
                if parts::quiet_small(ui, "A note, begun").accessible_name(words::visible(&name)).clicked() {
                    page.state.thread = Some(line.id);
                    form::opens(ui, THREAD);
                }
            });
        }
        return;
    }
    let now = ui.input(|input| input.time);
    let mut form = Form::begin(ui, THREAD);
    let typing = page.drafts.field(field);
    let ended = ui.horizontal_wrapped(|ui| {
        ui.add_space(28.0);
        let width = (ui.available_width() - 150.0).max(140.0);
        let shown = parts::bare_field(ui, &mut typing.text, "A short note for both of you", width);
        if shown.changed() {
            typing.changed(now);
        }
        form.field(ui, shown.accessible_name("A short note on this line"));
        form.end(ui, "Send", (!typing.text.trim().is_empty()).into())
    });
    if ended.inner == Some(Ended::Saved) {
        let text = typing.take();
        page.out.push(ask::list(page.peer.id, ListCommand::Remark(line.id, text)));
    }
    if ended.inner.is_some() {
        page.state.thread = None;
    }
}

/// Whether Alt with an arrow was pressed; up or down.
fn moves(ui: &mut Ui) -> Option<Key> {
    let keys = [Key::ArrowUp, Key::ArrowDown];
    keys.into_iter().find(|key| ui.input_mut(|input| input.consume_key(Modifiers::ALT, *key)))
}
