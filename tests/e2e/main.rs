//! The real window, driven through WebDriver against the real servers, with a real Secret Service.
//! `cargo xtask test` gives it a display, a session bus, a keyring and `TAURI_DRIVER`.

#[cfg(test)]
mod bare;
#[cfg(test)]
mod closing;
#[cfg(test)]
mod conflict;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod drafts;
#[cfg(test)]
mod driver;
#[cfg(test)]
mod hospital;
#[cfg(test)]
mod idle;
#[cfg(test)]
mod inspector;
#[cfg(test)]
mod keyboard;
#[cfg(test)]
mod lock;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod process;
#[cfg(test)]
mod screens;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod shared_shift;
#[cfg(test)]
mod shift;
#[cfg(test)]
mod sign_on;
#[cfg(test)]
mod start;
#[cfg(test)]
mod system_lock;
