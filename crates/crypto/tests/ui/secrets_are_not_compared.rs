use charthold_crypto::purpose::Chart;
use charthold_crypto::{AgreementSecret, Key, Secret, SigningSecret};

fn compare(secret: Secret<String>, key: Key<Chart>, sign: SigningSecret, agree: AgreementSecret) {
    let _ = secret == secret;
    let _ = key == key;
    let _ = sign == sign;
    let _ = agree == agree;
}

fn main() {}
