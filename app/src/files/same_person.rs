//! Whether two that files tell of are one person.
//!
//! A mail address alone doesn't make one of two: people share an office's mailbox. A name alone doesn't either, but is
//! reason enough to ask.

use sideways_core::{
    command::PeerDetails,
    formats::mail::{is_mailto, same_address},
    search::folded,
};
use std::collections::{BTreeMap, BTreeSet};

/// How much two are alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Likeness {
    /// They are one.
    Same,
    /// They may be one; only a person knows.
    Twin,
    /// They are two.
    Other,
}

/// How much two names are alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Names {
    /// The same words, in whatever order.
    Equal,
    /// One is a part of the other: "Mina" and "Mina Lund".
    Part,
    /// The first words are the same, the others aren't.
    First,
    Differ,
}

/// How much somebody is like who comes later.
pub(super) fn likeness(known: &PeerDetails, other: &PeerDetails) -> Likeness {
    let names = names(&known.name, &other.name);
    let (one, two) = (mails(known), mails(other));
    let shared_mail = one.iter().any(|mail| two.contains(mail));
    let same_card = !known.card_uid.is_empty() && known.card_uid == other.card_uid;
    if same_card {
        // Some programs write the same mark into every card.
        let strangers = names == Names::Differ && !one.is_empty() && !two.is_empty() && !shared_mail;
        return if strangers { Likeness::Twin } else { Likeness::Same };
    }
    match names {
        Names::Equal | Names::Part if shared_mail => Likeness::Same,
        Names::First if shared_mail => Likeness::Twin,
        Names::Equal => {
            let nothing_new =
                other.reach.iter().all(|reach| known.reach.iter().any(|it| it.eq_ignore_ascii_case(reach)));
            let same_place = other.department.is_empty() || folded(&known.department) == folded(&other.department);
            let shared_reach = other.reach.iter().any(|reach| known.reach.contains(reach));
            if shared_reach || nothing_new && same_place { Likeness::Same } else { Likeness::Twin }
        }
        Names::Part | Names::First | Names::Differ => Likeness::Other,
    }
}

fn names(one: &str, two: &str) -> Names {
    let (one, two) = (words(one), words(two));
    if one.is_empty() || two.is_empty() {
        return Names::Differ;
    }
    let sorted = |words: &[String]| words.iter().cloned().collect::<BTreeSet<_>>();
    let (all_one, all_two) = (sorted(&one), sorted(&two));
    if all_one == all_two {
        Names::Equal
    } else if all_one.is_subset(&all_two) || all_two.is_subset(&all_one) {
        Names::Part
    } else if one.first() == two.first() {
        Names::First
    } else {
        Names::Differ
    }
}

fn words(name: &str) -> Vec<String> {
    let folded = folded(name);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn mails(of: &PeerDetails) -> Vec<String> {
    of.reach.iter().filter(|reach| is_mailto(reach)).filter_map(|reach| same_address(reach)).collect()
}

/// People, found by what they might be the same by, so that many are compared in a moment.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    by: BTreeMap<String, Vec<usize>>,
}

/// More of one name or one mailbox than this aren't compared.
const COMPARED: usize = 50;

impl Candidates {
    /// Adds somebody under a number of the caller's.
    pub(super) fn add(&mut self, number: usize, who: &PeerDetails) {
        for key in keys(who) {
            let under = self.by.entry(key).or_default();
            if under.len() < COMPARED {
                under.push(number);
            }
        }
    }

    /// The numbers of those who may be the same as somebody, in the order they were added.
    pub(super) fn maybe(&self, who: &PeerDetails) -> BTreeSet<usize> {
        keys(who).iter().filter_map(|key| self.by.get(key)).flatten().copied().collect()
    }
}

fn keys(of: &PeerDetails) -> Vec<String> {
    let words: BTreeSet<String> = words(&of.name).into_iter().collect();
    let name = words.into_iter().collect::<Vec<_>>().join(" ");
    let uid = (!of.card_uid.is_empty()).then(|| format!("card {}", of.card_uid));
    let mails = mails(of).into_iter().map(|mail| format!("mail {mail}"));
    uid.into_iter().chain(mails).chain((!name.is_empty()).then(|| format!("name {name}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Mina Lund/Finance mailto:a@b tel:1 #card`
    fn somebody(text: &str) -> PeerDetails {
        let (name, rest) = text.split_once('/').unwrap();
        let mut words = rest.split(' ');
        let department = words.next().unwrap().to_owned();
        let (card, reach): (Vec<&str>, Vec<&str>) = words.partition(|word| word.starts_with('#'));
        PeerDetails {
            name: name.to_owned(),
            department,
            reach: reach.into_iter().map(str::to_owned).collect(),
            card_uid: card.concat(),
            ..PeerDetails::default()
        }
    }

    #[test]
    fn a_mailbox_makes_nobody_the_same_and_a_name_is_reason_to_ask() {
        use Likeness::{Other, Same, Twin};
        let rows = [
            ("Mina Lund/F mailto:m@x.org", "Mina Lund/F mailto:m@x.org", Same),
            ("Mina Lund/F mailto:m@x.org", "Lund, Mina/IT mailto:M@X.org", Same),
            ("Mina Lund/F mailto:m@x.org", "Mina/F mailto:m@x.org", Same),
            ("Mina Lund/F mailto:m%40x.org", "Mina Lund/F mailto:m@x.org", Same),
            ("José Álvarez/F mailto:m@x.org", "Jose\u{301} Alvarez/F mailto:m@x.org", Same),
            ("Niamh O'Brien/F mailto:m@x.org", "Niamh O’Brien/F mailto:m@x.org", Same),
            // an office's mailbox
            ("Mina Lund/F mailto:office@x.org", "Per Lund/IT mailto:office@x.org", Other),
            ("Mina Lund/F mailto:office@x.org", "Office/IT mailto:office@x.org", Other),
            // married, or a namesake
            ("Mina Lund/F mailto:m@x.org", "Mina Berg/F mailto:m@x.org", Twin),
            ("Mina Lund/F mailto:m@x.org", "Mina Lund/F mailto:other@x.org", Twin),
            ("Mina Lund/F", "Mina Lund/F mailto:m@x.org", Twin),
            ("Mina Lund/F", "Mina Lund/IT", Twin),
            ("Mina Lund/F mailto:m@x.org", "Mina Lund/F", Same),
            ("Mina Lund/F tel:1", "Mina Lund/F tel:1 mailto:m@x.org", Same),
            ("Mina Lund/F", "Mina Lund/F", Same),
            ("Mina Lund/F", "Mina Lund/", Same),
            ("Mina Lund/F", "Mina/F", Other),
            ("Mina Lund/F", "Per Lund/F", Other),
            // the card's own mark
            ("Mina Lund/F mailto:m@x.org #1", "Mina Berg/IT mailto:b@x.org #1", Same),
            ("Mina Lund/F #1", "Per Berg/IT #1", Same),
            ("Mina Lund/F mailto:m@x.org #1", "Per Berg/IT mailto:p@x.org #1", Twin),
            ("Mina Lund/F mailto:m@x.org #1", "Mina Lund/F mailto:m@x.org #2", Same),
            ("/F", "/F", Other),
        ];
        for (one, two, expected) in rows {
            let (one, two) = (somebody(one), somebody(two));
            assert_eq!(likeness(&one, &two), expected, "{one:?} {two:?}");
            let mut known = Candidates::default();
            known.add(7, &one);
            assert_eq!(
                known.maybe(&two).contains(&7),
                expected != Other || one.reach == two.reach && !one.reach.is_empty()
            );
        }
    }
}
