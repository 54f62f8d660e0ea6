//! Recording and reading facts.

use wsparcie_casework_api::{CaseworkApi, Evidence, FactValue, NewFact};
use wsparcie_kernel::national::Sex;

use crate::support::{Centre, Stage, by_birth, day, interview, nothing, now, once, personal, refusal};

async fn someone(centre: &Centre) -> wsparcie_kernel::ids::PersonId {
    centre
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id
}

#[tokio::test]
async fn a_fact_reads_back_whole_and_in_the_order_of_recording() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let ewa = someone(&north).await;
    let first = north
        .record(
            ewa,
            "premise.homeless",
            FactValue::Flag(true),
            Some(interview("MOPS/1/2017")),
        )
        .await
        .unwrap();
    let second = north
        .record(
            ewa,
            "disability_degree",
            FactValue::Code("severe".to_owned()),
            None,
        )
        .await
        .unwrap();
    let third = north
        .record(ewa, "premise.art7", FactValue::Refused, None)
        .await
        .unwrap();
    let read = north
        .api()
        .facts_by_person(now(), north.call(), vec![ewa])
        .await
        .unwrap();
    assert_eq!(read, [first, second, third]);
}

#[tokio::test]
async fn what_is_not_in_the_vocabulary_or_follows_from_other_data_is_not_recorded() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let ewa = someone(&north).await;
    let refused = |name: &'static str, value: FactValue| {
        let north = north.clone();
        async move { refusal(north.record(ewa, name, value, None).await) }
    };
    assert_eq!(
        refused("premise.rich", FactValue::Flag(true)).await,
        ["FACT_UNKNOWN@fact.name"]
    );
    assert_eq!(
        refused("age", FactValue::Code("15".to_owned())).await,
        ["NOT_RECORDABLE@fact.name"]
    );
    assert_eq!(
        refused("sex", FactValue::Code("K".to_owned())).await,
        ["NOT_RECORDABLE@fact.name"]
    );
    assert_eq!(
        refused("centre_client", FactValue::Code("yes".to_owned())).await,
        ["FACT_TYPE@fact.value"]
    );
    let unknown_code = refused("labour_status", FactValue::Code("retired".to_owned())).await;
    assert_eq!(unknown_code, ["FACT_CODE_UNKNOWN@fact.value"]);
    assert_eq!(stage.number("select count(*) from casework.fact").await, 0);
}

#[tokio::test]
async fn days_of_a_fact_and_its_document_must_make_sense() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let ewa = someone(&north).await;
    let fact = NewFact {
        person_id: ewa,
        name: "premise.homeless".to_owned(),
        value: FactValue::Flag(true),
        valid_from: day("2019-01-01"),
        valid_to: Some(day("2018-12-31")),
        evidence: Some(Evidence {
            kind: "wywiad".to_owned(),
            reference: personal(""),
            dated: Some(day("2017-10-02")),
            valid_until: None,
        }),
    };
    assert_eq!(
        refusal(north.api().record_fact(now(), north.call(), fact).await),
        [
            "DATE_OUT_OF_RANGE@fact.validFrom",
            "DATE_OUT_OF_RANGE@fact.validTo",
            "REQUIRED@fact.evidence.reference",
            "DATE_OUT_OF_RANGE@fact.evidence.dated"
        ]
    );
}

#[tokio::test]
async fn a_repeated_request_records_a_fact_once() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let ewa = someone(&north).await;
    let fact = || NewFact {
        person_id: ewa,
        name: "centre_client".to_owned(),
        value: FactValue::Flag(true),
        valid_from: day("2017-01-01"),
        valid_to: None,
        evidence: None,
    };
    let call = once(north.call(), "k1", "f1");
    let (first, second) = tokio::join!(
        north.api().record_fact(now(), call.clone(), fact()),
        north.api().record_fact(now(), call.clone(), fact())
    );
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(stage.number("select count(*) from casework.fact").await, 1);
}

#[tokio::test]
async fn facts_recorded_at_once_each_get_a_number_of_their_own() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let ewa = someone(&north).await;
    let recordings: Vec<_> = (0..20)
        .map(|_| {
            let north = north.clone();
            tokio::spawn(async move { north.yes(ewa, "centre_client").await })
        })
        .collect();
    for recording in recordings {
        recording.await.unwrap();
    }
    let numbers = "select count(distinct number) from casework.fact where number between 1 and 20";
    assert_eq!(stage.number(numbers).await, 20);
}

#[tokio::test]
async fn a_person_has_at_most_five_hundred_facts() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let ewa = someone(&north).await;
    north.yes(ewa, "centre_client").await;
    let copies = "insert into casework.fact
            (tenant_id, id, person_id, number, payload_sealed, valid_from, recorded_at)
        select tenant_id, gen_random_uuid(), person_id, n, payload_sealed, valid_from, recorded_at
        from casework.fact, generate_series(2, 500) n";
    stage.plant(copies).await;
    let one_more = north
        .record(ewa, "centre_client", FactValue::Flag(true), None)
        .await;
    assert_eq!(refusal(one_more), ["TOO_MANY_FACTS@fact.personId"]);
}

#[tokio::test]
async fn the_length_of_a_sealed_fact_does_not_tell_which_fact_it_is() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let ewa = someone(&north).await;
    north.yes(ewa, "premise.homeless").await;
    north.yes(ewa, "shares_household_with_participant").await;
    north
        .record(ewa, "labour_status", FactValue::Refused, Some(interview("1")))
        .await
        .unwrap();
    assert_eq!(
        stage
            .number("select count(distinct octet_length(payload_sealed)) from casework.fact")
            .await,
        1
    );
}

#[tokio::test]
async fn facts_of_a_person_who_is_not_there_are_not_found() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let nobody = wsparcie_kernel::ids::PersonId::from_uuid(nothing());
    assert_eq!(
        refusal(
            north
                .record(nobody, "centre_client", FactValue::Flag(true), None)
                .await
        ),
        ["NOT_FOUND"]
    );
    assert!(
        north
            .api()
            .facts_by_person(now(), north.call(), vec![nobody])
            .await
            .unwrap()
            .is_empty()
    );
}
