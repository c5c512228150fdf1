//! Asking for patient keys. They arrive sealed to the device, are opened once, and are kept wrapped under the person's own
//! key. Which are asked for, and when, is `wanted_keys`.

use charthold_audit::{Action, Subtype};
use charthold_crypto::{AgreementSecret, Key};
use charthold_domain::{AuditEventId, ChartId, Compartment, Purpose};
use charthold_protocol::{
    KeyRequest, KeysReply, KeysRequest, RefusalCode, Signed, Statement, WantedKey, key_context,
};
use charthold_sync::{Authority, SyncError};

use crate::audit_event::{Describe, event};
use crate::enrolled::Enrolled;
use crate::session::Session;
use crate::{Environment, Workstation, WorkstationError};

struct Prepared {
    request: KeysRequest,
    token: String,
    audit: AuditEventId,
}

impl Workstation {
    /// Asks for the keys of these charts, and for the index key where it is missing.
    pub(crate) async fn release_keys_of(
        &self,
        charts: &[ChartId],
    ) -> Result<usize, WorkstationError> {
        let enrolled = self.enrolled()?;
        let token = self.token().await?;
        let prepared = self.session(|enrolled, session| {
            prepare(self.environment(), enrolled, session, charts, token)
        })?;
        self.ask_and_keep(&enrolled, prepared).await
    }

    async fn ask_and_keep(
        &self,
        enrolled: &Enrolled,
        prepared: Prepared,
    ) -> Result<usize, WorkstationError> {
        // The event that explains the request must be at central before it.
        charthold_sync::push_audit(&enrolled.caller, &enrolled.journal).await?;
        let authority = Authority {
            token: Some(&prepared.token),
            audit: Some(prepared.audit),
        };
        let reply = match enrolled
            .caller
            .release_keys(&prepared.request, authority)
            .await
        {
            Ok(reply) => reply,
            // Not this person's to have, or no token any more: the charts stay closed.
            Err(SyncError::Refused(problem))
                if matches!(
                    problem.code,
                    RefusalCode::NotFound | RefusalCode::Unauthenticated
                ) =>
            {
                return Ok(0);
            }
            Err(error) => return Err(error.into()),
        };
        self.session(|enrolled, session| keep(self.environment(), enrolled, session, &reply))
    }
}

fn prepare(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &Session,
    charts: &[ChartId],
    token: String,
) -> Result<Prepared, WorkstationError> {
    let asked = event(
        environment,
        enrolled,
        Some(session.actor()),
        (Action::Execute, Subtype::KeysRequested),
    )
    .counting(charts.len());
    let audit = asked.id;
    enrolled
        .journal
        .with(|journal| journal.record(&asked, enrolled.keys.signing()))?;
    let facility = enrolled.identity.facility_chart;
    let wanted = charts
        .iter()
        .flat_map(|chart| {
            let parts: &[Compartment] = if *chart == facility {
                &[Compartment::Summary]
            } else {
                &Compartment::ALL
            };
            parts.iter().map(|part| WantedKey {
                chart: *chart,
                compartment: *part,
            })
        })
        .collect();
    let request = KeyRequest {
        tenant: enrolled.identity.tenant,
        device: enrolled.identity.device,
        person: session.person.id,
        wanted,
        index_key: session.index_key.is_none(),
        purpose: Purpose::Treatment,
        audit,
        at: enrolled.caller.central_time(),
    };
    let signed = Signed::make(&request, enrolled.keys.signing());
    let person_signature = session
        .vault
        .sign_as_person(KeyRequest::LABEL, signed.bytes());
    let request = KeysRequest {
        request: signed,
        person_signature,
        warrant: None,
    };
    Ok(Prepared {
        request,
        token,
        audit,
    })
}

fn keep(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    reply: &KeysReply,
) -> Result<usize, WorkstationError> {
    let person = session.person.id;
    let device = enrolled.identity.device;
    let mut entropy = (environment.entropy)();
    if let Some(sealed) = &reply.index_key {
        let info = key_context(&device, &person, None, 1);
        let key = open_key(enrolled.keys.agreement(), &info, sealed)?;
        let wrapped = session.vault.wrap_index_key(&key, entropy.as_mut());
        enrolled
            .journal
            .with(|journal| journal.save_index_key(person, &wrapped))?;
        session.index_key = Some(key);
    }
    let (mut opened, mut kept) = (Vec::new(), Vec::new());
    for released in &reply.keys {
        let part = (&released.chart, released.compartment);
        let info = key_context(&device, &person, Some(part), released.generation);
        let key = open_key(enrolled.keys.agreement(), &info, &released.sealed)?;
        let place = (released.chart, released.compartment, released.generation);
        let wrapped =
            session
                .vault
                .wrap_chart_key(place.0, place.1, place.2, &key, entropy.as_mut());
        kept.push((place.0, (place.1, place.2, wrapped)));
        opened.push((place, key));
    }
    enrolled
        .journal
        .with(|journal| journal.save_chart_keys(person, &kept))?;
    for (place, key) in opened {
        session.keys.insert(place, key);
    }
    Ok(reply.keys.len())
}

fn open_key<P: charthold_crypto::purpose::KeyPurpose>(
    device: &AgreementSecret,
    info: &[u8],
    sealed: &[u8],
) -> Result<Key<P>, WorkstationError> {
    let refused = || WorkstationError::Integrity("a released key does not open here");
    let opened = device
        .open_sealed(info, &[], sealed)
        .map_err(|_| refused())?;
    // EXPOSE: the bytes become the key.
    Key::from_slice(opened.expose()).map_err(|_| refused())
}
