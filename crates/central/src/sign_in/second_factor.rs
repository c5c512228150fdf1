//! What has to be shown beside the right password, and whether it was.

use charthold_crypto::{Secret, Totp};
use charthold_domain::{Person, PersonId};
use charthold_protocol::RefusalCode;

use crate::answer::Refusal;
use crate::caller::DeviceCaller;
use crate::central::Central;
use crate::second_factor::uri;
use crate::{SecondFactorRule, enrolment_code};

/// Codes tried in a row, however long that takes; then the secret is worth nothing and an operator makes another. NIST SP 800-63B
/// allows a hundred, and only who knows the password gets here.
const MOST_CODES: u32 = 100;

/// What somebody showed beside their password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Nothing; nothing was wanted.
    Nothing,
    /// A code of theirs, taken once.
    Code,
    /// The word of the hospital's sign-on provider, which asks for what it asks for.
    SignOn,
    /// A token of theirs on this device: a code was shown when that began. It makes no lease longer.
    Token,
}

/// What was shown of what is wanted.
///
/// # Errors
/// `SecondFactorWanted`, `SecondFactorWrong`, `SecondFactorUnset`.
pub(super) async fn check(
    central: &Central,
    caller: &DeviceCaller,
    person: PersonId,
    typed: Option<Secret<String>>,
) -> Result<Shown, Refusal> {
    let rule = central.second_factor;
    if rule == SecondFactorRule::Off {
        return Ok(Shown::Nothing);
    }
    let unset = || Refusal::of(RefusalCode::SecondFactorUnset);
    let Some(factor) = central.store.find_second_factor(person).await? else {
        return match rule {
            SecondFactorRule::Required => Err(unset()),
            SecondFactorRule::Off | SecondFactorRule::IfSet => Ok(Shown::Nothing),
        };
    };
    if caller.signed_in(central).await? == Some(person) {
        return Ok(Shown::Token);
    }
    let sealed = factor.secret.filter(|_| factor.wrong < MOST_CODES);
    let sealed = sealed.ok_or_else(unset)?;
    let typed = typed.ok_or_else(|| Refusal::of(RefusalCode::SecondFactorWanted))?;
    if !central.store.begin_code(person, MOST_CODES).await? {
        return Err(unset());
    }
    let totp = central.sealer.open(person, &sealed);
    let totp = totp.map_err(Refusal::internal)?;
    let now_s = u64::try_from(central.clock.now().as_millis() / 1_000).unwrap_or(0);
    // EXPOSE: it is compared with what the person's app shows.
    let step = totp.find_step(typed.expose(), now_s);
    match step {
        Some(step) if central.store.take_step(person, factor.set_at, step).await? => {
            Ok(Shown::Code)
        }
        _ => Err(Refusal::of(RefusalCode::SecondFactorWrong)),
    }
}

/// Makes a secret for the person, for a code from an operator.
///
/// # Errors
/// `CodeRefused`: it is another, is over, or was used; or nothing is to be set up.
pub(super) async fn set_up(
    central: &Central,
    person: &Person,
    code: Option<Secret<String>>,
) -> Result<Secret<String>, Refusal> {
    let refused = || Refusal::of(RefusalCode::CodeRefused);
    let code = code.ok_or_else(refused)?;
    // EXPOSE: only its hash is compared.
    let hash = enrolment_code::hash(code.expose());
    if !central.store.begin_code(person.id, MOST_CODES).await? {
        return Err(refused());
    }
    let (totp, sealed) = central.chance.lend(|entropy| {
        let totp = Totp::make(entropy);
        let sealed = central.sealer.seal(person.id, &totp, entropy);
        (totp, sealed)
    });
    let now = central.clock.now();
    let kept = central
        .store
        .set_up_second_factor(person.id, hash, &sealed, now);
    match kept.await? {
        true => Ok(uri(&central.hospital.name, &person.username, &totp)),
        false => Err(refused()),
    }
}
