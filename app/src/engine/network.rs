//! Whether the network runs, and where this computer may be found.

use super::{
    Event, Place, Reply, State, answer,
    clock::until_words,
    dialer::{Known, Whose},
};
use crate::desk::{Answer, Failure, Online};
use sideways_core::{
    command::InvitationSecret,
    device::DeviceKey,
    id::DeviceId,
    limits::ADDRESSES,
    snapshot::{Moment, NetworkSetting, Relay},
};
use sideways_sync::{
    Invitation, is_inviting, is_inviting_devices,
    net::{
        Net, NetCommand, NetEvent, NetSettings, Proxy, ProxyError, Reach, RelayState, Serving, is_relay, relay_host,
    },
};
use std::{
    collections::BTreeSet,
    fs,
    sync::{
        Arc,
        mpsc::{SyncSender, TrySendError},
    },
    time::{Duration, Instant},
};

/// How long starting may take before somebody who waits for it is told.
const STARTING: Duration = Duration::from_secs(10);
/// The file that remembers the port.
pub(super) const PORT_FILE: &str = "port";

/// The network as the engine holds it.
pub(super) struct Network {
    place: Place,
    net: Option<Net>,
    /// Tells events of an earlier run from this one's.
    run: u64,
    pub(super) wanted: Wanted,
    /// As it runs, or would.
    pub(super) setting: (NetworkSetting, Option<Arc<Relay>>),
    /// How the relay stands.
    pub(super) relay: RelayState,
    /// A proxy is named that can’t be used.
    proxy: Option<ProxyError>,
    allowed: BTreeSet<DeviceId>,
    serving: Serving,
    own: BTreeSet<DeviceId>,
    serving_own: Serving,
    pub(super) online: Online,
    /// Computers on this network can’t find each other by themselves.
    pub(super) unheard: bool,
}

/// Whether somebody asked for the network in the life of this process.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Yes,
    No,
}

/// What became of the network.
pub(super) enum NetNews {
    Up { addresses: Vec<String>, port: Option<u16> },
    Relay(RelayState),
    Failed(String),
}

/// Somebody waits until the network is up.
pub(super) struct AwaitsUp {
    pub(super) reply: Reply,
    pub(super) until: Instant,
    pub(super) then: Then,
}

/// What to answer then.
pub(super) enum Then {
    Done,
    Invitation(InvitationSecret, Moment),
    /// For another computer of mine.
    ForDevice(InvitationSecret, Moment),
    /// Where this computer is.
    Whereabouts,
}

impl AwaitsUp {
    pub(super) fn new(reply: Reply, then: Then) -> Self {
        Self { reply, until: Instant::now() + STARTING, then }
    }
}

impl Network {
    /// Where what happens elsewhere is told.
    pub(super) fn events(&self) -> &SyncSender<Event> {
        &self.place.events
    }

    /// Where it works, when it is over.
    pub(super) fn leave(self) -> Place {
        self.place
    }

    /// Whether somebody asked for it, so that it comes back after it was locked.
    pub(super) fn is_wanted(&self) -> bool {
        self.wanted == Wanted::Yes
    }

    pub(super) fn new(place: Place) -> Self {
        Self {
            place,
            net: None,
            run: 0,
            wanted: Wanted::No,
            setting: (NetworkSetting::Off, None),
            relay: RelayState::None,
            proxy: None,
            allowed: BTreeSet::new(),
            serving: Serving::No,
            own: BTreeSet::new(),
            serving_own: Serving::No,
            online: Online::No,
            unheard: false,
        }
    }

    /// Whether it keeps to one address on purpose.
    pub(super) fn is_bound(&self) -> bool {
        self.place.bind.is_some()
    }

    pub(super) fn run(&self) -> u64 {
        self.run
    }

    /// Whether it was taken. When the network doesn't run, nothing is.
    pub(super) fn send(&self, command: NetCommand) -> bool {
        self.net.as_ref().is_some_and(|net| net.send(command).is_ok())
    }

    pub(super) fn runs(&self) -> bool {
        self.net.is_some()
    }

    /// Whether pairing is served now.
    pub(super) fn serves_pairing(&self) -> bool {
        self.runs() && self.serving == Serving::Yes
    }

    /// Whether any invitation is served now.
    pub(super) fn serves_any(&self) -> bool {
        self.runs() && (self.serving == Serving::Yes || self.serving_own == Serving::Yes)
    }

    fn start(&mut self, key: &DeviceKey, reach: Reach) {
        self.run += 1;
        self.unheard = false;
        let (run, events) = (self.run, self.place.events.clone());
        #[allow(clippy::result_large_err)] // an event that finds no place is handed back as it came
        let put = move |event| match events.try_send(Event::Net { run, event }) {
            Err(TrySendError::Full(Event::Net { event, .. })) => Err(event),
            // A full channel gives back what was put in; a closed one needs no more events.
            Ok(()) | Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Ok::<(), NetEvent>(()),
        };
        let proxy = relay_host(&reach).map(|host| Proxy::chosen(&|name| std::env::var(name).ok(), &host)).transpose();
        self.proxy = proxy.as_ref().err().copied();
        let proxy = proxy.ok().flatten().flatten();
        let settings = NetSettings { reach, port: self.remembered_port(), proxy, bind: self.place.bind };
        match Net::start(key, settings, put) {
            Ok(net) => self.net = Some(net),
            Err(error) => self.online = Online::Failed(error.to_string()),
        }
        (self.allowed, self.serving) = (BTreeSet::new(), Serving::No);
        (self.own, self.serving_own) = (BTreeSet::new(), Serving::No);
    }

    pub(super) fn stop(&mut self) {
        self.net = None;
        self.run += 1;
        self.online = Online::No;
        self.relay = RelayState::None;
    }

    /// Tells who may connect, when that changed.
    fn admit(&mut self, devices: BTreeSet<DeviceId>, serving: Serving) {
        if devices != self.allowed && self.send(NetCommand::Allow(devices.clone())) {
            self.allowed = devices;
        }
        if serving != self.serving && self.send(NetCommand::ServePairing(serving)) {
            self.serving = serving;
        }
    }

    /// The same for other devices of mine.
    fn admit_own(&mut self, devices: BTreeSet<DeviceId>, serving: Serving) {
        if devices != self.own && self.send(NetCommand::AllowOwn(devices.clone())) {
            self.own = devices;
        }
        if serving != self.serving_own && self.send(NetCommand::ServeOwnPairing(serving)) {
            self.serving_own = serving;
        }
    }

    fn remembered_port(&self) -> Option<u16> {
        fs::read_to_string(self.place.directory.join(PORT_FILE)).ok()?.trim().parse().ok()
    }

    /// A port that isn't remembered costs only that others look for this computer a little longer.
    fn remember_port(&self, port: u16) {
        if self.remembered_port() != Some(port) {
            let _ = fs::write(self.place.directory.join(PORT_FILE), format!("{port}\n"));
        }
    }
}

impl State {
    /// Starts the network, or says why not.
    pub(super) fn go_online(&mut self) -> Result<(), Failure> {
        self.network.wanted = Wanted::Yes;
        self.follow_setting();
        if self.network.runs() {
            return Ok(());
        }
        Err(match &self.network.online {
            Online::Failed(why) => network_failed(why),
            Online::No | Online::Yes(_) => {
                Failure { error: "the network is off".into(), hint: Some("sideways network set this-network".into()) }
            }
        })
    }

    /// Makes the network as the user set it.
    pub(super) fn follow_setting(&mut self) {
        let snapshot = self.ws.snapshot();
        let relay = || snapshot.relay.clone().or_else(of_environment);
        let setting = (snapshot.network, if snapshot.network == NetworkSetting::Anywhere { relay() } else { None });
        if self.ws.is_held()
            || self.network.wanted == Wanted::No
            || (self.network.runs() && setting == self.network.setting)
        {
            return;
        }
        if self.network.runs() {
            for (_, live) in std::mem::take(&mut self.live) {
                live.close(sideways_sync::net::code::DONE);
            }
        }
        self.network.stop();
        self.network.setting = setting.clone();
        self.changed.view = true;
        let reach = match setting {
            (NetworkSetting::Off, _) => return,
            (NetworkSetting::ThisNetwork, _) => Reach::ThisNetwork,
            (NetworkSetting::Anywhere, relay) => Reach::Anywhere { relay },
        };
        self.network.start(self.ws.speaking_key(), reach);
        self.dialer.restart(Instant::now());
        self.changed.access = true;
    }

    /// Lets the network know who may connect, and the dialer whom to look for.
    pub(super) fn refresh_access(&mut self) {
        if !std::mem::take(&mut self.changed.access) || !self.network.runs() {
            return;
        }
        let known = self.ws.known_devices();
        let devices: BTreeSet<DeviceId> = known.iter().map(|known| known.device).collect();
        let serving = |is: bool| if is { Serving::Yes } else { Serving::No };
        self.network.admit(devices, serving(is_inviting(&self.ws, super::now())));
        let own = self.ws.own_devices();
        let mine: BTreeSet<DeviceId> = own.iter().map(|(device, _)| *device).collect();
        self.network.admit_own(mine, serving(is_inviting_devices(&self.ws, super::now())));
        let peers = known.into_iter().map(|it| Known {
            device: it.device,
            whose: Whose::Peer(it.peer),
            addresses: it.addresses,
        });
        let own = own.into_iter().map(|(device, addresses)| Known { device, whose: Whose::Mine, addresses });
        self.dialer.know(peers.chain(own).collect(), Instant::now());
    }

    /// Whoever agrees with this computer on the list has finished pairing; then it is served no longer.
    pub(super) fn look_at_pairings(&mut self) {
        let over = self.network.serves_pairing() && !is_inviting(&self.ws, super::now());
        let own = self.network.serving_own == Serving::Yes && !is_inviting_devices(&self.ws, super::now());
        self.changed.access |= over || (self.network.runs() && own);
    }

    pub(super) fn network_news(&mut self, news: NetNews) {
        self.changed.view = true;
        match news {
            NetNews::Up { addresses, port } => {
                if let Some(port) = port {
                    self.network.remember_port(port);
                }
                if self.network.online != Online::Yes(addresses.clone()) {
                    // Where this computer is elsewhere now, others may be in reach that weren't.
                    self.dialer.hurry(Instant::now());
                }
                self.network.online = Online::Yes(addresses);
                self.answer_when_up();
            }
            NetNews::Relay(stands) => {
                if stands == RelayState::Serves {
                    self.dialer.afresh(Instant::now());
                }
                // Without the proxy that was named, whatever goes wrong goes wrong for that.
                let for_want_of_it = stands.is_trouble() && self.network.proxy.is_some();
                self.network.relay = if for_want_of_it { RelayState::ProxyKind } else { stands };
                self.answer_when_up();
            }
            NetNews::Failed(why) => {
                self.network.stop();
                self.network.online = Online::Failed(why.clone());
                self.live.clear();
                let waiting = std::mem::take(&mut self.awaiting).into_iter().map(|awaits| awaits.reply);
                let failed: Vec<answer::Reply> = waiting.collect();
                self.answers.extend(failed.into_iter().map(|reply| (reply, Err(network_failed(&why)))));
            }
        }
    }

    /// Answers those whose answer is known now.
    fn answer_when_up(&mut self) {
        for awaits in std::mem::take(&mut self.awaiting) {
            match self.answer_now(&awaits.then) {
                Some(answer) => self.answers.push((awaits.reply, Ok(answer))),
                None => self.awaiting.push(awaits),
            }
        }
    }

    pub(super) fn when_up(&mut self, reply: Reply, then: Then) {
        self.awaiting.push(AwaitsUp::new(reply, then));
        self.answer_when_up();
    }

    /// The answer, once the network is up. An invitation also waits for the relay that belongs into it, while that may
    /// still come: two people who have only a relay in common would never meet by one that doesn't name it.
    fn answer_now(&self, then: &Then) -> Option<Answer> {
        let Online::Yes(addresses) = &self.network.online else { return None };
        let anywhere = self.network.setting.0 == NetworkSetting::Anywhere;
        let named = self.network.relay == RelayState::Serves && addresses.iter().any(|address| is_relay(address));
        let settled = !anywhere || named || self.network.relay.is_trouble();
        match then {
            Then::Done => Some(Answer::Done),
            Then::Invitation(..) | Then::ForDevice(..) | Then::Whereabouts if !settled => None,
            Then::Invitation(secret, until) => Some(self.invitation(secret.clone(), *until, addresses)),
            Then::ForDevice(secret, until) => Some(self.invitation_for_device(secret.clone(), *until, addresses)),
            Then::Whereabouts => Some(self.whereabouts(addresses)),
        }
    }

    /// The answer to somebody who waited long enough: an invitation also works without a relay, only not everywhere.
    pub(super) fn answer_at_last(&self, then: &Then) -> Result<Answer, Failure> {
        match (&self.network.online, then) {
            (Online::Yes(addresses), Then::Invitation(secret, until)) => {
                Ok(self.invitation(secret.clone(), *until, addresses))
            }
            (Online::Yes(addresses), Then::ForDevice(secret, until)) => {
                Ok(self.invitation_for_device(secret.clone(), *until, addresses))
            }
            (Online::Yes(addresses), Then::Whereabouts) => Ok(self.whereabouts(addresses)),
            _ => Err(network_failed("it took too long")),
        }
    }

    fn invitation(&self, secret: InvitationSecret, until: Moment, addresses: &[String]) -> Answer {
        let me = &self.ws.snapshot().me;
        let addresses = addresses.iter().take(ADDRESSES).cloned().collect();
        let device = self.ws.device_key().id();
        let invitation = Invitation::to_peer((&me.name, &me.department), device, addresses, secret, until);
        Answer::Invitation(invitation.to_letter(&until_words(until)))
    }

    /// After the computer slept, every connection and every address may be stale.
    pub(super) fn notice_sleep(&mut self) {
        if self.clock.slept() && self.network.runs() {
            self.network.send(NetCommand::Changed);
            self.dialer.hurry(Instant::now());
        }
    }
}

/// For scripts: where no relay was named, `SIDEWAYS_RELAY` may name one for this run.
fn of_environment() -> Option<Arc<Relay>> {
    let url = std::env::var("SIDEWAYS_RELAY").ok().filter(|url| !url.is_empty())?;
    Some(Arc::new(Relay { url, token: None, ca: None }))
}

pub(super) fn network_failed(why: &str) -> Failure {
    Failure {
        error: format!("the network could not be started: {why}"),
        hint: Some("check the network connection and try again".into()),
    }
}
