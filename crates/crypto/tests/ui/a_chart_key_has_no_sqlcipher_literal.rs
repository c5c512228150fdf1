use charthold_crypto::purpose::Chart;
use charthold_crypto::{Key, OsEntropy};

fn main() {
    let chart: Key<Chart> = Key::make(&mut OsEntropy);
    let _ = chart.sqlcipher_literal();
}
