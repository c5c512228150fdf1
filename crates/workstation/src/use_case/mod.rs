//! What people and scripts can do with a workstation, one module each.

pub(crate) mod audit_trail;
pub(crate) mod check_vitals;
pub(crate) mod compare;
pub(crate) mod decide;
pub(crate) mod doctor;
pub(crate) mod draft;
pub(crate) mod enroll;
pub(crate) mod exchange;
pub(crate) mod export_chart;
pub(crate) mod import;
pub(crate) mod lock;
pub(crate) mod open_chart;
pub(crate) mod preferences;
pub(crate) mod put_record;
pub(crate) mod record_vitals;
pub(crate) mod refresh;
pub(crate) mod release_keys;
pub(crate) mod renew_session;
pub(crate) mod search;
pub(crate) mod sent;
mod session_status;
pub(crate) mod status;
pub(crate) mod stay_live;
pub(crate) mod sync_status;
pub(crate) mod unlock;
pub(crate) mod ward;
pub(crate) mod write_note;
