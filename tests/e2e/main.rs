//! The real window, driven through WebDriver against the real servers, with a real Secret Service.
//! `cargo xtask test` gives it a display, a session bus, a keyring and `TAURI_DRIVER`.

#[cfg(test)]
mod driver;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod shift;
