//! Looking for a person before a new one is entered.

use wsparcie_casework_api::{CaseworkApi, MatchReason, PersonMatch, SearchPeople};
use wsparcie_kernel::CallResult;
use wsparcie_kernel::national::Sex;

use crate::support::{Centre, Stage, by_birth, by_pesel, day, now, personal, refusal};

async fn search(centre: &Centre, input: SearchPeople) -> CallResult<Vec<PersonMatch>> {
    centre.api().search_people(now(), centre.call(), input).await
}

fn by_name(first: Option<&str>, last: &str, birth: Option<&str>) -> SearchPeople {
    SearchPeople {
        pesel: None,
        last_name: Some(personal(last)),
        first_name: first.map(personal),
        birth_date: birth.map(day),
    }
}

async fn town(stage: &Stage) -> Centre {
    let north = stage.centre("north").await;
    for (first, last, birth) in [
        ("Anna", "Łaska", "1980-01-01"),
        ("Anna", "ŁASKA", "1990-01-01"),
        ("Jan", "łaska", "1980-01-01"),
        ("Anna", "Laska", "1980-01-01"),
    ] {
        north.person(by_birth(first, last, birth, Sex::Female)).await;
    }
    north.person(by_pesel("Zofia", "Nowak", "02270803624")).await;
    north
}

#[tokio::test]
async fn a_last_name_is_found_in_any_letter_case_and_with_its_own_diacritics() {
    let stage = Stage::start().await;
    let north = town(&stage).await;
    let found = search(&north, by_name(None, "  łaSKA ", None)).await.unwrap();
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|found| found.reason == MatchReason::LastName));
    assert!(
        search(&north, by_name(None, "Łas", None))
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn first_name_and_birth_date_narrow_a_search_and_strengthen_its_reason() {
    let stage = Stage::start().await;
    let north = town(&stage).await;
    let full = search(&north, by_name(Some("ANNA"), "Łaska", None))
        .await
        .unwrap();
    assert_eq!(
        full.iter().map(|found| found.reason).collect::<Vec<_>>(),
        [MatchReason::FullName; 2]
    );
    let exact = search(&north, by_name(Some("Anna"), "Łaska", Some("1990-01-01")))
        .await
        .unwrap();
    assert_eq!(exact.len(), 1);
    assert_eq!(
        (exact[0].reason, exact[0].person.birth_date),
        (MatchReason::NameAndBirthDate, day("1990-01-01"))
    );
}

#[tokio::test]
async fn a_pesel_finds_the_one_person_who_has_it_first() {
    let stage = Stage::start().await;
    let north = town(&stage).await;
    let both = SearchPeople {
        pesel: Some(personal("02270803624")),
        ..by_name(None, "Łaska", None)
    };
    let found = search(&north, both).await.unwrap();
    assert_eq!((found.len(), found[0].reason), (4, MatchReason::Pesel));
    assert_eq!(found[0].person.last_name.expose(), "Nowak");
    let south = stage.centre("south").await;
    let elsewhere = SearchPeople {
        pesel: Some(personal("02270803624")),
        ..Default::default()
    };
    assert!(search(&south, elsewhere).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_search_needs_a_pesel_or_a_last_name() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let empty = SearchPeople {
        first_name: Some(personal("Anna")),
        ..Default::default()
    };
    assert_eq!(refusal(search(&north, empty).await), ["SEARCH_EMPTY@lastName"]);
    let wrong = SearchPeople {
        pesel: Some(personal("123")),
        last_name: Some(personal("")),
        ..Default::default()
    };
    assert_eq!(
        refusal(search(&north, wrong).await),
        ["PESEL_LENGTH@pesel", "REQUIRED@lastName"]
    );
}

#[tokio::test]
async fn at_most_twenty_people_are_shown_and_each_is_recorded_as_read() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    for n in 0..23 {
        north
            .person(by_birth(&format!("Anna {n}"), "Nowak", "1980-01-01", Sex::Female))
            .await;
    }
    assert_eq!(
        search(&north, by_name(None, "Nowak", None)).await.unwrap().len(),
        20
    );
    let reads = "select count(*) from platform.audit_event where action = 'person.read' and details->>'by' = 'search'";
    assert_eq!(stage.number(reads).await, 20);
    let details = stage
        .texts("select details::text from platform.audit_event where action = 'person.searched'")
        .await;
    assert_eq!(details, [r#"{"by": ["last_name"], "found": 20}"#]);
}
