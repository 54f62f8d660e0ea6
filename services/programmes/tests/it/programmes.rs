//! Programme trees and project numbers.

use wsparcie_kernel::{PageRequest, Role};
use wsparcie_programmes_api::{FundingPeriod, ProgrammeLevel, ProgrammesApi};
use wsparcie_testkit::{call, user};

use crate::support::{Stage, level, nothing, now, refusal};

#[tokio::test]
async fn the_roots_are_the_programmes_of_three_periods() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let page = PageRequest {
        with_total: true,
        ..PageRequest::first(100)
    };
    let page = centre
        .service
        .clone()
        .list_programmes(now(), centre.call(), None, page)
        .await
        .unwrap();
    assert_eq!(page.total_count, Some(35));
    let roots: Vec<_> = page.edges.into_iter().map(|edge| edge.node).collect();
    assert!(
        roots
            .iter()
            .all(|root| root.level == ProgrammeLevel::Programme && root.parent_id.is_none())
    );
    let codes = |period| {
        roots
            .iter()
            .filter(|root| root.period == period)
            .map(|root| root.code.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(FundingPeriod::P2007), ["POKL"]);
    assert_eq!(
        codes(FundingPeriod::P2014).join(" "),
        "POWR RPDS RPKP RPLU RPLB RPLD RPMP RPMA RPOP RPPK RPPD RPPM RPSL RPSW RPWM RPWP RPZP"
    );
    assert_eq!(codes(FundingPeriod::P2021).len(), 17);
    // The one programme whose letters differ between the periods.
    let west_pomerania: Vec<_> = roots
        .iter()
        .filter(|root| root.voivodeship.as_deref() == Some("32"))
        .map(|root| root.code.as_str())
        .collect();
    assert_eq!(west_pomerania, ["RPZP", "FEPZ"]);
}

#[tokio::test]
async fn a_tree_is_walked_level_by_level() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let children = async |id: &str| {
        let page = centre
            .service
            .clone()
            .list_programmes(now(), centre.call(), Some(level(id)), PageRequest::first(10))
            .await
            .unwrap();
        page.edges
            .into_iter()
            .map(|edge| edge.node.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(children("200700000000").await, ["VII"]);
    assert_eq!(children("200700070100").await, ["7.1.1", "7.1.2"]);
    assert_eq!(children("201426090200").await, ["9.2.1"]);
    assert_eq!(children("201426090201").await, Vec::<String>::new());
    let levels = vec![
        level("201426090201"),
        wsparcie_kernel::ids::ProgrammeId::from_uuid(nothing()),
    ];
    let found = centre
        .service
        .clone()
        .programmes_by_id(now(), centre.call(), levels)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].level, found[0].voivodeship.as_deref()),
        (ProgrammeLevel::Submeasure, Some("26"))
    );
}

#[tokio::test]
async fn pages_of_programmes_meet_whichever_way_they_are_walked() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let walk = async |page| {
        let page = centre
            .service
            .clone()
            .list_programmes(now(), centre.call(), None, page)
            .await
            .unwrap();
        (
            page.edges
                .iter()
                .map(|edge| edge.node.code.clone())
                .collect::<Vec<_>>(),
            page,
        )
    };
    let (first, page) = walk(PageRequest::first(2)).await;
    assert_eq!(
        (first.as_slice(), page.has_next_page),
        (&["POKL".to_owned(), "POWR".to_owned()][..], true)
    );
    let after = page.edges[1].cursor;
    let (next, page) = walk(PageRequest {
        after: Some(after),
        ..PageRequest::first(2)
    })
    .await;
    assert_eq!(next, ["RPDS", "RPKP"]);
    let before = page.edges[0].cursor;
    let (back, page) = walk(PageRequest {
        before: Some(before),
        backward: true,
        ..PageRequest::first(1)
    })
    .await;
    assert_eq!((back, page.has_previous_page), (vec!["POWR".to_owned()], true));
}

#[tokio::test]
async fn a_number_is_read_without_storing_anything() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let anyone = user(centre.tenant, Role::Specialist);
    let parse = async |text: &str| {
        stage
            .service
            .clone()
            .parse_project_number(now(), call(&anyone), text.to_owned())
            .await
    };
    assert_eq!(
        parse("UDA-POKL.7.1.1-14-012/08").await.unwrap().normalised,
        "POKL.07.01.01-14-012/08"
    );
    assert_eq!(
        refusal(parse("RPMA.09.01.00-IP.01-14-028/16").await),
        ["CALL_NUMBER"]
    );
    assert_eq!(
        refusal(parse("RPSW.09.02.01-24-0057/16").await),
        ["PROJECT_NUMBER_REGION_MISMATCH"]
    );
}

#[tokio::test]
async fn dictionaries_hold_the_premises_of_the_guidelines_with_their_dates() {
    let stage = Stage::start().await;
    let count = async |filter: &str| {
        stage
            .number(&format!(
                "select count(*) from programmes_published.dictionary_entry where {filter}"
            ))
            .await
    };
    assert_eq!(count("dictionary = 'premise'").await, 13);
    assert_eq!(count("dictionary = 'labour_status'").await, 4);
    assert_eq!(count("dictionary = 'disability_degree'").await, 5);
    let profile = "code = 'profile_iii' and valid_from = '2014-05-27' and valid_to = '2019-06-13'";
    assert_eq!(count(profile).await, 1);
}
