//! The journeys again, with the gateway and each service apart: the answers are the same.

mod strangers;

use crate::journeys;
use crate::support::in_processes;

/// One test a journey, and the list of their names.
macro_rules! again {
    ($($module:ident: $($test:ident),+;)+) => {
        $(mod $module {
            $(#[test]
            fn $test() {
                super::in_processes(super::journeys::$module::$test);
            })+
        })+

        const AGAIN: &[(&str, &str)] = &[$($((stringify!($module), stringify!($test)),)+)+];
    };
}

again! {
    access: after_signing_out_the_token_opens_nothing, a_role_or_membership_taken_away_is_gone_at_the_next_request;
    age: who_is_fifteen_on_the_day_is_old_enough_and_who_is_a_day_younger_is_not;
    api_keys: a_key_opens_what_its_scopes_name_until_it_is_revoked, a_key_is_shown_once;
    audit: whoever_read_a_person_stands_in_the_trail_and_the_trail_is_sealed, an_edited_trail_is_found_out,
        a_read_that_was_refused_is_no_read_and_a_centre_sees_its_own_trail_only;
    centre: a_centre_nominates_decides_enrols_and_counts_attendance, an_authority_compares_counts_and_meets_no_person;
    documents: a_document_goes_into_the_storage_and_comes_back_the_same, a_file_that_was_not_announced_is_not_taken;
    pages: twenty_projects_with_rules_and_counts_cost_as_much_as_two, lists_of_cases_cost_the_same_however_long_they_are;
    repeats: a_repeated_request_happens_once_and_its_key_is_worth_nothing_for_another,
        ten_requests_with_one_key_at_once_make_one_person,
        a_change_of_an_old_version_is_refused_with_the_thing_as_it_is_now;
    switch: after_a_switch_only_the_other_organisations_rows_are_there_and_the_old_token_is_dead,
        nobody_switches_to_an_organisation_that_is_not_theirs;
}

#[test]
fn no_journey_of_the_first_step_is_left_out() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/journeys");
    for module in [
        "access",
        "age",
        "api_keys",
        "audit",
        "centre",
        "documents",
        "pages",
        "repeats",
        "switch",
    ] {
        let text = std::fs::read_to_string(folder.join(format!("{module}.rs"))).unwrap();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if !line.starts_with("#[tokio::test") {
                continue;
            }
            let signature = lines.next().unwrap();
            let name = signature.split("fn ").nth(1).unwrap().split('(').next().unwrap();
            assert!(AGAIN.contains(&(module, name)), "{module}::{name}");
        }
    }
}
