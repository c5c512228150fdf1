//! The store as its users see it: files on a disk, keys, people and a power cut.

#[cfg(test)]
mod audit;
#[cfg(test)]
mod bit_flips;
#[cfg(test)]
mod chain;
#[cfg(test)]
mod conflict;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod home;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod independent_reader;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod let_go;
#[cfg(test)]
mod migration;
#[cfg(test)]
mod open_draft;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod power_cut;
#[cfg(test)]
mod projection;
#[cfg(test)]
mod rollback;
#[cfg(test)]
mod write;
#[cfg(test)]
mod writer;
