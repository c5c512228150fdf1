//! The hospital's sign-on provider, a real one (`tests/sign-on-provider`, in Node), and somebody at its pages.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// The provider. It ends when this does.
pub struct Provider {
    process: Child,
    /// Open as long as it runs: it remarks on what it is asked, and dies when nobody can hear it.
    _out: BufReader<ChildStdout>,
    issuer: String,
}

impl Provider {
    /// Starts it where it is free.
    ///
    /// # Errors
    /// Those of the system: Node or the provider's packages are not there (`cargo xtask setup` installs them).
    pub fn start() -> io::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sign-on-provider");
        let mut process = Command::new("node")
            .arg("provider.js")
            .current_dir(folder)
            // It ends when this is closed.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = process.stdout.take();
        let out = out.ok_or_else(|| io::Error::other("it says nothing"))?;
        let mut issuer = String::new();
        let mut out = BufReader::new(out);
        out.read_line(&mut issuer)?;
        let issuer = issuer.trim().to_owned();
        if issuer.is_empty() {
            return Err(io::Error::other("it does not start"));
        }
        Ok(Self {
            process,
            _out: out,
            issuer,
        })
    }

    /// Its issuer identifier.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// It answers nobody any more.
    ///
    /// # Errors
    /// Those of the system.
    pub fn stop(mut self) -> io::Result<()> {
        self.process.kill()?;
        self.process.wait().map(drop)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Signs in as `username` at `page`, as a browser and whoever is at it do, up to the address that the provider sends them back to.
/// Answers what that said.
///
/// # Errors
/// Those of the way there; when the pages lead nowhere.
pub async fn sign_in_at(page: &str, username: &str) -> io::Result<String> {
    let (page, username) = (page.to_owned(), username.to_owned());
    let browsed = tokio::task::spawn_blocking(move || Browser::default().sign_in(page, &username));
    browsed.await.map_err(io::Error::other)?
}

/// By hand, as everything here that has an address: a page, its cookies, its form.
#[derive(Default)]
struct Browser {
    cookies: BTreeMap<String, String>,
}

struct Page {
    location: Option<String>,
    text: String,
}

impl Browser {
    fn sign_in(mut self, mut address: String, username: &str) -> io::Result<String> {
        let mut form = None;
        for _ in 0..PAGES_AT_MOST {
            let page = self.fetch(&address, form.take())?;
            if let Some(location) = page.location {
                address = resolve(&address, &location);
                continue;
            }
            let Some((_, rest)) = page.text.split_once("action=\"") else {
                return Ok(page.text);
            };
            let action = rest.split('"').next().unwrap_or_default();
            address = resolve(&address, action);
            // Who it is, then whether central may know.
            form = Some(if page.text.contains("name=\"login\"") {
                format!("prompt=login&login={username}&password=whatever")
            } else {
                "prompt=consent".to_owned()
            });
        }
        Err(io::Error::other("the pages lead nowhere"))
    }

    /// GET, or POST of a form.
    fn fetch(&mut self, address: &str, form: Option<String>) -> io::Result<Page> {
        let (host, path) = apart(address);
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let method = if form.is_some() { "POST" } else { "GET" };
        let form = form.unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: text/html\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            cookies.join("; "),
            form.len()
        );
        let mut stream = TcpStream::connect(host)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        let (head, text) = answer
            .split_once("\r\n\r\n")
            .ok_or_else(|| io::Error::other("no HTTP"))?;
        let mut location = None;
        for line in head.lines().skip(1) {
            let (name, value) = line.split_once(": ").unwrap_or_default();
            if name.eq_ignore_ascii_case("location") {
                location = Some(value.to_owned());
            } else if name.eq_ignore_ascii_case("set-cookie") {
                self.keep(value);
            }
        }
        Ok(Page {
            location,
            text: text.to_owned(),
        })
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// `HOST:PORT` and the path of `http://HOST:PORT/PATH`.
fn apart(address: &str) -> (&str, &str) {
    let rest = address.strip_prefix("http://").unwrap_or(address);
    rest.find('/').map_or((rest, "/"), |at| rest.split_at(at))
}

fn resolve(address: &str, to: &str) -> String {
    if to.starts_with("http://") {
        return to.to_owned();
    }
    let (host, _) = apart(address);
    format!("http://{host}{to}")
}

const PAGES_AT_MOST: usize = 16;
