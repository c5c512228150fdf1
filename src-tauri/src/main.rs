//! The desktop app.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

/// What was read of a chart is not left in memory that was given back.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    charthold_desktop::overwrite_freed_memory();
    // A kernel that refuses keeps nobody from a chart.
    let _ = charthold_workstation::forbid_dumps();
    charthold_desktop::run();
}
