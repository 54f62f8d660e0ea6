//! Deciding nominations by the rules of two real projects.

use wsparcie_casework_api::{
    CaseworkApi, CriterionOutcome, CriterionResult, DecideNomination, FactValue, Verdict, VerdictOutcome,
};
use wsparcie_kernel::ids::{NominationId, PersonId};
use wsparcie_kernel::national::Sex;

use crate::support::{
    Centre, Stage, by_birth, day, interview, jelenia_gora, now, once, only, refusal, zielona_gora,
};

/// Someone born on that day, who meets every rule of Jelenia Góra but perhaps the age.
async fn for_jelenia_gora(north: &Centre, birth: &str) -> (PersonId, NominationId) {
    let project = north.recruiting(&jelenia_gora()).await;
    let person = north
        .person(by_birth("Ola", "Nowak", birth, Sex::Female))
        .await
        .id;
    north.yes(person, "centre_client").await;
    north
        .record(
            person,
            "labour_status",
            FactValue::Code("inactive".to_owned()),
            None,
        )
        .await
        .unwrap();
    north
        .record(
            person,
            "premise.art7",
            FactValue::Flag(true),
            Some(interview("1/2017")),
        )
        .await
        .unwrap();
    (person, north.nominated(person, project).await.id)
}

fn criterion<'a>(verdict: &'a Verdict, code: &str) -> &'a CriterionResult {
    verdict
        .criteria
        .iter()
        .find(|criterion| criterion.code == code)
        .unwrap()
}

#[tokio::test]
async fn born_on_2002_10_01_is_old_enough_for_jelenia_gora_on_2017_10_01() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let (_, nomination) = for_jelenia_gora(&north, "2002-10-01").await;
    let verdict = north.decide(nomination, "2017-10-01").await.unwrap();
    assert_eq!(verdict.outcome, VerdictOutcome::Eligible);
    let age = criterion(&verdict, "age");
    assert_eq!(age.outcome, CriterionOutcome::Met);
    assert_eq!(age.facts_used[0].value.as_ref().unwrap().expose(), "15");
}

#[tokio::test]
async fn a_day_younger_is_not_and_the_verdict_says_that_the_age_was_14() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let (_, nomination) = for_jelenia_gora(&north, "2002-10-02").await;
    let verdict = north.decide(nomination, "2017-10-01").await.unwrap();
    assert_eq!(verdict.outcome, VerdictOutcome::NotEligible);
    let age = criterion(&verdict, "age");
    assert_eq!(age.outcome, CriterionOutcome::NotMet);
    let used = &age.facts_used[0];
    assert_eq!((used.name.as_str(), used.state.as_str()), ("age", "known"));
    assert_eq!(used.value.as_ref().unwrap().expose(), "14");
    // Nobody recorded the age: it follows from the birth date.
    assert_eq!((used.fact_id, used.evidence_kind.as_deref()), (None, None));
    let read = north
        .api()
        .verdicts_by_nomination(now(), north.call(), vec![nomination])
        .await
        .unwrap();
    assert_eq!(read, std::slice::from_ref(&verdict));
    // On the birthday itself the person is old enough.
    assert_eq!(
        north.decide(nomination, "2017-10-02").await.unwrap().outcome,
        VerdictOutcome::Eligible
    );
}

#[tokio::test]
async fn a_missing_premise_leaves_zielona_gora_undecided_and_is_not_a_no() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&zielona_gora()).await;
    let person = north
        .person(by_birth("Ola", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    north
        .record(
            person,
            "residence_gmina",
            FactValue::Code("0862011".to_owned()),
            None,
        )
        .await
        .unwrap();
    let nomination = north.nominated(person, project).await.id;
    let verdict = north.decide(nomination, "2017-10-01").await.unwrap();
    assert_eq!(verdict.outcome, VerdictOutcome::Undecided);
    assert_eq!(criterion(&verdict, "homeless").outcome, CriterionOutcome::Missing);
    assert_eq!(criterion(&verdict, "homeless").facts_used[0].state, "unknown");

    // A refusal is no answer either.
    north
        .record(person, "premise.homeless", FactValue::Refused, None)
        .await
        .unwrap();
    let verdict = north.decide(nomination, "2017-10-01").await.unwrap();
    assert_eq!(verdict.outcome, VerdictOutcome::Undecided);
    assert_eq!(criterion(&verdict, "homeless").outcome, CriterionOutcome::Missing);
    assert_eq!(criterion(&verdict, "homeless").facts_used[0].state, "refused");

    // One documented premise is enough.
    let fact = north
        .record(
            person,
            "premise.homeless",
            FactValue::Flag(true),
            Some(interview("7")),
        )
        .await
        .unwrap();
    let verdict = north.decide(nomination, "2017-10-01").await.unwrap();
    assert_eq!(verdict.outcome, VerdictOutcome::Eligible);
    let used = &criterion(&verdict, "homeless").facts_used[0];
    assert_eq!(
        (used.fact_id, used.evidence_kind.as_deref()),
        (Some(fact.id), Some("interview"))
    );
    assert_eq!(verdict.preferences.len(), 3);
    assert_eq!(verdict.preferences[0].outcome, CriterionOutcome::Missing);
    // The newest verdict is the one shown; the old ones stay.
    let read = north
        .api()
        .verdicts_by_nomination(now(), north.call(), vec![nomination])
        .await
        .unwrap();
    assert_eq!(read, [verdict]);
    assert_eq!(stage.number("select count(*) from casework.verdict").await, 3);
}

#[tokio::test]
async fn two_distinct_premises_are_multiple_exclusion() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&zielona_gora()).await;
    let person = north
        .person(by_birth("Ola", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    north
        .record(
            person,
            "residence_gmina",
            FactValue::Code("0862011".to_owned()),
            None,
        )
        .await
        .unwrap();
    north.yes(person, "premise.disability").await;
    north.yes(person, "premise.mental_disorder").await;
    let nomination = north.nominated(person, project).await.id;
    // The guidelines put these two under one letter, so they count once.
    let once = north.decide(nomination, "2017-10-01").await.unwrap();
    assert_eq!(once.preferences[0].outcome, CriterionOutcome::Missing);
    north.yes(person, "premise.homeless").await;
    let twice = north.decide(nomination, "2017-10-01").await.unwrap();
    assert_eq!(twice.preferences[0].outcome, CriterionOutcome::Met);
}

#[tokio::test]
async fn a_verdict_keeps_what_repeats_it_though_rules_and_facts_go_on() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let (person, nomination) = for_jelenia_gora(&north, "2002-10-01").await;
    let verdict = north.decide(nomination, "2017-10-01").await.unwrap();
    let project = north
        .api()
        .nominations_by_id(now(), north.call(), vec![nomination])
        .await
        .unwrap()[0]
        .project_id;
    let second = north.rules(project, 2, &only("age >= 99")).await;
    north
        .record(person, "centre_client", FactValue::Flag(false), None)
        .await
        .unwrap();

    let sealed: (Vec<u8>, Vec<u8>) =
        sqlx::query_as("select inputs_sealed, proof_sealed from casework.verdict where id = $1")
            .bind(verdict.id.into_uuid())
            .fetch_one(&mut stage.test.admin().await)
            .await
            .unwrap();
    let open = |context: &str, sealed: &[u8]| -> serde_json::Value {
        let plain = stage
            .keys
            .open(north.tenant.into_uuid(), person.into_uuid(), context, sealed)
            .unwrap();
        serde_json::from_slice(&plain).unwrap()
    };
    let mut inputs = open("verdict.inputs", &sealed.0);
    let rules: wsparcie_rules::RuleSet = serde_json::from_value(inputs["rules"].take()).unwrap();
    let facts: wsparcie_rules::Facts = serde_json::from_value(inputs["facts"].take()).unwrap();
    let on = serde_json::from_value(inputs["reference_date"].take()).unwrap();
    let again = wsparcie_rules::evaluate(&wsparcie_rules::CheckedRules::check(rules).unwrap(), &facts, on);
    let kept: wsparcie_rules::Verdict =
        serde_json::from_value(open("verdict.proof", &sealed.1)["verdict"].take()).unwrap();
    assert_eq!(again, kept);

    // A new decision goes by the new rules.
    let now_decided = north.decide(nomination, "2017-10-01").await.unwrap();
    assert_eq!(now_decided.outcome, VerdictOutcome::NotEligible);
    assert_eq!(now_decided.recruitment_id.into_uuid(), second);
}

#[tokio::test]
async fn a_project_without_rules_decides_nothing() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.project().await;
    let person = north
        .person(by_birth("Ola", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    let nomination = north.nominated(person, project).await.id;
    assert_eq!(
        refusal(north.decide(nomination, "2017-10-01").await),
        ["NO_RECRUITMENT_RULES@nominationId"]
    );
    assert_eq!(
        refusal(north.decide(nomination, "2019-01-01").await),
        ["DATE_OUT_OF_RANGE@referenceDate"]
    );
    assert!(
        north
            .api()
            .verdicts_by_nomination(now(), north.call(), vec![nomination])
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_repeated_request_decides_once_even_two_at_a_time() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let (_, nomination) = for_jelenia_gora(&north, "2000-01-01").await;
    let call = once(north.call(), "k1", "f1");
    let input = DecideNomination {
        nomination_id: nomination,
        reference_date: day("2017-10-01"),
    };
    let (first, second) = tokio::join!(
        north.api().decide_nomination(now(), call.clone(), input.clone()),
        north.api().decide_nomination(now(), call.clone(), input.clone())
    );
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(stage.number("select count(*) from casework.verdict").await, 1);
}

#[tokio::test]
async fn decisions_at_once_stand_in_one_line() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let (_, nomination) = for_jelenia_gora(&north, "2000-01-01").await;
    let decisions: Vec<_> = (0..20)
        .map(|_| {
            let north = north.clone();
            tokio::spawn(async move { north.decide(nomination, "2017-10-01").await.unwrap() })
        })
        .collect();
    for decision in decisions {
        decision.await.unwrap();
    }
    assert_eq!(
        stage
            .number("select max(number)::bigint from casework.verdict having count(*) = 20")
            .await,
        20
    );
}

#[tokio::test]
async fn a_new_release_of_premises_changes_no_old_verdict_and_counts_for_new_ones() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let rules = only("premise.profile_iii && premise_count >= 1");
    let project = north.recruiting(&rules).await;
    let person = north
        .person(by_birth("Ola", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    north.yes(person, "premise.profile_iii").await;
    let nomination = north.nominated(person, project).await.id;
    let old = north.decide(nomination, "2017-10-01").await.unwrap();
    assert_eq!(
        (old.outcome, old.reference_release),
        (VerdictOutcome::Eligible, Some(1))
    );

    // As a load does it: the row ends, another comes, both keep their release.
    sqlx::raw_sql(
        "insert into programmes.reference_release (number, id, label, checksum, loaded_at, loaded_by)
             values (2, '018f0000-0000-7000-8000-000000000002', 'test', sha256('test'), now(), 'test');
         update programmes.dictionary_entry set ended_by = 2 where code = 'profile_iii';
         insert into programmes.dictionary_entry (dictionary, code, position, label_pl, label_en, valid_from, valid_to,
                 introduced_by)
             values ('premise', 'profile_iii', 10, 'a', 'a', '2014-05-27', '2016-12-31', 2),
                    ('premise', 'profile_iii', 10, 'b', 'b', '2018-01-01', '2019-06-13', 2)",
    )
    .execute(&mut stage.test.admin().await)
    .await
    .unwrap();

    let read = north
        .api()
        .verdicts_by_nomination(now(), north.call(), vec![nomination])
        .await
        .unwrap();
    assert_eq!(read, std::slice::from_ref(&old));
    let sealed: (Vec<u8>, Vec<u8>) =
        sqlx::query_as("select inputs_sealed, proof_sealed from casework.verdict where id = $1")
            .bind(old.id.into_uuid())
            .fetch_one(&mut stage.test.admin().await)
            .await
            .unwrap();
    let open = |context: &str, sealed: &[u8]| -> serde_json::Value {
        let (tenant, person) = (north.tenant.into_uuid(), person.into_uuid());
        serde_json::from_slice(&stage.keys.open(tenant, person, context, sealed).unwrap()).unwrap()
    };
    let mut inputs = open("verdict.inputs", &sealed.0);
    assert_eq!(inputs["reference_release"], 1);
    let rules: wsparcie_rules::RuleSet = serde_json::from_value(inputs["rules"].take()).unwrap();
    let facts: wsparcie_rules::Facts = serde_json::from_value(inputs["facts"].take()).unwrap();
    let again = wsparcie_rules::evaluate(
        &wsparcie_rules::CheckedRules::check(rules).unwrap(),
        &facts,
        day("2017-10-01"),
    );
    let kept: wsparcie_rules::Verdict =
        serde_json::from_value(open("verdict.proof", &sealed.1)["verdict"].take()).unwrap();
    assert_eq!(again, kept);

    // The same day by what is known now; on another day the code's other row holds.
    let new = north.decide(nomination, "2017-10-01").await.unwrap();
    assert_eq!(
        (new.outcome, new.reference_release),
        (VerdictOutcome::NotEligible, Some(2))
    );
}
