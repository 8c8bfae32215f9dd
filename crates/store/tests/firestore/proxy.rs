//! A wire that can be cut after the request has gone through.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Stands between a store and the emulator.
pub(crate) struct Proxy {
    /// Host and port to connect to.
    pub(crate) host: String,
    swallow: Arc<AtomicBool>,
}

impl Proxy {
    pub(crate) async fn to(upstream: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let swallow = Arc::new(AtomicBool::new(false));
        let swallowing = Arc::clone(&swallow);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, upstream.clone(), Arc::clone(&swallowing)));
            }
        });
        Self { host, swallow }
    }

    /// The next request goes through, its answer is lost, and so is the connection.
    pub(crate) fn lose_the_next_answer(&self) {
        self.swallow.store(true, Ordering::SeqCst);
    }

    pub(crate) fn has_lost_it(&self) -> bool {
        !self.swallow.load(Ordering::SeqCst)
    }
}

async fn carry(client: TcpStream, upstream: String, swallow: Arc<AtomicBool>) {
    let Ok(server) = TcpStream::connect(upstream).await else { return };
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let there = async {
        let mut buffer = vec![0; 65_536];
        while let Ok(read @ 1..) = from_client.read(&mut buffer).await {
            if to_server.write_all(&buffer[..read]).await.is_err() {
                return;
            }
            if swallow.load(Ordering::SeqCst) {
                // Time for the request to be done, with nothing going back.
                tokio::time::sleep(Duration::from_millis(300)).await;
                swallow.store(false, Ordering::SeqCst);
                return;
            }
        }
    };
    let back = async {
        let mut buffer = vec![0; 65_536];
        while let Ok(read @ 1..) = from_server.read(&mut buffer).await {
            if swallow.load(Ordering::SeqCst) {
                std::future::pending::<()>().await;
            }
            if to_client.write_all(&buffer[..read]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! { () = there => {}, () = back => {} }
}
