//! The shell: a window, its commands, the ticking that locks and exchanges. No decisions.

mod closing;
mod command;
mod command_table;
mod freed_memory;
mod opening;
mod saving;
mod shell;
mod start;
mod web_process;
mod worker;

pub use freed_memory::overwrite_freed_memory;
pub use start::run;

#[cfg(test)]
mod tests;
