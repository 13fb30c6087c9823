//! The least a window can be, as a program of its own: what `bench s3` and `bench s8` hold Sideways against.
//!
//! `bare window` shows one label in a window of the size that Sideways opens with. `bare colleague` waits for
//! connections and says where. `bare window WHERE WHERE` is the window, with a connection to each. With `--lookup`
//! they announce themselves on this network and listen for others, as often as Sideways does; without it they stay on
//! this computer.

use eframe::egui::{CentralPanel, Ui, ViewportBuilder};
use iroh::{
    Endpoint, EndpointAddr, EndpointId, RelayMode, SecretKey,
    endpoint::{NetReportConfig, PortmapperConfig, presets},
};
use iroh_mdns_address_lookup::MdnsAddressLookup;
use std::{
    error::Error,
    future::{Future, pending},
    net::{Ipv4Addr, SocketAddr},
    process::ExitCode,
    thread,
    time::Duration,
};

const ALPN: &[u8] = b"bench/bare/1";
/// How often is asked who is on this network: as in Sideways.
const CADENCE: Duration = Duration::from_secs(10);

/// Why it ends. Nobody decides anything by its kind.
type Failed = Box<dyn Error + Send + Sync>;

/// Whether others on this network are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lookup {
    Yes,
    No,
}

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = given.iter().map(String::as_str).filter(|word| *word != "--lookup").collect();
    let lookup = if words.len() < given.len() { Lookup::Yes } else { Lookup::No };
    let ended = match words.as_slice() {
        ["window"] => window(),
        ["window", places @ ..] => beside(places, lookup),
        ["colleague"] => on_this_thread(colleague(lookup)),
        _ => Err("usage: bare window [WHERE ...]|colleague [--lookup]".into()),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// A window that says something and does nothing.
struct Bare;

impl eframe::App for Bare {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        CentralPanel::default()
            .show(ui, |ui| ui.centered_and_justified(|ui| ui.label("Where might we help each other?")));
    }
}

fn window() -> Result<(), Failed> {
    let viewport = ViewportBuilder::default().with_title("Bare").with_inner_size([1180.0, 760.0]);
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    eframe::run_native("Bare", options, Box::new(|_| Ok(Box::new(Bare)))).map_err(|why| why.to_string().into())
}

/// The window, and on a thread beside it connections to these places.
fn beside(places: &[&str], lookup: Lookup) -> Result<(), Failed> {
    let places = places.iter().map(|place| address(place)).collect::<Result<Vec<_>, _>>()?;
    thread::Builder::new().name("bare-net".into()).spawn(move || {
        if let Err(why) = on_this_thread(connect(places, lookup)) {
            eprintln!("{why}");
        }
    })?;
    window()
}

fn on_this_thread(work: impl Future<Output = Result<(), Failed>>) -> Result<(), Failed> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

/// An endpoint with iroh's own keep-alive, which is also Sideways'.
async fn endpoint(lookup: Lookup) -> Result<Endpoint, Failed> {
    let reach = if lookup == Lookup::Yes { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    let builder = Endpoint::builder(presets::Minimal)
        .secret_key(SecretKey::generate())
        .alpns(vec![ALPN.to_vec()])
        .clear_ip_transports()
        .bind_addr((reach, 0))?
        .relay_mode(RelayMode::Disabled)
        .portmapper_config(PortmapperConfig::Disabled)
        .net_report_config(NetReportConfig::minimal());
    let endpoint = builder.bind().await?;
    if lookup == Lookup::Yes {
        let mdns = MdnsAddressLookup::builder().service_name("sideways-bare").discovery_cadence(CADENCE);
        endpoint.address_lookup()?.add(mdns.build(endpoint.id())?);
    }
    Ok(endpoint)
}

/// Connects, says so, and lets nothing happen.
async fn connect(places: Vec<EndpointAddr>, lookup: Lookup) -> Result<(), Failed> {
    let endpoint = endpoint(lookup).await?;
    let mut open = Vec::new();
    for place in places {
        let connection = endpoint.connect(place, ALPN).await?;
        let (mut send, receive) = connection.open_bi().await?;
        send.write_all(&[1]).await?;
        open.push((connection, send, receive));
    }
    println!("connected");
    pending().await
}

/// Says where it is, and keeps open what others open.
async fn colleague(lookup: Lookup) -> Result<(), Failed> {
    let endpoint = endpoint(lookup).await?;
    println!("{}", place(&endpoint.addr()));
    let mut open = Vec::new();
    while let Some(incoming) = endpoint.accept().await {
        let connection = incoming.await?;
        let streams = connection.accept_bi().await?;
        open.push((connection, streams));
    }
    Ok(())
}

/// A key and addresses, as one word.
fn place(address: &EndpointAddr) -> String {
    address.ip_addrs().fold(address.id.to_string(), |place, socket| format!("{place},{socket}"))
}

fn address(place: &str) -> Result<EndpointAddr, Failed> {
    let mut parts = place.split(',');
    let id: EndpointId = parts.next().ok_or("no key")?.parse()?;
    parts.try_fold(EndpointAddr::new(id), |address, part| Ok(address.with_ip_addr(part.parse::<SocketAddr>()?)))
}
