//! The pipe of a data folder. Only this user can open it; and because whoever makes a pipe of some name first has it,
//! its name is a new one each time and stands, with a secret, in the data folder.

use super::{
    proof::{self, End, Secret},
    pumped::Pumped,
};
use crate::platform::{files::private_file, who::user_sid};
use interprocess::{
    ConnectWaitMode,
    os::windows::{
        named_pipe::{PipeListener, PipeListenerOptions, PipeStream, pipe_mode::Bytes},
        security_descriptor::SecurityDescriptor,
    },
};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read, Write},
    net::Shutdown,
    path::Path,
    time::Duration,
};
use widestring::U16CString;

/// In the data folder: the folder's own path, the pipe's name, and the secret.
const TOLD: &str = "door";
/// More than this isn't read.
const MOST: u64 = 16 * 1024;
/// How long to wait until somebody is taken in.
const PATIENCE: Duration = Duration::from_secs(5);
/// What the pipe itself holds.
const BUFFER: u32 = 64 * 1024;

/// Who comes is taken in here.
pub(crate) struct Listener {
    pipe: PipeListener<Bytes, Bytes>,
    secret: Secret,
}

/// Where a listener is.
pub(crate) struct Place {
    name: String,
    told: std::path::PathBuf,
}

/// One who came, or to whom one came.
pub(crate) struct Stream {
    pumped: Pumped,
    end: End,
    secret: Secret,
}

impl Listener {
    /// Waits for the next one.
    pub(crate) fn accept(&self) -> io::Result<Stream> {
        Stream::new(self.pipe.accept()?, End::Owner, self.secret)
    }
}

impl Place {
    /// Wakes whoever waits there for the next one, and leaves the place.
    pub(crate) fn leave(&self) {
        drop(open(&self.name));
        let _ = fs::remove_file(&self.told);
    }
}

/// Takes in whoever asks for this data folder, which belongs to this process alone.
pub(crate) fn listen(directory: &Path) -> io::Result<(Listener, Place)> {
    let name = format!("\\\\.\\pipe\\sideways-{}", hex(&random::<16>()?));
    let secret = random()?;
    // Protected from what it would inherit: everything to this user, nothing to anybody else.
    let who = user_sid().unwrap_or_else(|| "S-1-3-4".into());
    let only_mine = U16CString::from_str_truncate(format!("D:P(A;;GA;;;{who})"));
    let options = PipeListenerOptions::new()
        .path(U16CString::from_str_truncate(&name))
        .security_descriptor(Some(SecurityDescriptor::deserialize(&only_mine)?))
        .input_buffer_size_hint(BUFFER)
        .output_buffer_size_hint(BUFFER);
    let pipe = options.create_duplex::<Bytes>()?;
    let told = directory.join(TOLD);
    let text = format!("{}\n{name}\n{}", canonical(directory)?, hex(&secret));
    let mut options = OpenOptions::new();
    private_file(options.write(true).create(true).truncate(true)).open(&told)?.write_all(text.as_bytes())?;
    Ok((Listener { pipe, secret }, Place { name, told }))
}

/// Goes to whoever has the data folder open.
pub(crate) fn connect(directory: &Path) -> io::Result<Stream> {
    let mut text = String::new();
    File::open(directory.join(TOLD))?.take(MOST).read_to_string(&mut text)?;
    let (name, secret) = read(&text, &canonical(directory)?).ok_or(ErrorKind::NotFound)?;
    Stream::new(open(name)?, End::Guest, secret)
}

/// The folder is the only one that says where the pipe is.
pub(crate) fn connect_as_told(directory: &Path) -> io::Result<Stream> {
    connect(directory)
}

/// Shows the other end that this one may read the data folder, and makes sure that it may.
pub(crate) fn prove(stream: &mut Stream) -> io::Result<()> {
    let (end, secret) = (stream.end, stream.secret);
    proof::prove(stream, end, &secret)
}

fn open(name: &str) -> io::Result<PipeStream<Bytes, Bytes>> {
    // A process that was stopped takes nobody in.
    let wait = ConnectWaitMode::Timeout(PATIENCE);
    PipeStream::connect_by_path_with_wait_mode(U16CString::from_str_truncate(name), wait)
}

/// What was told, where it was told of this folder: a copy of a folder has it too.
fn read<'a>(text: &'a str, directory: &str) -> Option<(&'a str, Secret)> {
    let mut lines = text.split('\n');
    let (of, name, secret) = (lines.next()?, lines.next()?, lines.next()?);
    let bytes: Option<Vec<u8>> =
        (0..secret.len()).step_by(2).map(|at| u8::from_str_radix(secret.get(at..at + 2)?, 16).ok()).collect();
    let fits = of == directory && lines.next().is_none() && name.starts_with("\\\\.\\pipe\\sideways-");
    Some((name, bytes?.try_into().ok()?)).filter(|_| fits)
}

fn canonical(directory: &Path) -> io::Result<String> {
    Ok(fs::canonicalize(directory)?.to_string_lossy().into_owned())
}

fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Stream {
    fn new(pipe: PipeStream<Bytes, Bytes>, end: End, secret: Secret) -> io::Result<Self> {
        let (from, to) = pipe.split();
        Ok(Self { pumped: Pumped::new(from, to)?, end, secret })
    }

    #[allow(clippy::unnecessary_wraps)] // a socket's can fail
    pub(crate) fn try_clone(&self) -> io::Result<Self> {
        Ok(Self { pumped: self.pumped.clone(), end: self.end, secret: self.secret })
    }

    #[allow(clippy::unnecessary_wraps)] // a socket's can fail
    pub(crate) fn set_read_timeout(&self, patience: Option<Duration>) -> io::Result<()> {
        self.pumped.set_read_timeout(patience);
        Ok(())
    }

    #[allow(clippy::unnecessary_wraps)] // a socket's can fail
    pub(crate) fn set_write_timeout(&self, patience: Option<Duration>) -> io::Result<()> {
        self.pumped.set_write_timeout(patience);
        Ok(())
    }

    #[allow(clippy::unnecessary_wraps)] // a socket's can fail
    pub(crate) fn shutdown(&self, how: Shutdown) -> io::Result<()> {
        self.pumped.shutdown(how);
        Ok(())
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (&self.pumped).read(buffer)
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&self.pumped).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Write for &Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&self.pumped).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_read_the_folder_comes_in_and_nobody_else() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (listener, place) = listen(one.path()).unwrap();
        let asked = one.path().to_owned();
        let guest = std::thread::spawn(move || {
            let mut stream = connect(&asked).unwrap();
            prove(&mut stream).unwrap();
            stream.write_all(b"hello").unwrap();
            let mut heard = String::new();
            stream.read_to_string(&mut heard).unwrap();
            heard
        });
        let mut stream = listener.accept().unwrap();
        prove(&mut stream).unwrap();
        let mut heard = [0; 5];
        stream.read_exact(&mut heard).unwrap();
        stream.write_all(b"welcome").unwrap();
        stream.shutdown(Shutdown::Both).unwrap();
        assert_eq!((&heard, guest.join().unwrap().as_str()), (b"hello", "welcome"));

        // A copied folder leads nowhere, and a secret that was changed opens nothing.
        fs::copy(one.path().join(TOLD), two.path().join(TOLD)).unwrap();
        assert!(connect(two.path()).is_err());
        let told = one.path().join(TOLD);
        let text = fs::read_to_string(&told).unwrap();
        let changed = if text.ends_with('0') { "1" } else { "0" };
        fs::write(&told, format!("{}{changed}", &text[..text.len() - 1])).unwrap();
        let asked = one.path().to_owned();
        let stranger = std::thread::spawn(move || prove(&mut connect(&asked).unwrap()).unwrap_err().kind());
        assert!(prove(&mut listener.accept().unwrap()).is_err());
        assert_eq!(stranger.join().unwrap(), ErrorKind::PermissionDenied);
        place.leave();
        assert!(!told.exists());
        // What a process that crashed told leads nowhere, and nobody waits for it.
        drop(listener);
        fs::write(&told, text).unwrap();
        assert_eq!(connect(one.path()).err().map(|e| e.kind()), Some(ErrorKind::NotFound));
    }
}
