//! Central as its callers see it: real TLS on a port of its own, real signatures, a real store, and
//! a small key service that really signs and seals.

#[cfg(test)]
mod authority;
#[cfg(test)]
mod authors;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod blobs;
#[cfg(test)]
mod charts;
#[cfg(test)]
#[path = "../../../testkit/src/postgres/mod.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    reason = "testkit's own, by path: testkit uses central"
)]
mod cluster;
#[cfg(test)]
mod command;
#[cfg(test)]
mod conditions;
#[cfg(test)]
mod donate;
#[cfg(test)]
mod durable;
#[cfg(test)]
mod enrolment;
#[cfg(test)]
mod exchange;
#[cfg(test)]
mod guesses;
#[cfg(test)]
mod hospital;
#[cfg(test)]
mod key_service;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod listener;
#[cfg(test)]
mod live;
#[cfg(test)]
mod live_client;
#[cfg(test)]
mod neighbours;
#[cfg(test)]
mod robustness;
#[cfg(test)]
mod room;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod second_factor_guesses;
#[cfg(test)]
mod second_factor_restored;
#[cfg(test)]
mod session;
mod session_renew;
#[cfg(test)]
mod sign_on;
#[cfg(test)]
mod site;
#[cfg(test)]
mod transport;
#[cfg(test)]
mod wiping;
#[cfg(test)]
mod withdrawing;
#[cfg(test)]
mod workstation;
