//! Somebody with the database file and every right on it changes what is in the logs: `verify`
//! names the chain and the place. Each change is one a careful forger would make.

#[cfg(test)]
mod change;
#[cfg(test)]
#[path = "../conformance/world.rs"]
#[expect(
    dead_code,
    reason = "shared with the conformance suite, which uses the rest"
)]
mod world;
