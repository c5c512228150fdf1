//! What the lock screen and the frame show. Never a patient.

use charthold_store::PersonRow;
use charthold_vault::Standing;

use crate::enrolled::Enrolled;
use crate::gate::reason_of;
use crate::ipc::dto::{
    LockReason, Network, PersonView, PinState, Preferences, SessionState, SessionStatus,
    WorkstationView,
};
use crate::use_case::write_note::note_kind;
use crate::view::initials;
use crate::{Trouble, Workstation, WorkstationError};

impl Workstation {
    /// How things stand.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn session_status(&self) -> Result<SessionStatus, WorkstationError> {
        self.lock_if_due()?;
        let Ok(enrolled) = self.kept() else {
            return Ok(self.unenrolled_status());
        };
        let withdrawn = self.core().withdrawn;
        let people = match withdrawn {
            // Nobody signs in here any more.
            true => Vec::new(),
            false => enrolled.journal.with(|journal| journal.list_people())?,
        };
        let last = self.core().gate.last_lock().username.clone();
        let last = last.and_then(|name| people.iter().find(|row| row.person.username == name));
        let preferences = last.or(people.first()).map(preferences_of);
        let people: Vec<PersonView> = people
            .iter()
            .map(|row| self.person_view(&enrolled, row))
            .collect::<Result<_, _>>()?;
        let workstation = WorkstationView {
            name: enrolled.identity.name.clone(),
            hospital: enrolled.identity.hospital.clone(),
            version: self.environment().programme.version.clone(),
            help_desk: enrolled.policy()?.help_desk,
            sign_on: enrolled.policy()?.has_single_sign_on(),
        };
        let state = self.session_state(&enrolled, preferences.unwrap_or_default())?;
        Ok(SessionStatus {
            state,
            workstation,
            people,
            network: self.network_view(),
        })
    }

    fn session_state(
        &self,
        enrolled: &Enrolled,
        of_the_last: Preferences,
    ) -> Result<SessionState, WorkstationError> {
        let now = self.environment().clock.boot_time();
        let limit = enrolled.policy()?.inactivity_limit();
        let trouble = enrolled.journal.with(|journal| Trouble::load(journal))?;
        let mut core = self.core();
        let withdrawn = core.withdrawn;
        let (ends_in, warning) = match core.gate.standing(now) {
            Some(Standing::Open { ends_in }) => (ends_in, None),
            Some(Standing::Warning { ends_in, why }) => (ends_in, Some(reason_of(why))),
            Some(Standing::Over(why)) => (std::time::Duration::ZERO, Some(reason_of(why))),
            None => (std::time::Duration::ZERO, None),
        };
        let Some(session) = core.gate.inside() else {
            let last = core.gate.last_lock();
            return Ok(SessionState::Locked {
                reason: match trouble {
                    _ if withdrawn => LockReason::Withdrawn,
                    Some(Trouble::RolledBack) => LockReason::RolledBack,
                    _ => last.reason,
                },
                at_ms: last.at.map(charthold_domain::Timestamp::as_millis),
                username: last.username.clone(),
                preferences: of_the_last,
            });
        };
        let place = super::preferences::read_place(enrolled, session)?;
        let row = enrolled
            .journal
            .with(|journal| journal.find_person(session.person.id))?;
        let row = row.ok_or(WorkstationError::Internal(
            "the person who is in has no row",
        ))?;
        Ok(SessionState::Unlocked {
            person: self.person_view(enrolled, &row)?,
            locks_in_s: u32::try_from(ends_in.as_secs()).unwrap_or(u32::MAX),
            limit_s: u32::try_from(limit.as_secs()).unwrap_or(u32::MAX),
            warning,
            place,
            preferences: preferences_of(&row),
        })
    }

    fn unenrolled_status(&self) -> SessionStatus {
        SessionStatus {
            state: SessionState::NotEnrolled {
                was_withdrawn: self.emptied().is_some(),
            },
            workstation: WorkstationView {
                name: String::new(),
                hospital: String::new(),
                version: self.environment().programme.version.clone(),
                help_desk: None,
                sign_on: false,
            },
            people: Vec::new(),
            network: self.network_view(),
        }
    }

    fn person_view(
        &self,
        enrolled: &Enrolled,
        row: &PersonRow,
    ) -> Result<PersonView, WorkstationError> {
        let (units, drafts) = enrolled.journal.with(|journal| {
            Ok((
                journal.list_units()?,
                journal.list_drafts(row.person.id)?.len(),
            ))
        })?;
        Ok(PersonView {
            username: row.person.username.clone(),
            display_name: row.person.display_name.clone(),
            initials: initials(&row.person.display_name),
            role: row.person.role.code().to_owned(),
            note_title: note_kind(row.person.role).title(),
            units: units
                .into_iter()
                .filter(|unit| row.person.units.contains(&unit.id))
                .map(|unit| unit.name)
                .collect(),
            drafts: u32::try_from(drafts).unwrap_or(u32::MAX),
            locked_at_ms: row.locked_at.map(charthold_domain::Timestamp::as_millis),
            pin: self.pin_state(enrolled, row)?,
            sign_on: row.sign_on,
        })
    }

    fn pin_state(
        &self,
        enrolled: &Enrolled,
        row: &PersonRow,
    ) -> Result<PinState, WorkstationError> {
        let now = self.environment().clock.boot_time();
        Ok(match enrolled.policy()?.allows_pin() {
            false => PinState::Off,
            true if self.inner.pins.has(row.person.id, now) => PinState::Set,
            true => PinState::Unset,
        })
    }

    pub(crate) fn network_view(&self) -> Network {
        let network = *self.network();
        let synced = network
            .synced_at
            .map(charthold_domain::Timestamp::as_millis);
        match network.offline_since {
            None => Network::Online {
                synced_at_ms: synced,
            },
            Some(since) => Network::Offline {
                since_ms: since.as_millis(),
                data_as_of_ms: synced,
            },
        }
    }
}

fn preferences_of(row: &PersonRow) -> Preferences {
    row.preferences
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}
