//! What the network takes, without the program: one byte there and back on a stream that is open.

use crate::Failed;
use iroh::{
    Endpoint, EndpointAddr, RelayMode, SecretKey,
    endpoint::{NetReportConfig, PortmapperConfig, presets},
};
use std::{
    future::Future,
    net::Ipv4Addr,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};
use tokio::sync::mpsc;

const ALPN: &[u8] = b"bench/ping/1";
/// How long connecting may take.
const CONNECTING: Duration = Duration::from_secs(20);

/// Two endpoints with a stream between them, each on a thread of its own as in the program.
pub(crate) struct Ping {
    asks: mpsc::Sender<usize>,
    answers: Receiver<Vec<Duration>>,
}

impl Ping {
    /// Connects.
    pub(crate) fn new() -> Result<Self, Failed> {
        let (address, addresses) = sync_channel(1);
        on_thread("bench-echo", echo(address))?;
        let address = addresses.recv_timeout(CONNECTING)?;
        let (asks, asked) = mpsc::channel(1);
        let (answer, answers) = sync_channel(1);
        on_thread("bench-ping", ping(address, asked, answer))?;
        let ping = Self { asks, answers };
        // The first ones measure the beginning of a connection.
        ping.times(200)?;
        Ok(ping)
    }

    /// How long each of so many took.
    pub(crate) fn times(&self, count: usize) -> Result<Vec<Duration>, Failed> {
        self.asks.blocking_send(count)?;
        Ok(self.answers.recv_timeout(CONNECTING)?)
    }
}

fn on_thread(name: &str, work: impl Future<Output = Result<(), Failed>> + Send + 'static) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // Whoever waits for it learns from a closed channel that it failed.
    thread::Builder::new().name(name.into()).spawn(move || drop(runtime.block_on(work)))?;
    Ok(())
}

async fn endpoint() -> Result<Endpoint, Failed> {
    let builder = Endpoint::builder(presets::Minimal)
        .secret_key(SecretKey::generate())
        .alpns(vec![ALPN.to_vec()])
        .clear_ip_transports()
        .bind_addr((Ipv4Addr::LOCALHOST, 0))?
        .relay_mode(RelayMode::Disabled)
        .portmapper_config(PortmapperConfig::Disabled)
        .net_report_config(NetReportConfig::minimal());
    Ok(builder.bind().await?)
}

async fn echo(address: SyncSender<EndpointAddr>) -> Result<(), Failed> {
    let endpoint = endpoint().await?;
    address.send(endpoint.addr())?;
    let incoming = endpoint.accept().await.ok_or("the endpoint ended")?;
    let connection = incoming.await?;
    let (mut send, mut receive) = connection.accept_bi().await?;
    let mut byte = [0];
    loop {
        receive.read_exact(&mut byte).await?;
        send.write_all(&byte).await?;
    }
}

async fn ping(
    address: EndpointAddr,
    mut asked: mpsc::Receiver<usize>,
    answer: SyncSender<Vec<Duration>>,
) -> Result<(), Failed> {
    let endpoint = endpoint().await?;
    let connection = endpoint.connect(address, ALPN).await?;
    let (mut send, mut receive) = connection.open_bi().await?;
    let mut byte = [0];
    while let Some(count) = asked.recv().await {
        let mut times = Vec::with_capacity(count);
        for _ in 0..count {
            let began = Instant::now();
            send.write_all(&[1]).await?;
            receive.read_exact(&mut byte).await?;
            times.push(began.elapsed());
        }
        answer.send(times)?;
    }
    Ok(())
}
