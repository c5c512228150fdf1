//! Hints on a WebSocket (RFC 6455): each message one text frame, a ping as keepalive. The device says
//! nothing; that it answers pings shows that it is still there.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::response::Response;
use charthold_protocol::Hints;

use crate::live::{Feed, Told};

/// Nothing a device sends is longer than a control frame.
const MAX_INCOMING_BYTES: usize = 1024;
/// A device that takes longer to take a message than this is gone.
const SENDING: Duration = Duration::from_secs(30);

pub(super) fn answer(upgrade: WebSocketUpgrade, feed: Feed, first: Hints) -> Response {
    upgrade
        .max_message_size(MAX_INCOMING_BYTES)
        .max_frame_size(MAX_INCOMING_BYTES)
        .on_upgrade(|socket| async move {
            // How it ended is nobody's concern: the device comes again.
            let _ = serve(socket, feed, first).await;
        })
}

/// The connection ended.
struct Ended;

async fn serve(mut socket: WebSocket, mut feed: Feed, first: Hints) -> Result<(), Ended> {
    send(&mut socket, text(&first)?).await?;
    let mut answered = true;
    loop {
        let told = tokio::select! {
            told = feed.next() => told.map_err(|_| Ended)?,
            heard = socket.recv() => match heard {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Ended),
                Some(Ok(_)) => {
                    answered = true;
                    continue;
                }
            },
        };
        match told {
            Told::Hints(hints) => send(&mut socket, text(&hints)?).await?,
            Told::Quiet if !answered => return Err(Ended),
            Told::Quiet => {
                answered = false;
                send(&mut socket, Message::Ping(Vec::new().into())).await?;
            }
            Told::Revoked(hints) => {
                send(&mut socket, text(&hints)?).await?;
                return close(&mut socket, close_code::POLICY).await;
            }
            Told::Ending => return close(&mut socket, close_code::AWAY).await,
        }
    }
}

async fn close(socket: &mut WebSocket, code: u16) -> Result<(), Ended> {
    let reason = "".into();
    send(socket, Message::Close(Some(CloseFrame { code, reason }))).await
}

async fn send(socket: &mut WebSocket, message: Message) -> Result<(), Ended> {
    match tokio::time::timeout(SENDING, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Ended),
    }
}

fn text(hints: &Hints) -> Result<Message, Ended> {
    let text = serde_json::to_string(hints).map_err(|_| Ended)?;
    Ok(Message::Text(text.into()))
}
