//! The files, and what changes in them stands for a program of another version.

use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;

pub(crate) fn hold<T>(name: &str, message: &T)
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + Debug,
{
    hold_bytes(name, message);
    assert_eq!(decode::<T>(&frozen(name)), *message, "{name} is read");
}

pub(crate) fn hold_bytes<T>(name: &str, message: &T)
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()>,
{
    let written = minicbor::to_vec(message).expect("it is encoded");
    freeze(name, &written);
    assert_eq!(written, frozen(name), "{name} is written");
    let again = minicbor::to_vec(decode::<T>(&written)).expect("it is encoded");
    assert_eq!(again, written, "{name} is read");
}

/// As [`hold`], of what travels as JSON and may hold a secret: that can be neither compared nor shown, and is written again.
pub(crate) fn hold_json<T>(name: &str, message: &T)
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let path = file(&format!("{name}.json"));
    let written = serde_json::to_string(message).expect("it is encoded");
    if is_asked_to_freeze() && !path.exists() {
        fs::write(&path, &written).expect("there is room");
    }
    let frozen = fs::read_to_string(&path).expect("it was frozen");
    assert_eq!(written, frozen, "{name} is written");
    let read: T = serde_json::from_str(&frozen).expect("it is read");
    let again = serde_json::to_string(&read).expect("it is encoded");
    assert_eq!(again, frozen, "{name} is read");
}

pub(crate) fn decode<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> T {
    minicbor::decode(bytes).expect("it is read")
}

pub(crate) fn frozen(name: &str) -> Vec<u8> {
    fs::read(path(name)).expect("it was frozen")
}

fn freeze(name: &str, bytes: &[u8]) {
    if is_asked_to_freeze() && !path(name).exists() {
        fs::write(path(name), bytes).expect("there is room");
    }
}

fn is_asked_to_freeze() -> bool {
    std::env::var_os("CHARTHOLD_FREEZE_WIRE").is_some_and(|v| !v.is_empty())
}

fn path(name: &str) -> PathBuf {
    file(&format!("{name}.cbor"))
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/wire/1")
        .join(name)
}

/// The map `bytes` with an element nobody knows yet.
pub(crate) fn with_one_more(bytes: &[u8]) -> Vec<u8> {
    let count = map_len(bytes);
    let mut more = minicbor::Encoder::new(Vec::new());
    more.map(count + 1).expect("memory");
    let mut out = more.into_writer();
    out.extend_from_slice(&bytes[1..]);
    let mut element = minicbor::Encoder::new(out);
    element
        .u8(99)
        .and_then(|e| e.array(2))
        .and_then(|e| e.str("of tomorrow"))
        .and_then(|e| e.u8(1))
        .expect("memory");
    element.into_writer()
}

/// The map `bytes` without its last element, an empty list under `key`.
pub(crate) fn without_last(bytes: &[u8], key: u8) -> Vec<u8> {
    const EMPTY_LIST: u8 = 0x80;
    assert_eq!(bytes[bytes.len() - 2..], [key, EMPTY_LIST]);
    let mut fewer = minicbor::Encoder::new(Vec::new());
    fewer.map(map_len(bytes) - 1).expect("memory");
    let mut out = fewer.into_writer();
    out.extend_from_slice(&bytes[1..bytes.len() - 2]);
    out
}

/// Of a map of fewer than 24 elements, which begins with one byte.
fn map_len(bytes: &[u8]) -> u64 {
    let count = minicbor::Decoder::new(bytes).map().expect("a map");
    let count = count.expect("of a known size");
    assert!(count < 23);
    count
}
