//! The list of handlers. A test holds it to the contract in `charthold-workstation` and to the
//! permission file.

/// Makes the handler and the list of names from one list of commands.
macro_rules! command_table {
    ($($module:ident :: $name:ident),* $(,)?) => {
        /// Every command this shell answers.
        #[cfg(test)]
        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// The handler Tauri calls.
        pub(crate) fn handler()
        -> impl Fn(tauri::ipc::Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$(crate::command::$module::$name),*]
        }
    };
}

command_table![
    session::session_status,
    session::unlock,
    secret::second_factor_set_up,
    secret::pin_unlock,
    sign_on::sign_on,
    sign_on::sign_on_cancel,
    sign_on::sign_on_finish,
    session::lock,
    session::activity,
    secret::pin_set,
    secret::pin_remove,
    secret::password_change,
    session::place_save,
    session::preferences_save,
    closing::close_heard,
    closing::close_now,
    closing::page_saved,
    sync::sync_status,
    sync::sync_now,
    chart::ward_list,
    chart::patient_search,
    chart::chart_open,
    chart::chart_view,
    chart::chart_close,
    entry::vitals_check,
    entry::vitals_record,
    entry::note_draft_load,
    entry::note_draft_save,
    entry::note_draft_discard,
    entry::note_draft_settle,
    entry::note_sign,
    entry::note_addendum,
    entry::note_read,
    decision::decision_list,
    decision::conflict_settle,
    decision::double_settle,
    decision::void_read,
    decision::void_settle,
];
