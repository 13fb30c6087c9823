//! The brief of the next half hour: their words and open promises on top, then three parts in the method's order.

mod carried;
mod gentle;
#[cfg(test)]
mod tests;

pub use gentle::Gentle;

use super::{AsOf, half_hour::Part, their_words};
use crate::{
    id::EntryId,
    snapshot::{Kind, Line, PeerView, Point, PointPart, Promise, State, TheirWords, Who},
};

/// What to look at before the next half hour. It borrows from the peer; only the gentle line is made of new words.
#[derive(Clone, PartialEq, Debug)]
pub struct Brief<'a> {
    /// What they last said keeps them up at night: up to three, dated, newest first.
    pub words: Vec<&'a TheirWords>,
    /// What either of us said we'd do, and hasn't yet.
    pub promises: Promises<'a>,
    /// The first part.
    pub theirs: Theirs<'a>,
    /// The second part.
    pub mine: Mine<'a>,
    /// The last part.
    pub together: Together<'a>,
    /// Whether the two never met.
    pub first_meeting: bool,
    /// Open points that were prepared for an earlier time, so that a screen can say "carried over".
    pub carried: Vec<EntryId>,
}

/// Open promises both ways, by the day they are due.
#[derive(Clone, PartialEq, Debug)]
pub struct Promises<'a> {
    /// What I said I'd do.
    pub mine: Vec<&'a Promise>,
    /// What they said they'd do.
    pub theirs: Vec<&'a Promise>,
}

/// Their part, which comes first.
#[derive(Clone, PartialEq, Debug)]
pub struct Theirs<'a> {
    /// The question that opens it.
    pub opening: &'static str,
    /// What I want to ask after.
    pub points: Vec<&'a Point>,
}

/// My part.
#[derive(Clone, PartialEq, Debug)]
pub struct Mine<'a> {
    /// The line that opens it.
    pub opening: &'static str,
    /// What I want to tell.
    pub points: Vec<&'a Point>,
    /// What they can read in the list that I'm working on.
    pub published: Option<&'a str>,
}

/// The part together. The fields stand in the order they are shown in: offers first, my asks last.
#[derive(Clone, PartialEq, Debug)]
pub struct Together<'a> {
    /// The question that opens it.
    pub opening: &'static str,
    /// What I could give: prepared, offered in the list, or their lines I said I could help with. Then what they offer.
    pub offers: Vec<Item<'a>>,
    /// Lines that are neither yet.
    pub ideas: Vec<Item<'a>>,
    /// What they need and I haven't said I could help with; apart from mine, since it is no favour to me.
    pub they_ask: Vec<Item<'a>>,
    /// What I need: prepared, then in the list.
    pub asks: Vec<Item<'a>>,
    /// Whether the box of my asks is folded away, as it is at a first meeting.
    pub asks_folded: bool,
    /// A line for a brief in which I only ask.
    pub gentle: Option<Gentle>,
}

impl<'a> Together<'a> {
    /// Everything in the order it is shown in.
    pub fn in_order(&self) -> impl Iterator<Item = Item<'a>> {
        [&self.offers, &self.ideas, &self.they_ask, &self.asks].into_iter().flatten().copied()
    }
}

/// Something for the part together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Item<'a> {
    /// A point I prepared, which is private.
    Point(&'a Point),
    /// A line of the list, which both see where it is shared.
    Line(&'a Line),
}

impl<'a> Item<'a> {
    /// Its words.
    #[must_use]
    pub fn text(self) -> &'a str {
        match self {
            Self::Point(point) => &point.text,
            Self::Line(line) => line.text(),
        }
    }
}

/// The brief of the next half hour with a peer, seen from `today`.
///
/// Lines that are open or being done are in it, points until they were talked about.
#[must_use]
pub fn prepare(peer: &PeerView, as_of: impl Into<AsOf>) -> Brief<'_> {
    let as_of = as_of.into();
    let open: Vec<&Point> = peer.points.iter().map(|point| &**point).filter(|point| !point.done).collect();
    let points = |part| open.iter().copied().filter(move |point| point.part == part);
    let promises = |by| peer.promises.iter().map(|it| &**it).filter(move |it| it.by == by && it.done.is_none());
    let published = peer.list.my_working_on.trim();
    Brief {
        words: their_words::spoken(peer).take(their_words::LOOK_BACK).collect(),
        promises: Promises { mine: promises(Who::Me).collect(), theirs: promises(Who::Them).collect() },
        theirs: Theirs { opening: Part::Theirs.opening(), points: points(PointPart::Theirs).collect() },
        mine: Mine {
            opening: Part::Mine.opening(),
            points: points(PointPart::Mine).collect(),
            published: (!published.is_empty()).then_some(published),
        },
        together: together(peer, &open, as_of),
        first_meeting: peer.meetings.is_empty(),
        carried: carried::carried(peer, &open, as_of.today()),
    }
}

fn together<'a>(peer: &'a PeerView, open: &[&'a Point], as_of: AsOf) -> Together<'a> {
    let points = |part| open.iter().filter(move |point| point.part == part).map(|point| Item::Point(point));
    let lines = |place| {
        let open = peer.list.lines.iter().filter(|line| line.state != State::Done);
        open.filter(move |line| place_of(line) == place).map(|line| Item::Line(line))
    };
    let mut offers: Vec<Item<'a>> = points(PointPart::Offer).chain(lines(Place::MyOffer)).collect();
    let only_asks = offers.is_empty() && points(PointPart::Ask).next().is_some();
    offers.extend(lines(Place::TheirOffer));
    Together {
        opening: Part::Together.opening(),
        offers,
        ideas: lines(Place::Idea).collect(),
        they_ask: lines(Place::TheirAsk).collect(),
        asks: points(PointPart::Ask).chain(lines(Place::MyAsk)).collect(),
        asks_folded: peer.meetings.is_empty(),
        gentle: only_asks.then(|| Gentle::of(peer, as_of)),
    }
}

/// Where a line of the list stands in the last part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    MyOffer,
    TheirOffer,
    Idea,
    TheirAsk,
    MyAsk,
}

/// An ask of mine stays one whoever could help; any other line I could help with is something I offer.
fn place_of(line: &Line) -> Place {
    match (line.kind, line.raised_by) {
        (Kind::Ask, Who::Me) => Place::MyAsk,
        (Kind::Offer, Who::Me) => Place::MyOffer,
        _ if line.helpers.contains(&Who::Me) => Place::MyOffer,
        (Kind::Offer, Who::Them) => Place::TheirOffer,
        (Kind::Ask, Who::Them) => Place::TheirAsk,
        (Kind::Idea, _) => Place::Idea,
    }
}
