//! Whom it is told of that they aren’t reached, and when.

use super::{
    State,
    causes::{Mine, Theirs, causes, is_certain},
};
use crate::desk::{Cause, Failure};
use sideways_core::{id::PeerId, snapshot::NetworkSetting};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// So long it is only looked for; what is certain is said before.
const A_WHILE: Duration = Duration::from_secs(10);

/// Whether causes are told that may go away by themselves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Once it took a while.
    AfterAWhile,
    /// Whoever asks wants to know now.
    Now,
}

impl State {
    fn mine(&self) -> Mine<'_> {
        let network = &self.network;
        Mine {
            setting: network.setting.0,
            own_relay: network.setting.1.is_some(),
            relay: network.relay,
            online: &network.online,
            bound: network.is_bound(),
            unheard: network.unheard,
        }
    }

    /// Why peers who are looked for aren’t reached.
    pub(super) fn causes(&self, said: Said) -> BTreeMap<PeerId, Vec<Cause>> {
        let mut all: BTreeMap<PeerId, Vec<Cause>> = BTreeMap::new();
        if !self.network.runs() || self.network.setting.0 == NetworkSetting::Off {
            return all;
        }
        for (peer, since, addresses, why) in self.dialer.sought() {
            let mut found = causes(&self.mine(), &Theirs { addresses, why, ran_out: false });
            if said == Said::AfterAWhile && since.elapsed() < A_WHILE {
                found.retain(|cause| is_certain(*cause));
            }
            all.entry(peer).or_insert(found);
        }
        let connected: Vec<PeerId> =
            self.live.values().filter_map(|live| live.session()).map(|session| session.peer()).collect();
        all.retain(|peer, found| !found.is_empty() && !connected.contains(peer));
        all
    }

    /// Why the computer of the last invitation isn’t reached.
    pub(super) fn join_causes(&self) -> Vec<Cause> {
        let Some(join) = self.joins.last().filter(|join| !join.talks()) else { return Vec::new() };
        let mut found = causes(&self.mine(), &join.theirs());
        if join.began().elapsed() < A_WHILE {
            found.retain(|cause| is_certain(*cause) && *cause != Cause::Used);
        }
        found
    }

    /// When something is to be told that wasn’t yet.
    pub(super) fn next_cause(&self) -> Option<Instant> {
        let sought = self.dialer.sought().map(|(_, since, ..)| since);
        let joining = self.joins.iter().map(super::join::Join::began);
        sought.chain(joining).map(|since| since + A_WHILE).filter(|at| *at > self.viewed).min()
    }

    /// What is said to somebody who waited for it in vain.
    pub(super) fn not_reached(&self, theirs: &Theirs<'_>, name: &str) -> Failure {
        let found = causes(&self.mine(), theirs);
        let told: Vec<(String, String)> = found.into_iter().map(|cause| crate::words::cause(cause, name)).collect();
        match told.split_first() {
            None => Failure {
                error: "the other computer was not reached".into(),
                hint: Some("it has to be on, with Sideways open; then try again".into()),
            },
            Some(((says, to_do), others)) => {
                let others: Vec<String> = others.iter().map(|(says, to_do)| format!("{says} ({to_do})")).collect();
                let or = if others.is_empty() { String::new() } else { format!("; or else {}", others.join("; or ")) };
                Failure {
                    error: format!("the other computer was not reached: most likely {says}"),
                    hint: Some(format!("{to_do}{or}")),
                }
            }
        }
    }
}
