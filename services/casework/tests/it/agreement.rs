//! Nobody is entered before the centre has accepted the agreement on processing people's data.

use wsparcie_casework_api::CaseworkApi;
use wsparcie_kernel::national::Sex;
use wsparcie_testkit::noon;

use crate::support::{Stage, by_birth, now, once, refusal};

fn needed() -> Vec<String> {
    vec!["AGREEMENT_NEEDED@".to_owned()]
}

fn ewa(n: usize) -> wsparcie_casework_api::NewPerson {
    by_birth("Ewa", &"N".repeat(n), "1980-01-01", Sex::Female)
}

#[tokio::test]
async fn nobody_is_entered_before_the_centre_has_accepted_the_agreement() {
    let stage = Stage::start().await;
    let (with, without) = (
        stage.centre("with").await,
        stage.centre_without_agreement("without").await,
    );
    assert_eq!(refusal(without.create(ewa(1)).await), needed());
    assert_eq!(stage.number("select count(*) from casework.person").await, 0);
    with.create(ewa(1)).await.unwrap();
    assert_eq!(
        refusal(without.create(ewa(1)).await),
        needed(),
        "another centre's acceptance counts for that centre only"
    );
    stage.accepts(&without, "2000-1").await;
    without.create(ewa(1)).await.unwrap();
}

#[tokio::test]
async fn an_acceptance_counts_until_the_grace_after_the_next_version_is_over() {
    let stage = Stage::start().await;
    let centre = stage.centre_without_agreement("jg").await;
    stage.agreement("2016-1", "2016-05-01", "2016-05-31").await;
    stage.agreement("2018-1", "2018-05-01", "2018-05-31").await;
    stage.accepts(&centre, "2016-1").await;
    for (n, (day, enters)) in [
        ("2016-04-30", false),
        ("2016-05-01", true),
        ("2018-04-30", true),
        ("2018-05-31", true),
        ("2018-06-01", false),
    ]
    .into_iter()
    .enumerate()
    {
        stage.clock.set(noon(day));
        let entered = centre.create(ewa(n + 1)).await;
        if enters {
            entered.unwrap();
        } else {
            assert_eq!(refusal(entered), needed(), "{day}");
        }
    }
    stage.accepts(&centre, "2018-1").await;
    centre.create(ewa(9)).await.unwrap();
}

#[tokio::test]
async fn a_repeated_request_is_answered_although_the_agreement_has_lapsed() {
    let stage = Stage::start().await;
    let centre = stage.centre("jg").await;
    let request = || {
        let call = once(centre.call(), "klucz", "a");
        centre.api().create_person(now(), call, ewa(1))
    };
    let first = request().await.unwrap();
    stage.plant("delete from tenants.agreement_acceptance").await;
    assert_eq!(request().await.unwrap(), first);
    assert_eq!(refusal(centre.create(ewa(2)).await), needed());
}
