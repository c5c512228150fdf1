//! Who comes back from the provider's page: a browser of this machine, to an address that only this machine has (RFC 8252, 7.3). Whoever
//! else comes is told nothing, and keeps nobody out.

use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use url::form_urlencoded;

/// How long somebody may take at the page.
const AT_THE_PAGE: Duration = Duration::from_secs(300);
/// How long a browser may take to say where it wants to.
const A_REQUEST: Duration = Duration::from_secs(2);
const LONGEST_REQUEST: usize = 16 << 10;
const PATH: &str = "/charthold";

pub(super) struct Loopback {
    listener: TcpListener,
    uri: String,
    state: String,
}

/// What a browser brought.
enum Brought {
    Code(String),
    /// They gave up there, or the provider let them nowhere.
    Refusal,
    /// It is not of this sign-on.
    Nothing,
}

impl Loopback {
    /// Listens where it is free.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) async fn open(state: String) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let uri = format!("http://{}{PATH}", listener.local_addr()?);
        Ok(Self {
            listener,
            uri,
            state,
        })
    }

    /// Where the page is to send its browser.
    pub(super) fn uri(&self) -> &str {
        &self.uri
    }

    /// The code, unless nobody brings one.
    pub(super) async fn wait(self) -> Option<String> {
        timeout(AT_THE_PAGE, self.hear()).await.ok().flatten()
    }

    async fn hear(self) -> Option<String> {
        loop {
            let (stream, _) = self.listener.accept().await.ok()?;
            match timeout(A_REQUEST, self.answer(stream)).await {
                Ok(Ok(Brought::Code(code))) => return Some(code),
                Ok(Ok(Brought::Refusal)) => return None,
                Ok(Ok(Brought::Nothing) | Err(_)) | Err(_) => {}
            }
        }
    }

    async fn answer(&self, mut stream: TcpStream) -> io::Result<Brought> {
        let mut head = Vec::new();
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            let mut part = [0; 1 << 10];
            let read = stream.read(&mut part).await?;
            let Some(part) = part.get(..read).filter(|part| !part.is_empty()) else {
                return Ok(Brought::Nothing);
            };
            head.extend_from_slice(part);
            if head.len() > LONGEST_REQUEST {
                return Ok(Brought::Nothing);
            }
        }
        let brought = self.read(&String::from_utf8_lossy(&head));
        let (status, text) = match brought {
            Brought::Code(_) => ("200 OK", "You are signed in. Go back to Charthold."),
            Brought::Refusal => ("200 OK", "You are not signed in. Go back to Charthold."),
            Brought::Nothing => ("404 Not Found", "There is nothing here."),
        };
        let page = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             Referrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{text}",
            text.len()
        );
        stream.write_all(page.as_bytes()).await?;
        stream.shutdown().await?;
        Ok(brought)
    }

    fn read(&self, head: &str) -> Brought {
        let query = head
            .strip_prefix("GET ")
            .and_then(|rest| rest.split(' ').next())
            .and_then(|target| target.strip_prefix(PATH))
            .and_then(|rest| rest.strip_prefix('?'));
        let Some(query) = query else {
            return Brought::Nothing;
        };
        let (mut state, mut code) = (None, None);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "state" => state = Some(value.into_owned()),
                "code" => code = Some(value.into_owned()),
                _ => {}
            }
        }
        match (state, code) {
            (Some(state), _) if state != self.state => Brought::Nothing,
            (None, _) => Brought::Nothing,
            (Some(_), Some(code)) => Brought::Code(code),
            (Some(_), None) => Brought::Refusal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(uri: &str, target: &str) -> String {
        let address = uri
            .strip_prefix("http://")
            .and_then(|rest| rest.strip_suffix(PATH))
            .unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {target} HTTP/1.1\r\nHost: {address}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn only_who_was_sent_brings_a_code() {
        let loopback = Loopback::open("right".into()).await.unwrap();
        let uri = loopback.uri().to_owned();
        let waiting = tokio::spawn(loopback.wait());
        for other in [
            "/",
            "/favicon.ico",
            "/charthold",
            "/charthold?code=theirs",
            "/charthold?code=theirs&state=wrong",
            "/charthold?error=access_denied",
        ] {
            assert!(ask(&uri, other).await.contains("404"), "{other}");
        }
        let answer = ask(
            &uri,
            "/charthold?state=right&iss=http%3A%2F%2Fx&code=a%2Bb%20c",
        )
        .await;
        assert!(answer.contains("You are signed in"), "{answer}");
        assert_eq!(waiting.await.unwrap().as_deref(), Some("a+b c"));
    }

    #[tokio::test]
    async fn who_gives_up_there_is_not_waited_for() {
        let loopback = Loopback::open("right".into()).await.unwrap();
        let uri = loopback.uri().to_owned();
        let waiting = tokio::spawn(loopback.wait());
        let answer = ask(&uri, "/charthold?error=access_denied&state=right").await;
        assert!(answer.contains("not signed in"), "{answer}");
        assert_eq!(waiting.await.unwrap(), None);
    }

    #[tokio::test]
    async fn who_says_nothing_keeps_nobody_out() {
        let loopback = Loopback::open("right".into()).await.unwrap();
        let uri = loopback.uri().to_owned();
        let address = uri
            .strip_prefix("http://")
            .unwrap()
            .strip_suffix(PATH)
            .unwrap();
        let mut long = TcpStream::connect(address).await.unwrap();
        let waiting = tokio::spawn(loopback.wait());
        long.write_all(&vec![b'x'; LONGEST_REQUEST + 1])
            .await
            .unwrap();
        drop(long);
        drop(TcpStream::connect(address).await.unwrap());
        ask(&uri, "/charthold?state=right&code=c").await;
        assert_eq!(waiting.await.unwrap().as_deref(), Some("c"));
    }
}
