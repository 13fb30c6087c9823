//! A company's network: one way out, a proxy that wants a name and a password, or doesn't.

use crate::own_relay::{Certificate, OwnRelay};
use sideways_core::{device::DeviceKey, snapshot::Relay};
use sideways_sync::net::{Alpn, Net, NetCommand, NetEvent, NetSettings, Proxy, Reach, RelayState, Serving, is_relay};
use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver},
    },
    time::{Duration, Instant},
};

/// Only the proxy knows where that is.
const HOST: &str = "relay.sideways.invalid";

/// A proxy that takes CONNECT for that host, and leads to a port of this computer.
struct Way {
    port: u16,
    let_through: Arc<AtomicUsize>,
}

impl Way {
    fn start(to: u16, wants: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let let_through = Arc::<AtomicUsize>::default();
        let count = let_through.clone();
        // It ends with the test.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let count = count.clone();
                std::thread::spawn(move || drop(lead(stream, to, wants, &count)));
            }
        });
        Self { port, let_through }
    }

    fn proxy(&self, who: &str) -> Proxy {
        Proxy::parse(&format!("http://{who}127.0.0.1:{}", self.port)).unwrap()
    }
}

fn lead(mut stream: TcpStream, to: u16, wants: Option<&str>, count: &AtomicUsize) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut first, mut may) = (String::new(), wants.is_none());
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if let Some((name, value)) = line.split_once(':') {
            may |= name.eq_ignore_ascii_case("proxy-authorization") && Some(value.trim()) == wants;
        }
        if line.trim().is_empty() {
            break;
        }
    }
    if !may {
        return stream.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
    }
    if !first.starts_with(&format!("CONNECT {HOST}:")) {
        return stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    }
    let mut there = TcpStream::connect(("127.0.0.1", to))?;
    count.fetch_add(1, Ordering::SeqCst);
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
    let (mut back_from, mut back_to) = (there.try_clone()?, stream);
    std::thread::spawn(move || drop(std::io::copy(&mut back_from, &mut back_to)));
    std::io::copy(&mut reader, &mut there)?;
    there.shutdown(std::net::Shutdown::Write)
}

struct Running {
    net: Net,
    events: Receiver<NetEvent>,
}

impl Running {
    fn start(key: u8, at: IpAddr, relay: &OwnRelay, proxy: Option<Proxy>) -> Self {
        let relay = Relay { url: format!("https://{HOST}:{}", relay.port), token: None, ca: relay.ca.clone() };
        let settings =
            NetSettings { reach: Reach::Anywhere { relay: Some(Arc::new(relay)) }, port: None, proxy, bind: Some(at) };
        let (put, events) = mpsc::channel();
        let key = DeviceKey::from_secret(&[key; 32]);
        #[allow(clippy::result_large_err)] // an event that finds no place would be handed back as it came
        let net = Net::start(&key, settings, move |event| put.send(event).map_err(|error| error.0).or(Ok(()))).unwrap();
        Self { net, events }
    }

    /// What comes of the events until something does.
    fn until<T>(&self, what: &str, mut look: impl FnMut(NetEvent) -> Option<T>) -> T {
        let over = Instant::now() + Duration::from_secs(25);
        loop {
            let event = self.events.recv_timeout(over.saturating_duration_since(Instant::now()));
            match look(event.unwrap_or_else(|_| panic!("never: {what}"))) {
                Some(found) => return found,
                None => continue,
            }
        }
    }

    fn until_relay(&self, is: impl Fn(RelayState) -> bool) -> RelayState {
        self.until("the relay stands so", |event| match event {
            NetEvent::Relay(state) if is(state) => Some(state),
            _ => None,
        })
    }
}

const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

#[test]
fn two_behind_a_proxy_meet_through_a_relay_whose_name_only_the_proxy_knows() {
    let relay = OwnRelay::over_tls(&[HOST], Certificate::Valid);
    // "me:canary" as Basic says it.
    let way = Way::start(relay.port, Some("Basic bWU6Y2FuYXJ5"));
    let alex = Running::start(1, V4, &relay, Some(way.proxy("me:canary@")));
    let dana = Running::start(2, V6, &relay, Some(way.proxy("me:canary@")));
    alex.until_relay(|state| state == RelayState::Serves);
    dana.until_relay(|state| state == RelayState::Serves);
    let (his, hers) = (DeviceKey::from_secret(&[1; 32]).id(), DeviceKey::from_secret(&[2; 32]).id());
    alex.net.send(NetCommand::Allow(BTreeSet::from([hers]))).unwrap();
    alex.net.send(NetCommand::ServePairing(Serving::No)).unwrap();
    dana.net.send(NetCommand::Allow(BTreeSet::from([his]))).unwrap();
    let address = format!("https://{HOST}:{}/", relay.port);
    assert!(is_relay(&address));
    let addresses = vec![address];
    dana.net.send(NetCommand::Dial { device: his, addresses, alpn: Alpn::Peer }).unwrap();
    let remote = dana.until("connected", |event| match event {
        NetEvent::Opened { remote, .. } => Some(remote),
        NetEvent::DialFailed { why, .. } => panic!("{why}"),
        _ => None,
    });
    assert_eq!(remote, his);
    assert!(way.let_through.load(Ordering::SeqCst) >= 2, "both came through the proxy");
}

#[test]
fn a_proxy_that_wants_a_password_and_one_that_is_gone_are_told_apart() {
    let relay = OwnRelay::over_tls(&[HOST], Certificate::Valid);
    let way = Way::start(relay.port, Some("Basic bWU6Y2FuYXJ5"));
    let denied = Running::start(3, V4, &relay, Some(way.proxy("")));
    assert_eq!(denied.until_relay(RelayState::is_trouble), RelayState::ProxyDenies);
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let gone = Proxy::parse(&format!("http://127.0.0.1:{gone}")).unwrap();
    let silent = Running::start(4, V4, &relay, Some(gone));
    assert_eq!(silent.until_relay(RelayState::is_trouble), RelayState::ProxySilent);
    let without = Running::start(5, V4, &relay, None);
    assert_eq!(without.until_relay(RelayState::is_trouble), RelayState::NoName);
    assert_eq!(way.let_through.load(Ordering::SeqCst), 0);
}
