//! A change to one record, field by field. A field is a top-level element of the FHIR resource and
//! its value is kept as the JSON text it came in: decimals and elements nobody here knows survive.
//! A program that does not know a field cannot clobber it.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::ChartlogError;
use crate::header::encode;

/// Name of a top-level element, as "valueQuantity".
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode,
)]
#[cbor(transparent)]
pub struct FieldName(#[n(0)] pub String);

/// The JSON text of one value.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct RawJson(#[n(0)] pub String);

/// A change to one record.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Patch {
    /// FHIR resource type; the same in every operation of a record.
    #[n(0)]
    pub kind: String,
    /// FHIR logical id; the same in every operation of a record.
    #[n(1)]
    pub fhir_id: String,
    /// Elements given a value, in the order of the resource.
    #[n(2)]
    pub set: Vec<(FieldName, RawJson)>,
    /// Elements removed.
    #[n(3)]
    pub unset: Vec<FieldName>,
}

impl Patch {
    /// The change that makes a new record out of a whole resource.
    ///
    /// # Errors
    /// [`ChartlogError::NotAResource`] when the text is no JSON object with `resourceType` and `id`.
    pub fn of_resource(json: &str) -> Result<Self, ChartlogError> {
        let (kind, fhir_id, set) = split(json)?;
        Ok(Self {
            kind,
            fhir_id,
            set,
            unset: Vec::new(),
        })
    }

    /// The change that turns the resource `before` into `after`; `None` when they are the same.
    ///
    /// # Errors
    /// [`ChartlogError::NotAResource`] when either is none, or they are not the same record.
    pub fn between(before: &str, after: &str) -> Result<Option<Self>, ChartlogError> {
        let (kind, fhir_id, old) = split(before)?;
        let (new_kind, new_id, new) = split(after)?;
        if kind != new_kind || fhir_id != new_id {
            return Err(ChartlogError::NotAResource(
                "type and id of a record never change",
            ));
        }
        let old: BTreeMap<_, _> = old.into_iter().collect();
        let unset = old
            .keys()
            .filter(|name| !new.iter().any(|(n, _)| n == *name))
            .cloned()
            .collect();
        let set: Vec<_> = new
            .into_iter()
            .filter(|(name, value)| old.get(name).is_none_or(|was| !same_json(was, value)))
            .collect();
        let patch = Self {
            kind,
            fhir_id,
            set,
            unset,
        };
        Ok((!patch.set.is_empty() || !patch.unset.is_empty()).then_some(patch))
    }

    /// The resource that `before` becomes by this change; of a new record, all it sets.
    ///
    /// # Errors
    /// [`ChartlogError::NotAResource`] when `before` is none.
    pub fn applied_to(&self, before: Option<&str>) -> Result<String, ChartlogError> {
        let mut fields = match before {
            Some(before) => split(before)?.2,
            None => Vec::new(),
        };
        fields.retain(|(name, _)| !self.unset.contains(name));
        for (name, value) in &self.set {
            match fields.iter_mut().find(|(known, _)| known == name) {
                Some((_, old)) => old.clone_from(value),
                None => fields.push((name.clone(), value.clone())),
            }
        }
        let fields = fields.iter().map(|(name, value)| (name, value));
        Ok(resource_text(&self.kind, &self.fhir_id, fields))
    }

    /// What is in a body, before compression.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, ChartlogError> {
        minicbor::decode(bytes).map_err(|_| ChartlogError::Malformed("patch"))
    }
}

/// Equal as texts once insignificant white space is gone; `1.0` and `1.00` are different values.
fn same_json(a: &RawJson, b: &RawJson) -> bool {
    a == b || compact(&a.0) == compact(&b.0)
}

pub(crate) fn compact(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in json.chars() {
        if in_string {
            (in_string, escaped) = match c {
                _ if escaped => (true, false),
                '\\' => (true, true),
                '"' => (false, false),
                _ => (true, false),
            };
            out.push(c);
        } else if !c.is_ascii_whitespace() {
            in_string = c == '"';
            out.push(c);
        }
    }
    out
}

/// A resource as JSON text.
pub(crate) fn resource_text<'a>(
    kind: &str,
    fhir_id: &str,
    fields: impl Iterator<Item = (&'a FieldName, &'a RawJson)>,
) -> String {
    let mut out = String::from("{\"resourceType\":");
    push_text(&mut out, kind);
    out.push_str(",\"id\":");
    push_text(&mut out, fhir_id);
    for (name, value) in fields {
        out.push(',');
        push_text(&mut out, &name.0);
        out.push(':');
        out.push_str(&value.0);
    }
    out.push('}');
    out
}

fn push_text(out: &mut String, text: &str) {
    // Serialising a string into memory cannot fail.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

type Fields = Vec<(FieldName, RawJson)>;

/// Type, id and the other elements in their order, compacted.
fn split(json: &str) -> Result<(String, String, Fields), ChartlogError> {
    let elements: OrderedObject = serde_json::from_str(json)
        .map_err(|_| ChartlogError::NotAResource("not a JSON object, or an element given twice"))?;
    let (mut kind, mut fhir_id, mut fields) = (None, None, Vec::with_capacity(elements.0.len()));
    for (name, value) in elements.0 {
        match name.as_str() {
            "resourceType" => kind = Some(text(&value)?),
            "id" => fhir_id = Some(text(&value)?),
            _ => fields.push((FieldName(name), RawJson(compact(value.get())))),
        }
    }
    let kind = kind.ok_or(ChartlogError::NotAResource("no resourceType"))?;
    let fhir_id = fhir_id.ok_or(ChartlogError::NotAResource("no id"))?;
    Ok((kind, fhir_id, fields))
}

fn text(value: &RawValue) -> Result<String, ChartlogError> {
    serde_json::from_str(value.get())
        .map_err(|_| ChartlogError::NotAResource("resourceType and id are texts"))
}

/// A JSON object with its order kept and duplicates refused.
struct OrderedObject(Vec<(String, Box<RawValue>)>);

impl<'de> serde::Deserialize<'de> for OrderedObject {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = OrderedObject;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a FHIR resource")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<OrderedObject, A::Error> {
                let mut elements: Vec<(String, Box<RawValue>)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    if elements.iter().any(|(seen, _)| *seen == name) {
                        return Err(serde::de::Error::custom("element given twice"));
                    }
                    elements.push((name, value));
                }
                Ok(OrderedObject(elements))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}
