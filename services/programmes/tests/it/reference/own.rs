//! A centre's own dictionary entries.

use wsparcie_kernel::{CallError, CallResult, Role};
use wsparcie_programmes_api::{DictionaryEntry, EndOwnEntry, EntryOrigin, ProgrammesApi, SetOwnEntry};
use wsparcie_testkit::{call, user};

use super::{Desk, day, dictionary};
use crate::support::{Centre, now, once, refusal};

fn entry(code: &str, expected_version: i64) -> SetOwnEntry {
    SetOwnEntry {
        dictionary: "service_kind".to_owned(),
        code: code.to_owned(),
        position: 1,
        label_pl: "hipoterapia".to_owned(),
        label_en: "hippotherapy".to_owned(),
        valid_from: day("2024-01-01"),
        valid_to: None,
        expected_version,
    }
}

async fn set(centre: &Centre, input: SetOwnEntry) -> CallResult<DictionaryEntry> {
    let administrator = call(&user(centre.tenant, Role::Administrator));
    centre
        .service
        .clone()
        .set_own_entry(now(), administrator, input)
        .await
}

async fn end(centre: &Centre, code: &str, last: &str, expected_version: i64) -> CallResult<DictionaryEntry> {
    let administrator = call(&user(centre.tenant, Role::Administrator));
    let input = EndOwnEntry {
        dictionary: "service_kind".to_owned(),
        code: code.to_owned(),
        valid_from: day("2024-01-01"),
        last_day: day(last),
        expected_version,
    };
    centre
        .service
        .clone()
        .end_own_entry(now(), administrator, input)
        .await
}

#[tokio::test]
async fn an_own_entry_stands_beside_the_national_ones_and_no_other_centre_sees_it() {
    let desk = Desk::start().await;
    let (north, south) = (desk.stage.centre("north").await, desk.stage.centre("south").await);
    let stored = set(&north, entry("hippotherapy", 0)).await.unwrap();
    assert_eq!((stored.origin, stored.version), (EntryOrigin::Own, Some(1)));
    assert_eq!(
        dictionary(&north, "service_kind", "2024-01-01", None).await,
        [stored]
    );
    assert!(
        dictionary(&north, "service_kind", "2023-12-31", None)
            .await
            .is_empty()
    );
    assert!(
        dictionary(&south, "service_kind", "2024-01-01", None)
            .await
            .is_empty()
    );
    // The same code is free in the other centre, and a foreign entry is as absent as none.
    assert_eq!(
        end(&south, "hippotherapy", "2024-12-31", 1).await,
        Err(CallError::NotFound)
    );
    assert_eq!(
        end(&south, "nothing", "2024-12-31", 1).await,
        Err(CallError::NotFound)
    );
    assert_eq!(
        set(&south, entry("hippotherapy", 0)).await.unwrap().version,
        Some(1)
    );
}

#[tokio::test]
async fn a_changed_entry_keeps_the_row_that_it_replaced() {
    let desk = Desk::start().await;
    let centre = desk.stage.centre("MOPS").await;
    set(&centre, entry("a", 0)).await.unwrap();
    let renamed = SetOwnEntry {
        label_pl: "inna".to_owned(),
        ..entry("a", 1)
    };
    assert_eq!(set(&centre, renamed).await.unwrap().version, Some(2));
    let ended = end(&centre, "a", "2024-06-30", 2).await.unwrap();
    assert_eq!(
        (ended.label_pl.as_str(), ended.valid_to),
        ("inna", Some(day("2024-06-30")))
    );
    assert_eq!(
        dictionary(&centre, "service_kind", "2024-06-30", None).await,
        [ended]
    );
    assert!(
        dictionary(&centre, "service_kind", "2024-07-01", None)
            .await
            .is_empty()
    );
    let rows = "select count(*) from programmes.own_dictionary_entry
                where (version, coalesce(replaced_by, 0), label_pl) in
                    ((1, 2, 'hipoterapia'), (2, 3, 'inna'), (3, 0, 'inna'))";
    assert_eq!(desk.stage.number(rows).await, 3);
    // After the end the code may begin anew.
    let anew = SetOwnEntry {
        valid_from: day("2025-01-01"),
        ..entry("a", 3)
    };
    set(&centre, anew).await.unwrap();
    let audited = "select count(*) from platform.audit_event where action like 'own_dictionary_entry.%'";
    assert_eq!(desk.stage.number(audited).await, 4);
}

#[tokio::test]
async fn an_own_entry_overlaps_neither_its_own_code_nor_a_national_one() {
    let desk = Desk::start().await;
    let centre = desk.stage.centre("MOPS").await;
    let national = "[[dictionary.service_kind]]\ncode = \"therapy\"\nposition = 1\nlabel_pl = \"terapia\"\nlabel_en = \"therapy\"\nvalid_from = 2020-01-01\nvalid_to = 2024-06-30\n";
    desk.load(national, 1).await.unwrap();
    assert_eq!(
        refusal(set(&centre, entry("therapy", 0)).await),
        ["CODE_IS_NATIONAL"]
    );
    let after = SetOwnEntry {
        valid_from: day("2024-07-01"),
        ..entry("therapy", 0)
    };
    set(&centre, after).await.unwrap();
    let overlapping = SetOwnEntry {
        valid_from: day("2025-01-01"),
        ..entry("therapy", 1)
    };
    assert_eq!(refusal(set(&centre, overlapping).await), ["ENTRY_OVERLAP"]);
    let premise = SetOwnEntry {
        dictionary: "premise".to_owned(),
        ..entry("a", 0)
    };
    assert_eq!(refusal(set(&centre, premise).await), ["DICTIONARY_NOT_OPEN"]);
    assert_eq!(
        refusal(end(&centre, "therapy", "2023-12-31", 1).await),
        ["PERIOD_REVERSED"]
    );

    // A national entry that comes later goes before the centre's own.
    desk.load(&national.replace("2024-06-30", "2030-12-31"), 2)
        .await
        .unwrap();
    let seen = dictionary(&centre, "service_kind", "2026-01-01", None).await;
    assert_eq!(
        seen.iter().map(|entry| entry.origin).collect::<Vec<_>>(),
        [EntryOrigin::National]
    );
    let then = dictionary(&centre, "service_kind", "2026-01-01", Some(2)).await;
    assert_eq!(
        then.iter().map(|entry| entry.origin).collect::<Vec<_>>(),
        [EntryOrigin::Own]
    );
}

#[tokio::test]
async fn of_changes_at_once_one_wins_and_the_others_hear_of_it() {
    let desk = Desk::start().await;
    let centre = desk.stage.centre("MOPS").await;
    for version in 0..2 {
        let changes: Vec<_> = (1..=10)
            .map(|position| {
                let centre = centre.clone();
                let input = SetOwnEntry {
                    position,
                    ..entry("a", version)
                };
                tokio::spawn(async move { set(&centre, input).await })
            })
            .collect();
        let mut won = 0;
        for change in changes {
            match change.await.unwrap() {
                Ok(_) => won += 1,
                refused => assert_eq!(refusal(refused), ["STALE_VERSION"]),
            }
        }
        assert_eq!(won, 1);
    }
    assert_eq!(
        desk.stage
            .number("select count(*) from programmes.own_dictionary_entry")
            .await,
        2
    );
    let known = "select count(*) from programmes.own_dictionary_entry where replaced_by is null";
    assert_eq!(desk.stage.number(known).await, 1);
}

#[tokio::test]
async fn a_repeated_request_changes_once() {
    let desk = Desk::start().await;
    let centre = desk.stage.centre("MOPS").await;
    let administrator = once(call(&user(centre.tenant, Role::Administrator)), "k", "f");
    let ask = || {
        centre
            .service
            .clone()
            .set_own_entry(now(), administrator.clone(), entry("a", 0))
    };
    let (first, second) = tokio::join!(ask(), ask());
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(
        desk.stage
            .number("select count(*) from programmes.own_dictionary_entry")
            .await,
        1
    );
}
