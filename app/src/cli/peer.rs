//! `peer`: colleagues in other departments.

use super::{
    call::{Call, clock, edit},
    find, json,
    out::{Done, aside, failure},
    said,
};
use crate::{
    desk::{Desk, Failure, View},
    words,
};
use jiff::civil::Date;
use sideways_core::{
    command::{Command, ErasedList, Outcome, PeerDetails},
    export::{self, Export},
    link, method,
    snapshot::{Closed, Every, PeerView, SharingState},
};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Add a peer.
    Add {
        /// Their name.
        name: String,
        /// Their department.
        #[arg(long)]
        department: String,
        #[command(flatten)]
        more: More,
    },
    /// All of them.
    List,
    /// One of them.
    Show {
        /// A name, a unique beginning of one, or an id.
        peer: String,
    },
    /// Change what is given; the rest stays.
    Edit {
        /// A name, a unique beginning of one, or an id.
        peer: String,
        /// Their name.
        #[arg(long)]
        name: Option<String>,
        /// Their department.
        #[arg(long)]
        department: Option<String>,
        #[command(flatten)]
        more: More,
    },
    /// Thank somebody who moved on, and close: reminders stop, notes stay.
    Close {
        /// A name, a unique beginning of one, or an id.
        peer: String,
        /// Who has their role now.
        #[arg(long)]
        successor: Option<String>,
    },
    /// Open somebody again who was closed.
    Reopen {
        /// A name, a unique beginning of one, or an id.
        peer: String,
    },
    /// Somebody was added twice: show the first as the second.
    Merge {
        /// The one that was added twice.
        peer: String,
        /// The one to keep.
        into: String,
    },
    /// Erase somebody for good, on all your devices. There is no undo.
    Erase {
        /// A name, a unique beginning of one, or an id.
        peer: String,
        /// Yes, for good.
        #[arg(long)]
        yes: bool,
    },
    /// All there is about one person, as Markdown.
    Markdown {
        /// A name, a unique beginning of one, or an id.
        peer: String,
    },
}

#[derive(clap::Args)]
pub(crate) struct More {
    /// Their role.
    #[arg(long)]
    role: Option<String>,
    /// How to reach them, like mailto:a@b; may be repeated.
    #[arg(long)]
    reach: Vec<String>,
    /// How often you meet: monthly, quarterly or N-weeks.
    #[arg(long, value_parser = every)]
    every: Option<Every>,
    /// A tag; may be repeated.
    #[arg(long)]
    tag: Vec<String>,
    /// How you met.
    #[arg(long)]
    how_met: Option<String>,
}

pub(crate) fn every(text: &str) -> Result<Every, String> {
    let weeks = || text.strip_suffix("-weeks")?.parse().ok().filter(|weeks| (1..=52).contains(weeks)).map(Every::Weeks);
    match text {
        "monthly" => Ok(Every::Month),
        "quarterly" => Ok(Every::Quarter),
        _ => weeks().ok_or_else(|| "say monthly, quarterly, or N-weeks like 6-weeks (1 to 52)".to_owned()),
    }
}

impl More {
    /// What is given replaces what was.
    fn onto(self, mut details: PeerDetails) -> Result<PeerDetails, Failure> {
        for reach in &self.reach {
            let hint = "mail, phone, web and chat links are kept, and text that is no link";
            link::may_be_kept(reach).map_err(|no| failure(no.to_string(), Some(hint)))?;
        }
        details.role = self.role.unwrap_or(details.role);
        details.every = self.every.or(details.every);
        details.how_met = self.how_met.unwrap_or(details.how_met);
        if !self.reach.is_empty() {
            details.reach = self.reach;
        }
        if !self.tag.is_empty() {
            details.tags = self.tag;
        }
        Ok(details)
    }
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    match verb {
        Verb::Add { name, department, more } => {
            let details = more.onto(PeerDetails { name, department, ..PeerDetails::default() })?;
            let view = desk.view()?;
            let same = |peer: &&std::sync::Arc<PeerView>| find::named_by(&peer.name) == find::named_by(&details.name);
            if let Some(twin) = view.snapshot.peers.iter().find(same) {
                aside(&format!(
                    "You have {} ({}) already. If this is the same person, `sideways undo` or `sideways peer merge`.",
                    twin.name, twin.department
                ));
            }
            let id = match edit(&desk, Command::AddPeer(details))? {
                Outcome::Peer(id) => id.to_string(),
                _ => return Err(failure("the peer wasn’t added", None).into()),
            };
            show(call, &desk.view()?, &id)
        }
        Verb::List => list(call, &desk.view()?),
        Verb::Show { peer } => show(call, &desk.view()?, &peer),
        Verb::Edit { peer, name, department, more } => {
            let peer = find::peer(&desk.view()?, &peer)?;
            let mut details = more.onto(PeerDetails::of(&peer))?;
            details.name = name.unwrap_or(details.name);
            details.department = department.unwrap_or(details.department);
            edit(&desk, Command::EditPeer(peer.id, details))?;
            show(call, &desk.view()?, &peer.id.to_string())
        }
        Verb::Close { peer, successor } => {
            let view = desk.view()?;
            let peer = find::peer(&view, &peer)?;
            let successor = successor.map(|named| find::peer(&view, &named)).transpose()?.map(|peer| peer.id);
            edit(&desk, Command::Close(peer.id, Some(Closed { on: said::today(), successor })))?;
            let view = desk.view()?;
            let peer = find::peer(&view, &peer.id.to_string())?;
            let text = method::thanks(&view.snapshot.me, &peer);
            call.form.say(&serde_json::json!({ "id": peer.id, "closed": true, "text": text }), || {
                let closed = format!("Closed: {}. Reminders stop, notes stay. A note you could send:", peer.name);
                std::iter::once(closed).chain(text.lines().map(str::to_owned)).collect()
            })
        }
        Verb::Reopen { peer } => {
            let peer = find::peer(&desk.view()?, &peer)?;
            edit(&desk, Command::Close(peer.id, None))?;
            show(call, &desk.view()?, &peer.id.to_string())
        }
        Verb::Merge { peer, into } => {
            let view = desk.view()?;
            let (peer, into) = (find::peer(&view, &peer)?, find::peer(&view, &into)?);
            edit(&desk, Command::Merge { peer: peer.id, into: into.id })?;
            show(call, &desk.view()?, &into.id.to_string())
        }
        Verb::Erase { peer, yes } => erase(call, &desk, &peer, yes),
        Verb::Markdown { peer } => {
            let view = desk.view()?;
            let peer = find::peer(&view, &peer)?;
            let text = export::markdown(&Export::of(&view.snapshot, Some(peer.id)));
            call.form.say_text(&serde_json::json!({ "id": peer.id, "text": text }), text.trim_end())
        }
    }
}

fn erase(call: &Call, desk: &Desk, peer: &str, yes: bool) -> Done {
    let peer = find::peer(&desk.view()?, peer)?;
    if !yes {
        let name = words::first_name(&peer.name);
        let what = format!("erasing {} can’t be undone: card, notes, meetings and the list go", peer.name);
        let hint = format!("`sideways peer close` keeps the notes; add --yes to erase {name} for good");
        return Err(failure(what, Some(&hint)).into());
    }
    edit(desk, Command::Erase(peer.id, ErasedList::Drop))?;
    let says = match peer.sharing.state {
        SharingState::Shared | SharingState::Stopped => {
            format!("Erased here. {} keeps the list you shared.", words::first_name(&peer.name))
        }
        SharingState::Private | SharingState::Invited { .. } => "Erased.".to_owned(),
    };
    let safety = desk.view()?.safety;
    let older = words::older(&safety, &jiff::tz::TimeZone::system());
    let older = older.map(|older| format!(" {older} `sideways backup drop` removes them."));
    let says =
        format!("{says} Copies of this folder that you made yourself still hold them.{}", older.unwrap_or_default());
    call.form.say(&serde_json::json!({ "id": peer.id, "erased": true, "says": says }), || vec![says.clone()])
}

fn list(call: &Call, view: &View) -> Done {
    let peers = &view.snapshot.peers;
    let shapes: Vec<_> = peers.iter().map(|peer| json::peer(peer, view.snapshot.busy_until)).collect();
    call.form.say(&shapes, || {
        if peers.is_empty() {
            let first = "Pick three to five people in other departments whose work touches yours. Start with one.";
            return vec![first.to_owned()];
        }
        peers.iter().map(|peer| one_line(peer, view.snapshot.busy_until)).collect()
    })
}

fn one_line(peer: &PeerView, busy_until: Option<Date>) -> String {
    let met = match (peer.closed, peer.meetings.first()) {
        (Some(closed), _) => format!("thanked and closed on {}", words::date(closed.on)),
        (None, Some(last)) => {
            let now = clock();
            let next = method::next_with(peer, busy_until, now.date());
            format!("met {}, {}", words::date(last.on), words::next_half_hour(peer, next, &now))
        }
        (None, None) => "you haven’t met yet".to_owned(),
    };
    format!("{} · {} · {met} · list {}", peer.name, peer.department, json::state_of_sharing(peer.sharing.state))
}

fn show(call: &Call, view: &View, named: &str) -> Done {
    let peer = find::peer(view, named)?;
    let busy_until = view.snapshot.busy_until;
    call.form.say(&json::peer(&peer, busy_until), || page(&peer, busy_until))
}

fn page(peer: &PeerView, busy_until: Option<Date>) -> Vec<String> {
    let mut page = vec![one_line(peer, busy_until)];
    let mut add = |what: &str, text: &str| {
        if !text.is_empty() {
            page.push(format!("{what}: {text}"));
        }
    };
    add("Role", &peer.role);
    add("Rhythm", &peer.every.map(json::every).unwrap_or_default());
    add("Ways to reach", &peer.reach.join(", "));
    add("How we met", &peer.how_met);
    add("Tags", &peer.tags.join(", "));
    for words in peer.words.iter().take(3) {
        page.push(format!("{}: “{}”", words::date(words.on), words.text));
    }
    page.push(format!("id {}", peer.id));
    page
}

/// A new peer, for a list that is joined under a name nobody here has.
pub(crate) fn add(
    desk: &crate::desk::Desk,
    name: &str,
    department: &str,
) -> Result<sideways_core::id::PeerId, Failure> {
    let details = PeerDetails { name: name.to_owned(), department: department.to_owned(), ..PeerDetails::default() };
    match edit(desk, Command::AddPeer(details))? {
        Outcome::Peer(peer) => Ok(peer),
        _ => Err(failure("the peer wasn’t added", None)),
    }
}
