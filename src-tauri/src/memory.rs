//! What C libraries give back is overwritten, too: the bridge to the page carries whole charts through memory that no code of ours
//! frees. What Rust gives back, the allocator of the program wipes (`main.rs`).

/// Has the C library overwrite all memory that is given back. glibc takes that word at the start of a program alone, so the
/// program begins once more, as the same process. One that cannot begin again goes on as it is.
#[cfg(target_os = "linux")]
pub fn wipe_what_c_libraries_give_back() {
    use std::os::unix::process::CommandExt as _;

    if std::env::var_os(FILL).is_some() {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        let mut again = std::process::Command::new(program);
        again.args(std::env::args_os().skip(1)).env(FILL, "85");
        // It comes back only when it failed.
        let _ = again.exec();
    }
}

/// Not tried there.
#[cfg(not(target_os = "linux"))]
pub fn wipe_what_c_libraries_give_back() {}

/// M_PERTURB of mallopt(3): freed memory is filled with this byte.
#[cfg(target_os = "linux")]
const FILL: &str = "MALLOC_PERTURB_";
