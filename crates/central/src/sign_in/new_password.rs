//! What a person may choose as a password. NIST SP 800-63B-4 (3.1.1.2): 15 characters where the password stands alone, 8 where a
//! second factor stands beside it, and none of those that are tried first. Nothing about kinds of characters, and no end after so many
//! days: both make for worse ones.

use std::sync::Arc;

use charthold_crypto::{Secret, ServerPasswordParams, hash_password, is_hard_to_guess};
use charthold_domain::Person;
use charthold_protocol::RefusalCode;

use super::Shown;
use crate::answer::Refusal;
use crate::central::Central;

const LEAST_ALONE: usize = 15;
const LEAST_BESIDE_A_CODE: usize = 8;

/// Refuses what nobody may choose, whoever asks: before a code is taken, which is good once and comes anew only after half a minute.
///
/// # Errors
/// `PasswordTooSimple`.
pub(crate) async fn demand_good(
    central: &Central,
    username: &str,
    new: &Secret<String>,
) -> Result<(), Refusal> {
    let known = [username.to_owned(), hospital_name(central).await?];
    is_good(new, Shown::Code, &known)
        .then_some(())
        .ok_or_else(too_simple)
}

/// Gives the person a new password, in place of the one they just proved.
///
/// # Errors
/// `PasswordTooSimple`.
pub(crate) async fn change_password(
    central: &Arc<Central>,
    person: &Person,
    shown: Shown,
    new: Secret<String>,
) -> Result<(), Refusal> {
    let hospital = hospital_name(central).await?;
    let known = [&person.username, &person.display_name, &hospital].map(Clone::clone);
    // As many at a time as there are checks: both take memory.
    let turn = Arc::clone(&central.password_checks).acquire_owned().await;
    let turn = turn.map_err(Refusal::internal)?;
    let here = Arc::clone(central);
    let made = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let hash = || hash_password(&new, ServerPasswordParams::STANDARD, &mut &here.chance);
        is_good(&new, shown, &known).then(hash).transpose()
    });
    let hash = made
        .await
        .map_err(Refusal::internal)?
        .map_err(Refusal::internal)?
        .ok_or_else(too_simple)?;
    Ok(central.store.set_password(person.id, &hash).await?)
}

async fn hospital_name(central: &Central) -> Result<String, Refusal> {
    let hospital = central.store.find_hospital().await?;
    Ok(hospital.map_or_else(String::new, |hospital| hospital.name))
}

fn too_simple() -> Refusal {
    Refusal::of(RefusalCode::PasswordTooSimple)
}

fn is_good(new: &Secret<String>, shown: Shown, known: &[String]) -> bool {
    let least = match shown {
        Shown::Code => LEAST_BESIDE_A_CODE,
        Shown::Nothing | Shown::SignOn | Shown::Token => LEAST_ALONE,
    };
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    is_hard_to_guess(new, least, &known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str, shown: Shown) -> bool {
        let known = ["tberg", "Tomas Berg", "Riverside General"].map(str::to_owned);
        is_good(&Secret::new(text.to_owned()), shown, &known)
    }

    #[test]
    fn alone_it_has_fifteen_characters_and_beside_a_code_eight() {
        assert!(taken("lantern quay 7 mosses", Shown::Nothing));
        assert!(!taken("vK3#qz!9fWm2xP", Shown::Nothing), "fourteen");
        assert!(taken("vK3#qz!9fWm2xP", Shown::Code));
        assert!(!taken("vK3#qz!", Shown::Code), "seven");
        assert!(
            taken("灯笼码头七号苔藓海风与远山明月", Shown::Nothing),
            "characters, not bytes"
        );
    }

    #[test]
    fn none_of_those_that_are_tried_first_is_taken() {
        for simple in [
            "passwordpassword",
            "aaaaaaaaaaaaaaaaaaaa",
            "1234567890123456",
            "qwertyuiopasdfgh",
            "tbergtbergtberg",
            "riversidegeneral",
            "tomasbergtomasberg",
        ] {
            assert!(!taken(simple, Shown::Nothing), "{simple}");
        }
    }
}
