//! Keys are not printed.

fn main() {}

fn prints<T: std::fmt::Debug>() {}

fn take() {
    prints::<charthold_vault::Vault<charthold_vault::Unlocked>>();
    prints::<charthold_vault::DeviceKeys>();
}
