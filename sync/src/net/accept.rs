//! Connections that others begin: bounded while nobody knows yet who they are.

use super::{
    code,
    connection::{self, Opening},
    event::{Alpn, Initiated},
    run::Shared,
};
use iroh::{
    Endpoint,
    endpoint::{Incoming, VarInt},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// Handshakes at once by unknown remotes.
const HANDSHAKES: usize = 64;
/// From here on a remote has to show first that it receives at the address it sends from.
const UNPROVEN: usize = 8;
/// Connections at once that use an invitation: anybody may begin one while an invitation is open.
const PAIRINGS: usize = 8;
/// How long handshake and stream may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Accepts until the endpoint is closed.
pub(super) async fn run(endpoint: Endpoint, shared: Shared) {
    let handshakes = Arc::new(Semaphore::new(HANDSHAKES));
    let pairings = Arc::new(Semaphore::new(PAIRINGS));
    while let Some(incoming) = endpoint.accept().await {
        let busy = HANDSHAKES - handshakes.available_permits();
        if busy >= UNPROVEN && !incoming.remote_addr_validated() {
            let _ = incoming.retry();
            continue;
        }
        match handshakes.clone().try_acquire_owned() {
            Ok(permit) => {
                tokio::spawn(one(incoming, permit, pairings.clone(), shared.clone()));
            }
            Err(_) => incoming.refuse(),
        }
    }
}

async fn one(incoming: Incoming, permit: OwnedSemaphorePermit, pairings: Arc<Semaphore>, shared: Shared) {
    let Ok(accepting) = incoming.accept() else { return };
    let Ok(Ok(connection)) = timeout(PATIENCE, accepting).await else { return };
    // The gatekeeper was asked within the handshake; whoever is here may be.
    let Some(alpn) = Alpn::of(connection.alpn()) else { return };
    let pairing = match alpn {
        Alpn::Peer => None,
        Alpn::Pair => match pairings.try_acquire_owned() {
            Ok(permit) => Some(permit),
            Err(_) => return connection.close(VarInt::from_u32(code::REFUSED), b""),
        },
    };
    let streams = match timeout(PATIENCE, connection.accept_bi()).await {
        Ok(Ok(streams)) => streams,
        Ok(Err(_)) => return,
        Err(_) => return connection.close(VarInt::from_u32(code::SLOW), b""),
    };
    drop(permit);
    let opening = Opening { conn: shared.next_conn(), alpn, initiated: Initiated::There };
    connection::run(opening, connection, streams, shared).await;
    drop(pairing);
}
