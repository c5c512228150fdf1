//! Becoming a workstation of a hospital: device keys into the keyring, a home on disk, a certificate
//! from the key service. Either all of it is there afterwards or nothing is.

use std::sync::Arc;

use charthold_audit::{Action, Subtype};
use charthold_crypto::{Key, VerifyingKey};
use charthold_domain::Timestamp;
use charthold_protocol::{
    Base64Bytes, ENROL_LABEL, EnrolReply, EnrolRequest, SignedDeviceCertificate, enrolment_proof,
    is_name,
};
use charthold_store::{Home, Identity, Journal, LogKind};
use charthold_sync::{SyncError, Transport};
use charthold_vault::{Anchor, DeviceKeys};

use crate::audit_event::event;
use crate::enrolled::Enrolled;
use crate::{Environment, Workstation, WorkstationError};

/// What is needed to enrol.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// Central's address, `https://…`.
    pub central_url: String,
    /// The certificates to trust, PEM.
    pub ca_pem: String,
    /// The code from IT.
    pub code: String,
    /// The workstation's name, as "WS-4B-03".
    pub name: String,
}

impl Workstation {
    /// Enrols this home.
    ///
    /// # Errors
    /// When there is a home already, the keyring or the disk refuses, or central does. Nothing is
    /// left behind.
    pub async fn enroll(&self, enrolment: &Enrolment) -> Result<(), WorkstationError> {
        let _line = self.inner.line.lock().await;
        let home = &self.inner.home;
        if let Some(leaving) = self.leaving() {
            // Its key is where the new one goes, and it has not had its last word.
            self.say_farewell(&leaving).await?;
        }
        if self.core().enrolled.is_some() || home.exists() {
            return Err(WorkstationError::AlreadyEnrolled);
        }
        let environment = self.environment();
        let transport = Transport::new(
            &enrolment.central_url,
            &enrolment.ca_pem,
            self.environment().patience,
        )?;
        if !is_name(enrolment.name.trim()) {
            return Err(WorkstationError::InvalidInput(
                "a workstation's name has 1 to 64 characters",
            ));
        }
        // Before the code is used up: it is good once.
        home.create()?;
        if let Err(error) = home.demand_room() {
            let _ = home.discard();
            return Err(error.into());
        }
        let keys = DeviceKeys::make((environment.entropy)().as_mut());
        let account = home.keyring_account();
        // An anchor of a home that was here before would say of the new one that something is gone.
        let saved = Anchor::delete(environment.keyring.as_ref(), &account)
            .and_then(|()| keys.save(environment.keyring.as_ref(), &account));
        if let Err(error) = saved {
            let _ = home.discard();
            return Err(error.into());
        }
        let enrolled = match ask(&transport, &keys, enrolment, environment).await {
            Ok(reply) => settle(home, environment, enrolment, keys, &reply),
            Err(error) => Err(error),
        };
        match enrolled {
            Ok(enrolled) => {
                self.core().enrolled = Some(Arc::new(enrolled));
                self.inner.standing_changed.notify_waiters();
                // It says what was here before; the journal that is here now says otherwise in any case.
                let _ = home.forget_farewell();
                Ok(())
            }
            Err(error) => {
                // Best effort: what could not be taken back is reported by the error that led here.
                let _ = environment.keyring.delete(&account);
                let _ = home.discard();
                Err(error)
            }
        }
    }
}

async fn ask(
    transport: &Transport,
    keys: &DeviceKeys,
    enrolment: &Enrolment,
    environment: &Environment,
) -> Result<EnrolReply, WorkstationError> {
    let signing = keys.verifying_key();
    let agreement = keys.agreement().public();
    let proof = enrolment_proof(
        &enrolment.code,
        &enrolment.name,
        signing.as_bytes(),
        agreement.as_bytes(),
    );
    let request = EnrolRequest {
        code: enrolment.code.clone(),
        name: enrolment.name.clone(),
        signing_key: Base64Bytes(signing.as_bytes().to_vec()),
        agreement_key: Base64Bytes(agreement.as_bytes().to_vec()),
        app_version: environment.programme.version.clone(),
        proof: Base64Bytes(keys.signing().sign(ENROL_LABEL, &proof).as_bytes().to_vec()),
    };
    transport
        .enroll(&request)
        .await
        .map_err(|error| match error {
            SyncError::Unreachable(_) | SyncError::TimedOut | SyncError::NotCentral(_) => {
                WorkstationError::EnrolOffline
            }
            other => other.into(),
        })
}

/// Checks the answer and makes the home of it.
fn settle(
    home: &Home,
    environment: &Environment,
    enrolment: &Enrolment,
    keys: DeviceKeys,
    reply: &EnrolReply,
) -> Result<Enrolled, WorkstationError> {
    let identity = identity(enrolment, &keys, reply, environment.clock.now())?;
    let lock = home.lock(&environment.programme.name)?;
    let mut journal = Journal::create(&home.journal_path(), &keys.journal_key())?;
    journal.start_audit(&Key::make((environment.entropy)().as_mut()))?;
    journal.save_identity(&identity)?;
    journal.set_epoch(reply.epoch)?;
    journal.save_units(&reply.units)?;
    journal.save_scope(&[(reply.facility_chart, LogKind::Facility, None)])?;
    let policy = serde_json::to_string(&reply.policy)
        .map_err(|_| WorkstationError::Internal("a policy could not be written down"))?;
    journal.set_setting("policy", &policy)?;
    let own = keys.verifying_key();
    journal.save_device_certificate(identity.device, &own, &identity.certificate)?;
    let enrolled =
        Enrolled::assemble((home, lock), journal, identity, Arc::new(keys), environment)?;
    enrolled.anchorage.trust();
    let recorded = event(
        environment,
        &enrolled,
        None,
        (Action::Create, Subtype::DeviceEnrolled),
    );
    enrolled
        .journal
        .with(|journal| journal.record(&recorded, enrolled.keys.signing()))?;
    Ok(enrolled)
}

fn identity(
    enrolment: &Enrolment,
    keys: &DeviceKeys,
    reply: &EnrolReply,
    now: Timestamp,
) -> Result<Identity, WorkstationError> {
    let broken = WorkstationError::Integrity("what central answered to the enrolment");
    let Ok(keys_verifying_key) = VerifyingKey::from_slice(&reply.keys_verifying_key.0) else {
        return Err(broken);
    };
    let Ok(central_verifying_key) = VerifyingKey::from_slice(&reply.central_verifying_key.0) else {
        return Err(broken);
    };
    let certificate = SignedDeviceCertificate::from_bytes(&reply.certificate.0)
        .and_then(|signed| signed.verify(&keys_verifying_key));
    match certificate {
        Ok(certificate)
            if certificate.signing == keys.verifying_key()
                && certificate.agreement == keys.agreement().public()
                && certificate.device == reply.device => {}
        _ => return Err(broken),
    }
    Ok(Identity {
        device: reply.device,
        tenant: reply.tenant,
        hospital: reply.hospital.clone(),
        name: enrolment.name.clone(),
        central_url: enrolment.central_url.clone(),
        ca_pem: enrolment.ca_pem.clone(),
        certificate: reply.certificate.0.clone(),
        keys_verifying_key,
        central_verifying_key,
        facility_chart: reply.facility_chart,
        enrolled_at: now,
    })
}
