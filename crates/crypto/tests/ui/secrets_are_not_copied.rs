use charthold_crypto::purpose::Chart;
use charthold_crypto::{AgreementSecret, Key, Secret, SigningSecret};

fn copy(secret: Secret<String>, key: Key<Chart>, sign: SigningSecret, agree: AgreementSecret) {
    let _ = secret.clone();
    let _ = key.clone();
    let _ = sign.clone();
    let _ = agree.clone();
}

fn main() {}
