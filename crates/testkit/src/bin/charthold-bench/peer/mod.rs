//! What our figures stand beside: other people's programs and the limits of the machine. Each does
//! the named work and nothing more; none of it is the product's.

pub(crate) mod append;
pub(crate) mod bare_seal;
pub(crate) mod bulk;
pub(crate) mod full_text;
pub(crate) mod plain_sqlite;
pub(crate) mod pouch;
pub(crate) mod sqlcipher;
