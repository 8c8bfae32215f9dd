//! A disk that is full: a true answer meanwhile, and work again without a restart once there is room.

use std::io::Write;
use std::net::TcpListener;
use std::process::{Child, ChildStdin, Command, Stdio};

use reqwest::Client;
use serde_json::{Value, json};

use crate::app::{NOON, eventually, maya};
use crate::sign_in::sign_in;

/// The server on a file system of three megabytes, in a mount namespace of its own, which takes orders on its standard
/// input: `fill` and `free`.
struct SmallDisk {
    shell: Child,
    /// Its end ends the shell, and that ends the server.
    orders: Option<ChildStdin>,
    origin: String,
    http: Client,
    cookie: String,
    folder: tempfile::TempDir,
}

const SCRIPT: &str = r#"
set -e
mount -t tmpfs -o size=3m tmpfs "$FOLDER/disk"
DATA_DIR="$FOLDER/disk" "$TWOLEG" serve & server=$!
trap 'kill $server' EXIT
while read -r order; do
    case $order in
        fill) dd if=/dev/zero of="$FOLDER/disk/fill" bs=4k 2>/dev/null || true; touch "$FOLDER/full" ;;
        free) rm "$FOLDER/disk/fill"; touch "$FOLDER/free" ;;
    esac
done
"#;

impl SmallDisk {
    /// None where this machine lets nobody mount anything.
    async fn start() -> Option<Self> {
        let may = Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).output();
        if !may.is_ok_and(|output| output.status.success()) {
            eprintln!("skipped: this machine does not allow a mount namespace of one's own");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("disk")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut shell = Command::new("unshare")
            .args(["-rm", "bash", "-c", SCRIPT])
            .env("FOLDER", folder.path())
            .env("TWOLEG", env!("CARGO_BIN_EXE_twoleg"))
            .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))
            .env("SANDBOX_CLOCK", NOON)
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let orders = shell.stdin.take();
        let origin = format!("http://localhost:{port}");
        let http = Client::builder().no_proxy().build().unwrap();
        let mut disk = Self { shell, orders, origin, http, cookie: String::new(), folder };
        eventually("the server is ready", || async { (disk.readyz().await? == 200).then_some(()) }).await;
        disk.cookie = sign_in(&disk.origin, &maya()).await;
        Some(disk)
    }

    async fn readyz(&self) -> Option<u16> {
        let answer = self.http.get(format!("{}/readyz", self.origin)).send().await.ok()?;
        Some(answer.status().as_u16())
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let request =
            self.http.post(format!("{}{path}", self.origin)).header("origin", &self.origin).json(body);
        let request = request.header("cookie", &self.cookie);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    /// Gives an order and waits until it is done.
    async fn order(&mut self, order: &str, done: &str) {
        writeln!(self.orders.as_mut().unwrap(), "{order}").unwrap();
        let done = self.folder.path().join(done);
        eventually("the order is done", || async { done.exists().then_some(()) }).await;
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(self.orders.take());
        let _ = self.shell.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_gone_when_there_is_room() {
    let Some(mut disk) = SmallDisk::start().await else { return };
    let (_, leads) = disk.post("/api/leads", &json!({})).await;
    let lead = &leads[0]["id"];
    let (_, workspace) = disk.post("/api/open_lead", &json!({ "query": { "item_id": lead } })).await;
    let phone = &workspace["phones"][0];
    let gates: Vec<_> = phone["gates"].as_array().unwrap().iter().map(|gate| gate["rule"].clone()).collect();
    let (_, token) = disk.post("/api/click", &json!({ "item_id": lead, "slot": phone["slot"] })).await;
    let dial = json!({ "item_id": lead, "slot": phone["slot"], "token": token, "acknowledged": gates });

    disk.order("fill", "full").await;
    let (status, problem) = disk.post("/api/dial", &dial).await;
    assert_eq!((status, &problem["code"]), (503, &json!("store")), "{problem}");
    assert!(problem["sentence"].as_str().unwrap().contains("nothing was done"), "{problem}");
    assert_eq!(disk.readyz().await, Some(503), "a load balancer is told");

    disk.order("free", "free").await;
    let (status, call) = disk.post("/api/dial", &dial).await;
    assert_eq!(status, 200, "{call}");
    assert_eq!(disk.readyz().await, Some(200));
}
