//! Places and the quota by sex, with many enrolled at once.

use std::collections::BTreeMap;

use wsparcie_casework_api::{CaseworkApi, EnrolmentCounts, EnrolmentState};
use wsparcie_kernel::ids::{NominationId, ProjectId};
use wsparcie_kernel::national::Sex;

use crate::support::{Centre, Stage, by_birth, nothing, now, only};

/// Women that the database was given without asking the service, all on places.
async fn plant_women(stage: &Stage, north: &Centre, project: ProjectId, count: u32) {
    let (tenant, sealed) = (north.tenant, "decode(repeat('00', 42), 'hex')");
    stage
        .plant(&format!(
            "create temporary table w as select gen_random_uuid() as p, gen_random_uuid() as n, gen_random_uuid() as v,
                 gen_random_uuid() as e from generate_series(1, {count});
             insert into casework.person (tenant_id, id, first_name_sealed, last_name_sealed, birth_date_sealed,
                 sex_sealed, first_name_index, last_name_index, version, created_at)
             select '{tenant}', p, {sealed}, {sealed}, {sealed}, {sealed}, decode(repeat('00', 32), 'hex'),
                 decode(repeat('00', 32), 'hex'), 1, now() from w;
             insert into casework.nomination (tenant_id, id, person_id, project_id, nominated_by, nominated_on, state,
                 version, created_at)
             select '{tenant}', n, p, '{project}', 'social_worker', '2017-09-01', 'enrolled', 2, now() from w;
             insert into casework.verdict (tenant_id, id, nomination_id, number, recruitment_id, reference_date, outcome,
                 proof_sealed, inputs_sealed, decided_at)
             select '{tenant}', v, n, 1, '{nothing}', '2017-09-01', 'eligible', {sealed}, {sealed}, now() from w;
             insert into casework.enrolment (tenant_id, id, nomination_id, person_id, project_id, verdict_id, state, sex,
                 starts_on, created_at)
             select '{tenant}', e, n, p, '{project}', v, 'enrolled', 'K', '2017-10-01', now() from w;",
            nothing = nothing(),
        ))
        .await;
}

async fn eligible(north: &Centre, project: ProjectId, sex: Sex) -> NominationId {
    let person = north.person(by_birth("Ewa", "Nowak", "1980-01-01", sex)).await.id;
    let nomination = north.nominated(person, project).await.id;
    north.decide(nomination, "2017-10-01").await.unwrap();
    nomination
}

/// Enrols all of them at once and counts where they were put.
async fn enrol_at_once(north: &Centre, nominations: Vec<NominationId>) -> BTreeMap<EnrolmentState, usize> {
    let attempts: Vec<_> = nominations
        .into_iter()
        .map(|nomination| {
            let north = north.clone();
            tokio::spawn(async move { north.enrol(nomination, 1).await.unwrap().state })
        })
        .collect();
    let mut states = BTreeMap::new();
    for attempt in attempts {
        *states.entry(attempt.await.unwrap()).or_default() += 1;
    }
    states
}

async fn counts(north: &Centre, project: ProjectId) -> EnrolmentCounts {
    north
        .api()
        .enrolment_counts(now(), north.call(), vec![project])
        .await
        .unwrap()[0]
}

#[tokio::test]
async fn the_148th_woman_of_zielona_gora_goes_to_the_reserve_though_twenty_are_enrolled_at_once() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    let places = "places_total = 300, places_total_exactness = 'exact', places_women = 147,
        places_women_exactness = 'exact', places_men = 153, places_men_exactness = 'exact'";
    north.set(project, places).await;
    plant_women(&stage, &north, project, 134).await;
    let mut women = Vec::new();
    for _ in 0..20 {
        women.push(eligible(&north, project, Sex::Female).await);
    }
    let states = enrol_at_once(&north, women).await;
    assert_eq!(
        states,
        BTreeMap::from([
            (EnrolmentState::Enrolled, 13),
            (EnrolmentState::ReserveSexQuotaFull, 7)
        ])
    );
    // The places for men are free.
    let man = eligible(&north, project, Sex::Male).await;
    assert_eq!(north.enrol(man, 1).await.unwrap().state, EnrolmentState::Enrolled);
    let expected = EnrolmentCounts {
        project_id: project,
        women: 147,
        men: 1,
        reserve_women: 7,
        reserve_men: 0,
    };
    assert_eq!(counts(&north, project).await, expected);
    let published = "select women * 1000 + men from casework_published.enrolment_count";
    assert_eq!(stage.number(published).await, 147_001);
}

#[tokio::test]
async fn twenty_at_once_never_take_more_places_than_there_are() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    north
        .set(project, "places_total = 7, places_total_exactness = 'exact'")
        .await;
    let mut people = Vec::new();
    for n in 0..20 {
        people.push(eligible(&north, project, if n % 2 == 0 { Sex::Female } else { Sex::Male }).await);
    }
    let states = enrol_at_once(&north, people).await;
    assert_eq!(
        states,
        BTreeMap::from([
            (EnrolmentState::Enrolled, 7),
            (EnrolmentState::ReservePlacesFull, 13)
        ])
    );
}

#[tokio::test]
async fn a_minimum_and_an_unknown_number_of_places_turn_nobody_away() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    for places in [
        "places_total = 1, places_total_exactness = 'minimum'",
        "title = 'Bez liczby miejsc'",
    ] {
        let project = north.recruiting(&only("true")).await;
        north.set(project, places).await;
        let people = vec![
            eligible(&north, project, Sex::Female).await,
            eligible(&north, project, Sex::Male).await,
        ];
        assert_eq!(
            enrol_at_once(&north, people).await,
            BTreeMap::from([(EnrolmentState::Enrolled, 2)])
        );
    }
}

#[tokio::test]
async fn a_project_nobody_was_enrolled_in_counts_zero() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.project().await;
    let zero = EnrolmentCounts {
        project_id: project,
        women: 0,
        men: 0,
        reserve_women: 0,
        reserve_men: 0,
    };
    assert_eq!(counts(&north, project).await, zero);
}
