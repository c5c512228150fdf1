//! The network plug: a TCP relay on loopback that can be pulled and put back, and on whose connections things go wrong as
//! they are told to.

mod fault;
mod relay;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub use fault::{Fault, Mishap, Way};

/// A relay to one address.
#[derive(Clone)]
pub struct Plug {
    address: SocketAddr,
    plugged: Arc<watch::Sender<bool>>,
    faults: Faults,
    carried: Arc<Carried>,
}

/// What went over the relay so far.
#[derive(Debug, Default)]
struct Carried {
    connections: AtomicU64,
    bytes: AtomicU64,
}

/// What goes wrong with the next connections, one fault each. The connections keep their fault as this does: none of them
/// happens once it is told to go right.
#[derive(Clone, Default)]
struct Faults {
    waiting: Arc<Mutex<Waiting>>,
    go_wrong: Arc<AtomicBool>,
    /// How many no connection has taken yet.
    left: Arc<watch::Sender<usize>>,
}

/// What befalls connections that are still to come.
#[derive(Default)]
struct Waiting {
    each_once: VecDeque<Fault>,
    /// What befalls those after them.
    every: Option<Fault>,
}

impl Faults {
    fn set(&self, faults: Waiting) {
        let any = faults.every.is_some() || !faults.each_once.is_empty();
        self.go_wrong.store(any, Ordering::SeqCst);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        self.left.send_replace(faults.each_once.len());
        *waiting = faults;
    }

    fn next(&self) -> Option<Fault> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = waiting.each_once.pop_front().or(waiting.every);
        self.left.send_replace(waiting.each_once.len());
        fault
    }
}

impl Plug {
    /// Relays to `target` from a port of its own; plugged in, and nothing goes wrong.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn to(target: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let (plugged, seen) = watch::channel(true);
        let faults = Faults::default();
        let carried = Arc::<Carried>::default();
        let both = (faults.clone(), Arc::clone(&carried));
        tokio::spawn(serve(listener, target, seen, both));
        Ok(Self {
            address,
            plugged: Arc::new(plugged),
            faults,
            carried,
        })
    }

    /// How many connections were made so far, and how many bytes they carried, both ways together. What TCP and IP add
    /// is not in it.
    #[must_use]
    pub fn carried(&self) -> (u64, u64) {
        let Carried { connections, bytes } = &*self.carried;
        (
            connections.load(Ordering::SeqCst),
            bytes.load(Ordering::SeqCst),
        )
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

    /// Breaks the connections there are, and has one of `faults` befall each of the next ones; those after them go well.
    pub fn go_wrong(&self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.set(Waiting {
            each_once: faults.into_iter().collect(),
            every: None,
        });
        self.pull();
        self.put_back();
    }

    /// Breaks the connections there are, and has `fault` befall every one that comes: a client may make more than one in an
    /// exchange.
    pub fn always_go_wrong(&self, fault: Fault) {
        self.faults.set(Waiting {
            each_once: VecDeque::new(),
            every: Some(fault),
        });
        self.pull();
        self.put_back();
    }

    /// Waits until each fault has a connection that it befalls.
    pub async fn all_befallen(&self) {
        // Whoever tells lives as long as this does.
        let _ = self
            .faults
            .left
            .subscribe()
            .wait_for(|left| *left == 0)
            .await;
    }

    /// Nothing goes wrong any more, also not with connections there are.
    pub fn go_right(&self) {
        self.faults.set(Waiting::default());
    }
}

async fn serve(
    listener: TcpListener,
    target: SocketAddr,
    plugged: watch::Receiver<bool>,
    (faults, carried): (Faults, Arc<Carried>),
) {
    while let Ok((client, _)) = listener.accept().await {
        let mut plugged = plugged.clone();
        let fault = faults.next();
        let go_wrong = Arc::clone(&faults.go_wrong);
        let carried = Arc::clone(&carried);
        tokio::spawn(async move {
            if !*plugged.borrow_and_update() {
                return;
            }
            let Ok(server) = TcpStream::connect(target).await else {
                return;
            };
            carried.connections.fetch_add(1, Ordering::SeqCst);
            tokio::select! {
                () = relay::relay(client, server, (fault, &go_wrong), &carried.bytes) => {}
                // Pulled, if only for a moment.
                _ = plugged.changed() => {}
            }
        });
    }
}
