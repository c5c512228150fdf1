use charthold_crypto::purpose::Chart;
use charthold_crypto::{AgreementSecret, Key, Secret, SigningSecret};

fn print(secret: Secret<String>, key: Key<Chart>, sign: SigningSecret, agree: AgreementSecret) {
    let _ = format!("{secret:?}");
    let _ = format!("{secret}");
    let _ = format!("{key:?}");
    let _ = format!("{sign:?}");
    let _ = format!("{agree:?}");
}

fn main() {}
