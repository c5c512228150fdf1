//! The simulator: workstations, charts, a line that loses, repeats, reorders and cuts, restores,
//! revocations, lost laptops. Every decision is made by the functions the product calls; the
//! invariants of docs/sync-protocol.md are checked while it happens and when everybody has agreed.
//!
//! `cargo xtask sim` runs more seeds, and replays one.

#[cfg(test)]
mod cast;
#[cfg(test)]
mod central;
#[cfg(test)]
mod chance;
#[cfg(test)]
mod event;
#[cfg(test)]
mod invariant;
#[cfg(test)]
mod mutation;
#[cfg(test)]
mod run;
#[cfg(test)]
mod server;
#[cfg(test)]
mod station;
#[cfg(test)]
mod verdict;
#[cfg(test)]
mod view;
#[cfg(test)]
mod wire;
#[cfg(test)]
mod world;
#[cfg(test)]
mod writing;
