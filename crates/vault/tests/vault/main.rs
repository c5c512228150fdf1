//! The vault from outside: what does not compile, and a real Secret Service.

mod misuse;
mod secret_service;
