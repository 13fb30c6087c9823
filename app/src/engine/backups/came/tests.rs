use super::*;
use crate::engine::{Place, Reply};
use sideways_core::Workspace;
use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
};

/// An erase overtakes a backup whose file can't be removed any more, here or in the other place: the one who asked is
/// told which file it is, and so is everybody who looks at how backups stand, until the file is gone.
#[test]
fn a_backup_that_an_erase_overtook_and_that_stays_is_told_by_its_name() {
    for stays in ["here.age", "there.age"] {
        let folder = tempfile::tempdir().unwrap();
        let opening = Opening { entropy: [1; 32], now: now(), device_name: "desk".into() };
        let ws = Workspace::open(folder.path(), opening).unwrap();
        let (events, _waits) = mpsc::sync_channel(8);
        let mut state = State::new(ws, Place { events, directory: folder.path().to_owned(), bind: None });
        // A name that is no file’s can’t be removed as one, whoever runs this.
        let named = |name: &str| -> PathBuf {
            let path = folder.path().join(name);
            if name == stays {
                fs::create_dir(&path).unwrap()
            } else {
                fs::write(&path, "old words").unwrap()
            }
            path
        };
        let (file, there) = (named("here.age"), named("there.age"));
        let (told, was_told) = mpsc::channel();
        let reply = Reply::new(move |answer| told.send(answer).unwrap());
        let request = SafetyRequest::Now { out: None, older: Older::Keep };
        let stale = Arc::new(true.into());
        state.backups.running = Some(Running { reply: Some(reply), request, stale });
        let place = OtherPlace::There(there);
        let backed = Backed { file, counts: Default::default(), place, dropped: 0 };
        state.backup_came(Came::Backed(Ok(backed), [0; 32], now()));
        assert!(state.backups.running.is_none(), "it was begun again, and would say that all is well");
        let (reply, answer) = state.answers.pop().unwrap();
        reply.give(answer);
        let Err(crate::desk::Trouble::Failed(failure)) = was_told.recv().unwrap() else { panic!("nobody was told") };
        assert!(failure.error.contains(stays) && failure.hint.is_some(), "{failure:?}");
        let (_, failed) = state.backups.safety().failed.unwrap();
        assert!(failed.contains(stays), "{failed}");
        assert!(state.ws.backup_notes().unwrap().failed.is_some(), "forgotten when the program ends");
        let gone = if stays == "here.age" { "there.age" } else { "here.age" };
        assert!(!folder.path().join(gone).exists(), "what could be removed is");
    }
}
