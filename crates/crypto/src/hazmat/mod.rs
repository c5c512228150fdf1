//! The primitives, each a thin call into a vetted crate with our parameters fixed.
//! Nothing here knows what a key is for; only this crate's own constructions may use it.

pub(crate) mod aes_gcm;
pub(crate) mod argon2id;
pub(crate) mod hkdf;

#[cfg(test)]
mod tests;
