//! How a person likes the window, and where they were in it.

use charthold_crypto::{open, seal};

use crate::enrolled::Enrolled;
use crate::ipc::dto::Preferences;
use crate::session::Session;
use crate::{Workstation, WorkstationError};

/// What a place is sealed to.
const PLACE: &[u8] = b"charthold/place/1";
/// More than any honest window writes.
const MAX_PLACE_BYTES: usize = 16 << 10;

impl Workstation {
    /// Remembers theme and text size.
    ///
    /// # Errors
    /// When nobody is in or the journal cannot be written.
    pub fn save_preferences(&self, preferences: &Preferences) -> Result<(), WorkstationError> {
        let text = serde_json::to_string(preferences)
            .map_err(|_| WorkstationError::Internal("preferences could not be written down"))?;
        self.session(|enrolled, session| {
            let person = session.person.id;
            Ok(enrolled
                .journal
                .with(|journal| journal.save_preferences(person, &text))?)
        })
    }

    /// Remembers where the person is, sealed under their own key: it names the chart on the screen.
    ///
    /// # Errors
    /// When nobody is in, the place is absurdly long, or the journal cannot be written.
    pub fn save_place(&self, place: &str) -> Result<(), WorkstationError> {
        if place.len() > MAX_PLACE_BYTES {
            return Err(WorkstationError::InvalidInput(
                "a place in the window is a short text",
            ));
        }
        let mut entropy = (self.environment().entropy)();
        self.session(|enrolled, session| {
            let key = session.vault.draft_key();
            let sealed = seal(&key, PLACE, place.as_bytes(), entropy.as_mut());
            let person = session.person.id;
            Ok(enrolled
                .journal
                .with(|journal| journal.save_place(person, &sealed))?)
        })
    }
}

/// Where the person was; nothing when it cannot be read any more.
pub(crate) fn read_place(
    enrolled: &Enrolled,
    session: &Session,
) -> Result<Option<String>, WorkstationError> {
    let person = session.person.id;
    let Some(sealed) = enrolled
        .journal
        .with(|journal| journal.find_place(person))?
    else {
        return Ok(None);
    };
    let Ok(opened) = open(&session.vault.draft_key(), PLACE, &sealed) else {
        return Ok(None);
    };
    // EXPOSE: the place goes to the window of the person who left it.
    Ok(String::from_utf8(opened.expose().clone()).ok())
}
