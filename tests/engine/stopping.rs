//! A stop is mine to take back, and nobody else's: not with the unchanged program, not after a restart.

use crate::desks::{Person, paired};
use sideways::desk::{Answer, Request};
use sideways_core::{
    command::{Command, ShareCommand},
    snapshot::SharingState,
};
use std::time::Duration;

fn state(of: &Person) -> SharingState {
    let view = of.desk().view().unwrap();
    view.snapshot.peers.iter().find(|peer| peer.id == of.peer()).unwrap().sharing.state
}

fn share(of: &Person, command: ShareCommand) {
    of.desk().ask(Request::Run(Command::Share(of.peer(), command))).unwrap();
}

/// Tries to join for as long as a person would; what the joiner was told.
fn join(by: &Person, text: &str) -> Result<Answer, String> {
    by.desk().ask(Request::Join { text: text.into(), as_peer: by.peer }).map_err(|failure| failure.error)
}

fn invited() -> (Person, Person, String) {
    let (mut alex, mut dana) = (Person::new("Alex", "Sales"), Person::new("Dana", "Finance"));
    alex.add_peer("Dana", "Finance");
    let text = alex.invite();
    match join(&dana, &text) {
        Ok(Answer::Joined(peer)) => dana.peer = Some(peer),
        other => panic!("{other:?}"),
    }
    (alex, dana, text)
}

#[test]
fn the_old_invitation_undoes_no_stop() {
    let (mut alex, mut dana, text) = invited();
    alex.until_equal();
    share(&alex, ShareCommand::Stop);
    let eve = Person::new("Eve", "Finance");
    let again = |alex: &mut Person, dana: &Person, when: &str| {
        for joiner in [dana, &eve] {
            let told = join(joiner, &text).expect_err(when);
            assert!(!told.is_empty() && !told.contains('\n'), "{told}");
        }
        assert_eq!(state(alex), SharingState::Stopped, "{when}");
    };
    again(&mut alex, &dana, "at once");
    alex.close();
    alex.reopen();
    alex.desk().ask(Request::GoOnline).unwrap();
    again(&mut alex, &dana, "after a restart of mine");
    dana.close();
    dana.reopen();
    dana.desk().ask(Request::GoOnline).unwrap();
    again(&mut alex, &dana, "after a restart of hers");
    // What she writes meanwhile doesn't come, and what I resume myself goes on.
    dana.write("while it was stopped");
    std::thread::sleep(Duration::from_millis(500));
    assert!(!alex.lines().contains(&"while it was stopped".to_owned()));
    share(&alex, ShareCommand::Resume);
    alex.until_line("while it was stopped");
}

#[test]
fn a_stop_before_the_first_agreement_holds_as_well() {
    let (mut alex, dana, text) = invited();
    share(&alex, ShareCommand::Stop);
    alex.close();
    alex.reopen();
    alex.desk().ask(Request::GoOnline).unwrap();
    join(&dana, &text).unwrap_err();
    assert_eq!(state(&alex), SharingState::Stopped);
}

#[test]
fn the_first_agreement_ends_an_invitation() {
    let (mut alex, dana, text) = invited();
    alex.until_equal();
    dana.until_equal();
    let eve = Person::new("Eve", "Finance");
    for _ in 0..2 {
        join(&dana, &text).unwrap_err();
        join(&eve, &text).unwrap_err();
        assert_eq!(state(&alex), SharingState::Shared);
        alex.close();
        alex.reopen();
        alex.desk().ask(Request::GoOnline).unwrap();
    }
    // Everything goes on as it was.
    alex.until_equal();
    alex.write("still shared");
    dana.until_line("still shared");
}

#[test]
fn each_of_two_can_stop_and_only_that_one_resumes() {
    let (alex, mut dana) = paired();
    alex.until_equal();
    dana.peer = dana.desk().view().unwrap().snapshot.peers.first().map(|peer| peer.id);
    share(&dana, ShareCommand::Stop);
    share(&alex, ShareCommand::Stop);
    share(&alex, ShareCommand::Resume);
    assert_eq!((state(&alex), state(&dana)), (SharingState::Shared, SharingState::Stopped));
    alex.write("not for her");
    std::thread::sleep(Duration::from_millis(700));
    assert!(!dana.lines().contains(&"not for her".to_owned()));
    share(&dana, ShareCommand::Resume);
    dana.until_line("not for her");
}
