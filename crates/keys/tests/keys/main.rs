//! The key service from outside: over its HTTP interface, its command line, and a real TLS connection.

// `cfg(test)` is always set here; it tells clippy that what follows is test code, helper functions included.
#[cfg(test)]
mod admission;
#[cfg(test)]
mod hospital;
#[cfg(test)]
mod input;
// strace is Linux's.
#[cfg(target_os = "linux")]
#[cfg(test)]
mod kills;
#[cfg(test)]
mod listening;
#[cfg(test)]
mod office;
#[cfg(test)]
mod program;
#[cfg(test)]
mod providers;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod release;
#[cfg(test)]
mod two_persons;
#[cfg(test)]
mod upkeep;
