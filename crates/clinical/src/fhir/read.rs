//! Reading a struct from a resource's text so that one odd element does not lose the rest.
//! The usual case is one strict pass; only when that fails are the elements tried one by one.

use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::ClinicalError;

/// Reads `T` from one JSON object. Elements `T` names but cannot read are left out, as are
/// repeats of an element (the first counts); `T` must default every field.
pub(crate) fn read<T: DeserializeOwned>(json: &str) -> Result<T, ClinicalError> {
    match serde_json::from_str(json) {
        Ok(value) => Ok(value),
        Err(_) => read_what_is_readable(json),
    }
}

/// Errs unless the resource is of the kind the view is for.
pub(crate) fn expect_kind(is: &str, wanted: &str) -> Result<(), ClinicalError> {
    if is == wanted {
        Ok(())
    } else {
        Err(ClinicalError::WrongKind)
    }
}

fn read_what_is_readable<T: DeserializeOwned>(json: &str) -> Result<T, ClinicalError> {
    let Elements(elements) = Elements::read(json)?;
    let mut kept: Vec<String> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for (name, value) in &elements {
        if names.contains(&name.as_str()) {
            continue;
        }
        if let Some(member) = readable_part::<T>(name, value.get()) {
            kept.push(member);
            names.push(name);
        }
    }
    serde_json::from_str(&object(&kept)).map_err(|_| ClinicalError::Unreadable)
}

/// The member, whole when `T` can read it, else with only the array items it can read.
fn readable_part<T: DeserializeOwned>(name: &str, value: &str) -> Option<String> {
    let readable = |member: &String| serde_json::from_str::<T>(&object([member])).is_ok();
    let member = |value: &str| format!("{}:{value}", serde_json::Value::from(name));
    let whole = member(value);
    if readable(&whole) {
        return Some(whole);
    }
    let items: Vec<&RawValue> = serde_json::from_str(value).ok()?;
    let one_by_one = items.iter().map(|item| item.get());
    let kept: Vec<&str> = one_by_one
        .filter(|item| readable(&member(&format!("[{item}]"))))
        .collect();
    Some(member(&format!("[{}]", kept.join(",")))).filter(readable)
}

fn object<S: AsRef<str>>(members: impl AsRef<[S]>) -> String {
    let members: Vec<&str> = members.as_ref().iter().map(AsRef::as_ref).collect();
    format!("{{{}}}", members.join(","))
}

/// Where the text stops being a JSON object. Never the parser's message, which may quote values.
fn not_json(fault: &serde_json::Error) -> ClinicalError {
    if fault.is_data() {
        return ClinicalError::NotJson { line: 0, column: 0 };
    }
    ClinicalError::NotJson {
        line: fault.line(),
        column: fault.column(),
    }
}

/// The members of an object in order, repeats included, each value as its text.
pub(crate) struct Elements<'a>(pub(crate) Vec<(String, &'a RawValue)>);

impl<'a> Elements<'a> {
    pub(crate) fn read(json: &'a str) -> Result<Self, ClinicalError> {
        serde_json::from_str(json).map_err(|fault| not_json(&fault))
    }

    pub(crate) fn to_json(&self) -> String {
        let member = |(name, value): &(String, &RawValue)| {
            format!("{}:{}", serde_json::Value::from(name.as_str()), value.get())
        };
        object(self.0.iter().map(member).collect::<Vec<_>>())
    }
}

impl<'de> serde::Deserialize<'de> for Elements<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Elements<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Elements(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}
