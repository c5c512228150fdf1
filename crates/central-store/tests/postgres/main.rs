//! What only a hospital's PostgreSQL has to promise: several centrals on one database, logs that
//! the serving login cannot change, a server that goes and comes back, TLS, and taking in a
//! clinic's store. What every store promises is the conformance suite's.

#[cfg(test)]
mod append_only;
#[cfg(test)]
mod channel;
#[cfg(test)]
#[path = "../../../testkit/src/postgres/mod.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    reason = "testkit's own, by path: testkit uses central, which uses this crate"
)]
mod cluster;
#[cfg(test)]
mod moving;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod restart;
#[cfg(test)]
mod side_by_side;
#[cfg(test)]
mod tampering;
#[cfg(test)]
mod tls;
#[cfg(test)]
#[path = "../conformance/world.rs"]
#[expect(
    dead_code,
    reason = "shared with the conformance suite, which uses the rest"
)]
mod world;
