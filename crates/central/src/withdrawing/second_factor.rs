//! Second factors, as operators set, reset and remove them. The log has it before the store when a code is wanted after it, and
//! after the store when none is; the secret is in neither the log nor a message but the one link.

use std::time::Duration;

use charthold_central_store::{Account, NewSecondFactor, SetUpCode};
use charthold_crypto::{Entropy, Secret, Totp};
use charthold_domain::{PersonId, Timestamp};

use super::{Gathered, Withdrawing};
use crate::operator_log::{Act, OperatorLog, Standing};
use crate::second_factor::{Sealer, uri};
use crate::{CentralError, enrolment_code, signing_key};

impl Withdrawing<'_> {
    /// Sets a second factor in the place of whatever there was. Answers the link for the person's authenticator app: it cannot be
    /// had again.
    ///
    /// # Errors
    /// [`CentralError::Usage`] when nobody has that username.
    pub async fn set_second_factor(
        &self,
        username: &str,
        entropy: &mut dyn Entropy,
    ) -> Result<Secret<String>, CentralError> {
        let Account { person, .. } = self.account(username).await?;
        let hospital = self.store.find_hospital().await?;
        let hospital = hospital.ok_or(CentralError::NotFounded)?;
        let sealer = Sealer::of(&signing_key::load(self.data)?);
        let totp = Totp::make(entropy);
        let secret = sealer.seal(person.id, &totp, entropy);
        self.want_second_factor(person.id, Some(secret), None)
            .await?;
        Ok(uri(&hospital.name, &person.username, &totp))
    }

    /// Makes whatever was set up worthless. Answers a code, good for so long, with which the person sets another up.
    ///
    /// # Errors
    /// [`CentralError::Usage`] when nobody has that username.
    pub async fn reset_second_factor(
        &self,
        username: &str,
        valid: Duration,
        entropy: &mut dyn Entropy,
    ) -> Result<String, CentralError> {
        let Account { person, .. } = self.account(username).await?;
        let code = enrolment_code::make(entropy);
        let set_up = SetUpCode {
            hash: enrolment_code::hash(&code),
            until: self.clock.now().plus(valid),
        };
        self.want_second_factor(person.id, None, Some(set_up))
            .await?;
        Ok(code)
    }

    /// Removes a second factor: no code is wanted of this person, unless the hospital wants one of everybody.
    ///
    /// # Errors
    /// [`CentralError::Usage`] when nobody has that username.
    pub async fn remove_second_factor(&self, username: &str) -> Result<Account, CentralError> {
        let account = self.account(username).await?;
        let (person, now) = (account.person.id, self.clock.now());
        let mut log = OperatorLog::open(self.data, now)?;
        self.store.remove_second_factor(person, now).await?;
        log.append(now, Act::SecondFactorRemoved { person })?;
        Ok(account)
    }

    async fn want_second_factor(
        &self,
        person: PersonId,
        secret: Option<Vec<u8>>,
        code: Option<SetUpCode>,
    ) -> Result<(), CentralError> {
        let at = self.clock.now();
        let mut log = OperatorLog::open(self.data, at)?;
        log.append(at, Act::SecondFactorSet { person })?;
        let new = NewSecondFactor {
            person,
            secret,
            code,
            at,
        };
        Ok(self.store.set_second_factor(&new).await?)
    }

    /// The later word counts, of log and store. A store that does not know of the last setting has at most an earlier secret:
    /// nothing is set up then, and the person asks an operator.
    pub(super) async fn gather_factors(
        &self,
        log: &mut OperatorLog,
        standing: &Standing,
        gathered: &mut Gathered,
    ) -> Result<(), CentralError> {
        let stored = self.store.list_second_factors().await?;
        for account in self.store.list_all_accounts().await? {
            let person = account.person.id;
            let known = standing.factors.get(&person);
            let held = stored.iter().find(|last| last.person == person);
            match (known, held) {
                (Some(known), held) if held.is_none_or(|held| held.at < known.at) => {
                    self.leave_as(person, known.at, known.is_wanted).await?;
                    gathered.enforced += 1;
                }
                (known, Some(held)) if known.is_none_or(|known| known.at < held.at) => {
                    let act = match held.is_wanted {
                        true => Act::SecondFactorSet { person },
                        false => Act::SecondFactorRemoved { person },
                    };
                    log.append(held.at, act)?;
                    gathered.noted += 1;
                }
                _ => {}
            }
        }
        Ok(())
    }

    async fn leave_as(
        &self,
        person: PersonId,
        at: Timestamp,
        is_wanted: bool,
    ) -> Result<(), CentralError> {
        if !is_wanted {
            return Ok(self.store.remove_second_factor(person, at).await?);
        }
        let nothing = NewSecondFactor {
            person,
            secret: None,
            code: None,
            at,
        };
        Ok(self.store.set_second_factor(&nothing).await?)
    }
}
