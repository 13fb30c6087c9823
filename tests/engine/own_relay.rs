//! A relay of our own, in this process: over plain HTTP on loopback, or over TLS with certificates made for it.

use iroh_relay::server::{
    Access, AccessControl, CertConfig, ClientRequest, RelayConfig, Server, ServerConfig, TlsConfig,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use sideways_core::snapshot::Relay;
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, mpsc},
    thread::JoinHandle,
};
use tokio::sync::oneshot;

/// Whom it serves.
#[derive(Debug, Clone)]
enum Serves {
    Everybody,
    Token(&'static str),
}

impl AccessControl for Serves {
    async fn on_connect(&self, request: &ClientRequest) -> Access {
        match self {
            Self::Everybody => Access::Allow,
            Self::Token(token) if request.auth_token().as_deref() == Some(*token) => Access::Allow,
            Self::Token(_) => Access::Deny { reason: Some("no such token".into()) },
        }
    }
}

/// How long its certificate is good.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certificate {
    Valid,
    RunOut,
}

/// The running relay.
pub(crate) struct OwnRelay {
    pub(crate) port: u16,
    /// The certificate that it is believed by, where it speaks TLS.
    pub(crate) ca: Option<String>,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl OwnRelay {
    /// One that serves everybody, over plain HTTP.
    pub(crate) fn start() -> Self {
        Self::plain(0, Serves::Everybody)
    }

    /// The same on a port where one was before.
    pub(crate) fn start_again(port: u16) -> Self {
        Self::plain(port, Serves::Everybody)
    }

    pub(crate) fn with_token(token: &'static str) -> Self {
        Self::plain(0, Serves::Token(token))
    }

    fn plain(port: u16, serves: Serves) -> Self {
        let mut relay = RelayConfig::new((Ipv4Addr::LOCALHOST, port));
        relay.access = Arc::new(serves);
        Self::run(relay, None)
    }

    /// One that speaks TLS as these hosts.
    pub(crate) fn over_tls(hosts: &[&str], certificate: Certificate) -> Self {
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let mut own = CertificateParams::new(hosts).unwrap();
        if certificate == Certificate::RunOut {
            own.not_before = rcgen::date_time_ymd(2020, 1, 1);
            own.not_after = rcgen::date_time_ymd(2021, 1, 1);
        }
        let key = KeyPair::generate().unwrap();
        let own = own.signed_by(&key, &authority).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let config = config.unwrap().with_no_client_auth().with_single_cert(vec![own.der().clone()], key).unwrap();
        let mut relay = RelayConfig::new((Ipv4Addr::LOCALHOST, 0));
        relay.tls = Some(TlsConfig::new((Ipv4Addr::LOCALHOST, 0), CertConfig::Manual { server_config: config }));
        Self::run(relay, Some(authority.pem()))
    }

    fn run(relay: RelayConfig, ca: Option<String>) -> Self {
        let (end, ended) = oneshot::channel();
        let (tell, told) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let mut config = ServerConfig::default();
                config.relay = Some(relay);
                let server = Server::spawn(config).await.unwrap();
                let at: SocketAddr = server.https_addr().or(server.http_addr()).unwrap();
                tell.send(at.port()).unwrap();
                let _ = ended.await;
                let _ = server.shutdown().await;
            });
        });
        Self { port: told.recv().unwrap(), ca, end: Some(end), thread: Some(thread) }
    }

    /// As somebody names it who knows all of it.
    pub(crate) fn named(&self) -> Relay {
        let url = match &self.ca {
            Some(_) => format!("https://localhost:{}", self.port),
            None => format!("http://127.0.0.1:{}", self.port),
        };
        Relay { url, token: None, ca: self.ca.clone() }
    }

    /// Ends it, with all its connections; its port.
    pub(crate) fn kill(mut self) -> u16 {
        self.stop();
        self.port
    }

    fn stop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for OwnRelay {
    fn drop(&mut self) {
        self.stop();
    }
}
