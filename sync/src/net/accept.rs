//! Connections that others begin: bounded while nobody knows yet who they are, and open to the right one always.

use super::{
    code,
    connection::{self, Opening},
    event::{Alpn, Initiated},
    places::{Place, Places, Token},
    shared::Shared,
};
use iroh::{
    Endpoint,
    endpoint::{Connection, Incoming, RecvStream, SendStream, VarInt},
};
use sideways_core::id::DeviceId;
use std::time::Duration;
use tokio::time::timeout;

/// Handshakes at once by unknown remotes. The next one takes the place of the oldest.
const HANDSHAKES: usize = 64;
/// From here on a remote has to show first that it receives at the address it sends from.
const UNPROVEN: usize = 8;
/// Connections at once that use an invitation: anybody may begin one while an invitation is open. The right one sends
/// its proof with its first packets, so whoever fills these places would have to do so within a round trip.
const PAIRINGS: usize = 32;
/// Connections at once of devices that share a list, one each.
const PEERS: usize = 512;
/// How long handshake and stream may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who holds a place at each step on the way in.
#[derive(Clone)]
struct Entrance {
    /// Nobody is known yet, so everybody differs.
    handshakes: Places<u64>,
    pairings: Places<DeviceId>,
    peers: Places<DeviceId>,
}

/// Accepts until the endpoint is closed.
pub(super) async fn run(endpoint: Endpoint, shared: Shared) {
    let entrance =
        Entrance { handshakes: Places::new(HANDSHAKES), pairings: Places::new(PAIRINGS), peers: Places::new(PEERS) };
    let mut number = 0;
    while let Some(incoming) = endpoint.accept().await {
        if entrance.handshakes.taken() >= UNPROVEN && !incoming.remote_addr_validated() {
            let _ = incoming.retry();
            continue;
        }
        number += 1;
        let place = entrance.handshakes.take(number);
        tokio::spawn(one(incoming, place, entrance.clone(), shared.clone()));
    }
}

async fn one(incoming: Incoming, handshake: Place<u64>, entrance: Entrance, shared: Shared) {
    let Some(connection) = shaken(incoming, handshake.token()).await else { return };
    drop(handshake);
    // The gatekeeper was asked within the handshake; whoever is here may be.
    let Some(alpn) = Alpn::of(connection.alpn()) else { return };
    let device = DeviceId(*connection.remote_id().as_bytes());
    let place = match alpn {
        Alpn::Peer | Alpn::Own => entrance.peers.take(device),
        Alpn::Pair | Alpn::OwnPair => entrance.pairings.take(device),
    };
    let streams = match opened(&connection, place.token()).await {
        Ok(streams) => streams,
        Err(code) => return connection.close(VarInt::from_u32(code), b""),
    };
    let opening =
        Opening { conn: shared.next_conn(), alpn, initiated: Initiated::There, place: Some(place.token().clone()) };
    connection::run(opening, connection, streams, shared).await;
}

/// The connection, if the handshake is done in time and nobody else needs its place.
async fn shaken(incoming: Incoming, place: &Token) -> Option<Connection> {
    let accepting = incoming.accept().ok()?;
    tokio::select! {
        () = place.lost() => None,
        shaken = timeout(PATIENCE, accepting) => shaken.ok()?.ok(),
    }
}

/// The stream that the remote opens, or the code to close with.
async fn opened(connection: &Connection, place: &Token) -> Result<(SendStream, RecvStream), u32> {
    tokio::select! {
        () = place.lost() => Err(code::SUPERSEDED),
        opened = timeout(PATIENCE, connection.accept_bi()) => match opened {
            Ok(Ok(streams)) => Ok(streams),
            Ok(Err(_)) => Err(code::LOST),
            Err(_) => Err(code::SLOW),
        },
    }
}
