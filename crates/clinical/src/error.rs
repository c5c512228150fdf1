//! What can go wrong when a resource is read. No variant carries any of the resource's content:
//! even a parser's own message may quote a patient's value.

/// A resource that could not be read as what it was asked to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClinicalError {
    /// The text is not JSON, or not one JSON object.
    #[error("reading a resource: not a JSON object (line {line}, column {column})")]
    NotJson {
        /// Line of the fault, from 1; 0 when the text is JSON but no object.
        line: usize,
        /// Column of the fault, from 1.
        column: usize,
    },
    /// The object has no `resourceType`, so it is no FHIR resource.
    #[error("reading a resource: it names no resource type")]
    NoResourceType,
    /// The resource is of another kind than the view asked for.
    #[error("reading a resource as another kind than it is")]
    WrongKind,
    /// The resource lacks what the view cannot do without; show it as "other".
    #[error("reading a resource: an element the view needs is missing or unreadable")]
    Unreadable,
    /// A record was to be written from values that do not make one.
    #[error("writing a record: {what}")]
    Unwritable {
        /// What is wrong with the request, without its values.
        what: &'static str,
    },
}
