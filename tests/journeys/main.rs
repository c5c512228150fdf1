//! What Charthold promises, one module a promise: the real servers, real workstations, a clock moved
//! by hand and a network plug.

mod cast;
mod inactivity_lock;
mod offline_chart;
mod sync_round_trip;
mod wrong_things;
