//! Sealed files in the window: what goes is shown before it is saved, and what came is told, whoever opened the file.

use crate::scene::{DANA, LIGHT, Look, NOW, Window, harness, view};
use eframe::egui::{Role, Theme, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use sideways::{
    desk::{Answer, Link},
    desk::{Came, Failure, Lock, Request, SealedFile, SealedRequest, View},
    files::{Made, Work},
};
use sideways_core::{Touched, id::DeviceId};
use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

const NARROW: Look = Look { theme: Theme::Dark, size: vec2(420.0, 760.0), ..LIGHT };

type Opened = Harness<'static, Window>;

/// Two of the lines that are there, and the pad.
fn touched(view: &View) -> Touched {
    let lines: BTreeSet<_> = view.snapshot.peers[0].list.lines.iter().take(2).map(|line| line.id).collect();
    Touched { lines, pad: true, more: false }
}

fn file(view: &View) -> SealedFile {
    let bytes = b"age-encryption.org/v1\n".to_vec();
    SealedFile { bytes, computers: 2, changes: 4, touched: touched(view), rest: false }
}

fn came(view: &View) -> Came {
    Came {
        peer: DANA,
        by: DeviceId([7; 32]),
        changes: 4,
        touched: touched(view),
        refused: 0,
        lacks: false,
        rest: false,
        reads_on: None,
        old_list: false,
    }
}

fn asked(harness: &mut Opened) -> Vec<String> {
    let all = std::mem::take(&mut harness.state_mut().asked);
    let about = all.into_iter().filter(|it| matches!(it, Request::Sealed(_)));
    about.map(|it| format!("{it:?}")).collect()
}

fn answer(harness: &mut Opened, answer: Result<Answer, Failure>) {
    let ctx = harness.ctx.clone();
    let request = Request::Sealed(SealedRequest::Write(DANA));
    harness.state_mut().app.answered(&ctx, &request, answer);
    harness.run_steps(6);
}

fn begin(view: View, look: Look) -> Opened {
    let mut harness = harness(view, look);
    harness.get_by_role_and_label(Role::Button, "Send as file…").click_accesskit();
    harness.run_steps(6);
    assert_eq!(asked(&mut harness), [format!("Sealed(Write({DANA}))")]);
    harness
}

fn goes(look: Look, name: &str) {
    let mut harness = begin(view(), look);
    harness.get_by_label("Putting it together…");
    assert!(harness.query_by_label_contains("Save the file").is_none());
    answer(&mut harness, Ok(Answer::Sealed(file(&view()))));
    harness.get_by_label("2 lines and the pad.");
    harness.get_by_label("Only Dana’s 2 computers can open it.");
    let group = harness.get_by_role_and_label(Role::Group, "Dana will see");
    let first = view().snapshot.peers[0].list.lines[0].text().to_owned();
    assert!(group.query_by_label(&first).is_some(), "its words are shown");
    harness.snapshot(name);
    assert!(harness.state().work.is_empty(), "nothing was saved");
    harness.get_by_label_contains("Save the file").click();
    harness.run_steps(4);
    match harness.state().work.as_slice() {
        [Work::Save(bytes, path)] => {
            assert_eq!(bytes, &file(&view()).bytes);
            let named = path.file_name().unwrap().to_string_lossy();
            assert!(named.starts_with("for Dana-Ruiz 2026-") && named.ends_with(".sideways"), "{named}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_goes_is_shown_before_it_is_saved() {
    goes(LIGHT, "send-file-light");
}

#[test]
fn what_goes_is_shown_before_it_is_saved_420_wide() {
    goes(NARROW, "send-file-420");
}

#[test]
fn where_none_can_be_made_it_says_why() {
    let mut harness = begin(view(), LIGHT);
    let failure = Failure { error: "this computer was taken away".into(), hint: None };
    answer(&mut harness, Err(failure));
    harness.get_by_label("This computer was taken away.");
    assert!(harness.query_by_label("Putting it together…").is_none());
}

#[test]
fn a_computer_that_is_not_found_leads_to_a_file() {
    let mut view = view();
    view.links = [(DANA, Link::Looking)].into();
    view.causes = [(DANA, vec![sideways::desk::Cause::Closed])].into();
    let mut harness = harness(view, LIGHT);
    harness.get_by_role_and_label(Role::Button, "Send as file instead").click_accesskit();
    harness.run_steps(4);
    assert_eq!(asked(&mut harness).len(), 1);
}

fn came_is_told(look: Look, name: &str) {
    let mut harness = harness(view(), look);
    harness.state_mut().view.came = Some((1, Arc::new(came(&view()))));
    harness.run_steps(6);
    harness.get_by_label("2 lines and the pad from Dana.");
    assert!(harness.state_mut().app.was_called(), "it comes to the front");
    assert!(harness.get_by_role_and_label(Role::Button, "Close").is_focused());
    harness.snapshot(name);
    harness.get_by_label("Show the list").click();
    harness.run_steps(6);
    assert!(harness.query_by_label("2 lines and the pad from Dana.").is_none(), "it is told once");
    // The next one is told again, and leads to the answer.
    harness.state_mut().view.came = Some((2, Arc::new(Came { lacks: true, ..came(&view()) })));
    harness.run_steps(6);
    harness.get_by_label_contains("Open that one and then this one again");
    harness.get_by_label("Send one back…").click();
    harness.run_steps(4);
    assert_eq!(asked(&mut harness).len(), 1);
}

#[test]
fn what_came_is_told_whoever_opened_the_file() {
    came_is_told(LIGHT, "came-by-file-light");
}

#[test]
fn what_came_is_told_420_wide() {
    came_is_told(NARROW, "came-by-file-420");
}

#[test]
fn a_file_that_is_dropped_or_double_clicked_is_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("from Dana.sideways");
    std::fs::write(&path, file(&view()).bytes).unwrap();
    let mut window = harness(view(), LIGHT);
    window.state_mut().app.open_file(path.clone());
    window.run_steps(4);
    let work = std::mem::take(&mut window.state_mut().work);
    assert!(matches!(work.as_slice(), [Work::Open(opened, _)] if *opened == path), "{work:?}");
    let now = jiff::Timestamp::from_millisecond(NOW.unix_ms).unwrap().to_zoned(jiff::tz::TimeZone::UTC);
    let made = sideways::files::carry_out(work[0].clone(), &now, &Default::default(), &|| {});
    assert!(matches!(made, Ok(Made::Sealed(_))), "{made:?}");
    let ctx = window.ctx.clone();
    window.state_mut().app.worked(&ctx, made);
    window.run_steps(4);
    assert_eq!(asked(&mut window), ["Sealed(Read(22 bytes))"]);
    // While it is locked it waits.
    let mut locked = harness(View { lock: Lock::Locked, ..crate::scene::empty() }, LIGHT);
    locked.state_mut().app.open_file(PathBuf::from("/media/alex/stick/from Dana.sideways"));
    locked.run_steps(4);
    assert!(locked.state().work.is_empty());
    locked.state_mut().view = view();
    locked.run_steps(6);
    assert_eq!(locked.state().work.len(), 1);
}
