//! Listens for hints in each of the three ways, as far from the product's own client as possible.

use charthold_protocol::Hints;
use futures_util::StreamExt;
use reqwest::header::HeaderMap;
use reqwest::{Response, Upgraded};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

use crate::site::Site;
use crate::transport::Answer;
use crate::workstation::{Headers, With, Workstation, get};

pub(crate) const PATH: &str = "/v1/live";
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    WebSocket,
    Events,
    Poll,
}

pub(crate) const WAYS: [Way; 3] = [Way::WebSocket, Way::Events, Way::Poll];

impl Way {
    /// What a request adds to its proof.
    pub(crate) const fn asks(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::WebSocket => &[
                ("connection", "upgrade"),
                ("upgrade", "websocket"),
                ("sec-websocket-version", "13"),
                ("sec-websocket-key", KEY),
            ],
            Self::Events => &[("accept", "text/event-stream")],
            Self::Poll => &[],
        }
    }
}

pub(crate) enum Listener {
    Socket(Box<WebSocketStream<Upgraded>>),
    Events(Response, Vec<u8>),
    Poll(String),
}

impl Listener {
    /// Begins to listen; the first message says to look.
    pub(crate) async fn open(site: &Site, device: &mut Workstation, way: Way) -> Self {
        let headers = device.sign(site, "GET", PATH, b"", &With::default());
        let response = ask(site, PATH, &headers, way).send().await.unwrap();
        let mut listener = match way {
            Way::WebSocket => {
                assert_eq!(response.status(), 101);
                let accepted = response.headers()["sec-websocket-accept"].clone();
                assert_eq!(accepted, derive_accept_key(KEY.as_bytes()));
                let socket = response.upgrade().await.unwrap();
                let socket = WebSocketStream::from_raw_socket(socket, Role::Client, None).await;
                Self::Socket(Box::new(socket))
            }
            Way::Events => {
                assert_eq!(response.headers()["content-type"], "text/event-stream");
                Self::Events(response, Vec::new())
            }
            Way::Poll => {
                let hints: Hints = response.json().await.unwrap();
                assert_eq!(hints.hints, [charthold_protocol::Hint::Resync]);
                return Self::Poll(hints.at);
            }
        };
        let first = listener.hear(site, device).await.unwrap();
        assert_eq!(first.hints, [charthold_protocol::Hint::Resync]);
        listener
    }

    /// The next message with something in it; `None` when the connection ended.
    pub(crate) async fn hear(&mut self, site: &Site, device: &mut Workstation) -> Option<Hints> {
        match self {
            Self::Socket(socket) => loop {
                match socket.next().await? {
                    Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                    Ok(Message::Close(_)) => return None,
                    Ok(_) => {}
                    Err(error) => panic!("cut off: {error}"),
                }
            },
            Self::Events(response, heard) => loop {
                if let Some(end) = heard.windows(2).position(|two| two == b"\n\n") {
                    let event: Vec<u8> = heard.drain(..end + 2).collect();
                    let text = String::from_utf8(event).unwrap();
                    match text.trim().strip_prefix("data: ") {
                        Some(data) => return Some(serde_json::from_str(data).unwrap()),
                        None => assert!(text.starts_with(':'), "{text}"),
                    }
                    continue;
                }
                let chunk = response.chunk().await.expect("it ends in order");
                heard.extend_from_slice(&chunk?);
            },
            Self::Poll(after) => {
                let path = format!("{PATH}?after={after}");
                let headers = device.sign(site, "GET", &path, b"", &With::default());
                let answer = Answer::to(ask(site, &path, &headers, Way::Poll)).await;
                let hints: Hints = answer.json();
                after.clone_from(&hints.at);
                (!hints.hints.is_empty()).then_some(hints)
            }
        }
    }
}

pub(crate) fn ask(site: &Site, path: &str, headers: &Headers, way: Way) -> reqwest::RequestBuilder {
    let mut all = HeaderMap::new();
    for (name, value) in way.asks() {
        all.insert(*name, value.parse().unwrap());
    }
    for (name, value) in &headers.0 {
        all.insert(*name, value.parse().unwrap());
    }
    site.http.get(format!("{}{path}", site.url)).headers(all)
}

/// Ready when the metrics are as `are` says.
pub(crate) async fn until_metrics(site: &Site, are: impl Fn(&str) -> bool) {
    while !are(&get(site, "/metrics").await.text()) {
        tokio::task::yield_now().await;
    }
}
