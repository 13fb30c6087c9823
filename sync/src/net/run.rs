//! The thread that runs the network.

use super::{
    NetSettings, Reach, accept, dial,
    endpoint::{announce, bind},
    event::{NetCommand, NetEvent},
    gatekeeper::Gatekeeper,
    near::{self, Near},
    reach,
    relay_watch::{self, Stuck},
    shared::{CONNECTIONS, Shared},
};
use iroh::{Endpoint, SecretKey, Watcher, endpoint_info::EndpointInfo};
use iroh_mdns_address_lookup::{DiscoveryEvent, MdnsAddressLookup};
use n0_future::StreamExt;
use netwatch::{interfaces::State, netmon::Monitor};
use sideways_core::{device::DeviceKey, id::DeviceId};
use std::{sync::mpsc as std_mpsc, thread, time::Duration};
use tokio::{sync::mpsc, time::timeout};

/// Commands that may wait.
const COMMANDS: usize = 256;
/// How long ending may take, for connections and then for the endpoint.
const END: Duration = Duration::from_millis(800);

/// Why the network's thread could not be started.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    /// The system gave no thread.
    #[error("the network could not be started: {0}")]
    Thread(std::io::Error),
}

/// The running network. Dropping it ends it, politely and within two seconds.
pub struct Net {
    commands: Option<mpsc::Sender<NetCommand>>,
    ended: std_mpsc::Receiver<()>,
}

impl Net {
    /// Starts the thread. `put` gets every event and must not wait: it gives an event back that it has no room
    /// for, and is offered it again.
    pub fn start(
        key: &DeviceKey,
        settings: NetSettings,
        put: impl Fn(NetEvent) -> Result<(), NetEvent> + Send + Sync + 'static,
    ) -> Result<Self, NetError> {
        let key = SecretKey::from_bytes(&key.secret());
        let (commands, receiver) = mpsc::channel(COMMANDS);
        let (end, ended) = std_mpsc::sync_channel(1);
        let shared = Shared::new(put);
        thread::Builder::new()
            .name("sideways-net".into())
            .spawn(move || {
                match tokio::runtime::Builder::new_current_thread().enable_all().build() {
                    Ok(runtime) => {
                        runtime.block_on(serve(&key, settings, receiver, shared));
                        runtime.shutdown_timeout(Duration::from_millis(100));
                    }
                    Err(error) => shared.sink.offer(NetEvent::Failed(error.to_string())),
                }
                drop(end);
            })
            .map_err(NetError::Thread)?;
        Ok(Self { commands: Some(commands), ended })
    }

    /// Asks for something. A command too many is dropped and given back as `Err`; the caller tries again later.
    pub fn send(&self, command: NetCommand) -> Result<(), NetCommand> {
        let Some(commands) = &self.commands else { return Err(command) };
        commands.try_send(command).map_err(mpsc::error::TrySendError::into_inner)
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        // The thread stops when nobody can command it any more.
        self.commands = None;
        // Nothing is ever sent on it: it ends with the thread. Should that hang, nothing is lost by going on.
        let _ = self.ended.recv_timeout(2 * END + Duration::from_millis(300));
    }
}

/// Why one endpoint's life ended.
enum Next {
    Stop,
    /// This computer is on other networks now, so its sockets are on the wrong ones; or the relay answers and iroh
    /// waits too long before it asks again.
    Rebind,
}

async fn serve(key: &SecretKey, mut settings: NetSettings, mut commands: mpsc::Receiver<NetCommand>, shared: Shared) {
    let gatekeeper = Gatekeeper::new(key.public());
    let monitor = match (&settings.reach, settings.bind) {
        (Reach::ThisNetwork, None) => Monitor::new().await.ok(),
        _ => None,
    };
    loop {
        let near = match &monitor {
            Some(monitor) => near::all(&monitor.interface_state().get()),
            None => near::all(&State::new().await),
        };
        let endpoint = match bind(key, &settings, &near, &gatekeeper).await {
            Ok(endpoint) => endpoint,
            Err(why) => return shared.sink.put(NetEvent::Failed(why)).await,
        };
        settings.port = endpoint.bound_sockets().iter().map(|socket| socket.port()).find(|port| *port != 0);
        let next = live(&endpoint, &settings, (&gatekeeper, &monitor, &near), &mut commands, &shared).await;
        let _ = timeout(END, endpoint.close()).await;
        match next {
            Next::Stop => return,
            Next::Rebind => continue,
        }
    }
}

async fn live(
    endpoint: &Endpoint,
    settings: &NetSettings,
    (gatekeeper, monitor, near): (&Gatekeeper, &Option<Monitor>, &[Near]),
    commands: &mut mpsc::Receiver<NetCommand>,
    shared: &Shared,
) -> Next {
    let (tell_stuck, mut stuck) = mpsc::channel::<Stuck>(1);
    let watching =
        relay_watch::run(endpoint.clone(), settings.reach.clone(), settings.proxy.clone(), shared.clone(), tell_stuck);
    let _watching = n0_future::task::AbortOnDropHandle::new(tokio::spawn(watching));
    let _accepting =
        n0_future::task::AbortOnDropHandle::new(tokio::spawn(accept::run(endpoint.clone(), shared.clone())));
    let announced = if settings.bind.is_none() { announce(endpoint) } else { None };
    if announced.is_none() && settings.bind.is_none() {
        let sentence =
            "computers on this network can’t find each other by themselves, because multicast doesn’t work here";
        shared.sink.put(NetEvent::Undiscoverable(sentence.into())).await;
    }
    let _listening = announced.map(|mdns| {
        n0_future::task::AbortOnDropHandle::new(tokio::spawn(listen(mdns, gatekeeper.clone(), shared.clone())))
    });
    let mut addresses = endpoint.watch_addr();
    let mut named = reach::texts(&addresses.get());
    shared.sink.put(NetEvent::Up { addresses: named.clone(), port: settings.port }).await;
    let mut networks = monitor.as_ref().map(Monitor::interface_state);
    loop {
        tokio::select! {
            command = commands.recv() => match command {
                None => {
                    // Connections whose outbox was dropped just now end by themselves; give them the time.
                    let _ = timeout(END, shared.open.acquire_many(CONNECTIONS)).await;
                    return Next::Stop;
                }
                Some(command) => obey(command, endpoint, settings, gatekeeper, shared).await,
            },
            Ok(now) = addresses.updated() => {
                let texts = reach::texts(&now);
                if texts != named {
                    named.clone_from(&texts);
                    shared.sink.put(NetEvent::Up { addresses: texts, port: settings.port }).await;
                }
            }
            // Whoever is connected doesn't lose that for a relay.
            Some(Stuck) = stuck.recv() => {
                if shared.open.available_permits() == CONNECTIONS as usize {
                    return Next::Rebind;
                }
            }
            Ok(state) = async { match &mut networks { Some(state) => state.updated().await, None => std::future::pending().await } } => {
                if near::all(&state) != near {
                    return Next::Rebind;
                }
            }
        }
    }
}

async fn obey(
    command: NetCommand,
    endpoint: &Endpoint,
    settings: &NetSettings,
    gatekeeper: &Gatekeeper,
    shared: &Shared,
) {
    match command {
        NetCommand::Dial { device, addresses, alpn } => {
            let dial = dial::Dial { device, addresses, alpn, reach: settings.reach.clone() };
            tokio::spawn(dial::run(endpoint.clone(), dial, shared.clone()));
        }
        NetCommand::Allow(devices) => gatekeeper.allow(devices),
        NetCommand::AllowOwn(devices) => {
            gatekeeper.allow_own(devices);
            endpoint.set_alpns(gatekeeper.alpns());
        }
        NetCommand::ServeOwnPairing(serving) => {
            gatekeeper.serve_own_pairing(serving);
            endpoint.set_alpns(gatekeeper.alpns());
        }
        NetCommand::ServePairing(serving) => {
            gatekeeper.serve_pairing(serving);
            endpoint.set_alpns(gatekeeper.alpns());
        }
        NetCommand::Changed => endpoint.network_change().await,
    }
}

/// Reports announcements, of devices that may connect only: anybody can announce any number of others.
async fn listen(mdns: MdnsAddressLookup, gatekeeper: Gatekeeper, shared: Shared) {
    let mut heard = mdns.subscribe().await;
    while let Some(event) = heard.next().await {
        if let DiscoveryEvent::Discovered { endpoint_info, .. } = event {
            let device = DeviceId(*endpoint_info.endpoint_id.as_bytes());
            if gatekeeper.knows(&device) {
                let addresses = reach::texts(&EndpointInfo::into_endpoint_addr(endpoint_info));
                shared.sink.put(NetEvent::Found { device, addresses }).await;
            }
        }
    }
}
