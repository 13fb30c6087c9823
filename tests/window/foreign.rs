//! What somebody else wrote is drawn as the words it is: it wears none of the program's icons and turns nothing around.

use crate::scene::{LIGHT, Window, busy, dana, disputed, harness, view_with};
use eframe::egui::{Key, Modifiers, Shape};
use egui_kittest::Harness;
use sideways_core::{legible::hides, snapshot::PeerView};
use std::sync::Arc;

/// A lock, as the program draws it, before words that the program says itself; and what else can't be seen.
const WRITTEN: &str = "\u{E003} zq Only on your devices \u{202E}desrever\u{200B}\u{2028} \u{F0001}\u{1b}[2J";

/// Dana, whose every text is that.
fn sly() -> PeerView {
    let mut dana = dana();
    let mut list = (*dana.list).clone();
    for line in &mut list.lines {
        let mut changed = (**line).clone();
        changed.versions.iter_mut().for_each(|version| version.text = WRITTEN.into());
        changed.remarks.iter_mut().for_each(|remark| remark.text = WRITTEN.into());
        *line = Arc::new(changed);
    }
    let mut both = disputed();
    both.versions.iter_mut().for_each(|version| version.text = WRITTEN.into());
    list.lines.push(Arc::new(both));
    list.their_working_on = WRITTEN.into();
    list.pad = WRITTEN.into();
    dana.list = Arc::new(list);
    dana.name = WRITTEN.into();
    dana.role = WRITTEN.into();
    dana.department = WRITTEN.into();
    dana.how_met = WRITTEN.into();
    dana.tags = vec![WRITTEN.into()];
    dana.reach = vec![WRITTEN.into(), format!("mailto:{WRITTEN}"), "file:///zq".into()];
    for words in &mut dana.words {
        let mut changed = (**words).clone();
        changed.text = WRITTEN.into();
        *words = Arc::new(changed);
    }
    dana
}

fn texts(shape: &Shape, found: &mut Vec<String>) {
    match shape {
        Shape::Text(text) => found.push(text.galley.text().to_owned()),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, found)),
        _ => {}
    }
}

/// All texts that are drawn.
fn all_drawn(harness: &Harness<'_, Window>) -> Vec<String> {
    let mut found = Vec::new();
    harness.output().shapes.iter().for_each(|clipped| texts(&clipped.shape, &mut found));
    found
}

/// Those with somebody's words in them.
fn drawn(harness: &Harness<'_, Window>) -> Vec<String> {
    let mut found = all_drawn(harness);
    found.retain(|text| text.contains("zq"));
    found
}

/// One icon of the program's own may stand first, where the words of somebody come after some of the program's.
fn is_plain(text: &str) -> bool {
    let own =
        text.strip_prefix(|c: char| ('\u{E001}'..='\u{E0FF}').contains(&c)).filter(|rest| !rest.starts_with(" zq"));
    !own.unwrap_or(text).contains(|c: char| hides(c) && c != '\n')
}

#[test]
fn what_a_colleague_wrote_wears_no_icon_and_turns_nothing_around() {
    let mut harness = harness(view_with(sly()), LIGHT);
    let mut seen = 0;
    for key in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5] {
        for text in drawn(&harness) {
            assert!(is_plain(&text), "{text:?}");
            seen += 1;
        }
        harness.key_press_modifiers(Modifiers::COMMAND, key);
        harness.run_steps(4);
    }
    assert!(seen > 15, "{seen} texts: the test is blind");
}

#[test]
fn the_programs_own_icons_are_icons_on_every_screen() {
    use egui_kittest::kittest::Queryable as _;
    let (mut icons, mut wrong) = (0, Vec::new());
    let mut look = |harness: &Harness<'_, Window>| {
        for text in all_drawn(harness) {
            icons += usize::from(text.starts_with(|c: char| ('\u{E001}'..='\u{E0FF}').contains(&c)));
            if text.contains("\\u{") {
                wrong.push(text);
            }
        }
    };
    for view in [busy(), view_with(dana())] {
        let mut harness = harness(view, LIGHT);
        look(&harness);
        for key in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::K] {
            harness.key_press_modifiers(Modifiers::COMMAND, key);
            harness.run_steps(4);
            look(&harness);
        }
        harness.get_by_role_and_label(eframe::egui::Role::TextInput, "Find anything").type_text("line");
        harness.run_steps(4);
        look(&harness);
        harness.key_press(Key::Escape);
        harness.run_steps(4);
    }
    assert_eq!(wrong, [""; 0]);
    assert!(icons > 60, "{icons} icons: the test is blind");
}

#[test]
fn what_may_not_be_opened_is_text_and_no_button() {
    use egui_kittest::kittest::{NodeT as _, Queryable as _};
    let mut dana = dana();
    dana.reach = vec![
        "file:///etc/passwd".into(),
        "javascript:alert(1)".into(),
        "Room 5.12".into(),
        "https://chat.example/dana".into(),
    ];
    let harness = harness(view_with(dana), LIGHT);
    let buttons = |label: &str| {
        harness
            .query_all_by_label_contains(label)
            .filter(|node| node.accesskit_node().role() == eframe::egui::Role::Button)
            .count()
    };
    assert_eq!((buttons("file:"), buttons("javascript:"), buttons("Room 5.12"), buttons("Chat")), (0, 0, 0, 1));
}
