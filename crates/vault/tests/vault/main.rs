//! The vault from outside: what does not compile, and a real Secret Service.

// `cfg(test)` is always set here; it tells clippy that what follows is test code, helper functions included.
#[cfg(test)]
mod misuse;
#[cfg(test)]
mod secret_service;
