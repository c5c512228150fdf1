//! Keys stay in this process: no core dump is written of it, and nobody of the same account reads its memory. Processes it
//! starts write no core dumps either.

use std::io;

/// To be called first thing by every program that holds keys.
///
/// On Linux `RLIMIT_CORE` is 0 from here on, which nothing undoes, and the process is not dumpable (prctl(2)): only who may
/// trace any process sees its memory. Elsewhere nothing is done.
///
/// # Errors
/// When the kernel refuses. A chart is to be opened all the same: whoever calls goes on.
pub fn forbid_dumps() -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{
            DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit,
        };

        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        setrlimit(Resource::Core, none)?;
        set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    }
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    use super::forbid_dumps;

    #[test]
    fn no_dump_is_written_of_it_and_nobody_else_reads_it() {
        forbid_dumps().expect("the kernel lets it");
        assert_eq!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable));
        let core = getrlimit(Resource::Core);
        assert_eq!((core.current, core.maximum), (Some(0), Some(0)));
    }
}
