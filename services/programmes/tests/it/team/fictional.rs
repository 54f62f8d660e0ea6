//! A project that no seed knows: other criteria, other quotas, other preferences. All of it is data.

use serde_json::{Value, json};
use uuid::Uuid;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{CallError, CallResult};
use wsparcie_programmes_api::{
    Exactness, Places, PreferencePoints, ProgrammesApi, Quotas, RankingMethod, Recruitment, RecruitmentRules,
    RecruitmentTerms, SetRecruitment, TieBreak,
};

use super::{day, stage};
use crate::support::{Centre, exactly, now, titled};

/// Care-leavers of 18 to 24 who have no work or no school, or no home; never those who took part before.
fn care_leavers() -> Value {
    let label = |code: &str| json!({"code": code, "label_pl": code, "label_en": code});
    let item = |code: &str, expression: &str, group: Option<&str>, kinds: &[&str]| {
        let mut item = label(code);
        item["expression"] = expression.into();
        item["group"] = group.into();
        item["legal_basis"] = "regulamin projektu „Własny kąt”".into();
        item["evidence_kinds"] = kinds.into();
        item
    };
    let mut need = label("need");
    need["at_least"] = 2.into();
    let preference = |code: &str, expression: &str| {
        let mut item = label(code);
        item["expression"] = expression.into();
        item
    };
    json!({
        "criteria": [
            item("age", "age >= 18 && age <= 24", None, &["declaration"]),
            item("care_leaver", "premise.foster_care", None, &["certificate"]),
            item("first_time", "!took_part_before", None, &[]),
            item("no_work", "labour_status in [\"unemployed_registered\", \"unemployed_unregistered\", \"inactive\"]", Some("need"), &[]),
            item("no_school", "!in_education_or_training", Some("need"), &[]),
            item("no_home", "homeless_or_housing_excluded || premise.homeless", Some("need"), &["interview"]),
        ],
        "groups": [need],
        "preferences": [
            preference("long_without_work", "unemployed_months > 12 || (age < 25 && unemployed_months > 6)"),
            preference("little_school", "education in [\"isced_0\", \"isced_1\", \"isced_2\"]"),
            preference("village", "rural_area"),
        ],
    })
}

fn terms() -> RecruitmentTerms {
    let worth = |preference: &str, points| PreferencePoints {
        preference: preference.to_owned(),
        points,
    };
    RecruitmentTerms {
        opens_on: day("2018-03-01"),
        closes_on: day("2018-04-30"),
        minimum: Some(6),
        quotas: Quotas {
            total: exactly(10),
            women: Some(Places {
                count: 5,
                exactness: Exactness::Exact,
            }),
            men: exactly(5),
        },
        ranking: Some(RankingMethod::Points),
        points: vec![
            worth("long_without_work", 3),
            worth("little_school", 2),
            worth("village", 2),
        ],
        tie_breaks: vec![TieBreak::PreferenceOrder, TieBreak::NominationTime],
        ..RecruitmentTerms::default()
    }
}

async fn set(centre: &Centre, project_id: ProjectId, rules: &Value) -> CallResult<Recruitment> {
    let input = SetRecruitment {
        project_id,
        expected_version: 0,
        rules: serde_json::from_value::<RecruitmentRules>(rules.clone()).unwrap(),
        terms: Some(terms()),
    };
    centre
        .service
        .clone()
        .set_recruitment(now(), centre.call(), input)
        .await
}

#[tokio::test]
async fn a_project_of_other_criteria_is_set_up_by_data_and_its_mistakes_name_their_place() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("Własny kąt")).await.id;
    let mut wrong = care_leavers();
    wrong["criteria"][0]["expression"] = "age >= \"18\"".into();
    wrong["criteria"][4]["expression"] = "in_education".into();
    wrong["preferences"][1]["expression"] = "education == \"isced_9\"".into();
    wrong["preferences"][2]["expression"] = "rural_area +".into();
    let CallError::Refused(problems) = set(&centre, project, &wrong).await.unwrap_err() else {
        panic!("not refused")
    };
    let places: Vec<String> = problems.iter().map(|problem| problem.path.join(".")).collect();
    assert_eq!(
        places,
        [
            "rules.criteria.age.expression",
            "rules.criteria.no_school.expression",
            "rules.preferences.little_school.expression",
            "rules.preferences.village.expression"
        ]
    );
    let stored = set(&centre, project, &care_leavers()).await.unwrap();
    assert_eq!((stored.version, stored.terms), (1, terms()));
}

mod decided {
    //! The same rules, decided and ranked by the engine: no branch of it knows the project.

    use std::collections::BTreeMap;

    use wsparcie_rules::{
        Answer, BIRTH_DATE, Candidate, CheckedRules, DecidedBy, Fact, FactValue, Facts, Overall,
        RankingOrder, evaluate, rank_by,
    };

    use super::*;

    fn facts(birth: &str, answers: &[(&str, FactValue)]) -> Facts {
        let birth = (BIRTH_DATE, FactValue::Date(birth.parse().unwrap()));
        let all = std::iter::once(&birth).chain(answers);
        let list = (1..).zip(all).map(|(id, (name, value))| Fact {
            id: Uuid::from_u128(id),
            name: (*name).to_owned(),
            answer: Answer::Known(value.clone()),
            valid_from: None,
            valid_to: None,
            evidence: None,
        });
        Facts::new(list.collect())
    }

    fn checked() -> CheckedRules {
        let premise = |code: &str| wsparcie_rules::contract::DictionaryRow {
            dictionary: "premise".to_owned(),
            code: code.to_owned(),
            label_pl: code.to_owned(),
            label_en: code.to_owned(),
            counts_as: None,
            valid_from: None,
            valid_to: None,
            legal_basis: None,
        };
        let status = |code: &str| wsparcie_rules::contract::DictionaryRow {
            dictionary: "labour_status".to_owned(),
            ..premise(code)
        };
        let rows = [
            premise("foster_care"),
            premise("homeless"),
            status("unemployed_registered"),
            status("unemployed_unregistered"),
            status("inactive"),
        ];
        let rules: RecruitmentRules = serde_json::from_value(care_leavers()).unwrap();
        let set = wsparcie_rules::contract::Dictionaries::from_rows(rows).rule_set(Uuid::nil(), &rules);
        CheckedRules::check(set).unwrap()
    }

    /// What everybody here has.
    fn leaver<'a>(more: &[(&'a str, FactValue)]) -> Vec<(&'a str, FactValue)> {
        let mut all = vec![
            ("premise.foster_care", FactValue::Bool(true)),
            ("took_part_before", FactValue::Bool(false)),
            ("labour_status", FactValue::Text("inactive".to_owned())),
        ];
        all.extend_from_slice(more);
        all
    }

    #[test]
    fn verdicts_follow_the_data() {
        let (rules, on) = (checked(), "2018-03-15".parse().unwrap());
        let overall =
            |birth: &str, answers: &[(&str, FactValue)]| evaluate(&rules, &facts(birth, answers), on).overall;
        let idle = ("in_education_or_training", FactValue::Bool(false));
        assert_eq!(
            overall("1999-03-15", &leaver(std::slice::from_ref(&idle))),
            Overall::Eligible
        );
        // 25 that day; 17 still.
        assert_eq!(
            overall("1993-03-15", &leaver(std::slice::from_ref(&idle))),
            Overall::NotEligible
        );
        assert_eq!(overall("2000-03-16", &leaver(&[idle])), Overall::NotEligible);
        // One of the group is met, one is not, one is not established: nobody is refused for that.
        let studies = ("in_education_or_training", FactValue::Bool(true));
        assert_eq!(
            overall("1999-01-01", &leaver(std::slice::from_ref(&studies))),
            Overall::Undecided
        );
        let housed = [
            studies,
            ("homeless_or_housing_excluded", FactValue::Bool(false)),
            ("premise.homeless", FactValue::Bool(false)),
        ];
        assert_eq!(overall("1999-01-01", &leaver(&housed)), Overall::NotEligible);
    }

    #[test]
    fn the_list_is_made_by_the_points_of_the_terms() {
        let (rules, on) = (checked(), "2018-03-15".parse().unwrap());
        let terms = terms();
        let order = RankingOrder {
            preferences: ["long_without_work", "little_school", "village"]
                .map(str::to_owned)
                .to_vec(),
            points: terms
                .points
                .iter()
                .map(|item| (item.preference.clone(), u32::try_from(item.points).unwrap()))
                .collect::<BTreeMap<_, _>>(),
            tie_breaks: vec![
                wsparcie_rules::TieBreak::PreferenceOrder,
                wsparcie_rules::TieBreak::NominationTime,
            ],
        };
        let candidate = |id: u128, answers: &[(&str, FactValue)]| {
            let verdict = evaluate(&rules, &facts("1999-01-01", &leaver(answers)), on);
            Candidate::from_verdict(
                Uuid::from_u128(id),
                wsparcie_testkit::noon("2018-03-01"),
                &verdict,
            )
        };
        let long = ("unemployed_months", FactValue::Int(7));
        let primary = ("education", FactValue::Text("isced_1".to_owned()));
        let village = ("rural_area", FactValue::Bool(true));
        let list = rank_by(
            &order,
            vec![
                candidate(1, std::slice::from_ref(&village)),
                candidate(2, &[long]),
                candidate(3, &[primary.clone(), village]),
                candidate(4, &[primary]),
            ],
        );
        let ids: Vec<u128> = list.iter().map(|ranked| ranked.id.as_u128()).collect();
        assert_eq!(ids, [3, 2, 4, 1]);
        assert_eq!(
            list[3].decided_by,
            Some(DecidedBy::Preference("little_school".to_owned()))
        );
    }
}
