//! What is read of a release: region, filters, pages, files, and how much work that is.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wsparcie_kernel::{CallError, Clock, PageRequest};
use wsparcie_programmes_api::{
    CompareProjects, ComparisonFigure, ComparisonFilter, ComparisonMeasure, ExportComparison, ExportFormat,
    FundingPeriod, Hidden, PeopleCount, ProgrammesApi, ProjectFacts,
};
use wsparcie_testkit::{Statements, authority_analyst, call};

use super::{MISSING, SUPPRESSED, of, people};
use crate::support::{Stage, at_least, exactly, money, now, titled};

#[tokio::test]
async fn an_authority_sees_its_region_and_a_national_one_the_country_by_name() {
    let stage = Stage::start().await;
    let zielona = stage.centre_in("MOPS Zielona Góra", "0862011").await;
    let jelenia = stage.centre_in("MOPS Jelenia Góra", "0261011").await;
    zielona
        .created(ProjectFacts {
            places_total: exactly(300),
            places_women: exactly(147),
            ..titled("Góra pomocy")
        })
        .await;
    jelenia
        .created(ProjectFacts {
            places_total: at_least(60),
            ..titled("Postaw na siebie II")
        })
        .await;
    let mut seen = Vec::new();
    for region in ["08", "00", "26"] {
        let authority = stage.authority(region).await;
        let release = stage.release(&authority).await;
        let rows = stage.rows(&authority, &of(&release)).await;
        seen.push(rows.iter().map(|row| row.centre.clone()).collect::<Vec<_>>());
    }
    assert_eq!(
        seen,
        [
            vec!["MOPS Zielona Góra"],
            vec!["MOPS Jelenia Góra", "MOPS Zielona Góra"],
            vec![]
        ]
    );
}

#[tokio::test]
async fn the_comparison_of_before_releases_answers_from_the_newest_one() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.decide(ComparisonMeasure::Recruitment, true).await;
    let authority = stage.authority("02").await;
    let compare = async || {
        let page = PageRequest::first(10);
        let page = stage
            .service
            .clone()
            .compare_projects(now(), call(&authority), page)
            .await
            .unwrap();
        page.edges.into_iter().map(|edge| edge.node).collect::<Vec<_>>()
    };
    let project = centre.created(titled("a")).await.id;
    assert_eq!(compare().await, []);
    stage.release(&authority).await;
    let row = compare().await.remove(0);
    assert_eq!(row.enrolled_total, MISSING);
    let today = stage.clock.now().date_naive();
    assert_eq!(
        row.as_of.date_naive(),
        today,
        "without counts, the day of the release"
    );
    stage.people(&centre, project, &[people(4, 20)]).await;
    assert_eq!(
        compare().await[0].enrolled_total,
        MISSING,
        "live figures are not shown"
    );
    stage.release(&authority).await;
    let row = compare().await.remove(0);
    assert_eq!(
        (row.enrolled_total, row.enrolled_women, row.enrolled_men),
        (PeopleCount::Shown(24), SUPPRESSED, SUPPRESSED)
    );
}

#[tokio::test]
async fn whoever_has_no_region_compares_nothing() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let compare = async |actor| {
        let input = CompareProjects::default();
        stage
            .service
            .clone()
            .compare_summary(now(), call(&actor), input)
            .await
            .map(|_| ())
    };
    assert_eq!(
        compare(centre.coordinator.clone()).await,
        Err(CallError::Forbidden)
    );
    let mut analyst = authority_analyst(centre.tenant, "08");
    if let Some(organisation) = &mut analyst.organisation {
        organisation.region = None;
    }
    assert_eq!(compare(analyst).await, Err(CallError::Forbidden));
    let new = stage.authority("08").await;
    assert_eq!(
        compare(new).await,
        Err(CallError::NotFound),
        "before the first release"
    );
}

#[tokio::test]
async fn filters_narrow_and_a_summary_says_how_many_of_how_many_and_who_is_missing() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.consent().await;
    let numbered = |number: &str, title: &str, total: &str, places| ProjectFacts {
        number: Some(number.to_owned()),
        budget_total: Some(money(total)),
        places_total: places,
        ..titled(title)
    };
    centre
        .created(numbered(
            "RPSW.09.02.01-26-0057/16-00",
            "a",
            "100.00",
            exactly(10),
        ))
        .await;
    centre
        .created(numbered(
            "RPSW.09.02.01-26-0058/16-00",
            "b",
            "300.00",
            exactly(10),
        ))
        .await;
    centre
        .created(numbered(
            "RPSW.09.02.01-26-0059/16-00",
            "c",
            "100.01",
            at_least(10),
        ))
        .await;
    centre.created(titled("d")).await;
    let authority = stage.authority("02").await;
    let release = stage.release(&authority).await;
    let titles = async |filter: ComparisonFilter| {
        let input = CompareProjects {
            filter,
            ..of(&release)
        };
        let rows = stage.rows(&authority, &input).await;
        rows.into_iter().map(|row| row.title).collect::<String>()
    };
    let none = ComparisonFilter::default;
    assert_eq!(titles(none()).await, "abcd");
    let by = |code: &str| ComparisonFilter {
        programme: Some(code.to_owned()),
        ..none()
    };
    assert_eq!(titles(by("9.2.1")).await, "abc");
    assert_eq!(titles(by("RPSW")).await, "abc");
    assert_eq!(titles(by("9.2.2")).await, "");
    let period = ComparisonFilter {
        period: Some(FundingPeriod::P2014),
        ..none()
    };
    assert_eq!(titles(period).await, "abc");
    let kind = ComparisonFilter {
        centre_kind: Some("OPS".to_owned()),
        ..none()
    };
    assert_eq!(titles(kind).await, "");

    let input = CompareProjects {
        measures: vec![ComparisonMeasure::CostPerPlace],
        ..of(&release)
    };
    let summary = stage
        .service
        .clone()
        .compare_summary(now(), call(&authority), input)
        .await
        .unwrap();
    let total = &summary[0];
    assert_eq!(
        (total.figure, total.included, total.considered),
        (ComparisonFigure::CostPerPlaceTotal, 2, 4)
    );
    assert_eq!((total.mean, total.weighted_mean), (Some(2000), Some(2000)));
    assert_eq!(total.bounds[0].at_most, 1001, "rounded outward, and no point");
    let missing: Vec<_> = total
        .missing
        .iter()
        .map(|one| (one.title.as_str(), one.reason))
        .collect();
    assert_eq!(missing, [("d", Hidden::Missing)]);
}

#[tokio::test]
async fn pages_walk_the_names_both_ways() {
    let stage = Stage::start().await;
    for name in ["Żary", "Łódź", "Lublin", "Zgierz", "Maków"] {
        stage.centre(name).await.created(titled("p")).await;
    }
    let authority = stage.authority("02").await;
    let release = stage.release(&authority).await;
    let walk = async |page: PageRequest| {
        let rows = stage
            .service
            .clone()
            .compare_rows(now(), call(&authority), of(&release), page);
        rows.await.unwrap()
    };
    let first = walk(PageRequest {
        with_total: true,
        ..PageRequest::first(2)
    })
    .await;
    assert_eq!((first.total_count, first.has_next_page), (Some(5), true));
    let second = walk(PageRequest {
        after: Some(first.edges[1].cursor),
        ..PageRequest::first(2)
    })
    .await;
    let last = walk(PageRequest {
        backward: true,
        ..PageRequest::first(1)
    })
    .await;
    let names: Vec<_> = [first, second, last]
        .into_iter()
        .flat_map(|page| page.edges)
        .map(|edge| edge.node.centre)
        .collect();
    assert_eq!(names, ["Lublin", "Łódź", "Maków", "Zgierz", "Żary"]);
}

#[tokio::test]
async fn a_file_holds_what_the_screen_shows_and_no_formula() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.consent().await;
    let project = centre.created(titled("=HYPERLINK(\"x\")")).await.id;
    stage.people(&centre, project, &[people(4, 20)]).await;
    let authority = stage.authority("02").await;
    let release = stage.release(&authority).await;
    let export = async |format| {
        let input = ExportComparison {
            compare: CompareProjects {
                measures: vec![ComparisonMeasure::Recruitment],
                ..of(&release)
            },
            format,
        };
        stage
            .service
            .clone()
            .export_comparison(now(), call(&authority), input)
            .await
            .unwrap()
    };
    let csv = export(ExportFormat::Csv).await;
    let text = String::from_utf8(STANDARD.decode(&csv.content).unwrap()).unwrap();
    let row = text.lines().nth(1).unwrap();
    assert!(
        row.contains("'=HYPERLINK") && row.contains(";24;ukryte (tajemnica statystyczna);"),
        "{row}"
    );
    assert!(!row.contains(";4;") && !row.contains(";20;"), "{row}");
    assert_eq!(csv.file_name, "porownanie-02-wydanie-1.csv");
    let xlsx = export(ExportFormat::Xlsx).await;
    assert_eq!(&STANDARD.decode(&xlsx.content).unwrap()[..2], b"PK");
    assert_eq!(xlsx, export(ExportFormat::Xlsx).await, "the same file every time");
}

#[tokio::test]
async fn reading_takes_the_same_few_statements_however_many_projects_there_are() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.consent().await;
    let authority = stage.authority("02").await;
    let mut asked = Vec::new();
    for titles in [vec!["a"], vec!["b", "c", "d", "e", "f"]] {
        for title in titles {
            let project = centre.created(titled(title)).await.id;
            stage.people(&centre, project, &[people(20, 20)]).await;
        }
        let release = stage.release(&authority).await;
        let statements = Statements::watch();
        stage.rows(&authority, &of(&release)).await;
        let rows = statements.take();
        stage
            .service
            .clone()
            .compare_summary(now(), call(&authority), of(&release))
            .await
            .unwrap();
        asked.push((rows, statements.take()));
    }
    assert_eq!(asked[0], asked[1]);
    assert!(asked[0].0 <= 6, "{asked:?}");
}
