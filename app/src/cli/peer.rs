//! `peer`: colleagues in other departments.

use super::{
    call::{Call, edit},
    find, json,
    out::{Done, failure},
};
use crate::{
    desk::{Failure, View},
    words,
};
use sideways_core::{
    command::{Command, Outcome, PeerDetails},
    snapshot::{Every, PeerView},
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

fn every(text: &str) -> Result<Every, String> {
    let weeks = || text.strip_suffix("-weeks")?.parse().ok().filter(|weeks| (1..=52).contains(weeks)).map(Every::Weeks);
    match text {
        "monthly" => Ok(Every::Month),
        "quarterly" => Ok(Every::Quarter),
        _ => weeks().ok_or_else(|| "say monthly, quarterly, or N-weeks like 6-weeks (1 to 52)".to_owned()),
    }
}

impl More {
    /// What is given replaces what was.
    fn onto(self, mut details: PeerDetails) -> PeerDetails {
        details.role = self.role.unwrap_or(details.role);
        details.every = self.every.or(details.every);
        details.how_met = self.how_met.unwrap_or(details.how_met);
        if !self.reach.is_empty() {
            details.reach = self.reach;
        }
        if !self.tag.is_empty() {
            details.tags = self.tag;
        }
        details
    }
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    match verb {
        Verb::Add { name, department, more } => {
            let details = more.onto(PeerDetails { name, department, ..PeerDetails::default() });
            let id = match edit(&desk, Command::AddPeer(details))? {
                Outcome::Peer(id) => id.to_string(),
                _ => return Err(failure("the peer wasn't added", None).into()),
            };
            show(call, &desk.view()?, &id)
        }
        Verb::List => list(call, &desk.view()?),
        Verb::Show { peer } => show(call, &desk.view()?, &peer),
        Verb::Edit { peer, name, department, more } => {
            let peer = find::peer(&desk.view()?, &peer)?;
            let mut details = more.onto(details_of(&peer));
            details.name = name.unwrap_or(details.name);
            details.department = department.unwrap_or(details.department);
            edit(&desk, Command::EditPeer(peer.id, details))?;
            show(call, &desk.view()?, &peer.id.to_string())
        }
    }
}

fn details_of(peer: &PeerView) -> PeerDetails {
    PeerDetails {
        name: peer.name.clone(),
        department: peer.department.clone(),
        role: peer.role.clone(),
        reach: peer.reach.clone(),
        every: peer.every,
        tags: peer.tags.clone(),
        how_met: peer.how_met.clone(),
    }
}

fn list(call: &Call, view: &View) -> Done {
    let peers = &view.snapshot.peers;
    let shapes: Vec<_> = peers.iter().map(|peer| json::peer(peer)).collect();
    call.form.say(&shapes, || {
        if peers.is_empty() {
            let first = "Pick three to five people in other departments whose work touches yours. Start with one.";
            return vec![first.to_owned()];
        }
        peers.iter().map(|peer| one_line(peer)).collect()
    })
}

fn one_line(peer: &PeerView) -> String {
    let met = match json::last_and_next(peer) {
        (Some(last), Some(next)) => format!("met {}, next around {}", words::date(last), words::date(next)),
        (Some(last), None) => format!("met {}", words::date(last)),
        (None, _) => "you haven't met yet".to_owned(),
    };
    format!("{} · {} · {met} · list {}", peer.name, peer.department, json::state_of_sharing(peer.sharing.state))
}

fn show(call: &Call, view: &View, named: &str) -> Done {
    let peer = find::peer(view, named)?;
    call.form.say(&json::peer(&peer), || page(&peer))
}

fn page(peer: &PeerView) -> Vec<String> {
    let mut page = vec![one_line(peer)];
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
        _ => Err(failure("the peer wasn't added", None)),
    }
}
