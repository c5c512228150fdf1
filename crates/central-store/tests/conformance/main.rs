//! What every store behind `CentralStore` promises. Each promise is a function over any store; each
//! store runs them all, on an empty database of its own.

#[cfg(test)]
mod audit;
#[cfg(test)]
mod backups;
#[cfg(test)]
mod blobs;
#[cfg(test)]
mod charts;
#[cfg(test)]
#[path = "../../../testkit/src/postgres/mod.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    reason = "testkit's own, by path: testkit uses central, which uses this crate"
)]
mod cluster;
#[cfg(test)]
mod enrolment;
#[cfg(test)]
mod hospital;
#[cfg(test)]
mod integrity;
#[cfg(test)]
mod people;
#[cfg(test)]
mod pull;
#[cfg(test)]
mod push;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod withdrawal;
#[cfg(test)]
mod world;

/// Runs every promise on stores that `$open` makes; it answers a store and what keeps it alive.
macro_rules! promises {
    ($open:expr; $($module:ident: $($name:ident),+;)+) => {
        $($(
            #[tokio::test]
            async fn $name() {
                let (store, _alive) = $open;
                let mut world = crate::world::World::found(&store).await;
                crate::$module::$name(&mut world).await;
            }
        )+)+
    };
}

macro_rules! all_promises {
    ($open:expr) => {
        promises! { $open;
            hospital: a_hospital_is_founded_once, an_epoch_only_grows, unit_names_are_unique,
                incidents_come_newest_first;
            people: a_username_is_taken_once, a_closed_account_has_no_sessions_and_no_scope,
                who_left_is_known_to_those_who_read,
                tries_are_held_off_by_the_ladder, a_session_ends_by_itself;
            enrolment: a_code_is_used_up, a_code_expires, a_refused_enrolment_leaves_nothing,
                a_withdrawn_device_stays_known, a_device_that_was_lost_comes_back_withdrawn;
            charts: a_patient_has_one_chart, a_chart_that_was_lost_is_registered_under_its_old_id, asking_does_not_move_a_patient,
                scope_is_the_codes_units_and_the_peoples;
            backups: what_a_backup_has_is_durable, the_last_backup_counts,
                an_extent_of_another_life_is_refused;
            withdrawal: the_first_reason_stays, a_device_is_seen_forwards, only_a_withdrawn_device_is_wiped,
                a_device_knows_whose_accounts_closed, an_account_is_opened_again,
                a_new_password_ends_what_the_old_one_opened, what_is_kept_aside_is_durable_in_a_backup;
            second_factor: a_step_is_taken_once_and_none_before_it, of_two_at_once_one_takes_the_step,
                codes_are_counted_before_they_are_tried, setting_one_ends_what_was_open,
                a_person_sets_one_up_with_a_code_until_they_used_it, one_that_is_removed_is_wanted_no_more,
                a_try_that_is_taken_back_forgives_none_before_it;
            blobs: a_blob_grows_by_what_follows, a_device_brings_one_blob_at_a_time, a_body_is_given_in_pieces;
            push: operations_get_dense_numbers, the_same_push_twice_changes_nothing,
                a_gap_names_the_first_wanted, a_missing_parent_is_named,
                a_push_of_many_charts_is_taken_whole, a_second_signature_is_void,
                an_id_used_twice_is_an_incident, a_forked_device_is_quarantined,
                the_rest_of_a_forked_branch_is_quarantined, a_parent_that_is_kept_aside_is_not_missing,
                a_bad_signature_is_quarantined_once, a_withdrawn_donor_is_quarantined,
                out_of_scope_waits_in_quarantine_until_it_is_in_scope,
                any_device_may_give_back_what_it_holds;
            pull: a_pull_gives_the_suffix, own_operations_come_as_stubs, own_operations_that_are_lacking_come_whole,
                a_small_answer_says_there_is_more, one_large_entry_is_given_anyway,
                a_foreign_head_diverges, an_unknown_chart_is_absent, heads_are_of_every_chart_asked_about;
            audit: events_are_taken_in_order_and_once, a_gap_in_the_events_is_refused,
                a_fork_of_the_events_is_an_incident, another_devices_event_is_damaged,
                an_event_explains_only_its_own_device;
            integrity: an_untouched_store_verifies;
        }
    };
}

#[cfg(test)]
mod sqlite {
    use charthold_central_store::SqliteStore;

    fn open() -> (SqliteStore, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("central.db")).unwrap();
        (store, folder)
    }

    all_promises!(open());
}

#[cfg(test)]
mod postgres {
    use charthold_central_store::PostgresStore;

    use crate::cluster::Cluster;

    async fn open() -> (PostgresStore, Cluster) {
        let cluster = Cluster::start().unwrap();
        let store = PostgresStore::open(&cluster.url()).await.unwrap();
        (store, cluster)
    }

    all_promises!(open().await);
}
