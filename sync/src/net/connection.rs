//! One connection, from the open stream to the end.

use super::{
    code,
    event::{Alpn, Arrived, ConnId, Initiated, NetEvent},
    frames::{Frames, code_of},
    outbox::{Outbox, Waiting},
    places::Token,
    reach,
    shared::{Shared, Sink},
};
use iroh::endpoint::{Connection, RecvStream, SendStream, VarInt};
use sideways_core::{id::DeviceId, limits::ADDRESSES};
use std::{sync::Arc, time::Duration};
use tokio::{sync::Semaphore, time::timeout};

/// Frames of one connection that may be unread by the engine.
const UNREAD: usize = 4;
/// How long one frame may take to leave. A remote that reads nothing holds us no longer.
const WRITE: Duration = Duration::from_secs(20);
/// How long the end may take: until the remote has read everything and ends its side too.
const END: Duration = Duration::from_millis(700);

/// What a connection that is going to carry frames is.
pub(super) struct Opening {
    pub(super) conn: ConnId,
    pub(super) alpn: Alpn,
    pub(super) initiated: Initiated,
    /// The place it holds, where the remote began it.
    pub(super) place: Option<Token>,
}

/// Runs the connection to its end.
pub(super) async fn run(
    opening: Opening,
    connection: Connection,
    (send, recv): (SendStream, RecvStream),
    shared: Shared,
) {
    let Ok(_open) = shared.open.clone().try_acquire_owned() else {
        // There is no room, or this endpoint is ending: either way nobody is refused for who they are.
        return connection.close(VarInt::from_u32(code::DONE), b"");
    };
    let sink = shared.sink;
    let Opening { conn, alpn, initiated, place } = opening;
    let place = place.unwrap_or_default();
    let mut exporter = [0; 32];
    if connection.export_keying_material(&mut exporter, b"sideways/pair/1", b"").is_err() {
        connection.close(VarInt::from_u32(code::BAD_FRAME), b"");
        return;
    }
    let (outbox, waiting) = Outbox::new(place.clone());
    let remote = DeviceId(*connection.remote_id().as_bytes());
    let addresses = where_is(&connection);
    sink.put(NetEvent::Opened { conn, remote, alpn, exporter, initiated, addresses, outbox }).await;
    let code = tokio::select! {
        code = write(conn, send, waiting, &connection, &sink) => code,
        code = read(conn, Frames::new(recv, alpn), &sink) => code,
        () = place.lost() => code::SUPERSEDED,
    };
    connection.close(VarInt::from_u32(code), b"");
    sink.put(NetEvent::Closed { conn, code }).await;
}

/// Where the remote is, by the paths that work now.
fn where_is(connection: &Connection) -> Vec<String> {
    let paths = connection.paths();
    let mut ranked: Vec<_> = paths.iter().filter_map(|path| reach::rank(path.remote_addr())).collect();
    ranked.sort();
    ranked.dedup();
    ranked.truncate(ADDRESSES);
    ranked.into_iter().map(|(_, text)| text).collect()
}

async fn read(conn: ConnId, mut frames: Frames, sink: &Sink) -> u32 {
    let room = Arc::new(Semaphore::new(UNREAD));
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else { return code::DONE };
        match frames.next().await {
            Ok(Some(bytes)) => sink.put(NetEvent::Frame { conn, frame: Arrived { bytes, _room: permit } }).await,
            Ok(None) => return code::DONE,
            Err(code) => return code,
        }
    }
}

/// Writes until the outbox is dropped; then says so, and waits until the remote has read it all.
async fn write(conn: ConnId, mut send: SendStream, mut waiting: Waiting, connection: &Connection, sink: &Sink) -> u32 {
    let cut = waiting.cut();
    tokio::pin!(cut);
    loop {
        let next = tokio::select! {
            biased;
            () = &mut cut => return waiting.code(),
            next = waiting.next() => next,
        };
        let Some(frame) = next else { break };
        let Ok(length) = u32::try_from(frame.len()) else { return code::BAD_FRAME };
        let bytes = [length.to_be_bytes().as_slice(), &frame].concat();
        let written = tokio::select! {
            biased;
            () = &mut cut => return waiting.code(),
            written = timeout(WRITE, send.write_all(&bytes)) => written,
        };
        match written {
            Ok(Ok(())) => {}
            // A remote that stopped reading has ended the conversation as much as one that left.
            Ok(Err(_)) => return connection.close_reason().map_or(code::DONE, |error| code_of(&error)),
            Err(_) => return code::SLOW,
        }
        if waiting.has_drained() {
            sink.put(NetEvent::Drained(conn)).await;
        }
    }
    // The remote reads up to the end of the stream and then closes: closing first could throw away what it
    // hasn't read.
    let _ = send.finish();
    let _ = timeout(END, connection.closed()).await;
    waiting.code()
}
