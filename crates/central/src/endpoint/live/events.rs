//! Hints as server-sent events (WHATWG HTML §9.2): each message the data of one event, a comment as
//! keepalive.

use std::convert::Infallible;

use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use charthold_protocol::Hints;

use crate::live::{Feed, Told};

pub(super) const MEDIA: &str = "text/event-stream";

/// Where a stream of events stands.
enum Stage {
    First(Feed, Hints),
    Following(Feed),
    Over,
}

pub(super) fn answer(feed: Feed, first: Hints) -> Response {
    let events = futures_util::stream::unfold(Stage::First(feed, first), step);
    Sse::new(events).into_response()
}

/// The next event and what follows it; `None` ends the response.
async fn step(stage: Stage) -> Option<(Result<Event, Infallible>, Stage)> {
    let (event, stage) = match stage {
        Stage::First(feed, first) => (event(&first)?, Stage::Following(feed)),
        Stage::Following(mut feed) => match feed.next().await.ok()? {
            Told::Hints(hints) => (event(&hints)?, Stage::Following(feed)),
            Told::Quiet => (Event::default().comment(""), Stage::Following(feed)),
            Told::Revoked(hints) => (event(&hints)?, Stage::Over),
            Told::Ending => return None,
        },
        Stage::Over => return None,
    };
    Some((Ok(event), stage))
}

fn event(hints: &Hints) -> Option<Event> {
    Event::default().json_data(hints).ok()
}
