//! What is left of a workstation that empties itself: a farewell on the disk and the signing key in the keyring. It goes on from these
//! wherever it was cut short, and each step may be done again.

use std::sync::Arc;

use charthold_crypto::VerifyingKey;
use charthold_protocol::{SignedWipe, Wipe};
use charthold_store::{Farewell, Home, HomeLock, Unsaid};
use charthold_sync::{Caller, Transport, report_wiped};
use charthold_vault::{Anchor, DeviceKeys};

use crate::enrolled::{Enrolled, Signer};
use crate::{Environment, Timestamp, WorkstationError};

/// A home that is being emptied, or is empty and has not said so.
pub(crate) struct Leaving {
    farewell: Farewell,
    unsaid: Unsaid,
    keys: Arc<DeviceKeys>,
    caller: Arc<Caller>,
    _lock: Arc<HomeLock>,
}

impl Leaving {
    /// Goes on with a home whose emptying was begun.
    pub(crate) fn find(
        home: &Home,
        environment: &Environment,
    ) -> Result<Option<Self>, WorkstationError> {
        let Some(farewell) = home.find_farewell()? else {
            return Ok(None);
        };
        let Some(unsaid) = farewell.unsaid.clone() else {
            return Ok(None);
        };
        let lock = Arc::new(home.lock(&environment.programme.name)?);
        let keys = DeviceKeys::load(environment.keyring.as_ref(), &home.keyring_account())?;
        let Some(keys) = keys.map(Arc::new) else {
            // The key goes after the files and after central's answer, and not before.
            if !home.exists() {
                home.end_farewell(&farewell)?;
            }
            return Ok(None);
        };
        if !is_statement_of(&unsaid.statement, &keys) {
            // Somebody else's word empties nothing.
            return Ok(None);
        }
        let transport = Transport::new(&unsaid.central_url, &unsaid.ca_pem, environment.patience)?;
        let caller = Caller::new(
            transport,
            unsaid.device,
            Arc::new(Signer(Arc::clone(&keys))),
            Arc::clone(&environment.clock),
            (environment.entropy)(),
        );
        let leaving = Self {
            farewell,
            unsaid,
            keys,
            caller: Arc::new(caller),
            _lock: lock,
        };
        // What cannot be done now is done with the next exchange.
        let _ = leaving.empty(home, environment);
        Ok(Some(leaving))
    }

    /// What an open home has to say at its end.
    pub(crate) fn of(enrolled: &Enrolled, wipe: &Wipe) -> Self {
        let identity = &enrolled.identity;
        let unsaid = Unsaid {
            device: identity.device,
            central_url: identity.central_url.clone(),
            ca_pem: identity.ca_pem.clone(),
            central_verifying_key: *identity.central_verifying_key.as_bytes(),
            statement: SignedWipe::make(wipe, enrolled.keys.signing()).to_bytes(),
        };
        Self {
            farewell: Farewell {
                name: identity.name.clone(),
                hospital: identity.hospital.clone(),
                at: Timestamp::from_millis(wipe.at.as_millis()),
                unsaid: Some(unsaid.clone()),
            },
            unsaid,
            keys: Arc::clone(&enrolled.keys),
            caller: Arc::clone(&enrolled.caller),
            _lock: Arc::clone(&enrolled.lock),
        }
    }

    pub(crate) const fn farewell(&self) -> &Farewell {
        &self.farewell
    }

    /// Removes what opens the files, then the files.
    pub(crate) fn empty(
        &self,
        home: &Home,
        environment: &Environment,
    ) -> Result<(), WorkstationError> {
        let mut entropy = (environment.entropy)();
        self.keys.save_signing_alone(
            environment.keyring.as_ref(),
            &home.keyring_account(),
            entropy.as_mut(),
        )?;
        Ok(home.empty()?)
    }

    /// Tells central; nothing is left here when it has answered.
    pub(crate) async fn tell(
        &self,
        home: &Home,
        environment: &Environment,
    ) -> Result<(), WorkstationError> {
        let central = VerifyingKey(self.unsaid.central_verifying_key);
        report_wiped(&self.caller, self.unsaid.statement.clone(), &central).await?;
        let (keyring, account) = (environment.keyring.as_ref(), home.keyring_account());
        Anchor::delete(keyring, &account)?;
        keyring.delete(&account)?;
        Ok(home.end_farewell(&self.farewell)?)
    }
}

fn is_statement_of(statement: &[u8], keys: &DeviceKeys) -> bool {
    SignedWipe::from_bytes(statement)
        .is_ok_and(|signed| signed.verify(&keys.verifying_key()).is_ok())
}
