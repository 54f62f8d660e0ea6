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
    accounts: of_two_accountants_on_one_line_one_books_and_the_other_is_told_what_is_left,
        a_correction_goes_round_a_closed_month_and_the_register_has_the_sum_of_the_api,
        a_document_that_nobody_can_mean_is_refused_by_name_and_changes_nothing,
        hours_of_all_engagements_together_are_276_a_month_and_not_half_an_hour_more;
    age: who_is_fifteen_on_the_day_is_old_enough_and_who_is_a_day_younger_is_not;
    api_keys: a_key_opens_what_its_scopes_name_until_it_is_revoked, a_key_is_shown_once;
    audit: whoever_read_a_person_stands_in_the_trail_and_the_trail_is_sealed, an_edited_trail_is_found_out,
        a_read_that_was_refused_is_no_read_and_a_centre_sees_its_own_trail_only;
    budget_input: bad_amounts_and_quantities_are_refused_by_name_and_change_nothing;
    budgets: a_budget_is_drafted_put_in_force_and_changed_by_an_annex,
        of_two_who_edit_one_draft_one_is_told_and_gets_it_as_it_is;
    centre: a_centre_nominates_decides_enrols_and_counts_attendance, an_authority_compares_counts_and_meets_no_person;
    ceilings: indirect_costs_are_held_against_the_band_of_the_direct_ones_to_the_grosz,
        an_agreed_rate_cross_financing_and_own_money_are_each_held_against_their_rule;
    claims: a_claim_is_due_in_working_days_answered_approved_and_a_later_correction_is_a_difference,
        a_claim_outside_the_project_or_over_another_is_refused_and_nothing_is_kept,
        transfers_and_claims_settle_to_the_grosz,
        a_claim_of_december_2025_is_due_on_new_years_eve_and_the_hours_of_that_month_are_276;
    cohorts: a_man_of_thirty_is_refused_by_the_womens_group_and_taken_by_the_other_while_it_has_places,
        nobody_is_put_forward_to_a_group_that_is_closed_elsewhere_or_not_the_centres,
        groups_of_cases_and_their_counts_cost_the_same_however_many_they_are;
    compared: a_release_hides_small_counts_names_what_is_missing_and_ranks_nobody,
        the_file_hides_what_the_screen_hides_and_the_centre_itself_sees_everything;
    dictionary: a_project_takes_indicators_of_its_own_periods_dictionary_and_of_no_other,
        the_vocabulary_of_indicators_names_everything_that_the_dictionaries_ask;
    documents: a_document_goes_into_the_storage_and_comes_back_the_same, a_file_that_was_not_announced_is_not_taken;
    measured: of_enough_people_a_release_tells_effects_drop_out_and_services_with_their_intervals,
        projects_are_chosen_by_programme_period_and_kind_and_quartiles_lie_between_them;
    outcomes: what_became_of_people_is_counted_by_sex_and_leads_back_to_them_for_those_who_may,
        work_counts_on_the_ninetieth_day_after_the_end_and_not_on_the_ninety_first;
    pages: twenty_projects_with_rules_and_counts_cost_as_much_as_two, lists_of_cases_cost_the_same_however_long_they_are;
    paths: who_is_recruited_in_its_days_gets_a_social_service_as_jelenia_gora_asks_of_every_path;
    plan: a_team_with_streetworkers_among_its_social_workers_is_seven_posts_and_five_people_at_least,
        services_groups_and_terms_of_recruitment_are_kept_with_what_does_not_add_up,
        a_project_that_no_seed_knows_decides_by_its_data_alone;
    reminders: who_keeps_a_projects_deadlines_gets_a_letter_once_and_nobody_else_does;
    repeats: a_repeated_request_happens_once_and_its_key_is_worth_nothing_for_another,
        ten_requests_with_one_key_at_once_make_one_person,
        a_change_of_an_old_version_is_refused_with_the_thing_as_it_is_now;
    switch: after_a_switch_only_the_other_organisations_rows_are_there_and_the_old_token_is_dead,
        nobody_switches_to_an_organisation_that_is_not_theirs;
    taken_back: support_and_an_end_that_were_entered_wrongly_are_taken_back_and_count_no_more;
    undertaking: an_annex_ends_the_version_before_it_and_versions_that_overlap_are_refused,
        a_project_of_24_months_moves_in_order_and_stays_ready_until_2021_06_30,
        the_editions_of_one_undertaking_find_each_other_and_no_other_centres;
    upkeep: a_breach_stands_on_the_work_list_until_it_is_closed_and_a_longer_time_counts,
        a_claim_is_changed_while_it_is_a_draft_and_withdrawn_and_a_forecast_stands_beside_the_money,
        an_approval_names_to_the_grosz_what_it_takes_off_and_from_which_expense,
        an_annex_that_moves_the_projects_end_shows_where_the_project_did_not_follow;
    upkeep_plan: a_post_ends_on_a_day_of_the_project_and_is_never_lengthened,
        a_service_is_described_anew_and_once_withdrawn_stays_readable_and_fulfils_no_rule,
        a_group_is_planned_anew_until_it_is_closed,
        targets_of_an_indicator_are_set_anew_and_a_removed_indicator_is_told_no_more;
    workbooks: a_line_is_overspent_where_the_budget_flags_it_and_a_closed_month_opens_with_a_reason,
        the_comparison_goes_out_as_a_workbook_without_what_is_withheld;
}

/// The modules in the folder of the journeys that the other tests take from, and that have no journey of their own.
const GROUND: [&str; 3] = ["ground", "mod", "stage"];

#[test]
fn no_journey_is_left_out() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/journeys");
    let mut found = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&path).expect("journeys are files, not folders");
        let mut lines = text.lines();
        let mut journeys = 0;
        while let Some(line) = lines.next() {
            if !line.starts_with("#[tokio::test") {
                continue;
            }
            let signature = lines.find(|line| line.contains("fn ")).unwrap();
            let name = signature.split("fn ").nth(1).unwrap().split('(').next().unwrap();
            assert!(AGAIN.contains(&(module, name)), "{module}::{name}");
            journeys += 1;
        }
        assert_eq!(journeys == 0, GROUND.contains(&module), "{module}");
        found += journeys;
    }
    assert_eq!(found, AGAIN.len());
}
