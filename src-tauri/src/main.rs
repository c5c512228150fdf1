//! The desktop app.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    // A kernel that refuses keeps nobody from a chart.
    let _ = charthold_workstation::forbid_dumps();
    charthold_desktop::run();
}
