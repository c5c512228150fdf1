//! What is measured, one file a budget. Thin: each sets up, takes pairs, and says what they are; what
//! they come to is worked out in `figure`.

pub(crate) mod at_rest;
pub(crate) mod central;
pub(crate) mod chart_open;
pub(crate) mod cold_start;
pub(crate) mod durable;
pub(crate) mod first_paint;
pub(crate) mod first_sync;
pub(crate) mod lock;
pub(crate) mod seal;
pub(crate) mod search;
pub(crate) mod unlock;
pub(crate) mod wire;
