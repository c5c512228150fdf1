use charthold_crypto::purpose::{Chart, Database};
use charthold_crypto::{Key, OsEntropy};

fn open_file(_: &Key<Database>) {}

fn main() {
    let chart: Key<Chart> = Key::make(&mut OsEntropy);
    open_file(&chart);
}
