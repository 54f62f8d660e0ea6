//! Nothing personal stands readable anywhere in the database, and nothing leaks into what is printed.

use wsparcie_casework_api::{CaseworkApi, Evidence, FactValue, NewFact, SearchPeople};
use wsparcie_kernel::national::Sex;

use crate::support::{Stage, by_birth, by_pesel, day, now, only, personal};

/// Every row of every table of the database, as text. Sealed columns come as hexadecimal digits.
async fn everything(stage: &Stage) -> String {
    let tables = stage
        .texts(
            "select format('%I.%I', schemaname, tablename) from pg_tables
             where schemaname not in ('pg_catalog', 'information_schema')",
        )
        .await;
    let mut rows = Vec::new();
    for table in tables {
        rows.extend(stage.texts(&format!("select t::text from {table} t")).await);
    }
    rows.join("\n")
}

/// The text as it may stand in a dump: plain, or the hexadecimal digits of its bytes.
fn stands_in(dump: &str, canary: &str) -> bool {
    let hex = wsparcie_kernel::hex::encode(canary.as_bytes());
    let lower = dump.to_lowercase();
    lower.contains(&canary.to_lowercase()) || lower.contains(&hex)
}

#[tokio::test]
async fn names_numbers_facts_and_documents_stand_nowhere_in_the_database_readable() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("premise.homeless && age >= 18")).await;
    let person = north
        .person(by_pesel("Kanarzyna", "Kanarkowska", "02270803624"))
        .await;
    let fact = NewFact {
        person_id: person.id,
        name: "premise.homeless".to_owned(),
        value: FactValue::Flag(true),
        valid_from: day("2017-01-01"),
        valid_to: None,
        evidence: Some(Evidence {
            kind: "zaswiadczenie".to_owned(),
            reference: personal("KANAREK/2017/1"),
            dated: Some(day("2016-12-31")),
            valid_until: None,
        }),
    };
    north.api().record_fact(now(), north.call(), fact).await.unwrap();
    north
        .record(
            person.id,
            "disability_degree",
            FactValue::Code("severe".to_owned()),
            None,
        )
        .await
        .unwrap();
    let nomination = north.nominated(person.id, project).await;
    north.decide(nomination.id, "2017-10-01").await.unwrap();
    let search = SearchPeople {
        last_name: Some(personal("Kanarkowska")),
        ..Default::default()
    };
    assert_eq!(
        north
            .api()
            .search_people(now(), north.call(), search)
            .await
            .unwrap()
            .len(),
        1
    );
    north.read(&[person.id]).await;

    let dump = everything(&stage).await;
    assert!(dump.contains(&person.id.to_string()), "the dump holds the rows");
    for canary in [
        "Kanarzyna",
        "Kanarkowska",
        "02270803624",
        "2002-07-08",
        "KANAREK/2017/1",
        "zaswiadczenie",
        "2016-12-31",
        "\"K\"",
    ] {
        assert!(!stands_in(&dump, canary), "{canary} stands in the database");
    }
    // The rules name the premise; what is known of the person does not.
    let known = stage
        .texts("select t::text from casework.fact t union all select t::text from casework.verdict t")
        .await
        .join("\n");
    assert!(!stands_in(&known, "homeless") && !stands_in(&known, "severe"));
}

#[tokio::test]
async fn equal_names_are_sealed_differently_and_indexed_differently_by_each_centre() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    for centre in [&north, &north, &south] {
        centre
            .person(by_birth("Nowak", "Nowak", "1980-01-01", Sex::Female))
            .await;
    }
    assert_eq!(
        stage
            .number("select count(distinct last_name_sealed) from casework.person")
            .await,
        3
    );
    assert_eq!(
        stage
            .number("select count(distinct last_name_index) from casework.person")
            .await,
        2
    );
    // First and last names cannot be compared with each other.
    assert_eq!(
        stage
            .number("select count(*) from casework.person where first_name_index = last_name_index")
            .await,
        0
    );
}

#[tokio::test]
async fn a_ciphertext_moved_to_another_person_does_not_open_and_says_so_to_nobody() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let ewa = north
        .person(by_birth("Ewa", "Nowak", "1980-01-01", Sex::Female))
        .await
        .id;
    let ola = north
        .person(by_birth("Ola", "Kowal", "1980-01-01", Sex::Female))
        .await
        .id;
    stage
        .plant(&format!(
            "update casework.person set last_name_sealed =
                 (select last_name_sealed from casework.person where id = '{ewa}') where id = '{ola}'"
        ))
        .await;
    let read = north.api().people_by_id(now(), north.call(), vec![ola]).await;
    assert_eq!(read, Err(wsparcie_kernel::CallError::Internal));
}

#[tokio::test]
async fn what_is_printed_of_people_and_verdicts_shows_none_of_it() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("premise.homeless")).await;
    let person = north
        .person(by_pesel("Kanarzyna", "Kanarkowska", "02270803624"))
        .await;
    let fact = north.yes(person.id, "premise.homeless").await;
    let nomination = north.nominated(person.id, project).await;
    let verdict = north.decide(nomination.id, "2017-10-01").await.unwrap();
    let printed = format!("{person:?} {fact:?} {verdict:?}");
    for canary in ["Kanar", "02270803624", "2002-07-08", "premise"] {
        assert!(!printed.contains(canary), "{canary}");
    }
}
