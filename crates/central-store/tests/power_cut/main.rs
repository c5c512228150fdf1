//! Power cuts at central: a process that takes operations in is recorded call by call, and its file is put together as a disk
//! may hold it when the power went at any moment. What was acknowledged by then is there, and every chain holds. That the
//! recording would show it otherwise is shown by a disk that says it has synced and has not.

#[cfg(test)]
#[path = "../../../store/tests/store/power_cut/disk.rs"]
mod disk;
#[cfg(test)]
#[path = "../../../store/tests/store/power_cut/recording.rs"]
mod recording;
#[cfg(test)]
#[path = "../conformance/world.rs"]
#[expect(
    dead_code,
    reason = "shared with the conformance suite, which uses the rest"
)]
mod world;

#[cfg(test)]
mod tests;
