//! JSON the way FHIR wants it: members in the order written, decimals digit for digit, nothing
//! empty. `serde_json` would order members by how it was built and write 7.40 as 7.4.
//! Parsing does not belong here.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::number::Decimal;

/// One JSON value. [`Json::Absent`] and empty lists leave no trace in what is written.
#[derive(Clone, Debug)]
pub(crate) enum Json {
    /// Not there.
    Absent,
    /// `true` or `false`.
    Truth(bool),
    /// A number with its decimals.
    Number(Decimal),
    /// A string.
    Text(Cow<'static, str>),
    /// An array.
    List(Vec<Self>),
    /// An object in the order of its members.
    Object(Vec<(&'static str, Self)>),
}

/// Builds a [`Json::Object`] from `"name": value` pairs.
macro_rules! object {
    ($($name:literal : $value:expr),* $(,)?) => {
        $crate::hospital::json::Json::Object(vec![
            $(($name, $crate::hospital::json::Json::from($value))),*
        ])
    };
}

/// Builds a [`Json::List`].
macro_rules! list {
    ($($value:expr),* $(,)?) => {
        $crate::hospital::json::Json::List(vec![$($crate::hospital::json::Json::from($value)),*])
    };
}

pub(crate) use {list, object};

impl Json {
    /// The value as compact JSON text.
    pub(crate) fn to_text(&self) -> String {
        let mut out = String::with_capacity(768);
        self.write(&mut out);
        out
    }

    fn is_absent(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::List(items) => items.iter().all(Self::is_absent),
            Self::Object(members) => members.iter().all(|(_, value)| value.is_absent()),
            _ => false,
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Absent => out.push_str("null"),
            Self::Truth(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(value) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "{value}");
            }
            Self::Text(value) => write_string(value, out),
            Self::List(items) => {
                out.push('[');
                let mut first = true;
                for item in items.iter().filter(|item| !item.is_absent()) {
                    if !std::mem::take(&mut first) {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                let mut first = true;
                for (name, value) in members.iter().filter(|(_, value)| !value.is_absent()) {
                    if !std::mem::take(&mut first) {
                        out.push(',');
                    }
                    write_string(name, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_string(text: &str, out: &mut String) {
    // Five searches the library has compiled beat one loop it has not, and no table holds any
    // other control character.
    let holds = |byte: u8| text.as_bytes().contains(&byte);
    out.push('"');
    if ![b'"', b'\\', b'\n', b'\r', b'\t'].into_iter().any(holds) {
        out.push_str(text);
    } else {
        for character in text.chars() {
            match character {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                control if control < ' ' => {
                    let _ = write!(out, "\\u{:04x}", u32::from(control));
                }
                plain => out.push(plain),
            }
        }
    }
    out.push('"');
}

impl From<&'static str> for Json {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Self {
        Self::Text(Cow::Owned(text.clone()))
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Truth(value)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Number(Decimal::whole(value))
    }
}

impl From<Decimal> for Json {
    fn from(value: Decimal) -> Self {
        Self::Number(value)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Self>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}
