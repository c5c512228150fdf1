//! `chartholdctl` as scripts meet it: the real program against the real servers, with the keyring of
//! the operating system (`cargo xtask with-keyring -- …` where there is none).

#[cfg(test)]
mod commands;
#[cfg(test)]
mod conflicts;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod enrolment;
#[cfg(test)]
mod input;
#[cfg(test)]
mod load;
#[cfg(test)]
mod machine;
#[cfg(test)]
mod recover;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod size;
#[cfg(test)]
mod tls12;
