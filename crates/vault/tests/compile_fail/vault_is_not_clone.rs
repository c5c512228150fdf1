//! There is one copy of a person's keys.

fn main() {}

fn copies<T: Clone>() {}

fn take() {
    copies::<charthold_vault::Vault<charthold_vault::Unlocked>>();
}
