//! The programs themselves, as an operator starts them: found beside the program that asks, with
//! their output in files, ended when they are let go of. What is done in one process is `Riverside`.

mod clock;
mod doorbell;
mod error;
mod premises;
mod program;
mod run;
mod servers;
mod station;

pub use clock::clock_off_by;
pub use doorbell::Doorbell;
pub use error::ProgramError;
pub use premises::{Premises, own_environment};
pub use program::{Program, find_program};
pub use run::{Cut, Run, Said};
pub use servers::{Server, Servers};
pub use station::Station;
