//! Memory that C libraries give back is overwritten, too: the bridge to the page copies a chart's JSON in C, where our allocator wipes
//! nothing (ADR 0038). glibc does it when a variable says so as a process starts (`MALLOC_PERTURB_`, mallopt(3)); so this one starts
//! twice, and takes the variable away from its children: Mesa's software compositor in the web process reads what it freed, and dies.

/// Has whatever this process frees overwritten, from here on. To be called first, while there is one thread: the process may start
/// again in place of this one, with the same arguments. Where glibc is not the C library it does nothing.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn overwrite_freed_memory() {
    use std::env;
    use std::os::unix::process::CommandExt as _;
    use std::process::Command;

    use webkit2gtk::glib;

    const VARIABLE: &str = "MALLOC_PERTURB_";
    /// Freed memory has this byte, fresh memory its complement.
    const BYTE: &str = "165";
    /// Tells the second start from the first, also where the system takes the other variable away before it.
    const AGAIN: &str = "CHARTHOLD_STARTED_AGAIN";

    if env::var_os(AGAIN).is_some() {
        glib::unsetenv(VARIABLE);
        glib::unsetenv(AGAIN);
        return;
    }
    let Ok(program) = env::current_exe() else {
        return;
    };
    let mut arguments = env::args_os();
    let mut again = Command::new(program);
    if let Some(name) = arguments.next() {
        again.arg0(name);
    }
    // It returns only when it failed: a system that refuses keeps nobody from a chart.
    let _refused = again
        .args(arguments)
        .env(VARIABLE, BYTE)
        .env(AGAIN, "1")
        .exec();
}

/// There is no such switch here.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub const fn overwrite_freed_memory() {}
