//! What is shown and turns out to be damaged is made anew from the journal, which is the truth. Of the journal nothing is.

use charthold_domain::Compartment;
use charthold_store::StoreError;

use crate::enrolled::Enrolled;
use crate::session::Session;
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// What to tell whoever met `error` while reading or writing: that charts or directory had a fault and were begun anew, so that
    /// trying again shows them, or what it was.
    pub(crate) fn mend(
        &self,
        enrolled: &Enrolled,
        session: &mut Session,
        error: StoreError,
    ) -> WorkstationError {
        if !error.may_be_damage() {
            return error.into();
        }
        match self.begin_damaged_anew(enrolled, session) {
            Ok(true) => WorkstationError::MadeAnew,
            Ok(false) | Err(_) => error.into(),
        }
    }

    /// What `read` answers; asked once more, with everything shown again, when it met something damaged.
    pub(crate) fn once_more<R>(
        &self,
        read: impl Fn() -> Result<R, WorkstationError>,
    ) -> Result<R, WorkstationError> {
        match read() {
            Err(WorkstationError::MadeAnew) => {
                self.refresh()?;
                read()
            }
            other => other,
        }
    }

    fn begin_damaged_anew(
        &self,
        enrolled: &Enrolled,
        session: &mut Session,
    ) -> Result<bool, StoreError> {
        let mut begun = false;
        if !session.charts.is_whole().unwrap_or(false) {
            let path = self.inner.home.charts_path(session.person.id);
            session
                .charts
                .begin_anew(&path, &session.vault.charts_key())?;
            begun = true;
        }
        let facility = enrolled.identity.facility_chart;
        let key = session.keys.oldest(facility, Compartment::Summary);
        if let (Some(directory), Some(key)) = (session.directory.as_mut(), key)
            && !directory.is_whole().unwrap_or(false)
        {
            let key = enrolled.keys.directory_key(key);
            directory.begin_anew(&enrolled.directory_path, &key)?;
            // Not an empty list of patients, which would be believed: none, until it is brought up to date.
            session.directory = None;
            begun = true;
        }
        Ok(begun)
    }
}
