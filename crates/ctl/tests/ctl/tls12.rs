//! A server that speaks TLS 1.2 and no more, with a certificate of the hospital's own authority: the
//! version is all that is wrong with it.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

pub(crate) struct OldServer {
    child: Child,
    /// Its address.
    pub(crate) url: String,
    /// Kept open: a server whose output has gone away ends.
    _said: BufReader<ChildStdout>,
}

impl OldServer {
    /// Starts it on a port of its own; it accepts when this returns.
    pub(crate) fn start(cert: &Path, key: &Path) -> Self {
        let mut child = Command::new("openssl")
            .args(["s_server", "-tls1_2", "-accept", "127.0.0.1:0", "-www"])
            .arg("-cert")
            .arg(cert)
            .arg("-key")
            .arg(key)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl starts");
        let mut said = BufReader::new(child.stdout.take().expect("it is piped"));
        let address = said
            .by_ref()
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("ACCEPT ").map(str::to_owned))
            .expect("it says where it accepts");
        let (_, port) = address.rsplit_once(':').expect("an address has a port");
        let url = format!("https://localhost:{port}");
        Self {
            child,
            url,
            _said: said,
        }
    }
}

impl Drop for OldServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
