//! Live hints: what was committed, here or at another central on the same store, told to the devices
//! that listen. Fed after the commit and never inside one; nothing waits for a listener. What is correct
//! is only what is pulled, so that anything here may be lost.

mod feed;
mod hub;
mod neighbours;
mod ring;
mod seats;

pub(crate) use feed::{Feed, Told};
pub(crate) use hub::{Live, Terms};
pub(crate) use neighbours::Talk;
pub(crate) use ring::News;
pub(crate) use seats::Way;

#[cfg(test)]
mod tests;
