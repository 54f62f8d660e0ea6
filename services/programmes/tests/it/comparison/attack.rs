//! Somebody who sees everything that two authorities are shown, in every release and under every filter, and who knows how
//! the counts hang together and that nobody who was recruited, ended or had an effect is so no more, recovers no hidden
//! cell and nobody left over by subtraction.
//!
//! Somebody who sees only some of these publications knows less than that, and is not tried apart; but the region alone is,
//! for more is hidden from it. The rule by which rows are renewed reads nothing but what was shown, so it tells nothing
//! more (`services/disclosure/tests/history` publishes all histories of a family to see that).

mod fixture;
mod notebook;
mod puzzle;

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::national::Sex;
use wsparcie_programmes_api::{
    CompareProjects, ComparisonFigure, ComparisonRow, FigureSummary, PeopleRate, ProgrammesApi, ProjectFacts,
    RatesBySex, Told,
};
use wsparcie_testkit::{call, noon, user};

use self::fixture::{HISTORIES, filters};
use self::notebook::{Findings, Notebook, PLACES, Truth, grows};
use super::{People, ended, of, people};
use crate::support::{Centre, Stage, exactly, now, titled};

/// Plants people of whom each count is; the first of the completed are those decided, with the effect, and so on.
async fn plant(stage: &Stage, centre: &Centre, project: ProjectId, t: &Truth) {
    let mut groups = Vec::new();
    for sex in 0..2 {
        let at = |count: usize| t[2 * count + sex];
        let [recruited, over, completed, social_base, social, work_base, work] =
            [0, 1, 2, 3, 4, 5, 6].map(at);
        let of_sex = |count: i64| if sex == 0 { (count, 0) } else { (0, count) };
        let (women, men) = of_sex(recruited - over);
        groups.push(people(women, men));
        let (women, men) = of_sex(over - completed);
        groups.push(ended(women, men, "early"));
        let (women, men) = of_sex(1);
        for nth in 0..completed {
            groups.push(People {
                // Of those who ended after the rules known nothing is decided.
                ended: Some((
                    if nth < social_base {
                        "2018-06-30"
                    } else {
                        "2025-12-31"
                    },
                    "as_planned",
                )),
                vocational: nth < work_base,
                social_on: (nth < social).then_some("2018-07-10"),
                work_on: (nth < work).then_some("2018-07-10"),
                ..people(women, men)
            });
        }
    }
    groups.retain(|group| group.women + group.men > 0);
    stage.people(centre, project, &groups).await;
}

#[tokio::test]
async fn everything_shown_together_recovers_no_hidden_cell() {
    let stage = Stage::start().await;
    stage.rules().await;
    let mut projects = Vec::new();
    for (at, (title, teryt, history)) in HISTORIES.iter().enumerate() {
        let kind = if at % 3 == 0 { "GOPS" } else { "MOPS" };
        let tenant = stage
            .test
            .organisation(kind, &format!("{kind} {title}"), teryt)
            .await;
        let centre = Centre {
            tenant,
            coordinator: user(tenant, wsparcie_kernel::Role::Coordinator),
            service: stage.service.clone(),
        };
        centre.consent().await;
        let facts = ProjectFacts {
            number: (at % 2 == 0).then(|| format!("RPSW.09.02.01-26-00{at}7/16-00")),
            places_total: exactly(i32::try_from(PLACES).unwrap()),
            ..titled(title)
        };
        let project = centre.created(facts).await.id;
        projects.push((centre, project, history));
    }
    let (region, country) = (stage.authority("02").await, stage.authority("00").await);
    stage.threshold(&country, 3).await;
    let mut releases = Vec::new();
    for round in 0..3 {
        stage.clock.set(noon(&format!("2026-04-0{}", round + 1)));
        for (centre, project, history) in &projects {
            plant(&stage, centre, *project, &history[round]).await;
        }
        for authority in [&region, &country] {
            releases.push((authority, stage.release(authority).await));
        }
    }
    // Every release is read again at the end, whole and under filters.
    let (mut together, mut of_region) = (Notebook::default(), Notebook::default());
    let mut narrowed = 0;
    for (authority, release) in &releases {
        for filter in filters() {
            let input = CompareProjects {
                filter,
                ..of(release)
            };
            let rows = stage.rows(authority, &input).await;
            narrowed += usize::from(!rows.is_empty() && rows.len() < HISTORIES.len());
            for row in &rows {
                together.note(row);
                if authority.tenant() == region.tenant() {
                    of_region.note(row);
                }
            }
            let summaries = stage
                .service
                .clone()
                .compare_summary(now(), call(authority), input)
                .await;
            for summary in summaries.unwrap() {
                only_what_was_shown(&rows, &summary);
            }
        }
    }
    assert!(narrowed > 20, "{narrowed}: the filters do not filter");

    let mut all = Findings::default();
    for (title, teryt, history) in &HISTORIES {
        let mut notebooks = vec![(&together, 3)];
        if teryt.starts_with("02") {
            notebooks.push((&of_region, 5));
        }
        for (notebook, few) in notebooks {
            let found = notebook.attack(title, history, grows(history), few);
            let seen = notebook.seen(title);
            println!("{title} from {few}: {found:?} in {} states", seen.len());
            assert_eq!(found.recovered, [], "{title} from {few}: {seen:?}");
            all.hidden += found.hidden;
            all.shown += found.shown;
            all.harmless += found.harmless;
            all.with_help += found.with_help;
        }
    }
    assert!(
        all.hidden > 50 && all.shown > 50,
        "{all:?}: the fixture tries nothing"
    );
    // Armed: with one hidden cell given away, the same solver recovers others.
    assert!(all.with_help > 0);
}

fn rates_of(row: &ComparisonRow, figure: ComparisonFigure) -> Option<&RatesBySex> {
    match figure {
        ComparisonFigure::RecruitmentRate => Some(&row.recruitment),
        ComparisonFigure::CompletionRate => Some(&row.completion),
        ComparisonFigure::DropOutRate => Some(&row.drop_out),
        ComparisonFigure::SocialEffectiveness => Some(&row.social_effectiveness),
        ComparisonFigure::EmploymentEffectiveness => Some(&row.employment_effectiveness),
        _ => None,
    }
}

/// A summary follows from the rows that are shown beside it: whoever has the rows learns nothing from it.
fn only_what_was_shown(rows: &[ComparisonRow], summary: &FigureSummary) {
    let told: Vec<&PeopleRate> = rows
        .iter()
        .filter_map(|row| rates_of(row, summary.figure))
        .filter_map(|rates| {
            let told: &Told<PeopleRate> = match summary.sex {
                None => &rates.total,
                Some(Sex::Female) => &rates.women,
                Some(Sex::Male) => &rates.men,
            };
            told.shown()
        })
        .collect();
    if rows.iter().all(|row| rates_of(row, summary.figure).is_none()) {
        return;
    }
    assert_eq!(summary.included, i64::try_from(told.len()).unwrap());
    let (some, whole) = told.iter().fold((0, 0), |(some, whole), rate| {
        (some + rate.numerator, whole + rate.denominator)
    });
    let expected = (whole > 0).then(|| (20_000 * some + whole) / (2 * whole));
    assert_eq!(
        summary.weighted_mean, expected,
        "{:?} {:?}",
        summary.figure, summary.sex
    );
    assert_eq!(summary.missing.len() + told.len(), rows.len());
    let mut shares: Vec<i64> = told
        .iter()
        .map(|rate| rate.share.hundredths_of_percent())
        .collect();
    shares.sort_unstable();
    let ends = summary.spread.map(|spread| (spread.least, spread.greatest));
    assert_eq!(ends, shares.first().copied().zip(shares.last().copied()));
}
