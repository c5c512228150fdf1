//! Central as its callers see it: real TLS on a port of its own, real signatures, a real store, and
//! a small key service that really signs and seals.

#[cfg(test)]
mod authority;
#[cfg(test)]
mod charts;
#[cfg(test)]
mod command;
#[cfg(test)]
mod enrolment;
#[cfg(test)]
mod exchange;
#[cfg(test)]
mod key_service;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod robustness;
#[cfg(test)]
mod session;
#[cfg(test)]
mod site;
#[cfg(test)]
mod transport;
#[cfg(test)]
mod workstation;
