//! How values of the domain are written as scalars of a document, and read again.

use crate::{
    document::ReadMap,
    snapshot::{Answer, Moment, PlanState, PointPart, Who, Why},
};
use jiff::civil::Date;

/// Keys and their values; an empty value is none.
pub(crate) type Fields = Vec<(String, String)>;

pub(crate) fn list<const N: usize>(fields: [(&str, String); N]) -> Fields {
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The values of `name.0000`, `name.0001` and so on.
pub(crate) fn several(entry: &ReadMap<'_>, name: &str) -> Vec<String> {
    let prefix = format!("{name}.");
    let values = entry.keys_from(&prefix);
    values.iter().filter_map(|key| entry.string(key)).filter(|value| !value.is_empty()).collect()
}

pub(crate) fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

pub(crate) fn yes(yes: bool) -> String {
    if yes { "yes" } else { "" }.to_owned()
}

pub(crate) fn moment(text: &str) -> Option<Moment> {
    text.parse().ok().map(|unix_ms| Moment { unix_ms })
}

pub(crate) fn moment_text(moment: Option<Moment>) -> String {
    moment.map(|moment| moment.unix_ms.to_string()).unwrap_or_default()
}

pub(crate) fn why(text: &str) -> Option<Why> {
    match text {
        "standing" => Some(Why::Standing),
        "trouble" => Some(Why::Trouble),
        "just-because" => Some(Why::JustBecause),
        "in-person" => Some(Why::InPerson),
        _ => None,
    }
}

pub(crate) fn why_text(why: Why) -> &'static str {
    match why {
        Why::Standing => "standing",
        Why::Trouble => "trouble",
        Why::JustBecause => "just-because",
        Why::InPerson => "in-person",
    }
}

pub(crate) fn who(text: &str) -> Option<Who> {
    match text {
        "me" => Some(Who::Me),
        "them" => Some(Who::Them),
        _ => None,
    }
}

pub(crate) fn who_text(who: Who) -> &'static str {
    match who {
        Who::Me => "me",
        Who::Them => "them",
    }
}

pub(crate) fn plan_state(text: &str) -> PlanState {
    match text {
        "met" => PlanState::Met,
        "skipped" => PlanState::Skipped,
        _ => PlanState::Planned,
    }
}

pub(crate) fn plan_state_text(state: PlanState) -> &'static str {
    match state {
        PlanState::Planned => "planned",
        PlanState::Met => "met",
        PlanState::Skipped => "skipped",
    }
}

pub(crate) fn part(text: &str) -> Option<PointPart> {
    match text {
        "theirs" => Some(PointPart::Theirs),
        "mine" => Some(PointPart::Mine),
        "offer" => Some(PointPart::Offer),
        "ask" => Some(PointPart::Ask),
        _ => None,
    }
}

pub(crate) fn part_text(part: PointPart) -> &'static str {
    match part {
        PointPart::Theirs => "theirs",
        PointPart::Mine => "mine",
        PointPart::Offer => "offer",
        PointPart::Ask => "ask",
    }
}

pub(crate) fn answer(text: &str) -> Option<Answer> {
    match text {
        "yes" => Some(Answer::Yes),
        "notyet" => Some(Answer::NotYet),
        _ => None,
    }
}

pub(crate) fn answer_text(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::NotYet => "notyet",
    }
}
