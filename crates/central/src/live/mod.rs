//! Live hints: what was committed here, told to the devices that listen. Fed after the commit and
//! never inside one; nothing waits for a listener. What is correct is only what is pulled, so that
//! anything here may be lost, and with several centrals what another one took is.

mod feed;
mod hub;
mod ring;
mod seats;

pub(crate) use feed::{Feed, Told};
pub(crate) use hub::{Live, Terms};
pub(crate) use ring::News;
pub(crate) use seats::Way;

#[cfg(test)]
mod tests;
