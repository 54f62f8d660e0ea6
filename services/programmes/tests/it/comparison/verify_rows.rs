//! Each column of the comparison and of a release is held against where it came from, and effects against casework's facts.

use wsparcie_programmes_api::ComparisonMeasure;

use super::verify::found;
use super::{People, ended, people};
use crate::support::{Centre, Stage, level, titled};

/// A centre with a project under a programme's level, people and effects, a consent, and a frozen release: all agrees.
async fn agreeing() -> (Stage, Centre) {
    let stage = Stage::start().await;
    stage.rules().await;
    stage
        .plant(
            "insert into programmes.rate (code, unit, amount, label_pl, label_en, valid_from, valid_to, legal_basis,
                                          introduced_by)
             values ('effectiveness_contract_months', 'month', 3, 'miesiące', 'months', '2014-01-01', '2023-12-31',
                     'wytyczne', 1),
                    ('effectiveness_post_share', 'basis_point', 5000, 'etat', 'post', '2014-01-01', '2023-12-31',
                     'wytyczne', 1);
             insert into programmes.programme (id, parent_id, root_id, period, level, code, name_pl, name_en, valid_from,
                                               legal_basis)
             values ('018f0000-0000-7000-8000-00000000000a', null, '018f0000-0000-7000-8000-00000000000a', '2014-2020',
                     'programme', 'RPXX', 'program', 'programme', '2014-01-01', 'uchwała'),
                    ('018f0000-0000-7000-8000-00000000000b', '018f0000-0000-7000-8000-00000000000a',
                     '018f0000-0000-7000-8000-00000000000a', '2014-2020', 'priority', '9', 'oś', 'priority',
                     '2014-01-01', 'uchwała')",
        )
        .await;
    let centre = stage.centre("north").await;
    let facts = wsparcie_programmes_api::ProjectFacts {
        programme_id: Some(level("00000000000b")),
        ..titled("a")
    };
    let project = centre.created(facts).await.id;
    let groups = [
        people(6, 7),
        ended(5, 6, "early"),
        People {
            vocational: true,
            social_on: Some("2018-07-01"),
            work_on: Some("2018-07-15"),
            ..ended(8, 9, "as_planned")
        },
    ];
    stage.people(&centre, project, &groups).await;
    stage.agreeing_case_work().await;
    centre.decide(ComparisonMeasure::Recruitment, true).await;
    centre.decide(ComparisonMeasure::Completion, true).await;
    centre.decide(ComparisonMeasure::Completion, false).await;
    stage.release(&stage.authority("02").await).await;
    assert_eq!(found(&stage).await, Vec::<&str>::new());
    (stage, centre)
}

/// Plants each fault alone; it is found under its name, and nothing else is.
async fn each_is_found(stage: &Stage, faults: &[(&str, &str, &str)]) {
    for (fault, repair, expected) in faults {
        stage.plant(fault).await;
        assert_eq!(found(stage).await, [*expected], "{fault}");
        stage.plant(repair).await;
        assert_eq!(found(stage).await, Vec::<&str>::new(), "{repair}");
    }
}

#[tokio::test]
async fn each_column_of_a_live_row_that_says_something_else_is_found() {
    let (stage, _) = agreeing().await;
    let live = |set: &str| format!("update programmes.project_comparison set {set}");
    for (fault, repair, expected) in [
        ("region_code = '04'", "region_code = '02'", "region_code"),
        ("centre_name = 'south'", "centre_name = 'north'", "centre_name"),
        ("centre_kind = 'PCPR'", "centre_kind = 'MOPS'", "centre_kind"),
        (
            "programme_codes = '{RPXX}'",
            "programme_codes = '{RPXX,9}'",
            "programme_codes",
        ),
        ("period = '2007-2013'", "period = '2014-2020'", "period"),
        ("enrolled_women = 20", "enrolled_women = 19", "enrolled"),
        ("enrolled_men = 0", "enrolled_men = 22", "enrolled"),
    ] {
        each_is_found(&stage, &[(live(fault).as_str(), live(repair).as_str(), expected)]).await;
    }
}

#[tokio::test]
async fn consents_that_no_decision_gave_are_found() {
    let (stage, _) = agreeing().await;
    let centre = |set: &str| format!("update programmes.comparison_centre set {set}");
    for (fault, repair, expected) in [
        ("consents = '{}'", "consents = '{recruitment}'", "consents"),
        // Revoked, and yet kept as granted.
        (
            "consents = '{completion,recruitment}'",
            "consents = '{recruitment}'",
            "consents",
        ),
        ("region_code = '04'", "region_code = '02'", "centre.region_code"),
    ] {
        each_is_found(
            &stage,
            &[(centre(fault).as_str(), centre(repair).as_str(), expected)],
        )
        .await;
    }
}

#[tokio::test]
async fn effects_are_derived_anew_from_what_casework_recorded() {
    let (stage, _) = agreeing().await;
    let model = "update programmes.participation set";
    let facts = "update public.case_work_effect set";
    each_is_found(
        &stage,
        &[
            (
                &format!("{model} social_effect_on = '2018-07-02' where social_effect_on is not null"),
                &format!("{model} social_effect_on = '2018-07-01' where social_effect_on is not null"),
                "participation.social_effect_on",
            ),
            (
                &format!(
                    "{model} employment_effect_on = '2018-07-14' where employment_effect_on is not null"
                ),
                &format!(
                    "{model} employment_effect_on = '2018-07-15' where employment_effect_on is not null"
                ),
                "participation.employment_effect_on",
            ),
        ],
    )
    .await;
    // Both sides of the comparison took it from the read model: the counts agree with it, and not with the facts.
    for (fault, effect, count) in [
        // Less than half a post does not count.
        (
            format!("{facts} post_percent = 49 where kind = 'work'"),
            "participation.employment_effect_on",
            "employment_effect",
        ),
        (
            format!("{facts} until_on = '2018-08-01' where kind = 'work'"),
            "participation.employment_effect_on",
            "employment_effect",
        ),
        (
            "delete from public.case_work_effect where kind = 'social_effect'".to_owned(),
            "participation.social_effect_on",
            "social_effect",
        ),
    ] {
        stage
            .plant("create table public.kept as select * from public.case_work_effect")
            .await;
        stage.plant(&fault).await;
        let (women, men) = (format!("people.K.{count}"), format!("people.M.{count}"));
        assert_eq!(found(&stage).await, [effect, &women, &men], "{fault}");
        stage
            .plant(
                "delete from public.case_work_effect; insert into public.case_work_effect select * from public.kept;
                 drop table public.kept",
            )
            .await;
        assert_eq!(found(&stage).await, Vec::<&str>::new());
    }
}

#[tokio::test]
async fn a_release_whose_filters_find_what_its_rows_do_not_show_is_found() {
    let (stage, _) = agreeing().await;
    stage
        .plant("alter table programmes.comparison_release_row disable trigger user")
        .await;
    let row = |set: &str| format!("update programmes.comparison_release_row set {set}");
    for (fault, repair, expected) in [
        ("region_code = '04'", "region_code = '02'", "release.region_code"),
        (
            "programme_codes = '{RPXX}'",
            "programme_codes = '{RPXX,9}'",
            "release.programme_codes",
        ),
        ("period = null", "period = '2014-2020'", "release.period"),
        (
            "centre_kind = 'PCPR'",
            "centre_kind = 'MOPS'",
            "release.centre_kind",
        ),
        ("position = 2", "position = 1", "release.position"),
        (
            "row_id = gen_random_uuid()",
            "row_id = (content::jsonb ->> 'id')::uuid",
            "release.row_id",
        ),
    ] {
        each_is_found(&stage, &[(row(fault).as_str(), row(repair).as_str(), expected)]).await;
    }
    stage.plant("delete from programmes.comparison_release_row").await;
    assert_eq!(found(&stage).await, ["release.hash", "release.projects"]);
}
