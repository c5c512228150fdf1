//! Which chart a patient's entries go to: the one that is listed, or a new one. An id alone never decides: what is listed
//! under it is compared when it is written, and nobody is listed twice under one record number.

use charthold_clinical::import::{PatientEntries, RefusalCode};
use charthold_domain::{ChartId, UnitId};
use charthold_protocol::{Base64Bytes, RegisterChart};
use charthold_sync::Authority;

use super::write::Destination;
use crate::record_id::derive_blind_index;
use crate::same_person::has_number_of_another;
use crate::{Workstation, WorkstationError};

/// What a chart that was asked for is to central.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    New,
    Registered,
}

type Placed = Result<Destination, RefusalCode>;

impl Workstation {
    /// Where the entries go, or why nowhere.
    pub(super) async fn place(
        &self,
        patient: &PatientEntries,
        unit: UnitId,
    ) -> Result<Placed, WorkstationError> {
        if let Some(placed) = self.listed_place(patient)? {
            return Ok(placed);
        }
        let (chart, is) = self.new_chart(&patient.patient, unit).await?;
        if is == Is::Registered {
            // Another workstation may just have listed somebody under this id.
            self.sync(None).await?;
            if let Some(placed) = self.listed_place(patient)? {
                return Ok(placed);
            }
        }
        Ok(Ok(Destination::New(chart, unit)))
    }

    /// What the list of patients says; nothing of somebody who is new.
    fn listed_place(&self, patient: &PatientEntries) -> Result<Option<Placed>, WorkstationError> {
        self.session(|_, session| {
            let directory = session
                .directory
                .as_ref()
                .ok_or(WorkstationError::ChartNotHere)?;
            let listed = directory.find_by_fhir_id(&patient.patient)?;
            let listed = listed.map(|listed| listed.chart);
            let Some(entry) = patient.find_patient() else {
                let known = listed.map(|chart| Ok(Destination::Listed(chart)));
                return Ok(Some(known.unwrap_or(Err(RefusalCode::NoPatient))));
            };
            if has_number_of_another(session, listed, entry)? {
                return Ok(Some(Err(RefusalCode::DuplicateMrn)));
            }
            Ok(listed.map(|chart| Ok(Destination::Listed(chart))))
        })
    }

    /// A chart for a patient new to this workstation; central knows whether to the hospital.
    async fn new_chart(
        &self,
        fhir_id: &str,
        unit: UnitId,
    ) -> Result<(ChartId, Is), WorkstationError> {
        let enrolled = self.enrolled()?;
        let token = self.token().await?;
        let blind_index = self.session(|_, session| {
            let index = session.index_key.as_ref();
            let index = index.ok_or(WorkstationError::ChartNotHere)?;
            Ok(derive_blind_index(index, fhir_id))
        })?;
        charthold_sync::push_audit(&enrolled.caller, &enrolled.journal).await?;
        let audit = enrolled
            .journal
            .with(|journal| journal.last_confirmed_event())?;
        let request = RegisterChart {
            blind_index: Base64Bytes(blind_index.to_vec()),
            unit,
        };
        let authority = Authority {
            token: Some(&token),
            audit,
        };
        let registered = enrolled.caller.register_chart(&request, authority).await?;
        let chart = registered.chart;
        let word = registered.registration.0;
        enrolled
            .journal
            .with(|journal| journal.save_chart_registration(chart, &word))?;
        self.release_keys_of(&[chart]).await?;
        let is = match registered.created {
            true => Is::New,
            false => Is::Registered,
        };
        Ok((chart, is))
    }
}
