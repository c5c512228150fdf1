//! The only clock of the program: seconds on the wall and seconds of this thread on a processor.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// How long something took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// On the wall.
    pub(crate) wall_s: f64,
    /// Of this thread on a processor.
    pub(crate) cpu_s: f64,
}

/// Runs `work` and says how long it took.
///
/// # Errors
/// Those of `work`.
pub(crate) fn timed<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(T, Span), E> {
    let (wall, cpu) = (reading(ClockId::Monotonic), reading(ClockId::ThreadCPUTime));
    let result = work()?;
    let cpu_s = seconds_since(ClockId::ThreadCPUTime, cpu);
    let wall_s = seconds_since(ClockId::Monotonic, wall);
    Ok((result, Span { wall_s, cpu_s }))
}

/// Seconds on the wall, and of this whole process on processors.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub(crate) struct Both {
    /// On the wall.
    pub(crate) wall_s: f64,
    /// Of all its threads together.
    pub(crate) cpu_s: f64,
}

/// Runs `work`, whose threads are many, and says how long it took.
///
/// # Errors
/// Those of `work`.
pub(crate) fn timed_process<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(T, Both), E> {
    let (wall, cpu) = (
        reading(ClockId::Monotonic),
        reading(ClockId::ProcessCPUTime),
    );
    let result = work()?;
    let cpu_s = seconds_since(ClockId::ProcessCPUTime, cpu);
    let wall_s = seconds_since(ClockId::Monotonic, wall);
    Ok((result, Both { wall_s, cpu_s }))
}

/// The same for `work` that waits.
///
/// # Errors
/// Those of `work`.
pub(crate) async fn timed_wait<T, E>(
    work: impl Future<Output = Result<T, E>>,
) -> Result<(T, f64), E> {
    let wall = reading(ClockId::Monotonic);
    let result = work.await?;
    Ok((result, seconds_since(ClockId::Monotonic, wall)))
}

fn seconds_since(clock: ClockId, start: Duration) -> f64 {
    reading(clock).saturating_sub(start).as_secs_f64()
}

fn reading(clock: ClockId) -> Duration {
    let now = clock_gettime(clock);
    // Neither clock is ever before its own zero.
    let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
    let nanos = u32::try_from(now.tv_nsec).unwrap_or(0);
    Duration::new(seconds, nanos)
}
