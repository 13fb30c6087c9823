//! Remotes that speak QUIC and nothing else of what they should.

use crate::desks::{Person, key_of, paired};
use iroh::{
    Endpoint, EndpointAddr, EndpointId, RelayMode, SecretKey,
    endpoint::{Connection, ConnectionError, NetReportConfig, PortmapperConfig, RecvStream, SendStream, presets},
};
use sideways::desk::{Online, Request};
use sideways_core::command::{Command, ShareCommand};
use std::{net::Ipv4Addr, time::Duration};

const PEER: &[u8] = b"sideways/peer/1";
const PAIR: &[u8] = b"sideways/pair/1";

fn address_of(person: &Person) -> EndpointAddr {
    let view = person.desk().view().unwrap();
    let id = EndpointId::from_bytes(&view.snapshot.device.0).unwrap();
    let Online::Yes(addresses) = view.online else { panic!("not online") };
    addresses.iter().fold(EndpointAddr::new(id), |addr, text| addr.with_ip_addr(text.parse().unwrap()))
}

async fn endpoint(key: SecretKey) -> Endpoint {
    Endpoint::builder(presets::Minimal)
        .secret_key(key)
        .clear_ip_transports()
        .bind_addr((Ipv4Addr::LOCALHOST, 0))
        .unwrap()
        .relay_mode(RelayMode::Disabled)
        .portmapper_config(PortmapperConfig::Disabled)
        .net_report_config(NetReportConfig::minimal())
        .bind()
        .await
        .unwrap()
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// How the other side ended it, in so many seconds, and how many bytes it sent.
async fn ending(connection: &Connection, seconds: u64) -> Option<u64> {
    match tokio::time::timeout(Duration::from_secs(seconds), connection.closed()).await.ok()? {
        ConnectionError::ApplicationClosed(close) => Some(close.error_code.into_inner()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_stranger_gets_nothing() {
    let (alex, _dana) = paired();
    alex.until_equal();
    run(async {
        let stranger = endpoint(SecretKey::from_bytes(&[3; 32])).await;
        if let Ok(connection) = stranger.connect(address_of(&alex), PEER).await {
            if let Ok((mut send, mut recv)) = connection.open_bi().await {
                let _ = send.write_all(&[0, 0, 0, 1, 7]).await;
                assert!(recv.read_to_end(1).await.map_or(true, |bytes| bytes.is_empty()));
            }
            assert_eq!(ending(&connection, 2).await, Some(101));
        }
        // No invitation is open any more, so pairing isn't even known; nor is any other protocol.
        // The network hears of that a moment after the view shows it.
        for _ in 0..50 {
            if stranger.connect(address_of(&alex), PAIR).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        for alpn in [PAIR, b"sideways/own/1", b"sideways/peer/2"] {
            assert!(stranger.connect(address_of(&alex), alpn).await.is_err());
        }
        stranger.close().await;
    });
    alex.write("Still works");
}

#[test]
fn a_stranger_who_caught_no_invitation_is_refused_and_the_right_one_still_joins() {
    let mut alex = Person::new("Alex", "Sales");
    alex.add_peer("Dana", "Finance");
    let text = alex.invite();
    run(async {
        let stranger = endpoint(SecretKey::from_bytes(&[4; 32])).await;
        for _ in 0..3 {
            let connection = stranger.connect(address_of(&alex), PAIR).await.unwrap();
            let (mut send, _recv) = connection.open_bi().await.unwrap();
            send.write_all(&[0, 0, 0, 3, 1, 2, 3]).await.unwrap();
            assert!(ending(&connection, 4).await.is_some());
        }
        stranger.close().await;
    });
    let dana = Person::new("Dana", "Finance");
    dana.desk().ask(sideways::desk::Request::Join { text, as_peer: None }).unwrap();
}

/// Connects with Dana's own key, as a changed program would.
async fn as_dana(alex: &Person, key: &SecretKey) -> (Endpoint, Connection, (SendStream, RecvStream)) {
    let endpoint = endpoint(key.clone()).await;
    let connection = endpoint.connect(address_of(alex), PEER).await.unwrap();
    let streams = connection.open_bi().await.unwrap();
    (endpoint, connection, streams)
}

#[test]
fn hostile_frames_close_their_connection_and_nothing_else() {
    let (alex, mut dana) = paired();
    alex.until_equal();
    dana.close();
    let key = SecretKey::from_bytes(&key_of(dana.folder.path()));
    run(async {
        for (name, bytes, code) in [
            ("length 0", vec![0, 0, 0, 0], 102),
            ("length 2^32-1", vec![255; 4], 102),
            ("length one too many", (256 * 1024 + 1_u32).to_be_bytes().to_vec(), 102),
            ("a greeting cut short", vec![0, 0, 0, 2, 1, 9], 4),
        ] {
            let (endpoint, connection, (mut send, _recv)) = as_dana(&alex, &key).await;
            send.write_all(&bytes).await.unwrap();
            assert_eq!(ending(&connection, 4).await, Some(code), "{name}");
            endpoint.close().await;
        }
        // Cut in the middle.
        let (endpoint, connection, (mut send, _recv)) = as_dana(&alex, &key).await;
        send.write_all(&[0, 0, 0, 9, 1, 2]).await.unwrap();
        send.finish().unwrap();
        assert_eq!(ending(&connection, 2).await, Some(102));
        endpoint.close().await;
        // A byte a second.
        let (endpoint, connection, (mut send, _recv)) = as_dana(&alex, &key).await;
        send.write_all(&[0, 0, 1, 0]).await.unwrap();
        let slowly = async {
            while send.write_all(&[1]).await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        };
        let (code, ()) = tokio::join!(ending(&connection, 8), slowly);
        assert_eq!(code, Some(103));
        endpoint.close().await;
        // More streams than the one are never credited.
        let (endpoint, connection, _streams) = as_dana(&alex, &key).await;
        assert!(tokio::time::timeout(Duration::from_millis(300), connection.open_uni()).await.is_err());
        assert!(tokio::time::timeout(Duration::from_millis(300), connection.open_bi()).await.is_err());
        connection.close(0_u32.into(), b"");
        endpoint.close().await;
    });
    alex.write("Still here");
    dana.reopen();
    dana.desk().ask(sideways::desk::Request::GoOnline).unwrap();
    dana.until_line("Still here");
}

#[test]
fn a_handshake_and_then_silence_is_closed() {
    let (alex, mut dana) = paired();
    alex.until_equal();
    dana.close();
    let key = SecretKey::from_bytes(&key_of(dana.folder.path()));
    run(async {
        let (endpoint, connection, _streams) = as_dana(&alex, &key).await;
        assert_eq!(ending(&connection, 13).await, Some(103));
        endpoint.close().await;
    });
}

/// A greeting of Dana's device that knows nothing of the list.
fn greeting(device: &[u8; 32]) -> Vec<u8> {
    let mut hello = vec![1, 1, 1, 1, 0, 0, 32];
    hello.extend(device);
    hello.extend([0, 0]);
    [(hello.len() as u32).to_be_bytes().as_slice(), &hello].concat()
}

/// Whoever asks for everything and then doesn't read gets nothing of it once it isn't shared any more: it isn't sent
/// then, and the connection ends at once.
#[test]
fn what_waits_for_a_slow_reader_isnt_sent_after_the_end_of_sharing() {
    for ends in [ShareCommand::Stop, ShareCommand::Unlink] {
        let (alex, mut dana) = paired();
        let long = "words ".repeat(600);
        (0..600).for_each(|n| alex.write(&format!("{n} {long}")));
        alex.until_equal();
        dana.close();
        let key = SecretKey::from_bytes(&key_of(dana.folder.path()));
        run(async {
            let (endpoint, connection, (mut send, mut recv)) = as_dana(&alex, &key).await;
            send.write_all(&greeting(key.public().as_bytes())).await.unwrap();
            let mut first = [0; 1];
            recv.read_exact(&mut first).await.unwrap();
            tokio::time::sleep(Duration::from_millis(1_500)).await;
            alex.desk().ask(Request::Run(Command::Share(alex.peer(), ends.clone()))).unwrap();
            assert_eq!(ending(&connection, 3).await, Some(1), "{ends:?}: it goes on");
            endpoint.close().await;
        });
    }
}
