#![doc = include_str!("../README.md")]

mod audit_event;
mod authoring;
mod closing;
mod directory_record;
mod enrolled;
mod environment;
mod error;
mod freshness;
mod gate;
pub mod ipc;
mod key_ring;
mod leaving;
mod mending;
mod pace;
mod pins;
mod record_id;
mod same_person;
mod session;
mod time_passed;
mod trouble;
mod use_case;
mod view;
mod workstation;

pub use charthold_chartlog::{Choices, FieldName, Head};
pub use charthold_crypto::{Entropy, Secret, forbid_dumps};
pub use charthold_domain::{
    BootTime, ChartId, Clock, IntentId, OpId, RecordId, SystemClock, Timestamp, uuid_v7,
};
pub use charthold_protocol::RecoveryRequest;
pub use charthold_sync::Patience;
pub use charthold_vault::{SessionEnd, Standing};
pub use closing::{CloseRequest, CloseStep, Closing};
pub use environment::{Environment, Programme, default_home};
pub use error::WorkstationError;
pub use trouble::Trouble;
pub use use_case::audit_trail::{AuditVerification, ListedEvent};
pub use use_case::change_password::NewPassword;
pub use use_case::decide::{DoubleVerdict, Settlement, VoidVerdict};
pub use use_case::doctor::{Finding, FindingState, doctor_of_closed_home};
pub use use_case::draft::{DraftApart, DraftVerdict};
pub use use_case::enroll::Enrolment;
pub use use_case::exchange::Exchanged;
pub use use_case::import::{ImportReport, ImportSource, RefusedEntry};
pub use use_case::put_record::PutOutcome;
pub use use_case::recover::{ask_for_device, bring_device_back};
pub use use_case::refresh::Changes;
pub use use_case::sign_on::{SignOn, SignedOn};
pub use use_case::status::{Emptied, HomeStatus};
pub use use_case::unlock::Typed;
pub use workstation::Workstation;
