//! The shell: a window, its commands, the ticking that locks and exchanges. No decisions.

mod closing;
mod command;
mod command_table;
mod memory;
mod opening;
mod saving;
mod shell;
mod start;
mod web_process;
mod worker;

pub use memory::wipe_what_c_libraries_give_back;
pub use start::run;

#[cfg(test)]
mod tests;
