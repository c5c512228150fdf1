//! Resolving references in a resource's text. Works on the text itself, token by token, so that
//! everything else stays byte for byte: decimals, spacing, key order, elements nobody knows.

use std::collections::HashMap;
use std::ops::Range;

/// From a bundle's `fullUrl`s to `Kind/id`.
pub(super) type Targets = HashMap<String, String>;

/// The text with every resolvable `"reference"` string replaced, or `None` when it is nested
/// deeper than [`MAX_DEPTH`]. `json` must be valid JSON.
pub(super) fn resolve(json: &str, targets: &Targets) -> Option<String> {
    let mut resolved = String::with_capacity(json.len());
    let mut copied = 0;
    for span in reference_strings(json)? {
        let Some(text) = json.get(span.clone()) else {
            continue;
        };
        if let Some(target) = find_target(text, targets) {
            resolved.push_str(json.get(copied..span.start).unwrap_or_default());
            resolved.push_str(&target);
            copied = span.end;
        }
    }
    resolved.push_str(json.get(copied..).unwrap_or_default());
    Some(resolved)
}

/// What `reference` means in this bundle; a version suffix is kept. Quoted text as in JSON.
fn find_target(quoted: &str, targets: &Targets) -> Option<String> {
    let reference: String = serde_json::from_str(quoted).ok()?;
    let target = resolved_reference(&reference, targets)?;
    Some(serde_json::Value::from(target).to_string())
}

/// `reference` as `Kind/id` when this bundle says what it stands for.
pub(super) fn resolved_reference(reference: &str, targets: &Targets) -> Option<String> {
    if let Some(target) = targets.get(reference) {
        return Some(target.clone());
    }
    let (place, version) = reference.split_once("/_history/")?;
    targets
        .get(place)
        .map(|target| format!("{target}/_history/{version}"))
}

/// What `json` refers to, each as written but without a version.
pub(super) fn references(json: &str) -> Vec<String> {
    let spans = reference_strings(json).unwrap_or_default();
    let texts = spans.into_iter().filter_map(|span| json.get(span));
    texts
        .filter_map(|quoted| serde_json::from_str::<String>(quoted).ok())
        .map(|reference| match reference.split_once("/_history/") {
            Some((place, _)) => place.to_owned(),
            None => reference,
        })
        .collect()
}

/// Where the string values of members named `reference` are, quotes included.
fn reference_strings(json: &str) -> Option<Vec<Range<usize>>> {
    let bytes = json.as_bytes();
    let mut spans = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = end_of_string(bytes, at);
                let value = after_colon(bytes, end);
                match value {
                    Some(value) if is_reference_name(json, at..end) => {
                        if bytes.get(value) == Some(&b'"') {
                            let value_end = end_of_string(bytes, value);
                            spans.push(value..value_end);
                            at = value_end;
                        } else {
                            at = value;
                        }
                    }
                    Some(value) => at = value,
                    None => at = end,
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return None;
        }
        at += 1;
    }
    Some(spans)
}

/// One past the closing quote of the string that opens at `start`.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            Some(b'"') => return at + 1,
            Some(_) => at += 1,
            None => return bytes.len(),
        }
    }
}

/// Where the member's value begins, when the string that ended before `end` is a member's name.
fn after_colon(bytes: &[u8], end: usize) -> Option<usize> {
    let colon = skip_space(bytes, end);
    (bytes.get(colon) == Some(&b':')).then(|| skip_space(bytes, colon + 1))
}

fn skip_space(bytes: &[u8], from: usize) -> usize {
    let space = bytes
        .iter()
        .skip(from)
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    from + space
}

fn is_reference_name(json: &str, span: Range<usize>) -> bool {
    match json.get(span) {
        Some("\"reference\"") => true,
        // A name may be written with escapes and still be "reference".
        Some(name) if name.contains('\\') => {
            serde_json::from_str::<String>(name).is_ok_and(|name| name == "reference")
        }
        _ => false,
    }
}

/// Deeper than any resource goes; parsers that recurse must be able to read what we keep.
const MAX_DEPTH: usize = 100;
