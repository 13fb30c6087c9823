//! A server on this computer that speaks TLS and answers as it is told to; some of its answers nobody should send.

use rustls::{ServerConfig, ServerConnection, StreamOwned, pki_types::PrivateKeyDer};
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

pub type Stream = StreamOwned<ServerConnection, TcpStream>;

/// What it answers; it gets the path that was asked for. An answer that can't be sent any more ends.
pub type Answers = fn(&str, &mut Stream) -> std::io::Result<()>;

pub struct Server {
    pub port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let heard = asked.clone();
        let config = Arc::new(config());
        // It ends with the test.
        std::thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                let (heard, config) = (heard.clone(), config.clone());
                std::thread::spawn(move || drop(serve(socket, config, &heard, answers)));
            }
        });
        Self { port, asked }
    }

    pub fn address(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.port)
    }

    /// First lines and headers of all that was asked.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// The certificate that proves it, for who is told to believe that one.
pub fn believed() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/cli/tls/ca.pem"))
}

fn config() -> ServerConfig {
    let certificate = include_bytes!("tls/server.der").to_vec().into();
    // Nobody trusts it: it is made for these tests and lies here for everybody.
    let key = PrivateKeyDer::Pkcs8(include_bytes!("tls/server.key.der").to_vec().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    builder.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap()
}

fn serve(
    socket: TcpStream,
    config: Arc<ServerConfig>,
    heard: &Mutex<Vec<String>>,
    answers: Answers,
) -> std::io::Result<()> {
    socket.set_read_timeout(Some(Duration::from_secs(60)))?;
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, socket);
    let (mut whole, mut line) = (String::new(), String::new());
    {
        let mut reader = BufReader::new(&mut stream);
        while reader.read_line(&mut line)? > 2 {
            whole.push_str(&line);
            line.clear();
        }
    }
    let path = whole.split(' ').nth(1).unwrap_or_default().to_owned();
    heard.lock().unwrap().push(whole);
    answers(&path, &mut stream)?;
    stream.conn.send_close_notify();
    stream.flush()
}

/// An answer with that status, these headers and this body.
pub fn answer(stream: &mut Stream, status: &str, headers: &str, body: &str) -> std::io::Result<()> {
    let length = body.len();
    write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}")?;
    stream.flush()
}
