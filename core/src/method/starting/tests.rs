use super::{Tone, proposal};
use crate::{
    method::tests_peer::peer,
    snapshot::{Every, Me},
};

fn alex() -> Me {
    Me { name: "Alex Kim".to_owned(), department: "Marketing".to_owned(), ..Me::default() }
}

#[test]
fn the_half_hour_is_proposed_in_three_tones() {
    let mut dana = peer("Dana Ruiz");
    dana.every = Some(Every::Month);
    let rows = [
        (
            Tone::Warm,
            "Hello Dana,\n\nour work touches, and I’d like to know better what matters in Finance. I’d enjoy meeting \
             for 30 minutes, monthly, in three parts:\n\nWhat’s keeping you up at night?\nWhat I’m working on\nWhere \
             might we help each other?\n\nThe first part is yours, and there’s nothing to prepare. If you like the \
             idea, I’ll send an invitation.\n\nAlex Kim, Marketing",
        ),
        (
            Tone::Plain,
            "Hello Dana, I’d like to propose 30 minutes, monthly: ten for what’s on your mind, ten for what I’m \
             working on, ten for where we might help each other. There’s nothing to prepare. If it suits you, I’ll \
             send an invitation.\n\nAlex Kim, Marketing",
        ),
        (
            Tone::Brief,
            "Hello Dana, I’d like to know better what matters in Finance, and suggest 30 minutes, monthly. If that \
             suits you, I’ll send an invitation.\n\nAlex Kim, Marketing",
        ),
    ];
    assert_eq!(rows.map(|(tone, _)| tone), Tone::ALL);
    for (tone, expected) in rows {
        assert_eq!(proposal(&alex(), &dana, tone), expected);
    }
}

#[test]
fn the_rhythm_is_said_as_people_say_it() {
    let rows = [
        (None, "suggest 30 minutes. "),
        (Some(Every::Month), "suggest 30 minutes, monthly. "),
        (Some(Every::Quarter), "suggest 30 minutes, quarterly. "),
        (Some(Every::Weeks(1)), "suggest 30 minutes, weekly. "),
        (Some(Every::Weeks(6)), "suggest 30 minutes, every 6 weeks. "),
        (Some(Every::Weeks(0)), "suggest 30 minutes. "),
    ];
    for (every, expected) in rows {
        let mut dana = peer("Dana Ruiz");
        dana.every = every;
        let note = proposal(&alex(), &dana, Tone::Brief);
        assert!(note.contains(expected), "{note}");
    }
}

#[test]
fn every_proposal_greets_by_first_name_and_asks_for_nothing() {
    let names =
        [("Dana Ruiz", "Hello Dana,"), ("Park, Lee", "Hello Lee,"), ("Dr. Zoë Ruiz", "Hello Zoë,"), ("", "Hello,")];
    for (name, hello) in names {
        for department in ["Finance", " "] {
            for tone in Tone::ALL {
                let mut peer = peer(name);
                peer.department = department.to_owned();
                let note = proposal(&alex(), &peer, tone);
                assert!(note.starts_with(hello), "{note}");
                assert!(note.contains("30 minutes"), "{note}");
                let mut own_words = note.clone();
                if tone == Tone::Warm {
                    for question in ["What’s keeping you up at night?", "Where might we help each other?"] {
                        assert!(note.contains(question), "{note}");
                        own_words = own_words.replace(question, "");
                    }
                }
                for asking in ["?", "need", "favour", "please", "could you", "can you", "would you", "help me", " ask"]
                {
                    assert!(!own_words.to_lowercase().contains(asking), "{asking}: {note}");
                }
                assert!(!own_words.contains("  ") && !own_words.contains(" ,"), "{note}");
            }
        }
    }
}
