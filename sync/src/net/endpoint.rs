//! Makes the endpoint.

use super::{NetSettings, Reach, gatekeeper::Gatekeeper, near::Near, relay, trust};
use iroh::{
    Endpoint, SecretKey,
    address_lookup::{DnsAddressLookup, PkarrPublisher, PkarrResolver},
    endpoint::{BindOpts, Builder, NetReportConfig, PortmapperConfig, QuicTransportConfig, presets},
};
use iroh_mdns_address_lookup::MdnsAddressLookup;
use sideways_core::limits::FRAME_BYTES;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket},
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// How often is asked who is on this network. iroh's default of 0.7 s wakes the computer all the time.
const CADENCE: Duration = Duration::from_secs(10);
/// How long the port of the last time is waited for: whoever had the folder open before may still be letting go of it.
const LETTING_GO: Duration = Duration::from_millis(2_500);
/// How often is looked whether it is free.
const LOOK: Duration = Duration::from_millis(50);

/// One stream, windows of two frames: what an unread connection can make us hold.
fn transport() -> QuicTransportConfig {
    let window = u32::try_from(2 * FRAME_BYTES).unwrap_or(u32::MAX).into();
    QuicTransportConfig::builder()
        .max_concurrent_bidi_streams(1_u32.into())
        .max_concurrent_uni_streams(0_u32.into())
        .datagram_receive_buffer_size(None)
        .stream_receive_window(window)
        .receive_window(window)
        .send_window(2 * FRAME_BYTES as u64)
        .keep_alive_interval(Duration::from_secs(5))
        .build()
}

/// Binds. `near` are the networks to stay on, when it is only those.
pub(super) async fn bind(
    key: &SecretKey,
    settings: &NetSettings,
    near: &[Near],
    gatekeeper: &Gatekeeper,
) -> Result<Endpoint, String> {
    let preferred = freed(settings).await;
    if preferred.is_some()
        && let Ok(endpoint) = prepare(key, settings, near, gatekeeper, preferred)?.bind().await
    {
        return Ok(endpoint);
    }
    // All sockets share one port, so that one number is all there is to remember.
    let any = any_port(settings.bind);
    let builder = prepare(key, settings, near, gatekeeper, any)?;
    builder.bind().await.map_err(|error| format!("no UDP port could be opened ({error})"))
}

fn prepare(
    key: &SecretKey,
    settings: &NetSettings,
    near: &[Near],
    gatekeeper: &Gatekeeper,
    port: Option<u16>,
) -> Result<Builder, String> {
    let builder = Endpoint::builder(presets::Minimal)
        .secret_key(key.clone())
        .alpns(gatekeeper.alpns())
        .hooks(gatekeeper.clone())
        .portmapper_config(PortmapperConfig::Disabled)
        .transport_config(transport())
        .relay_mode(relay::mode(&settings.reach)?);
    let builder = match &settings.reach {
        Reach::ThisNetwork => builder.net_report_config(NetReportConfig::minimal()),
        Reach::Anywhere { relay: Some(relay) } => builder.ca_tls_config(trust::config(relay.ca.as_deref())),
        Reach::Anywhere { relay: None } => builder
            .ca_tls_config(trust::config(None))
            .address_lookup(PkarrPublisher::n0_dns())
            .address_lookup(PkarrResolver::n0_dns())
            .address_lookup(DnsAddressLookup::n0_dns()),
    };
    let builder = match &settings.proxy {
        Some(proxy) => builder.proxy_url(proxy.url().clone()),
        None => builder,
    };
    let port = port.unwrap_or(0);
    let unusable = |_| "this computer’s network addresses can’t be used".to_owned();
    if let Some(only) = settings.bind {
        let only = Near::only(only);
        return builder.clear_ip_transports().bind_addr_with_opts((only.address, port), nearby(only)).map_err(unusable);
    }
    match settings.reach {
        Reach::ThisNetwork => near.iter().try_fold(builder.clear_ip_transports(), |builder, near| {
            let opts = nearby(*near).set_is_required(false);
            builder.bind_addr_with_opts((near.address, port), opts).map_err(unusable)
        }),
        // Both families with one port; a computer without IPv6 goes on without.
        Reach::Anywhere { .. } => {
            let builder = builder.bind_addr((Ipv4Addr::UNSPECIFIED, port)).map_err(unusable)?;
            let opts = BindOpts::default().set_is_required(false);
            builder.bind_addr_with_opts((Ipv6Addr::UNSPECIFIED, port), opts).map_err(unusable)
        }
    }
}

/// A socket that reaches its own network and nothing beyond.
fn nearby(near: Near) -> BindOpts {
    BindOpts::default().set_prefix_len(near.prefix).set_is_default_route(false)
}

/// The port of the last time, once it is free.
async fn freed(settings: &NetSettings) -> Option<u16> {
    let port = settings.port?;
    let until = Instant::now() + LETTING_GO;
    while !is_free(port, settings.bind) {
        if Instant::now() >= until {
            return None;
        }
        sleep(LOOK).await;
    }
    Some(port)
}

fn is_free(port: u16, bind: Option<IpAddr>) -> bool {
    UdpSocket::bind((bind.unwrap_or(Ipv4Addr::UNSPECIFIED.into()), port)).is_ok()
}

fn any_port(bind: Option<IpAddr>) -> Option<u16> {
    let socket = UdpSocket::bind((bind.unwrap_or(Ipv4Addr::UNSPECIFIED.into()), 0)).ok()?;
    socket.local_addr().ok().map(|addr| addr.port())
}

/// Announces this device on its network and hears of others.
pub(super) fn announce(endpoint: &Endpoint) -> Option<MdnsAddressLookup> {
    let mdns = MdnsAddressLookup::builder().service_name("sideways").discovery_cadence(CADENCE);
    let mdns = mdns.build(endpoint.id()).ok()?;
    endpoint.address_lookup().ok()?.add(mdns.clone());
    Some(mdns)
}
