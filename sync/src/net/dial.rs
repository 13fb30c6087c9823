//! Connections that this computer begins.

use super::{
    Reach, code,
    connection::{self, Opening},
    event::{Alpn, DialError, Initiated, NetEvent},
    frames::code_of,
    reach,
    shared::Shared,
};
use iroh::{
    Endpoint, EndpointId,
    endpoint::{
        ConnectError, ConnectWithOptsError, ConnectingError, Connection, ConnectionError, RecvStream, SendStream,
        VarInt,
    },
};
use sideways_core::id::DeviceId;
use std::time::Duration;
use tokio::time::timeout;

/// How long a dial may take. A lookup on this network can take one cadence.
const PATIENCE: Duration = Duration::from_secs(12);

/// What to dial.
pub(super) struct Dial {
    pub(super) device: DeviceId,
    pub(super) addresses: Vec<String>,
    pub(super) alpn: Alpn,
    pub(super) reach: Reach,
}

/// Dials, and runs the connection to its end.
pub(super) async fn run(endpoint: Endpoint, dial: Dial, shared: Shared) {
    let (device, alpn) = (dial.device, dial.alpn);
    let permit = shared.dials.clone().acquire_owned().await;
    match timeout(PATIENCE, connect(&endpoint, dial)).await.unwrap_or(Err(DialError::Silent)) {
        Ok((connection, streams)) => {
            drop(permit);
            let opening = Opening { conn: shared.next_conn(), alpn, initiated: Initiated::Here, place: None };
            connection::run(opening, connection, streams, shared).await;
        }
        Err(why) => {
            drop(permit);
            shared.sink.put(NetEvent::DialFailed { device, alpn, why }).await;
        }
    }
}

async fn connect(endpoint: &Endpoint, dial: Dial) -> Result<(Connection, (SendStream, RecvStream)), DialError> {
    let id = EndpointId::from_bytes(&dial.device.0).map_err(|_| DialError::Other)?;
    let addr = reach::parse(id, &dial.addresses, &dial.reach);
    let connection = endpoint.connect(addr, dial.alpn.name()).await.map_err(|error| why(&error))?;
    if connection.remote_id() != id {
        connection.close(VarInt::from_u32(code::REFUSED), b"");
        return Err(DialError::Other);
    }
    let streams = connection.open_bi().await.map_err(|error| ended(&error))?;
    Ok((connection, streams))
}

fn why(error: &ConnectError) -> DialError {
    match error {
        ConnectError::Connect { source: ConnectWithOptsError::SelfConnect { .. }, .. } => DialError::Own,
        ConnectError::Connect { source: ConnectWithOptsError::NoAddress { .. }, .. } => DialError::Nowhere,
        ConnectError::Connection { source, .. }
        | ConnectError::Connecting { source: ConnectingError::ConnectionError { source, .. }, .. } => ended(source),
        _ => DialError::Silent,
    }
}

fn ended(error: &ConnectionError) -> DialError {
    match error {
        // A program that is just being closed ends everything with this and refuses nobody.
        ConnectionError::ApplicationClosed(_) if code_of(error) == code::DONE => DialError::Silent,
        ConnectionError::ApplicationClosed(_) => DialError::Refused,
        ConnectionError::ConnectionClosed(_) => DialError::NotServed,
        _ => DialError::Silent,
    }
}
