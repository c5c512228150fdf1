//! The network plug: a TCP relay on loopback that can be pulled and put back.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A relay to one address.
#[derive(Clone)]
pub struct Plug {
    address: SocketAddr,
    plugged: Arc<watch::Sender<bool>>,
}

impl Plug {
    /// Relays to `target` from a port of its own; plugged in.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn to(target: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let (plugged, seen) = watch::channel(true);
        tokio::spawn(relay(listener, target, seen));
        Ok(Self {
            address,
            plugged: Arc::new(plugged),
        })
    }

    /// The port to connect to.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// Pulls the plug: connections break, new ones are refused.
    pub fn pull(&self) {
        self.plugged.send_replace(false);
    }

    /// Puts it back.
    pub fn put_back(&self) {
        self.plugged.send_replace(true);
    }
}

async fn relay(listener: TcpListener, target: SocketAddr, plugged: watch::Receiver<bool>) {
    while let Ok((client, _)) = listener.accept().await {
        let mut plugged = plugged.clone();
        tokio::spawn(async move {
            if !*plugged.borrow() {
                return;
            }
            let Ok(server) = TcpStream::connect(target).await else {
                return;
            };
            let (mut client, mut server) = (client, server);
            tokio::select! {
                _ = copy_bidirectional(&mut client, &mut server) => {}
                _ = plugged.wait_for(|plugged| !plugged) => {}
            }
        });
    }
}
