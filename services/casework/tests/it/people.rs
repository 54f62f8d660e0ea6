//! Entering and changing people.

use wsparcie_casework_api::{CaseworkApi, NewPerson, UpdatePerson};
use wsparcie_kernel::ids::PersonId;
use wsparcie_kernel::national::Sex;

use crate::support::{Stage, by_birth, by_pesel, day, nothing, now, once, personal, pesel, refusal};

fn anna() -> NewPerson {
    by_pesel("Anna Maria", "Żółć-Nowak", "44051401359")
}

fn rename(id: PersonId, expected_version: i64, last_name: &str) -> UpdatePerson {
    UpdatePerson {
        id,
        expected_version,
        first_name: None,
        last_name: Some(personal(last_name)),
    }
}

#[tokio::test]
async fn a_person_entered_by_pesel_reads_back_with_birth_date_and_sex_from_it() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let entered = north.person(anna()).await;
    assert_eq!(
        (entered.birth_date, entered.sex, entered.version),
        (day("1944-05-14"), Sex::Male, 1)
    );
    assert_eq!(entered.first_name.expose(), "Anna Maria");
    assert_eq!(entered.pesel.as_ref().unwrap().expose(), "44051401359");
    assert_eq!(north.read(&[entered.id]).await, [entered]);
}

#[tokio::test]
async fn a_person_without_pesel_is_entered_by_birth_date_and_sex() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let entered = north
        .person(by_birth("Ewa", "Nowak", "1980-02-29", Sex::Female))
        .await;
    assert_eq!(
        (entered.pesel.clone(), entered.birth_date, entered.sex),
        (None, day("1980-02-29"), Sex::Female)
    );
    // Two people without PESEL may be alike: nothing says that they are one.
    north
        .person(by_birth("Ewa", "Nowak", "1980-02-29", Sex::Female))
        .await;
    assert_eq!(stage.number("select count(*) from casework.person").await, 2);
}

#[tokio::test]
async fn one_pesel_is_one_person_of_a_centre_and_the_refusal_does_not_say_who() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    north.person(anna()).await;
    let again = north.create(by_pesel("Jan", "Inny", " 44051401359 ")).await;
    assert!(!format!("{again:?}").contains("Nowak"));
    assert_eq!(refusal(again), ["PESEL_TAKEN@person.pesel"]);
    // Another centre's person is another record, and says nothing about the first.
    south.person(anna()).await;
}

#[tokio::test]
async fn of_many_entering_one_pesel_at_once_one_succeeds() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let attempts: Vec<_> = (0..12)
        .map(|_| {
            let north = north.clone();
            tokio::spawn(async move { north.create(anna()).await })
        })
        .collect();
    let mut entered = 0;
    for attempt in attempts {
        match attempt.await.unwrap() {
            Ok(_) => entered += 1,
            refused => assert_eq!(refusal(refused), ["PESEL_TAKEN@person.pesel"]),
        }
    }
    assert_eq!(entered, 1);
}

#[tokio::test]
async fn every_problem_of_a_new_person_is_told_at_its_field() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let long = "x".repeat(101);
    assert_eq!(
        refusal(north.create(by_pesel(" ", &long, "44051401358")).await),
        [
            "REQUIRED@person.firstName",
            "TOO_LONG@person.lastName",
            "PESEL_CHECKSUM@person.pesel"
        ]
    );
    let unborn = by_birth("Jan", "Nowak", "2017-10-02", Sex::Male);
    assert_eq!(
        refusal(north.create(unborn).await),
        ["DATE_OUT_OF_RANGE@person.birthDate"]
    );
    let hidden = by_pesel("Ja\u{202E}n", "Nowak", "44051401359");
    assert_eq!(
        refusal(north.create(hidden).await),
        ["CONTROL_CHARACTER@person.firstName"]
    );
    assert_eq!(stage.number("select count(*) from casework.person").await, 0);
}

#[tokio::test]
async fn a_changed_name_is_found_by_the_new_name_only() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let entered = north.person(anna()).await;
    let changed = north
        .api()
        .update_person(now(), north.call(), rename(entered.id, 1, "Kowalska"))
        .await
        .unwrap();
    assert_eq!((changed.last_name.expose(), changed.version), ("Kowalska", 2));
    assert_eq!(changed.first_name, entered.first_name);
    assert_eq!(north.read(&[entered.id]).await, [changed]);
    let search = |last: &str| wsparcie_casework_api::SearchPeople {
        last_name: Some(personal(last)),
        ..Default::default()
    };
    let found = |last: &'static str| {
        let north = north.clone();
        async move {
            north
                .api()
                .search_people(now(), north.call(), search(last))
                .await
                .unwrap()
                .len()
        }
    };
    assert_eq!((found("Żółć-Nowak").await, found("KOWALSKA").await), (0, 1));
}

#[tokio::test]
async fn a_change_based_on_an_old_version_is_refused() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let entered = north.person(anna()).await;
    north
        .api()
        .update_person(now(), north.call(), rename(entered.id, 1, "Kowalska"))
        .await
        .unwrap();
    let refused = north
        .api()
        .update_person(now(), north.call(), rename(entered.id, 1, "Wiśniewska"))
        .await;
    assert_eq!(refusal(refused), ["STALE_VERSION@expectedVersion"]);
    let empty = UpdatePerson {
        id: entered.id,
        expected_version: 2,
        first_name: None,
        last_name: None,
    };
    let refused = north.api().update_person(now(), north.call(), empty).await;
    assert_eq!(refusal(refused), ["NOTHING_TO_CHANGE@"]);
}

#[tokio::test]
async fn a_repeated_request_enters_a_person_once_even_two_at_a_time() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let call = once(north.call(), "k1", "f1");
    let (first, second) = tokio::join!(
        north.api().create_person(now(), call.clone(), anna()),
        north.api().create_person(now(), call.clone(), anna())
    );
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(stage.number("select count(*) from casework.person").await, 1);
    let other = once(call, "k1", "f2");
    let reused = north
        .api()
        .create_person(
            now(),
            other,
            by_pesel("Jan", "Inny", &pesel("1980-01-01", 1, Sex::Male)),
        )
        .await;
    assert_eq!(refusal(reused), ["IDEMPOTENCY_KEY_REUSED@idempotencyKey"]);
}

#[tokio::test]
async fn more_ids_than_one_call_takes_are_refused() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let ids: Vec<_> = (0..201).map(|_| PersonId::from_uuid(nothing())).collect();
    assert_eq!(
        refusal(north.api().people_by_id(now(), north.call(), ids).await),
        ["TOO_MANY_IDS@"]
    );
}
