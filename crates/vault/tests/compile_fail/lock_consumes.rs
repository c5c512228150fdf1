//! Nothing is left of an unlocked vault once it is locked.

fn main() {}

fn take(vault: charthold_vault::Vault<charthold_vault::Unlocked>) {
    let _locked = vault.lock();
    let _key = vault.charts_key();
}
