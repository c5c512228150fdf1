//! What this workstation and the people on it could lose is put by: sealed to the key service's recovery key, beside what it opens. Once,
//! with the first exchange while somebody is in.

use charthold_protocol::{Escrow, EscrowOf};

use crate::enrolled::Enrolled;
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// Puts by what is not yet. Nobody need notice when that cannot be done now: the next exchange tries again.
    ///
    /// # Errors
    /// Why the recovery key could not be had or trusted, or the files not be written.
    pub(crate) async fn put_by(&self, enrolled: &Enrolled) -> Result<(), WorkstationError> {
        let home = &self.inner.home;
        let Ok(person) = self.session(|_, session| Ok(session.person.id)) else {
            return Ok(());
        };
        let is_put_by =
            home.find_put_by(None)?.is_some() && home.find_put_by(Some(person))?.is_some();
        if is_put_by {
            return Ok(());
        }
        let signed = enrolled.caller.recovery_key().await?;
        // Central passes it on, and could pass on one of its own.
        let key = signed
            .verify(&enrolled.identity.keys_verifying_key)
            .map_err(|_| WorkstationError::Integrity("the recovery key is not the key service's"))?
            .key;
        let mut entropy = (self.environment().entropy)();
        let device = enrolled.identity.device;
        let mut seal = |of, secret: &[u8]| {
            let escrow = Escrow::seal((device, of), key, secret, entropy.as_mut());
            escrow
                .map(|escrow| escrow.to_bytes())
                .map_err(|_| WorkstationError::Integrity("the recovery key is none"))
        };
        let entry = enrolled.keys.to_entry();
        // EXPOSE: into its seal.
        home.put_by(None, &seal(EscrowOf::Device, entry.expose())?)?;
        let theirs =
            self.session(|_, session| Ok((session.person.id, session.vault.user_key_bytes())));
        let Ok((person, user_key)) = theirs else {
            return Ok(());
        };
        // EXPOSE: as above.
        let sealed = seal(EscrowOf::Person(person), user_key.expose())?;
        Ok(home.put_by(Some(person), &sealed)?)
    }
}
