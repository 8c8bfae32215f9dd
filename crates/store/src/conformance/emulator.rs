//! Google's Firestore emulator, for tests: one for each test process, gone when the process is.

use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use std::{env, thread};

use uuid::Uuid;

use crate::firestore::FirestoreConfig;

/// Names the emulator's jar where it is in no well-known place.
pub const JAR_VARIABLE: &str = "FIRESTORE_EMULATOR_JAR";
const JAR: &str = "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";
/// Where Google's installers put their SDK.
const PLACES: [&str; 6] = [
    "/usr/lib/google-cloud-sdk",
    "/usr/share/google-cloud-sdk",
    "/opt/google-cloud-sdk",
    "/usr/local/share/google-cloud-sdk",
    "/opt/homebrew/share/google-cloud-sdk",
    "/snap/google-cloud-sdk/current",
];
const MAIN: &str = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";
const READY_WITHIN: Duration = Duration::from_mins(1);
/// The shell outlives nobody: when its standard input ends, because it was closed or because we are gone, so does
/// the emulator.
const KEEPER: &str = "java \"$@\" & emulator=$!; cat >/dev/null; kill -9 $emulator; wait $emulator";

/// A running emulator. Its store is in memory and empty at first.
#[derive(Debug)]
pub struct Emulator {
    jar: PathBuf,
    port: u16,
    keeper: Mutex<Option<Child>>,
}

impl Emulator {
    /// The one that this process's tests share; none where Java or the emulator is not installed.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Emulator>> = OnceLock::new();
        SHARED.get_or_init(Self::start).as_ref()
    }

    /// One of one's own; none where Java or the emulator is not installed.
    pub fn start() -> Option<Self> {
        let Some(jar) = jar().filter(|_| has_java()) else {
            println!("Firestore emulator not installed: its tests are skipped");
            return None;
        };
        let port = free_port();
        let emulator = Self { jar, port, keeper: Mutex::new(None) };
        emulator.run();
        Some(emulator)
    }

    /// Starts it again on the same port, empty.
    pub fn run(&self) {
        let mut keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner);
        let child = Command::new("sh")
            .args(["-c", KEEPER, "sh", "-Xmx512m", "-Duser.language=en", "-cp"])
            .arg(&self.jar)
            .args([MAIN, "start", "--host=127.0.0.1"])
            .arg(format!("--port={}", self.port))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell");
        *keeper = Some(child);
        let since = Instant::now();
        while self.try_request("GET", "/", "").is_none_or(|(status, _)| status != 200) {
            assert!(since.elapsed() < READY_WITHIN, "the Firestore emulator does not start");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends it as a crash would.
    pub fn kill(&self) {
        let keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut keeper) = keeper {
            drop(keeper.stdin.take());
            // Gone already is gone too.
            drop(keeper.wait());
        }
    }

    /// Host and port.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// A store that nobody else has.
    pub fn empty_store(&self) -> FirestoreConfig {
        FirestoreConfig::Emulator { host: self.host(), project: format!("test-{}", Uuid::now_v7()) }
    }

    /// A request past our own code, such as somebody makes who tampers. Answers the status and the body.
    pub fn request(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        self.try_request(method, path, body).expect("an answer of the emulator")
    }

    fn try_request(&self, method: &str, path: &str, body: &str) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(self.host()).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer owner\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.host(),
            body.len()
        );
        stream.write_all(request.as_bytes()).ok()?;
        read_answer(BufReader::new(stream))
    }
}

/// The status and the body. The emulator keeps the connection open, whatever it is asked.
fn read_answer(mut stream: impl BufRead) -> Option<(u16, String)> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut length = 0;
    while line != "\r\n" {
        line.clear();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some((status, String::from_utf8(body).ok()?))
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.kill();
    }
}

fn jar() -> Option<PathBuf> {
    if let Some(named) = env::var_os(JAR_VARIABLE) {
        return Some(PathBuf::from(named)).filter(|jar| jar.is_file());
    }
    let home = env::var_os("HOME").map(|home| PathBuf::from(home).join("google-cloud-sdk"));
    let places = PLACES.into_iter().map(PathBuf::from).chain(home);
    places.map(|place| place.join(JAR)).find(|jar| jar.is_file())
}

fn has_java() -> bool {
    let java = Command::new("java").arg("-version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    java.is_ok_and(|status| status.success())
}

/// A port at which nobody listens, and another one each time. Below those that systems give to outgoing connections, for it
/// takes the emulator seconds to take it.
fn free_port() -> u16 {
    static TAKEN: AtomicU16 = AtomicU16::new(0);
    let first = 12_000 + 20 * u16::try_from(std::process::id() % 400).unwrap_or_default();
    loop {
        let port = first + TAKEN.fetch_add(1, Ordering::Relaxed);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
