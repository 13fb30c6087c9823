//! Two people, one list: nothing is lost, adding never conflicts, rewordings are both shown.

use crate::people::{NOW, Person, alex_and_dana, carry, meet, pair};
use sideways_core::command::{Choice, Command, ListCommand, Outcome, Place, ShareCommand, Splice};
use sideways_core::snapshot::{Kind, SharingState, State, Who};
use sideways_core::{Generation, Grant};

#[test]
fn what_was_on_the_screen_is_shared_and_what_was_taken_back_is_not() {
    let (mut alex, mut dana) = alex_and_dana();
    let first = alex.add("An early look at the headcount template");
    alex.list(ListCommand::Reword { line: first, text: "An early look at the 2027 template".into(), seen: vec![] });
    dana.add("Only Dana’s until she offers it");
    pair(&mut alex, &mut dana);
    meet(&mut alex, &mut dana);
    assert_eq!(dana.texts(), ["An early look at the 2027 template"]);
    assert_eq!(dana.view().list.lines[0].history.len(), 1, "sharing copies words without their history");
    assert_eq!(dana.view().list.only_mine[0].text(), "Only Dana’s until she offers it");
    assert_eq!(dana.view().sharing.state, SharingState::Shared);
    let only = dana.view().list.only_mine[0].id;
    dana.list(ListCommand::Offer(only));
    meet(&mut alex, &mut dana);
    assert_eq!(alex.texts(), ["An early look at the 2027 template", "Only Dana’s until she offers it"]);
    assert!(dana.view().list.only_mine.is_empty());
}

#[test]
fn lines_added_apart_are_on_both_sides() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    for n in 0..20 {
        alex.add(&format!("alex {n}"));
        dana.add(&format!("dana {n}"));
    }
    meet(&mut alex, &mut dana);
    assert_eq!(alex.texts().len(), 40);
    assert_eq!(alex.texts(), dana.texts());
    let order = |of: &crate::people::Person| of.view().list.lines.iter().map(|line| line.id).collect::<Vec<_>>();
    assert_eq!(order(&alex), order(&dana));
    let raised =
        |of: &crate::people::Person| of.view().list.lines.iter().filter(|line| line.raised_by == Who::Me).count();
    assert_eq!((raised(&alex), raised(&dana)), (20, 20));
}

#[test]
fn a_line_reworded_on_both_sides_shows_both_and_choosing_converges() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let line = alex.add("Walk through the cloud bill");
    meet(&mut alex, &mut dana);
    alex.list(ListCommand::Reword { line, text: "Walk through it together, quarterly".into(), seen: vec![] });
    dana.list(ListCommand::Reword { line, text: "Read it together after each close".into(), seen: vec![] });
    meet(&mut alex, &mut dana);
    for person in [&alex, &dana] {
        let view = person.view();
        let versions: Vec<_> = view.list.lines[0].versions.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(versions.len(), 2, "{versions:?}");
    }
    // Both choose the same one at once, apart.
    let chosen = alex.view().list.lines[0].versions[1].id;
    alex.list(ListCommand::Choose(line, chosen));
    dana.list(ListCommand::Choose(line, chosen));
    meet(&mut alex, &mut dana);
    for person in [&alex, &dana] {
        assert_eq!(person.view().list.lines[0].versions.len(), 1);
        assert_eq!(person.view().list.lines[0].history.len(), 5);
    }
    alex.list(ListCommand::Reword { line, text: "The bill, together".into(), seen: vec![] });
    meet(&mut alex, &mut dana);
    assert_eq!(dana.texts(), ["The bill, together"]);
    assert_eq!(dana.view().list.lines[0].versions.len(), 1);
}

/// What stands in somebody's list: the words, whose they are to them, and how many versions.
fn credited(of: &crate::people::Person) -> Vec<(String, Who, usize)> {
    of.view().list.lines.iter().map(|it| (it.text().to_owned(), it.versions[0].by, it.versions.len())).collect()
}

#[test]
fn keeping_both_leaves_two_lines_each_with_the_words_of_whoever_wrote_them() {
    for alex_keeps in [true, false] {
        let (mut alex, mut dana) = alex_and_dana();
        pair(&mut alex, &mut dana);
        let (before, line, after) = (alex.add("before"), alex.add("the bill"), alex.add("after"));
        alex.list(ListCommand::SetKind(line, Kind::Ask));
        alex.list(ListCommand::SetState(line, State::Doing));
        alex.list(ListCommand::Remark(line, "On Tuesday?".into()));
        meet(&mut alex, &mut dana);
        alex.list(ListCommand::Reword { line, text: "alex’s".into(), seen: vec![] });
        dana.list(ListCommand::Reword { line, text: "dana’s / hers".into(), seen: vec![] });
        meet(&mut alex, &mut dana);
        let disputed = credited(&alex);
        let keeper = if alex_keeps { &mut alex } else { &mut dana };
        let Outcome::Line(new) = keeper.list(ListCommand::KeepBoth(line)) else { panic!("no new line") };
        // Neither wording is lost, and nobody says that they stand on one line.
        assert_ne!(new, line);
        meet(&mut alex, &mut dana);
        for (person, alexs) in [(&alex, Who::Me), (&dana, Who::Them)] {
            let danas = if alexs == Who::Me { Who::Them } else { Who::Me };
            let kept = [("alex’s".to_owned(), alexs, 1), ("dana’s / hers".to_owned(), danas, 1)];
            let lines = credited(person);
            assert_eq!((lines.len(), lines[0].0.as_str(), lines[3].0.as_str()), (4, "before", "after"), "{lines:?}");
            let mut middle = lines[1..3].to_vec();
            middle.sort();
            assert_eq!(middle, kept, "{alex_keeps}");
            let view = person.view();
            let ids: Vec<_> = view.list.lines.iter().map(|it| it.id).collect();
            assert_eq!(ids, [before, line, new, after]);
            // The new line is of the same kind and as far; the thread stays where it was written.
            let both = [&view.list.lines[1], &view.list.lines[2]];
            assert!(both.iter().all(|it| it.kind == Kind::Ask && it.state == State::Doing));
            assert_eq!(both.map(|it| it.remarks.len()), [1, 0]);
        }
        // One undo brings back the line with both, and takes the other away again.
        let keeper = if alex_keeps { &mut alex } else { &mut dana };
        keeper.ws.edit(Command::Undo, NOW).unwrap();
        meet(&mut alex, &mut dana);
        let texts = |of: &crate::people::Person| {
            let mut texts: Vec<_> = of.view().list.lines[1].versions.iter().map(|it| it.text.clone()).collect();
            texts.sort();
            (of.view().list.lines.len(), texts)
        };
        assert_eq!(texts(&alex), (3, vec!["alex’s".to_owned(), "dana’s / hers".to_owned()]));
        assert_eq!(texts(&alex), texts(&dana));
        assert_eq!(disputed.len(), 3);
    }
}

#[test]
fn keeping_both_at_once_on_both_sides_loses_nothing_and_what_is_one_stays_one() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let line = alex.add("the bill");
    meet(&mut alex, &mut dana);
    alex.list(ListCommand::Reword { line, text: "alex’s".into(), seen: vec![] });
    dana.list(ListCommand::Reword { line, text: "dana’s".into(), seen: vec![] });
    meet(&mut alex, &mut dana);
    alex.list(ListCommand::KeepBoth(line));
    dana.list(ListCommand::KeepBoth(line));
    meet(&mut alex, &mut dana);
    assert_eq!(alex.texts().len(), dana.texts().len());
    for text in ["alex’s", "dana’s"] {
        assert!(alex.texts().iter().any(|it| it == text), "{text}: {:?}", alex.texts());
    }
    // Of one wording there are no two to keep.
    let single = alex.add("alone");
    let before = credited(&alex);
    let (peer, command) = (alex.peer, ListCommand::KeepBoth(single));
    let refused = alex.ws.edit(Command::List(peer, command), NOW).unwrap_err().to_string();
    assert!(refused.contains("only one wording"), "{refused}");
    assert_eq!(credited(&alex), before);
}

/// On the last line, many times over: each new line stands right behind its own.
#[test]
fn lines_that_came_of_keeping_both_stand_in_their_order() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let lines: Vec<_> = (0..5).map(|nth| alex.add(&format!("line {nth}"))).collect();
    meet(&mut alex, &mut dana);
    for (nth, line) in lines.iter().enumerate() {
        alex.list(ListCommand::Reword { line: *line, text: format!("a {nth}"), seen: vec![] });
        dana.list(ListCommand::Reword { line: *line, text: format!("d {nth}"), seen: vec![] });
    }
    meet(&mut alex, &mut dana);
    let peer = alex.peer;
    let all = lines.iter().rev().map(|line| Command::List(peer, ListCommand::KeepBoth(*line))).collect();
    alex.ws.edit(Command::Together(all), NOW).unwrap();
    meet(&mut alex, &mut dana);
    let wanted: Vec<String> = (0..5).flat_map(|nth| [format!("d {nth}"), format!("a {nth}")]).collect();
    let in_order = |of: &crate::people::Person| credited(of).into_iter().map(|it| it.0).collect::<Vec<_>>();
    assert_eq!(in_order(&alex), wanted);
    assert_eq!(in_order(&dana), wanted);
}

#[test]
fn states_helpers_notes_order_and_removal_merge() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let (one, two, three) = (alex.add("one"), alex.add("two"), alex.add("three"));
    meet(&mut alex, &mut dana);
    alex.list(ListCommand::SetState(one, State::Done));
    dana.list(ListCommand::SetState(one, State::Doing));
    dana.list(ListCommand::Help(two, Choice::Yes));
    alex.list(ListCommand::Remark(two, "On Tuesday?".into()));
    dana.list(ListCommand::Move(three, Place::Before(one)));
    alex.list(ListCommand::SetKind(three, Kind::Ask));
    alex.list(ListCommand::WorkingOn("The ledger cut-over".into()));
    meet(&mut alex, &mut dana);
    for (person, helper) in [(&alex, Who::Them), (&dana, Who::Me)] {
        let view = person.view();
        let lines: Vec<_> = view.list.lines.iter().map(|line| line.id).collect();
        assert_eq!(lines, [three, one, two]);
        assert_eq!(view.list.lines[1].state, State::Done, "done wins over doing");
        assert_eq!(view.list.lines[2].helpers, [helper]);
        assert_eq!(view.list.lines[2].remarks[0].text, "On Tuesday?");
        assert_eq!(view.list.lines[0].kind, Kind::Ask);
    }
    assert_eq!(dana.view().list.their_working_on, "The ledger cut-over");
    assert_eq!(alex.view().list.my_working_on, "The ledger cut-over");
    dana.list(ListCommand::Remove(two));
    meet(&mut alex, &mut dana);
    assert_eq!(alex.view().list.lines.len(), 2);
    alex.list(ListCommand::Restore(two));
    meet(&mut alex, &mut dana);
    assert_eq!(dana.view().list.lines.len(), 3);
}

#[test]
fn the_pad_is_written_together() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let write = |at: usize, delete: usize, insert: &str| ListCommand::Pad {
        as_of: vec![],
        splices: vec![Splice { at, delete, insert: insert.into() }],
    };
    alex.list(write(0, 0, "Agenda: ärger, 日本"));
    meet(&mut alex, &mut dana);
    alex.list(write(8, 5, "budget"));
    dana.list(write(17, 0, "!"));
    meet(&mut alex, &mut dana);
    assert_eq!(&*alex.view().list.pad, "Agenda: budget, 日本!");
    assert_eq!(alex.view().list.pad, dana.view().list.pad);
    let long = "ä".repeat(5_500);
    dana.list(write(0, 0, &long));
    alex.list(write(0, 7, ""));
    meet(&mut alex, &mut dana);
    assert_eq!(alex.view().list.pad, dana.view().list.pad);
    assert_eq!(alex.view().list.pad.chars().count(), 5_500 + 19 - 7);
}

#[test]
fn a_fresh_list_begun_on_both_sides_is_one_and_loses_nothing() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    alex.add("kept");
    meet(&mut alex, &mut dana);
    alex.list(ListCommand::Fresh);
    dana.list(ListCommand::Fresh);
    dana.add("written after");
    alex.add("written after too");
    let (to_dana, to_alex) =
        (alex.ws.grant(&dana.ws.device_key().id()).unwrap(), dana.ws.grant(&alex.ws.device_key().id()).unwrap());
    let (of_alex, of_dana) = (alex.ws.generation(&to_dana), dana.ws.generation(&to_alex));
    let followed = (alex.ws.follow(&to_dana, of_dana, NOW).unwrap(), dana.ws.follow(&to_alex, of_alex, NOW).unwrap());
    assert!(followed.0 != followed.1, "exactly one follows");
    meet(&mut alex, &mut dana);
    let (winner, loser) = if followed.0 { (&mut dana, &mut alex) } else { (&mut alex, &mut dana) };
    // What was written after, on both sides apart, is asked about.
    assert_eq!(loser.view().sharing.lacks, 1);
    loser.list(ListCommand::GoAlong);
    assert_eq!(winner.texts(), loser.texts());
    assert!(winner.texts().contains(&"kept".to_owned()));
    let only_mine: Vec<_> = loser.view().list.only_mine.iter().map(|line| line.text().to_owned()).collect();
    assert!(only_mine.iter().any(|text| text.starts_with("written after")), "{only_mine:?}");
}

/// Her computer confirms that it has what Alex has.
fn she_has_everything(alex: &mut Person, dana: &mut Person) -> Grant {
    let grant = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    let there = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
    alex.ws.confirmed(&grant, &dana.ws.heads(&there).unwrap(), NOW).unwrap();
    grant
}

/// A colleague's program names the next fresh list and sends nothing into it, or something else.
#[test]
fn a_fresh_list_that_lacks_lines_of_mine_is_shown_only_when_i_say_so() {
    for (later, words) in [(1, None), (3, Some("something else"))] {
        let (mut alex, mut dana) = alex_and_dana();
        pair(&mut alex, &mut dana);
        let all: Vec<String> = (0..6).map(|n| format!("line {n}")).collect();
        for text in &all {
            alex.add(text);
        }
        alex.list(ListCommand::WorkingOn("the budget".into()));
        meet(&mut alex, &mut dana);
        let grant = she_has_everything(&mut alex, &mut dana);
        let there = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
        // Her notebook is made to follow itself there, with an empty list.
        let next = Generation { number: later, by: dana.ws.device_key().id() };
        assert!(alex.ws.follow(&grant, next, NOW).unwrap() && dana.ws.follow(&there, next, NOW).unwrap());
        assert_eq!(dana.texts(), Vec::<String>::new());
        if let Some(words) = words {
            dana.add(words);
        }
        carry(&mut dana, &mut alex);
        assert_eq!((alex.texts(), alex.view().sharing.lacks), (all.clone(), 6));
        assert_eq!(alex.view().list.my_working_on, "the budget");
        // I may go on in a fresh list of my own, with all that is shown; and she is shown that.
        alex.list(ListCommand::Fresh);
        let (to_dana, of_alex) =
            (alex.ws.grant(&dana.ws.device_key().id()).unwrap(), dana.ws.grant(&alex.ws.device_key().id()).unwrap());
        assert!(dana.ws.follow(&of_alex, alex.ws.generation(&to_dana), NOW).unwrap());
        meet(&mut alex, &mut dana);
        assert_eq!((alex.texts(), alex.view().sharing.lacks), (all.clone(), 0));
        // Or go along: then what hers lacks stays with me.
        let (mut alex, mut dana) = alex_and_dana();
        pair(&mut alex, &mut dana);
        for text in &all {
            alex.add(text);
        }
        meet(&mut alex, &mut dana);
        let grant = she_has_everything(&mut alex, &mut dana);
        alex.ws.follow(&grant, Generation { number: later, by: dana.ws.device_key().id() }, NOW).unwrap();
        alex.list(ListCommand::GoAlong);
        assert_eq!(alex.texts(), Vec::<String>::new());
        let kept: Vec<_> = alex.view().list.only_mine.iter().map(|line| line.text().to_owned()).collect();
        assert_eq!(kept, all);
    }
}

/// An honest fresh list has all that was there: it is shown without a question, once all of it came.
#[test]
fn an_honest_fresh_list_is_shown_when_all_of_it_came() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let line = alex.add("a line");
    for n in 0..250 {
        alex.add(&format!("line {n}"));
    }
    meet(&mut alex, &mut dana);
    let grant = she_has_everything(&mut alex, &mut dana);
    dana.list(ListCommand::Reword { line, text: "the same line, better said".into(), seen: vec![] });
    dana.list(ListCommand::Fresh);
    let next = Generation { number: 1, by: dana.ws.device_key().id() };
    assert!(alex.ws.follow(&grant, next, NOW).unwrap());
    assert_eq!(alex.texts().len(), 251, "the list is empty while the fresh one comes");
    meet(&mut alex, &mut dana);
    assert_eq!((alex.texts(), alex.view().sharing.lacks), (dana.texts(), 0));
    assert_eq!(alex.view().list.generation, 1);
}

/// Naming one fresh list after the other, by my own device or hers, ends after some in a day; and I can always begin one.
#[test]
fn nobody_leads_me_through_fresh_lists_without_end() {
    for by_me in [false, true] {
        let (mut alex, mut dana) = alex_and_dana();
        pair(&mut alex, &mut dana);
        alex.add("a line");
        let by = if by_me { alex.ws.device_key().id() } else { dana.ws.device_key().id() };
        let mut followed = 0;
        for number in (1..60).chain([u32::MAX - 1, u32::MAX]) {
            let grant = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
            followed += usize::from(alex.ws.follow(&grant, Generation { number, by }, NOW).unwrap());
        }
        assert_eq!(followed, 16);
        assert_eq!(alex.texts(), ["a line"]);
        alex.list(ListCommand::Fresh);
        assert_eq!((alex.texts(), alex.view().sharing.lacks), (vec!["a line".to_owned()], 0));
    }
}

/// She went on in a fresh list, and before any of it came I wrote on: what I wrote is asked about, and not lost.
#[test]
fn what_i_wrote_while_a_fresh_list_was_coming_is_asked_about() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let lines: Vec<_> = (0..3).map(|n| alex.add(&format!("line {n}"))).collect();
    meet(&mut alex, &mut dana);
    let grant = she_has_everything(&mut alex, &mut dana);
    dana.list(ListCommand::Fresh);
    let next = Generation { number: 1, by: dana.ws.device_key().id() };
    assert!(alex.ws.follow(&grant, next, NOW).unwrap());
    alex.list(ListCommand::Reword { line: lines[1], text: "line 1, better said".into(), seen: vec![] });
    meet(&mut alex, &mut dana);
    assert_eq!((alex.view().sharing.lacks, alex.view().sharing.waiting), (1, 1));
    assert!(alex.texts().contains(&"line 1, better said".to_owned()));
    alex.list(ListCommand::GoAlong);
    assert_eq!((alex.texts(), alex.view().sharing.lacks), (dana.texts(), 0));
    assert_eq!(alex.view().list.only_mine[0].text(), "line 1, better said");
    // And where the only line that it lacks is taken off, there is nothing left to ask.
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let line = alex.add("only this one");
    meet(&mut alex, &mut dana);
    let grant = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    alex.ws.follow(&grant, Generation { number: 1, by: dana.ws.device_key().id() }, NOW).unwrap();
    assert_eq!(alex.view().sharing.lacks, 1, "she never confirmed it, and still it is shown");
    alex.ws.edit(Command::Share(alex.peer, ShareCommand::Unlink), NOW).unwrap();
    assert_eq!((alex.view().sharing.lacks, alex.texts().len()), (0, 1));
    alex.list(ListCommand::Remove(line));
    assert_eq!(alex.texts().len(), 0);
}

#[test]
fn after_a_stop_nothing_goes_either_way_and_what_i_write_is_only_mine() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    alex.add("before");
    meet(&mut alex, &mut dana);
    let grant = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    alex.ws.edit(Command::Share(alex.peer, ShareCommand::Stop), NOW).unwrap();
    assert!(alex.ws.grant(&dana.ws.device_key().id()).is_none());
    assert!(
        alex.ws.missing(&grant, &[], &Default::default(), 200_000).unwrap().is_empty(),
        "an old grant is worth nothing"
    );
    let there = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
    dana.add("after");
    let runs = dana.ws.missing(&there, &[], &Default::default(), 200_000).unwrap();
    assert_eq!(alex.ws.receive(&grant, runs, NOW).unwrap().applied, 0);
    let before = alex.view().sharing.waiting;
    alex.add("mine");
    assert_eq!(alex.texts(), ["before"]);
    assert_eq!(alex.view().list.only_mine[0].text(), "mine");
    let waiting = |of: &crate::people::Person| of.view().sharing.waiting;
    assert_eq!(waiting(&alex), before, "what is only mine waits for nobody");
    alex.ws.edit(Command::Share(alex.peer, ShareCommand::Resume), NOW).unwrap();
    meet(&mut alex, &mut dana);
    assert_eq!(alex.texts(), ["after", "before"]);
    assert_eq!(dana.texts(), ["after", "before"]);
}

#[test]
fn an_invitation_works_once_and_can_be_withdrawn() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    let spent = alex.ws.open_invitations(NOW);
    assert_eq!(spent[0].used_by, Some(dana.ws.device_key().id()));
    let again = alex.ws.edit(Command::Share(alex.peer, ShareCommand::Withdraw), NOW);
    assert!(again.is_err());
    let (mut alex, _) = alex_and_dana();
    let until = NOW;
    let invite = Command::Share(alex.peer, ShareCommand::Invite { until });
    assert!(matches!(alex.ws.edit(invite, NOW), Ok(Outcome::Invitation(_))));
    assert!(alex.ws.open_invitations(NOW).is_empty(), "it expired");
    alex.ws.edit(Command::Share(alex.peer, ShareCommand::Withdraw), NOW).unwrap();
    assert_eq!(alex.view().sharing.state, SharingState::Private);
}

#[test]
fn a_month_apart_is_caught_up_in_frames() {
    let (mut alex, mut dana) = alex_and_dana();
    pair(&mut alex, &mut dana);
    for n in 0..300 {
        alex.add(&format!("line {n} with some more words to make it as long as lines are"));
    }
    assert_eq!(alex.view().sharing.waiting, 300);
    assert_eq!(carry(&mut alex, &mut dana), 0);
    assert_eq!(alex.texts(), dana.texts());
    let here = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
    let theirs = alex.ws.heads(&here).unwrap();
    alex.ws.confirmed(&here, &theirs, NOW).unwrap();
    assert_eq!(alex.view().sharing.waiting, 0);
    assert_eq!(alex.view().sharing.has_everything_as_of, Some(NOW));
}

/// Values that both set apart: setting the one that won is an edit like any other.
#[test]
fn what_both_set_apart_can_be_set_again() {
    type Edit = fn(sideways_core::id::LineId) -> ListCommand;
    let rows: [(Edit, Edit, Edit, &str); 6] = [
        (
            |l| ListCommand::SetKind(l, Kind::Ask),
            |l| ListCommand::SetKind(l, Kind::Ask),
            |l| ListCommand::SetKind(l, Kind::Ask),
            "Ask Open",
        ),
        (
            |l| ListCommand::SetKind(l, Kind::Ask),
            |l| ListCommand::SetKind(l, Kind::Offer),
            |l| ListCommand::SetKind(l, Kind::Ask),
            "Ask Open",
        ),
        (
            |l| ListCommand::SetKind(l, Kind::Ask),
            |l| ListCommand::SetKind(l, Kind::Offer),
            |l| ListCommand::SetKind(l, Kind::Offer),
            "Offer Open",
        ),
        (
            |l| ListCommand::SetState(l, State::Done),
            |l| ListCommand::SetState(l, State::Doing),
            |l| ListCommand::SetState(l, State::Doing),
            "Idea Doing",
        ),
        (
            |l| ListCommand::SetState(l, State::Doing),
            |l| ListCommand::SetState(l, State::Done),
            |l| ListCommand::SetState(l, State::Open),
            "Idea Open",
        ),
        (
            |l| ListCommand::SetState(l, State::Doing),
            |l| ListCommand::SetState(l, State::Done),
            |l| ListCommand::SetState(l, State::Done),
            "Idea Done",
        ),
    ];
    for (mine, hers, then, shown) in rows {
        let (mut alex, mut dana) = alex_and_dana();
        alex.add("one");
        pair(&mut alex, &mut dana);
        meet(&mut alex, &mut dana);
        let line = alex.view().list.lines[0].id;
        alex.list(mine(line));
        dana.list(hers(line));
        meet(&mut alex, &mut dana);
        for edits in [true, false] {
            if edits {
                alex.list(then(line))
            } else {
                dana.list(then(line))
            };
            meet(&mut alex, &mut dana);
            for person in [&alex, &dana] {
                let view = person.view();
                assert_eq!(format!("{:?} {:?}", view.list.lines[0].kind, view.list.lines[0].state), shown);
            }
        }
    }
}

/// What they have is known again after a restart, however soon after another confirmation it was told.
#[test]
fn a_confirmation_is_kept_when_the_program_ends() {
    let disk = crate::disk::Disk::default();
    let (mut alex, mut dana) = crate::people::alex_and_dana_on(disk.backend());
    pair(&mut alex, &mut dana);
    let confirm = |alex: &mut crate::people::Person, dana: &mut crate::people::Person| {
        meet(alex, dana);
        let there = dana.ws.grant(&alex.ws.device_key().id()).unwrap();
        let heads = dana.ws.heads(&there).unwrap();
        let here = alex.ws.grant(&dana.ws.device_key().id()).unwrap();
        alex.ws.confirmed(&here, &heads, NOW).unwrap();
    };
    confirm(&mut alex, &mut dana);
    alex.add("one");
    assert_eq!(alex.view().sharing.waiting, 1);
    confirm(&mut alex, &mut dana);
    assert_eq!(alex.view().sharing.waiting, 0);
    alex.ws.settle().unwrap();
    drop(alex);
    let again =
        sideways_core::Workspace::open_on(disk.backend(), crate::people::KEY, crate::people::opening(9)).unwrap();
    assert_eq!(again.snapshot().peers[0].sharing.waiting, 0);
}
