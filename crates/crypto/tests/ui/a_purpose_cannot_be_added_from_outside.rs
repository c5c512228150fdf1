use charthold_crypto::purpose::KeyPurpose;

enum Mine {}

impl KeyPurpose for Mine {}

fn main() {}
