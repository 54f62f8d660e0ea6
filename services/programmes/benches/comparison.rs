//! What an authority's comparison of 400 projects takes from a frozen release, and how that compares with adding the same
//! figures up from the single participations. On generated data in a throw-away database: `make bench`.
//!
//! Not a test: it measures, prints, and fails where a limit is missed. The test beside it counts statements, which do not depend on
//! the machine. Figures that were measured: `docs/benchmarks.md`.

#![expect(
    clippy::unwrap_used,
    reason = "a measurement that cannot be set up should stop"
)]

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::AssertSqlSafe;
use tarpc::context;
use wsparcie_kernel::ids::JobId;
use wsparcie_kernel::{Actor, Clock, FixedClock, PageRequest, Role, SystemIds};
use wsparcie_postgres::jobs::Job;
use wsparcie_programmes::{FREEZE_JOB, ProgrammesService, SmallCells, freeze_handler};
use wsparcie_programmes_api::{
    CompareProjects, ComparisonMeasure, DecideConsent, NewComparisonRelease, ProgrammesApi,
};
use wsparcie_testkit::{TestDb, authority_analyst, call, clock_at, user};

const CENTRES: usize = 40;
const PROJECTS_EACH: usize = 10;
const PEOPLE_EACH: usize = 60;
const READS: usize = 300;
/// The longest that 99 of 100 reads of a release may take.
const LONGEST_P99: Duration = Duration::from_millis(50);
/// How many times faster than adding up, at least, a read is at the 99th percentile. It depends less on the machine than a time.
const LEAST_RATIO: f64 = 1.0;

/// The same figures from the single participations, as a query of the moment would have to add them up.
const RAW: &str = "select p.project_id, p.sex, count(*), count(p.ended_on),
        count(*) filter (where p.ending <> 'early'),
        count(*) filter (where p.ending <> 'early' and p.social_effect_on <= p.ended_on + 90),
        count(*) filter (where p.ending <> 'early' and p.vocational and p.employment_effect_on <= p.ended_on + 90)
    from programmes.participation p
    join programmes.project j on j.tenant_id = p.tenant_id and j.id = p.project_id
    join programmes.project_comparison c on c.tenant_id = j.tenant_id and c.project_id = j.id
    where c.region_code = '02' and p.on_place group by p.project_id, p.sex";

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    if runtime.block_on(measure()) {
        return ExitCode::SUCCESS;
    }
    println!("a limit is missed");
    ExitCode::FAILURE
}

/// Measures and prints; whether every limit is kept.
async fn measure() -> bool {
    let test = TestDb::start().await;
    // Stands still but for the hour that has to pass between two releases.
    let clock = Arc::new(clock_at("2026-03-02"));
    let service = ProgrammesService::new(
        test.db.clone(),
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::new(SystemIds),
        SmallCells::DEFAULT,
    );
    generate(&test, &service).await;
    let authority = test.organisation("ROPS", "ROPS", "02").await;
    let analyst = authority_analyst(authority, "02");
    let started = Instant::now();
    freeze(&test, &clock, &service, &analyst).await;
    println!(
        "freezing a release of {} projects: {:?}",
        CENTRES * PROJECTS_EACH,
        started.elapsed()
    );
    let started = Instant::now();
    freeze(&test, &clock, &service, &analyst).await;
    println!("freezing it again, nothing changed: {:?}", started.elapsed());

    let summary = times(async || {
        let asked = CompareProjects::default();
        let answer = service
            .clone()
            .compare_summary(context::current(), call(&analyst), asked)
            .await
            .unwrap();
        assert_eq!(
            answer[0].considered,
            i64::try_from(CENTRES * PROJECTS_EACH).unwrap()
        );
    })
    .await;
    let page = times(async || {
        let (asked, page) = (CompareProjects::default(), PageRequest::first(100));
        let answer = service
            .clone()
            .compare_rows(context::current(), call(&analyst), asked, page)
            .await;
        assert_eq!(answer.unwrap().edges.len(), 100);
    })
    .await;
    let mut admin = test.admin().await;
    let mut raw = Vec::with_capacity(READS);
    for _ in 0..READS {
        let started = Instant::now();
        let rows = sqlx::query(RAW).fetch_all(&mut admin).await.unwrap();
        raw.push(started.elapsed());
        assert_eq!(rows.len(), 2 * CENTRES * PROJECTS_EACH);
    }
    raw.sort_unstable();
    println!(
        "{} projects, {} people each, {READS} reads",
        CENTRES * PROJECTS_EACH,
        PEOPLE_EACH
    );
    for (what, times) in [
        ("summary of all figures, from the release", &summary),
        ("page of 100 rows, from the release", &page),
        ("people alone, added up from participations", &raw),
    ] {
        println!("{what}: p50 {:?}, p99 {:?}", at(times, 50), at(times, 99));
    }
    let mut is_kept = true;
    for (what, times) in [("summary", &summary), ("page", &page)] {
        let p99 = at(times, 99);
        let ratio = at(&raw, 99).as_secs_f64() / p99.as_secs_f64();
        println!(
            "{what}: p99 {p99:?} of at most {LONGEST_P99:?}; p99 of the raw aggregate ÷ p99: {ratio:.2}, at least {LEAST_RATIO}"
        );
        is_kept &= p99 <= LONGEST_P99 && ratio >= LEAST_RATIO;
    }
    is_kept
}

async fn times(read: impl AsyncFn()) -> Vec<Duration> {
    let mut times = Vec::with_capacity(READS);
    for _ in 0..READS {
        let started = Instant::now();
        read().await;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    times
}

fn at(sorted: &[Duration], percentile: usize) -> Duration {
    sorted[(sorted.len() * percentile / 100).min(sorted.len() - 1)]
}

async fn freeze(test: &TestDb, clock: &Arc<FixedClock>, service: &ProgrammesService, analyst: &Actor) {
    let input = NewComparisonRelease {};
    let begun = service
        .clone()
        .create_comparison_release(context::current(), call(analyst), input);
    let begun = begun.await.unwrap();
    let handler = freeze_handler(
        test.db.clone(),
        Arc::clone(clock) as Arc<dyn Clock>,
        Arc::new(SystemIds),
    );
    let job = Job {
        tenant_id: analyst.tenant().unwrap(),
        id: JobId::from_uuid(begun.id.into_uuid()),
        kind: FREEZE_JOB.to_owned(),
        payload: json!({"release_id": begun.id}),
        attempts: 1,
    };
    handler(job).await.unwrap();
    clock.set(clock.now() + chrono::TimeDelta::hours(1));
}

/// Centres with projects and participations, some ended, some with effects; every centre consents to everything.
async fn generate(test: &TestDb, service: &ProgrammesService) {
    let mut admin = test.admin().await;
    for centre in 0..CENTRES {
        let tenant = test
            .organisation("MOPS", &format!("MOPS {centre:02}"), "0261011")
            .await;
        let director = user(tenant, Role::Director);
        let statement = format!(
            "insert into programmes.project
                 (tenant_id, id, title, places_total, places_total_exactness, budget_total_grosz, partners, source_notes,
                  status, version, created_at, updated_at)
             select '{tenant}', gen_random_uuid(), 'Projekt ' || n, {PEOPLE_EACH}, 'exact', 10000000 + n * 12345, '[]', '[]',
                    'running', 1, now(), now()
             from generate_series(1, {PROJECTS_EACH}) as n;
             insert into programmes.participation
                 (tenant_id, enrolment_id, project_id, version, sex, on_place, starts_on, ended_on, ending, vocational,
                  social_effect_on, employment_effect_on, recorded_at)
             select p.tenant_id, gen_random_uuid(), p.id, 1, case when n % 5 < 3 then 'K' else 'M' end, true, '2018-01-01',
                    case when n % 4 > 0 then date '2018-06-30' end,
                    case when n % 4 = 0 then null when n % 9 = 0 then 'early' else 'as_planned' end, n % 2 = 0,
                    case when n % 4 > 0 and n % 3 = 0 then date '2018-08-01' end,
                    case when n % 4 > 0 and n % 6 = 0 then date '2018-08-01' end, now()
             from programmes.project p, generate_series(1, {PEOPLE_EACH}) as n where p.tenant_id = '{tenant}';
             insert into programmes.project_comparison
                 (tenant_id, id, project_id, region_code, centre_name, title, as_of)
             select tenant_id, gen_random_uuid(), id, '02', 'MOPS', title, now()
             from programmes.project where tenant_id = '{tenant}'"
        );
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut admin)
            .await
            .unwrap();
        for measure in ComparisonMeasure::ALL {
            let input = DecideConsent {
                measure: *measure,
                granted: true,
            };
            let decided =
                service
                    .clone()
                    .decide_comparison_consent(context::current(), call(&director), input);
            decided.await.unwrap();
        }
    }
    sqlx::raw_sql(
        "insert into programmes.rate (code, unit, amount, label_pl, label_en, valid_from, valid_to, legal_basis, introduced_by)
         values ('effectiveness_days', 'day', 90, 'dni', 'days', '2014-01-01', '2023-12-31', 'wytyczne', 1);
         analyze",
    )
    .execute(&mut admin)
    .await
    .unwrap();
}
