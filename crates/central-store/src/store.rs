//! All of central's repositories as one object, so that central takes one thing and a test another.

use crate::{
    AuditLog, Backups, Blobs, Charts, Devices, Enrolment, Hospital, Incidents, Log, Neighbours,
    People, SecondFactors, Sessions, Units,
};

/// A database that central can work on. Every method of these traits is one transaction, but for those of
/// [`Neighbours`], which write nothing.
pub trait CentralStore:
    Hospital
    + Units
    + People
    + Devices
    + SecondFactors
    + Sessions
    + Enrolment
    + Charts
    + Log
    + AuditLog
    + Backups
    + Blobs
    + Incidents
    + Neighbours
    + Send
    + Sync
{
}

impl<T> CentralStore for T where
    T: Hospital
        + Units
        + People
        + Devices
        + SecondFactors
        + Sessions
        + Enrolment
        + Charts
        + Log
        + AuditLog
        + Backups
        + Blobs
        + Incidents
        + Neighbours
        + Send
        + Sync
{
}
