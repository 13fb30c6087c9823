//! Files: a calendar, address cards and an export are shown before anything of them is kept; pictures and exports go out.

use crate::scene::{DANA, LIGHT, Look, NOW, Window, busy, harness, view};
use eframe::egui::{Key, Modifiers, Role, Theme, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::{Harness, kittest::Queryable as _};
use jiff::{Timestamp, tz::TimeZone};
use sideways::{
    desk::{Answer, Failure, Request},
    files::{self, Format, Made, Ticket, Work},
};
use sideways_core::{
    command::{Command, MethodCommand, Outcome},
    id::PeerId,
};
use std::path::PathBuf;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//Calendar//EN\r\n\
BEGIN:VEVENT\r\nUID:jonas\r\nDTSTART:20261007T090000Z\r\nDTEND:20261007T093000Z\r\nRRULE:FREQ=MONTHLY;BYDAY=WE;BYSETPOS=1\r\n\
SUMMARY:Alex / Jonas\r\nORGANIZER;CN=Alex Kim:mailto:alex@northfield.example\r\n\
ATTENDEE;CN=Alex Kim;PARTSTAT=ACCEPTED:mailto:alex@northfield.example\r\n\
ATTENDEE;CN=Jonas Berg;PARTSTAT=ACCEPTED:mailto:jonas@northfield.example\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:dana\r\nDTSTART:20261008T090000Z\r\nDTEND:20261008T093000Z\r\nRRULE:FREQ=MONTHLY;BYDAY=TH;BYSETPOS=2\r\n\
SUMMARY:Alex / Dana\r\nORGANIZER;CN=Alex Kim:mailto:alex@northfield.example\r\n\
ATTENDEE;CN=Dana Ruiz;PARTSTAT=ACCEPTED:mailto:dana.ruiz@northfield.example\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:away\r\nDTSTART:20261124T080000Z\r\nDTEND:20261124T170000Z\r\nSUMMARY:Away\r\nEND:VEVENT\r\n\
END:VCALENDAR\r\n";

const CARDS: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:c1\r\nFN:Jonas Berg\r\nORG:Northfield;IT\r\nTITLE:Identity\r\nEMAIL:jonas@northfield.example\r\nNOTE:Likes numbers\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:3.0\r\nUID:c2\r\nFN:Nobody’s Department\r\nEMAIL:no@northfield.example\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:3.0\r\nUID:c3\r\nFN:Dana Ruiz\r\nORG:Northfield;Finance\r\nEMAIL:dana.ruiz@northfield.example\r\nEND:VCARD\r\n";

/// Opens a file by its path, as a person would, and does the work that the window asked for.
fn opened(harness: &mut Harness<'_, Window>, name: &str, text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(4);
    harness.get_by_label_contains("Open a file…").focus();
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let field = harness.get_by_role_and_label(Role::TextInput, "Or its path");
    field.focus();
    field.type_text(&file.display().to_string());
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    worked(harness);
}

fn typed(harness: &mut Harness<'_, Window>, field: &str, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, field).focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
    harness.run_steps(2);
}

fn worked(harness: &mut Harness<'_, Window>) {
    let now = Timestamp::from_millisecond(NOW.unix_ms).unwrap().to_zoned(TimeZone::UTC);
    for work in std::mem::take(&mut harness.state_mut().work) {
        let made = files::carry_out(work, &now, &Ticket::default(), &|| {});
        let ctx = harness.ctx.clone();
        harness.state_mut().app.worked(&ctx, made);
    }
    harness.run_steps(6);
}

fn last_command(harness: &Harness<'_, Window>) -> Command {
    let command = |request: &Request| if let Request::Run(command) = request { Some(command.clone()) } else { None };
    harness.state().asked.iter().rev().find_map(command).unwrap()
}

fn dark() -> Look {
    Look { theme: Theme::Dark, ..LIGHT }
}

#[test]
fn a_calendar_is_shown_and_what_is_ticked_is_kept_with_its_next_date() {
    let mut harness = harness(busy(), LIGHT);
    opened(&mut harness, "mine.ics", CALENDAR);
    harness.get_by_label_contains("You have 2 standing 1-on-1s");
    typed(&mut harness, "Jonas Berg’s department", "IT");
    harness.run_steps(3);
    harness.snapshot("calendar-light");
    harness.get_by_label("Keep what is ticked").click();
    harness.run_steps(3);
    let together = last_command(&harness);
    let Command::Together(commands) = &together else { panic!("{together:?}") };
    let said = format!("{commands:?}");
    for part in ["AddPeer", "Jonas Berg", "jonas@northfield.example", "EditPeer", "Plan"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    // The newcomer is planned with once they have an id.
    let outcomes = commands.iter().map(|command| match command {
        Command::AddPeer(_) => Outcome::Peer(PeerId([77; 16])),
        _ => Outcome::Done,
    });
    let answer = Answer::Did(Outcome::Several(outcomes.collect()));
    let ctx = harness.ctx.clone();
    harness.state_mut().app.answered(&ctx, &Request::Run(together), Ok(answer));
    harness.run_steps(3);
    let Command::Together(plans) = last_command(&harness) else { panic!() };
    let [Command::Method(MethodCommand::Plan { peer, at, .. })] = plans.as_slice() else { panic!("{plans:?}") };
    assert_eq!((*peer, at.to_string().as_str()), (PeerId([77; 16]), "2026-12-02T09:00:00"));
}

#[test]
fn a_newer_export_of_the_calendar_says_what_would_move() {
    let mut harness = harness(busy(), dark());
    opened(&mut harness, "mine.ics", CALENDAR);
    harness.get_by_label_contains("here already; moves from Tuesday 24 November 10:00");
}

#[test]
fn cant_make_it_offers_two_free_times_from_the_calendar() {
    let mut harness = harness(busy(), LIGHT);
    opened(&mut harness, "mine.ics", CALENDAR);
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    harness.run_steps(3);
    harness.get_by_label("Can’t make it…").click();
    harness.run_steps(6);
    harness.get_by_label_contains("to Monday 23 November at 10:00");
    harness.snapshot("instead-free-light");
    let moves: Vec<_> = harness.get_all_by_label("Move it there").collect();
    assert_eq!(moves.len(), 2);
    moves[1].click();
    drop(moves);
    harness.run_steps(3);
    let command = last_command(&harness);
    let Command::Method(MethodCommand::Plan { peer, at, .. }) = &command else { panic!("{command:?}") };
    assert_eq!((*peer, at.to_string().as_str()), (DANA, "2026-11-25T10:00:00"));
}

#[test]
fn address_cards_are_shown_first_and_make_no_copies() {
    let mut harness = harness(view(), dark());
    opened(&mut harness, "people.vcf", CARDS);
    typed(&mut harness, "The department of those who have none", "Legal");
    harness.run_steps(3);
    harness.snapshot("cards-dark");
    harness.get_by_label_contains("as private notes").click();
    harness.run_steps(2);
    harness.get_by_label("Bring them in").click();
    harness.run_steps(3);
    let Command::Together(commands) = last_command(&harness) else { panic!() };
    let [Command::AddPeer(jonas), Command::AddPeer(nobody), Command::EditPeer(dana, _)] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    assert_eq!((jonas.department.as_str(), nobody.department.as_str(), *dana), ("IT", "Legal", DANA));
}

#[test]
fn an_export_comes_back_in_after_it_was_shown() {
    let mut harness = harness(view(), LIGHT);
    let text = files::text_of(&sideways_core::export::Export::of(&busy().snapshot, None), Format::Json, NOW).unwrap();
    opened(&mut harness, "sideways.json", &text);
    harness.snapshot("import-light");
    harness.get_by_label("Bring it in").click();
    harness.run_steps(3);
    assert!(matches!(last_command(&harness), Command::Import(_)));
}

#[test]
fn a_file_that_is_none_of_these_is_said_in_a_sentence() {
    for (name, text) in [("a.txt", "hello"), ("a.ics", "hello"), ("a.vcf", "hello"), ("a.json", "hello")] {
        let mut harness = harness(view(), LIGHT);
        opened(&mut harness, name, text);
        assert_eq!(harness.query_all_by_label("Bring it in").count(), 0, "{name}");
        assert!(harness.query_all_by_label_contains(" — ").count() > 0, "{name}");
    }
}

#[test]
fn a_file_can_be_dropped_on_the_window() {
    #[derive(Debug)]
    struct Dropped(PathBuf);
    impl eframe::egui::DroppedFile for Dropped {
        fn path(&self) -> &std::path::Path {
            &self.0
        }
        fn bytes(&self) -> Result<Vec<u8>, String> {
            Err("only its path is used".into())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.ics");
    std::fs::write(&file, CALENDAR).unwrap();
    let mut harness = harness(view(), LIGHT);
    harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(file)));
    harness.run_steps(2);
    worked(&mut harness);
    harness.get_by_label_contains("You have 2 standing 1-on-1s");
}

#[test]
fn a_window_closes_only_once_its_file_is_written_and_keeps_what_was_just_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = harness(busy(), LIGHT);
    harness.state_mut().app.keep_files_in(folder.path().to_owned());
    let close = |harness: &mut Harness<'_, Window>| {
        let id = ViewportId::ROOT;
        harness.input_mut().viewports.entry(id).or_default().events.push(ViewportEvent::Close);
        harness.step();
        let commands = &harness.output().viewport_output[&id].commands;
        commands.contains(&ViewportCommand::CancelClose)
    };
    harness.get_by_role_and_label(Role::TextInput, "Add a line for both of you").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Add a line for both of you").type_text("Half a word");
    harness.step();
    harness.step();
    let unkept = format!("{:?}", harness.state_mut().app.unkept());
    assert!(unkept.contains("KeepDraft") && unkept.contains("Half a word"), "{unkept}");
    assert!(harness.state_mut().app.unkept().is_empty(), "once is enough");
    assert!(!close(&mut harness));

    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, "All of it").focus();
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(close(&mut harness));
    let (work, ctx) = (harness.state_mut().work.remove(0), harness.ctx.clone());
    let now = Timestamp::from_millisecond(NOW.unix_ms).unwrap().to_zoned(TimeZone::UTC);
    let made = files::carry_out(work, &now, &Ticket::default(), &|| {});
    harness.state_mut().app.worked(&ctx, made);
    harness.step();
    assert!(harness.output().viewport_output[&ViewportId::ROOT].commands.contains(&ViewportCommand::Close));
    assert!(!close(&mut harness));
}

#[test]
fn stopped_work_writes_nothing_and_brings_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let now = Timestamp::from_millisecond(NOW.unix_ms).unwrap().to_zoned(TimeZone::UTC);
    let stopped = Ticket::default();
    stopped.stop();
    let cards = folder.path().join("cards.vcf");
    std::fs::write(&cards, CARDS).unwrap();
    let out = folder.path().join("all.json");
    for work in [Work::Open(cards, Vec::new()), Work::Export(Format::Json, busy().snapshot, NOW, out.clone())] {
        assert!(matches!(files::carry_out(work, &now, &stopped, &|| {}), Ok(Made::Nothing)));
    }
    assert!(!out.exists());
}

#[test]
fn everything_goes_out_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = harness(busy(), LIGHT);
    let home = folder.path().to_owned();
    harness.state_mut().app.keep_files_in(home.clone());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    harness.run_steps(4);
    for (button, ending, holds) in [
        ("All of it", "json", "\"sideways_export\""),
        ("To read", "md", "Dana Ruiz"),
        ("Address cards", "vcf", "BEGIN:VCARD"),
        ("Calendar", "ics", "BEGIN:VCALENDAR"),
    ] {
        harness.get_by_role_and_label(Role::Button, button).focus();
        harness.run_steps(3);
        harness.key_press(Key::Enter);
        harness.run_steps(3);
        worked(&mut harness);
        let text = std::fs::read_to_string(home.join(format!("sideways 2026-11-22.{ending}"))).unwrap();
        assert!(text.contains(holds), "{ending}");
    }
    // Nothing is written over.
    harness.get_by_role_and_label(Role::Button, "All of it").focus();
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    worked(&mut harness);
    assert!(home.join("sideways 2026-11-22 (2).json").exists());
}

#[test]
fn a_picture_is_written_as_png() {
    let rgba: Vec<u8> = (0..4 * 6).map(|n| n * 10).collect();
    let bytes = files::png([3, 2], &rgba).unwrap();
    let read = image::load_from_memory(&bytes).unwrap().into_rgba8();
    assert_eq!((read.width(), read.height(), read.into_raw()), (3, 2, rgba));
    assert!(files::png([3, 2], &[0; 3]).is_err());
}

#[test]
fn the_year_of_half_hours_asks_for_its_picture() {
    let mut harness = harness(busy(), LIGHT);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    harness.run_steps(4);
    harness.get_by_label_contains("Save as a picture").scroll_to_me();
    harness.run_steps(4);
    harness.get_by_label_contains("Save as a picture").click();
    harness.step();
    let commands = harness.output().viewport_output.values().flat_map(|it| it.commands.clone()).collect::<Vec<_>>();
    assert!(format!("{commands:?}").contains("Screenshot"), "{commands:?}");
}

/// What became of the last series that was to be kept.
fn series_answered(harness: &mut Harness<'_, Window>, answer: Result<Answer, Failure>) {
    let is_series = |it: &&Request| matches!(it, Request::Run(Command::Method(MethodCommand::KeepSeries(..))));
    let request = harness.state().asked.iter().rev().find(is_series).unwrap().clone();
    let ctx = harness.ctx.clone();
    harness.state_mut().app.answered(&ctx, &request, answer);
    harness.run_steps(3);
}

#[test]
fn a_standing_half_hour_is_set_up_for_calendars_and_changed() {
    let mut harness = harness(busy(), LIGHT);
    let press = |harness: &mut Harness<'_, Window>, label: &str| {
        harness.get_by_label_contains(label).focus();
        harness.run_steps(3);
        harness.key_press(Key::Enter);
        harness.run_steps(5);
    };
    press(&mut harness, "Calendar…");
    harness.snapshot("invite-light");
    press(&mut harness, "Set it up");
    let kept = harness.state().asked.iter().find_map(|request| match request {
        Request::Run(Command::Method(MethodCommand::KeepSeries(DANA, series))) => Some((**series).clone()),
        _ => None,
    });
    let kept = kept.unwrap();
    assert_eq!((kept.first.to_string().as_str(), kept.sequence), ("2026-11-24T10:00:00", 0));
    // A calendar is told only of what is kept here.
    assert!(harness.state().work.is_empty());
    series_answered(&mut harness, Ok(Answer::Did(Outcome::Done)));
    let work = format!("{:?}", harness.state().work);
    assert!(work.contains("Show(\"Dana-Ruiz-my-copy.ics\""), "{work}");
    // Alex has said no mail address, so there is nothing to mail; that is said where it would be.
    assert!(!work.contains("invitation.ics"), "{work}");
    let mut view = busy();
    let snapshot = std::sync::Arc::make_mut(&mut view.snapshot);
    snapshot.me.mails = vec!["alex@northfield.example".into()];
    let dana = snapshot.peers.iter_mut().find(|peer| peer.id == DANA).unwrap();
    std::sync::Arc::make_mut(dana).series = Some(std::sync::Arc::new(kept));
    harness.state_mut().view = view;
    harness.run_steps(4);
    harness.get_by_label_contains("Every month on the fourth Tuesday");
    typed(&mut harness, "Another time", "2026-11-25 11:00");
    harness.snapshot("series-light");
    // What goes to Dana is shown word for word before there is a file of it.
    let asked = |harness: &Harness<'_, Window>| harness.state().asked.len();
    let before = asked(&harness);
    press(&mut harness, "Move the next one there");
    assert_eq!(asked(&harness), before);
    let words = harness.get_all_by_label_contains("Wednesday 25 November 11:00 (UTC)").count();
    assert!(words >= 1, "the new time is shown");
    let from = "From Alex Kim (alex@northfield.example) to Dana Ruiz (dana.ruiz@northfield.example)";
    assert!(harness.query_all_by_label_contains(from).count() >= 1, "and to whom it goes");
    harness.snapshot("series-change-light");
    press(&mut harness, "Cancel");
    assert_eq!(asked(&harness), before);
    press(&mut harness, "Move the next one there");
    press(&mut harness, "Save both files");
    let moved = harness.state().asked.iter().rev().find_map(|request| match request {
        Request::Run(Command::Method(MethodCommand::KeepSeries(DANA, series))) => {
            Some((series.sequence, series.changes.len()))
        }
        _ => None,
    });
    assert_eq!(moved, Some((1, 1)));
    series_answered(&mut harness, Ok(Answer::Did(Outcome::Done)));
    assert!(format!("{:?}", harness.state().work).contains("Dana-Ruiz-invitation.ics"));

    let told = harness.state().work.len();
    press(&mut harness, "Skip the next one");
    press(&mut harness, "Save both files");
    series_answered(&mut harness, Err(Failure { error: "the disk is full".into(), hint: None }));
    assert_eq!(harness.state().work.len(), told);
}
