//! A locked vault opens no chart.

fn main() {}

fn take(vault: &charthold_vault::Vault<charthold_vault::Locked>) {
    let _key = vault.charts_key();
}
