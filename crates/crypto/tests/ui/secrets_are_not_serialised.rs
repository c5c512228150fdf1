use charthold_crypto::purpose::Chart;
use charthold_crypto::{AgreementSecret, Key, Secret, SigningSecret};

fn write(secret: Secret<String>, key: Key<Chart>, sign: SigningSecret, agree: AgreementSecret) {
    let _ = serde_json::to_string(&secret);
    let _ = serde_json::to_string(&key);
    let _ = serde_json::to_string(&sign);
    let _ = serde_json::to_string(&agree);
}

fn main() {}
