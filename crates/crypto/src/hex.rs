//! Lower-case hexadecimal, for key literals and for printing public keys.

/// Appends two digits per byte. Does not reallocate if `text` has the capacity.
pub(crate) fn push(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0x0f));
    }
}

/// Computed, not looked up: a table read at a secret index can be seen in the cache.
fn digit(nibble: u8) -> char {
    let past_nine = u8::from(nibble > 9);
    char::from(b'0' + nibble + past_nine * (b'a' - b'9' - 1))
}

/// `Name(0123…)`, for public values only.
pub(crate) fn debug(
    f: &mut std::fmt::Formatter<'_>,
    name: &str,
    public: &[u8],
) -> std::fmt::Result {
    let mut text = String::with_capacity(public.len() * 2);
    push(&mut text, public);
    write!(f, "{name}({text})")
}
