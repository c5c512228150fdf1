//! What Charthold promises, one module a promise: the real servers, real workstations, a clock moved
//! by hand and a network plug.

#[cfg(test)]
mod cast;
#[cfg(test)]
mod clock_jumps;
#[cfg(test)]
mod conflict;
#[cfg(test)]
mod core_dumps;
#[cfg(test)]
mod cut_bootstrap;
#[cfg(test)]
mod cut_outbox;
#[cfg(test)]
mod damaged_record;
#[cfg(test)]
mod double_dose;
#[cfg(test)]
mod drafts;
#[cfg(test)]
mod emptied;
#[cfg(test)]
mod flipped_charts;
#[cfg(test)]
mod foreign_charts;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod getting_in;
#[cfg(test)]
mod guesses;
#[cfg(test)]
mod held_connections;
#[cfg(test)]
mod idle_exchange;
#[cfg(test)]
mod inactivity_lock;
#[cfg(test)]
mod interrupted_import;
#[cfg(test)]
mod keyring;
#[cfg(test)]
mod kill_nine;
#[cfg(test)]
mod large_letter;
#[cfg(test)]
mod let_go;
#[cfg(test)]
mod live_hints;
#[cfg(test)]
mod long_shift;
#[cfg(test)]
mod lossless;
#[cfg(test)]
mod lossless_import;
#[cfg(test)]
mod network_faults;
#[cfg(test)]
mod new_password;
#[cfg(test)]
mod newer_keys;
#[cfg(test)]
mod offline_chart;
#[cfg(test)]
mod patient_list;
#[cfg(test)]
mod pin;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod restore_drill;
#[cfg(test)]
mod rollback;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod sent;
#[cfg(test)]
mod shredded;
#[cfg(test)]
mod sign_on;
#[cfg(test)]
mod strange_programs;
#[cfg(test)]
mod strange_stations;
#[cfg(test)]
mod sync_round_trip;
#[cfg(test)]
mod taken_away;
#[cfg(test)]
mod the_end;
#[cfg(test)]
mod torture;
#[cfg(test)]
mod void_signature;
#[cfg(test)]
mod week_apart;
#[cfg(test)]
mod wrong_things;
