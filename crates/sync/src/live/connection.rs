//! One line to central, in one of the ways.

use std::time::Duration;

use charthold_protocol::{Hints, LIVE_PATH, RefusalCode};
use futures_util::StreamExt;
use reqwest::header::{
    ACCEPT, CONNECTION, HeaderMap, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_VERSION, UPGRADE,
};
use reqwest::{Response, StatusCode, Upgraded};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::SILENCE;
use super::course::Way;
use super::events::{Events, read};
use crate::transport::read_limited;
use crate::{Caller, SyncError};

/// A central that knows no hints, or not this device, will not in a minute either.
const NOT_HERE: Duration = Duration::from_secs(600);
/// More than central writes.
const MAX_PLACE_CHARS: usize = 128;
/// More in one message is none of ours.
const MAX_MESSAGE_BYTES: usize = 4 << 20;

/// A line.
pub(super) enum Connection<'a> {
    /// A WebSocket.
    Socket(Box<WebSocketStream<Upgraded>>),
    /// An answer that goes on.
    Events(Response, Events),
    /// One request after the other.
    Poll {
        /// Who asks.
        caller: &'a Caller,
        /// Where the last answer stood.
        after: Option<String>,
    },
}

/// What is heard on a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// A message.
    Hints(Hints),
    /// That it stands.
    Alive,
}

/// The line could not be had, or ended. Why does not matter: an exchange will say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lost {
    /// How long central asked to wait.
    pub(super) asked: Option<Duration>,
}

impl From<SyncError> for Lost {
    fn from(error: SyncError) -> Self {
        let asked = match error.refusal() {
            Some(RefusalCode::NotFound | RefusalCode::DeviceRefused) => Some(NOT_HERE),
            _ => error.retry_after(),
        };
        Self { asked }
    }
}

impl<'a> Connection<'a> {
    /// Opens a line.
    pub(super) async fn open(caller: &'a Caller, way: Way) -> Result<Self, Lost> {
        match way {
            Way::WebSocket => open_socket(caller).await,
            Way::Events => {
                let accept = HeaderMap::from_iter([(ACCEPT, from_static("text/event-stream"))]);
                let response = caller.listen(LIVE_PATH, accept).await?;
                Ok(Self::Events(response, Events::default()))
            }
            Way::Poll => Ok(Self::Poll {
                caller,
                after: None,
            }),
        }
    }

    /// Waits for what comes next.
    pub(super) async fn next(&mut self) -> Result<Heard, Lost> {
        match self {
            Self::Socket(socket) => match socket.next().await {
                Some(Ok(Message::Text(text))) => read(text.as_bytes()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => Err(Lost::default()),
                // A ping is answered when the next message is waited for.
                Some(Ok(_)) => Ok(Heard::Alive),
            },
            Self::Events(response, events) => loop {
                if let Some(heard) = events.next()? {
                    return Ok(heard);
                }
                let chunk = response.chunk().await.map_err(SyncError::from)?;
                events.take(&chunk.ok_or_else(Lost::default)?)?;
            },
            Self::Poll { caller, after } => {
                let path = match after {
                    Some(after) => format!("{LIVE_PATH}?after={after}"),
                    None => LIVE_PATH.to_owned(),
                };
                let response = caller.listen(&path, HeaderMap::new()).await?;
                let heard = read(&read_limited(response, SILENCE).await?)?;
                if let Heard::Hints(hints) = &heard {
                    *after = Some(plain(&hints.at)?);
                }
                Ok(heard)
            }
        }
    }
}

/// Central's place, when it can stand in an address as it is.
fn plain(at: &str) -> Result<String, Lost> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if at.len() <= MAX_PLACE_CHARS && at.chars().all(is_plain) {
        Ok(at.to_owned())
    } else {
        Err(Lost::default())
    }
}

/// RFC 6455 §4.1 over the one client that decides about TLS.
async fn open_socket(caller: &Caller) -> Result<Connection<'_>, Lost> {
    let key = caller.make_nonce();
    let sent = HeaderValue::try_from(&key).map_err(|_| Lost::default())?;
    let asks = HeaderMap::from_iter([
        (CONNECTION, from_static("upgrade")),
        (UPGRADE, from_static("websocket")),
        (SEC_WEBSOCKET_VERSION, from_static("13")),
        (SEC_WEBSOCKET_KEY, sent),
    ]);
    let response = caller.listen(LIVE_PATH, asks).await?;
    let accepted = response.headers().get(SEC_WEBSOCKET_ACCEPT);
    let is_ours = accepted.is_some_and(|value| *value == *derive_accept_key(key.as_bytes()));
    if response.status() != StatusCode::SWITCHING_PROTOCOLS || !is_ours {
        return Err(Lost::default());
    }
    let upgraded = response.upgrade().await.map_err(SyncError::from)?;
    let config = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE_BYTES))
        .max_frame_size(Some(MAX_MESSAGE_BYTES));
    let socket = WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await;
    Ok(Connection::Socket(Box::new(socket)))
}

const fn from_static(value: &'static str) -> HeaderValue {
    HeaderValue::from_static(value)
}
