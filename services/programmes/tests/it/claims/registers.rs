//! Corrections follow their entries; what a claim lists of itself; what stays as it was submitted.

use std::collections::BTreeSet;

use wsparcie_kernel::ids::{ApiClientId, ExpenseId};
use wsparcie_kernel::{Actor, Call, CallError, Principal, Role, Scope};
use wsparcie_programmes_api::{Claim, ClaimContents, ClaimDraft, ClaimKind, ClaimStep, ProgrammesApi};
use wsparcie_testkit::{Statements, call, user};

use super::{Office, day, draft, listing, money, questioned};
use crate::indicators::known;
use crate::support::{nothing, now, refusal};

async fn listed(office: &Office, claim: &Claim) -> BTreeSet<ExpenseId> {
    let contents = office.contents(claim.id).await;
    contents.expenses.iter().map(|one| one.expense_id).collect()
}

fn of_kind(kind: ClaimKind, draft: ClaimDraft) -> ClaimDraft {
    ClaimDraft {
        advance_requested: (kind == ClaimKind::Advance).then(|| money(1_000)),
        kind,
        ..draft
    }
}

#[tokio::test]
async fn a_correction_of_a_month_stands_in_no_claim_before_its_entry() {
    let office = Office::open().await;
    let books = office.books().await;
    // Booked for March, paid in April: so the correction for March waits for the second quarter too.
    let entry = office.expense(&books, "2018-04-10", 100_000).await;
    let correction = office.corrected(entry, "2018-03-01", -25_000).await;
    let first = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    assert_eq!(listed(&office, &first).await, [].into());
    assert_eq!(
        refusal(
            office
                .update(&first, listing("2018-01-01", "2018-03-31", &[correction]))
                .await
        ),
        ["CLAIM_EXPENSE_LATER"]
    );
    let second = office.create(draft("2018-04-01", "2018-06-30")).await.unwrap();
    assert_eq!(listed(&office, &second).await, [entry, correction].into());
}

#[tokio::test]
async fn a_correction_counts_on_the_last_day_of_its_month() {
    let office = Office::open().await;
    let books = office.books().await;
    let entry = office.expense(&books, "2018-02-10", 100_000).await;
    let correction = office.corrected(entry, "2018-03-01", -25_000).await;
    let first = office.create(draft("2018-01-15", "2018-03-30")).await.unwrap();
    assert_eq!(listed(&office, &first).await, [entry].into());
    let whole = office
        .update(&first, draft("2018-01-15", "2018-03-31"))
        .await
        .unwrap();
    assert_eq!(listed(&office, &whole).await, [entry, correction].into());
}

#[tokio::test]
async fn no_change_leaves_a_correction_without_its_entry() {
    let office = Office::open().await;
    let books = office.books().await;
    let entry = office.expense(&books, "2018-02-10", 100_000).await;
    let correction = office.corrected(entry, "2018-05-01", -25_000).await;
    for (kind, from, to) in [
        (ClaimKind::Interim, "2018-04-01", "2018-06-30"),
        (ClaimKind::Final, "2019-04-01", "2019-06-30"),
    ] {
        let alone = of_kind(kind, listing(from, to, &[correction]));
        assert_eq!(
            refusal(office.create(alone).await),
            ["CLAIM_CORRECTION_WITHOUT_ENTRY"],
            "{kind:?}"
        );
    }
    // The entry went into a later claim: the correction does not go before it, named or not.
    let later = office
        .create(listing("2018-07-01", "2018-09-30", &[entry]))
        .await
        .unwrap();
    let between = office.create(draft("2018-04-01", "2018-06-30")).await.unwrap();
    assert_eq!(listed(&office, &between).await, [].into());
    assert_eq!(
        refusal(
            office
                .update(&between, listing("2018-04-01", "2018-06-30", &[correction]))
                .await
        ),
        ["CLAIM_CORRECTION_WITHOUT_ENTRY"]
    );
    office
        .update(&later, listing("2018-07-01", "2018-09-30", &[]))
        .await
        .unwrap();

    let first = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    assert_eq!(listed(&office, &first).await, [entry].into());
    let between = office
        .update(&between, draft("2018-04-01", "2018-06-30"))
        .await
        .unwrap();
    assert_eq!(listed(&office, &between).await, [correction].into());
    // The first claim cannot let the entry go while the second lists its correction.
    let dropped = office
        .update(&first, listing("2018-01-01", "2018-03-31", &[]))
        .await;
    assert_eq!(refusal(dropped), ["CLAIM_CORRECTION_WITHOUT_ENTRY"]);
    let withdrawal = || ClaimStep::Withdraw {
        reason: "pomyłka".to_owned(),
    };
    let withdrawn = office.step(&first, "2018-07-01", withdrawal()).await;
    assert_eq!(refusal(withdrawn), ["CLAIM_CORRECTION_WITHOUT_ENTRY"]);
    assert_eq!(listed(&office, &first).await, [entry].into());
    office.step(&between, "2018-07-01", withdrawal()).await.unwrap();
    office.step(&first, "2018-07-01", withdrawal()).await.unwrap();
}

#[tokio::test]
async fn a_claim_is_not_submitted_without_the_corrections_of_its_period() {
    let office = Office::open().await;
    let books = office.books().await;
    let entry = office.expense(&books, "2018-02-10", 100_000).await;
    let claim = office
        .create(listing("2018-01-01", "2018-03-31", &[entry]))
        .await
        .unwrap();
    let correction = office.corrected(entry, "2018-03-01", -25_000).await;
    let refused = office.step(&claim, "2018-04-16", ClaimStep::Submit).await;
    assert_eq!(refusal(refused), ["CLAIM_CORRECTION_MISSING"]);
    let claim = office
        .update(&claim, listing("2018-01-01", "2018-03-31", &[entry, correction]))
        .await
        .unwrap();
    let claim = office
        .step(&claim, "2018-04-16", ClaimStep::Submit)
        .await
        .unwrap();
    assert_eq!(claim.claimed, Some(money(75_000)));
}

#[tokio::test]
async fn a_correction_of_a_later_month_does_not_keep_a_claim_back_but_a_final_one() {
    let office = Office::open().await;
    let books = office.books().await;
    let entry = office.expense(&books, "2019-04-10", 100_000).await;
    office.corrected(entry, "2019-07-01", -25_000).await;
    for (kind, expected) in [
        (ClaimKind::Final, Some("CLAIM_CORRECTION_MISSING")),
        (ClaimKind::Interim, None),
    ] {
        let asked = of_kind(kind, listing("2019-04-01", "2019-06-30", &[entry]));
        let claim = office.create(asked).await.unwrap();
        match expected {
            Some(code) => {
                let refused = office.step(&claim, "2019-07-15", ClaimStep::Submit).await;
                assert_eq!(refusal(refused), [code]);
                let step = ClaimStep::Withdraw {
                    reason: "pomyłka".to_owned(),
                };
                office.step(&claim, "2019-07-15", step).await.unwrap();
            }
            None => {
                office
                    .step(&claim, "2019-07-15", ClaimStep::Submit)
                    .await
                    .unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_claim_for_an_advance_lists_expenses_only_where_they_are_named() {
    let office = Office::open().await;
    let books = office.books().await;
    let entry = office.expense(&books, "2018-02-10", 100_000).await;
    let open = of_kind(ClaimKind::Advance, draft("2018-01-01", "2018-03-31"));
    let claim = office.create(open).await.unwrap();
    assert_eq!(listed(&office, &claim).await, [].into());
    let named = of_kind(ClaimKind::Advance, listing("2018-01-01", "2018-03-31", &[entry]));
    let claim = office.update(&claim, named).await.unwrap();
    assert_eq!(listed(&office, &claim).await, [entry].into());
}

#[tokio::test]
async fn once_submitted_a_claims_kind_and_period_stay() {
    let office = Office::open().await;
    let claim = office
        .submitted(draft("2018-01-01", "2018-03-31"), "2018-04-16")
        .await;
    let due = claim.due.clone();
    let claim = office
        .step(&claim, "2018-05-07", questioned("2018-05-14"))
        .await
        .unwrap();
    let CallError::Refused(problems) = office
        .update(
            &claim,
            of_kind(ClaimKind::Advance, draft("2018-01-02", "2018-03-30")),
        )
        .await
        .unwrap_err()
    else {
        unreachable!("refused")
    };
    let told: Vec<_> = problems
        .iter()
        .map(|problem| (problem.code.as_str(), problem.path.join(".")))
        .collect();
    assert_eq!(
        told,
        ["claim.kind", "claim.periodFrom", "claim.periodTo"]
            .map(|path| ("CLAIM_PERIOD_FIXED", path.to_owned()))
    );
    let claim = office
        .update(&claim, draft("2018-01-01", "2018-03-31"))
        .await
        .unwrap();
    assert_eq!(claim.due, due);
}

/// An indicator of its own with values by hand, and one that is counted.
async fn with_indicators(office: &Office) {
    let (tenant, project) = (office.centre.tenant, office.project);
    let [by_hand, counted, value, person] = [(); 4].map(|()| nothing());
    let profile = serde_json::to_string(&known()).unwrap();
    office
        .stage
        .plant(&format!(
            "insert into programmes.project_indicator (tenant_id, id, project_id, code, origin, kind, unit, by_sex, label_pl,
                 label_en, definition, target_total, condition, version, created_at)
             values ('{tenant}', '{by_hand}', '{project}', 'AOON', 'own', 'output', 'osoby', true, 'a', 'a', 'a', 30, null, 1, now()),
                    ('{tenant}', '{counted}', '{project}', 'WSZYSCY', 'own', 'output', 'osoby', true, 'b', 'b', 'b', 30, 'true', 1,
                     now());
             insert into programmes.indicator_value (tenant_id, id, indicator_id, project_id, number, as_of, total, women, men, source,
                 recorded_at)
             values ('{tenant}', '{value}', '{by_hand}', '{project}', 1, '2018-04-30', 12, 7, 5, 'lista', now());
             insert into programmes.participation (tenant_id, enrolment_id, project_id, version, sex, on_place, starts_on, vocational,
                 profile, results, recorded_at)
             values ('{tenant}', '{person}', '{project}', 1, 'K', true, '2018-02-10', false, '{profile}', '{{}}', now());"
        ))
        .await;
}

async fn months(office: &Office) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (from, to) in [
        ("2018-01-01", "2018-01-31"),
        ("2018-02-01", "2018-02-28"),
        ("2018-03-01", "2018-03-31"),
        ("2018-04-01", "2018-04-30"),
        ("2018-05-01", "2018-05-31"),
    ] {
        claims.push(office.create(draft(from, to)).await.unwrap());
    }
    claims
}

#[tokio::test]
async fn five_claims_are_told_in_as_many_statements_as_one_each_on_its_own_day() {
    let office = Office::open().await;
    with_indicators(&office).await;
    let claims = months(&office).await;
    let statements = Statements::watch();
    // The coordinator may read participations, the accountant may not.
    let coordinator = office.centre.call();
    let told = async |call: Call, claims: &[Claim]| {
        statements.take();
        let found = office
            .centre
            .service
            .clone()
            .claim_contents(now(), call, claims.iter().map(|claim| claim.id).collect())
            .await
            .unwrap();
        (found, statements.take())
    };
    let (one, cost) = told(coordinator.clone(), &claims[..1]).await;
    let (five, cost_of_five) = told(coordinator, &claims).await;
    assert_eq!((one.len(), five.len()), (1, 5));
    assert_eq!(cost_of_five, cost);
    let by_hand = [None, None, None, Some(12), Some(12)];
    let counted = [Some(0), Some(1), Some(1), Some(1), Some(1)];
    assert_eq!(
        values(five),
        pairs(by_hand, counted.map(|people| (people, false)))
    );
    let (five, cost) = told(office.call(), &claims).await;
    assert_eq!(cost, cost_of_five);
    assert_eq!(
        values(five),
        pairs(by_hand, [(None, true); 5]),
        "nobody and one alike: the months beside each other would tell who came in between"
    );
}

type Told = (String, Option<i64>, bool);

/// Code, total and whether it is withheld, claim by claim in the order of their periods.
fn values(mut contents: Vec<ClaimContents>) -> Vec<Told> {
    contents.sort_by_key(|said| said.period_to);
    let mut values = Vec::new();
    for said in contents {
        // Indicators of one moment come in any order.
        let mut told = said.indicators.unwrap();
        told.sort_by(|one, other| one.code.cmp(&other.code));
        values.extend(told.into_iter().map(|one| {
            assert_eq!(
                (one.women.is_some(), one.men.is_some()),
                (one.total.is_some(), one.total.is_some())
            );
            assert!(!one.too_few || one.undecided.is_none());
            (one.code, one.total, one.too_few)
        }));
    }
    values
}

fn pairs(by_hand: [Option<i64>; 5], counted: [(Option<i64>, bool); 5]) -> Vec<Told> {
    let both = by_hand.into_iter().zip(counted);
    both.flat_map(|(hand, (all, withheld))| {
        [
            ("AOON".to_owned(), hand, false),
            ("WSZYSCY".to_owned(), all, withheld),
        ]
    })
    .collect()
}

#[tokio::test]
async fn who_may_read_money_alone_is_not_told_how_many_people_there_are() {
    let office = Office::open().await;
    with_indicators(&office).await;
    let claim = office
        .submitted(draft("2018-01-01", "2018-03-31"), "2018-04-16")
        .await;
    let program = |scopes: &[Scope]| Actor {
        principal: Principal::ApiClient(ApiClientId::from_uuid(nothing())),
        roles: Vec::new(),
        scopes: scopes.to_vec(),
        ..user(office.centre.tenant, Role::ChiefAccountant)
    };
    for (scopes, knows) in [
        (&[Scope::FinanceRead][..], false),
        (&[Scope::FinanceRead, Scope::ProjectsRead], true),
    ] {
        let actor = program(scopes);
        let service = || office.centre.service.clone();
        let live = service()
            .claim_contents(now(), call(&actor), vec![claim.id])
            .await
            .unwrap()
            .pop()
            .unwrap();
        assert_eq!(live.indicators.is_some(), knows, "{scopes:?}");
        let kept = service()
            .claim_snapshots(now(), call(&actor), vec![claim.id])
            .await
            .unwrap()
            .pop()
            .unwrap();
        assert_eq!(kept.contents.indicators.is_some(), knows, "{scopes:?}");
    }
    // What was submitted is told the accountant without the count of one; the coordinator reads it as it was submitted.
    let kept = async |call: Call| {
        let service = office.centre.service.clone();
        let found = service.claim_snapshots(now(), call, vec![claim.id]).await;
        values(vec![found.unwrap().pop().unwrap().contents])
    };
    let [hand, all] = ["AOON", "WSZYSCY"].map(str::to_owned);
    assert_eq!(
        kept(office.call()).await,
        [(hand.clone(), None, false), (all.clone(), None, true)]
    );
    assert_eq!(
        kept(office.centre.call()).await,
        [(hand, None, false), (all, Some(1), false)]
    );
    let stored = "select count(*) from programmes.claim_snapshot where jsonb_array_length(content::jsonb -> 'indicators') = 2";
    assert_eq!(
        office.stage.number(stored).await,
        1,
        "what was submitted stays whole"
    );
    assert_eq!(
        office.snapshot(claim.id).await.contents.period_to,
        day("2018-03-31")
    );
}
