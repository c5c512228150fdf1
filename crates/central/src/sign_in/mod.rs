//! Whether somebody is who they say: their password, and a code of theirs where one is wanted. Every try counts before it is made,
//! codes on the same ladder as passwords; a wrong username takes as long as a wrong password, and what else is wanted is said to
//! nobody who does not know the password.

mod new_password;
mod second_factor;

use std::sync::Arc;
use std::time::Duration;

use charthold_central_store::Attempt;
use charthold_crypto::{Secret, sha256, verify_password};
use charthold_domain::Person;
use charthold_protocol::{RefusalCode, SignOnProof};

use crate::answer::Refusal;
use crate::caller::DeviceCaller;
use crate::central::Central;
use crate::sign_on::SignOn;

pub(crate) use new_password::{change_password, demand_good};
pub(crate) use second_factor::Shown;

/// Waits after 0, 1, 2 … failures in a row, in seconds: people mistype, programs guess.
const LADDER_S: [u64; 10] = [0, 0, 0, 1, 3, 5, 10, 30, 60, 300];
/// Longer is no name.
const MAX_USERNAME_BYTES: usize = 256;

/// What somebody says of themselves.
pub(crate) struct Claim {
    username: String,
    password: Secret<String>,
    code: Option<Secret<String>>,
}

impl Claim {
    pub(crate) fn new(username: &str, password: String, code: Option<String>) -> Self {
        Self {
            username: username.trim().to_lowercase(),
            password: Secret::new(password),
            code: code.map(Secret::new),
        }
    }
}

/// The person, when all that is wanted of them was shown.
///
/// # Errors
/// `SignOnWanted`; `WrongPassword`, `HeldOff`; to who gave the right password also `SecondFactorWanted`, `SecondFactorWrong`,
/// `SecondFactorUnset`.
pub(crate) async fn sign_in(
    central: &Central,
    caller: &DeviceCaller,
    claim: Claim,
) -> Result<(Person, Shown), Refusal> {
    let Claim {
        username,
        password,
        code,
    } = claim;
    demand_passwords(central)?;
    let (person, tries) = check_password(central, &username, password).await?;
    match second_factor::check(central, caller, person.id, code).await {
        Ok(shown) => {
            central.store.clear_attempts(tries).await?;
            Ok((person, shown))
        }
        Err(refusal) => {
            if is_no_guess(&refusal) {
                central.store.take_back_attempt(tries).await?;
            }
            Err(refusal)
        }
    }
}

/// A link for the person's authenticator app, for their password and a code from an operator. Either may be guessed at no more
/// often than at signing in.
///
/// # Errors
/// `WrongPassword`, `HeldOff`; to who gave the right password also `CodeRefused`.
pub(crate) async fn set_up(central: &Central, claim: Claim) -> Result<Secret<String>, Refusal> {
    let Claim {
        username,
        password,
        code,
    } = claim;
    demand_passwords(central)?;
    let (person, tries) = check_password(central, &username, password).await?;
    let link = second_factor::set_up(central, &person, code).await?;
    central.store.clear_attempts(tries).await?;
    Ok(link)
}

/// Whoever the sign-on provider names, who has an account that is open.
///
/// # Errors
/// `SignOnRefused`, `SignOnUnavailable`; `NotFound` when the hospital has no provider.
pub(crate) async fn sign_on(central: &Central, proof: SignOnProof) -> Result<Person, Refusal> {
    let provider = provider(central)?;
    let username = provider.identify(proof, central.clock.as_ref()).await?;
    let account = central.store.find_account(&username).await?;
    let account = account.ok_or_else(|| Refusal::of(RefusalCode::SignOnRefused))?;
    if account.disabled_at.is_some() {
        return Err(Refusal::closed(RefusalCode::SignOnRefused));
    }
    Ok(account.person)
}

/// The hospital's provider.
///
/// # Errors
/// `NotFound` when it has none.
pub(crate) fn provider(central: &Central) -> Result<&SignOn, Refusal> {
    let provider = central.sign_on.as_ref();
    provider.ok_or_else(|| Refusal::of(RefusalCode::NotFound))
}

fn demand_passwords(central: &Central) -> Result<(), Refusal> {
    match &central.sign_on {
        Some(provider) if provider.only => Err(Refusal::of(RefusalCode::SignOnWanted)),
        Some(_) | None => Ok(()),
    }
}

/// Who was told what else is wanted guessed at nothing; but what was guessed before is not forgiven for it.
fn is_no_guess(refusal: &Refusal) -> bool {
    matches!(
        refusal.code(),
        RefusalCode::SecondFactorWanted | RefusalCode::SecondFactorUnset
    )
}

/// The person whose password it is, and under what their tries are counted: this one still is.
async fn check_password(
    central: &Central,
    username: &str,
    password: Secret<String>,
) -> Result<(Person, [u8; 32]), Refusal> {
    let wrong = || Refusal::of(RefusalCode::WrongPassword);
    if username.len() > MAX_USERNAME_BYTES {
        return Err(wrong());
    }
    let username_hash = sha256(&[username.as_bytes()]);
    let now = central.clock.now();
    let ladder = LADDER_S.map(Duration::from_secs);
    let attempt = central
        .store
        .begin_attempt(username_hash, &ladder, now)
        .await?;
    if let Attempt::HeldOff { until } = attempt {
        return Err(Refusal::held_off(until.since(now)));
    }
    let account = central.store.find_account(username).await?;
    let hash = account
        .as_ref()
        .map_or(&central.nobodys_password, |account| &account.password_hash)
        .clone();
    let is_right = verify(central, hash, password).await?;
    let account = account.filter(|_| is_right).ok_or_else(wrong)?;
    if account.disabled_at.is_some() {
        central.store.clear_attempts(username_hash).await?;
        // Who knows the password may know this; to everybody else the account is none.
        return Err(Refusal::closed(RefusalCode::WrongPassword));
    }
    Ok((account.person, username_hash))
}

async fn verify(
    central: &Central,
    hash: String,
    password: Secret<String>,
) -> Result<bool, Refusal> {
    let turn = Arc::clone(&central.password_checks).acquire_owned().await;
    let turn = turn.map_err(Refusal::internal)?;
    let checked = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        verify_password(&hash, &password)
    });
    checked
        .await
        .map_err(Refusal::internal)?
        .map_err(Refusal::internal)
}
