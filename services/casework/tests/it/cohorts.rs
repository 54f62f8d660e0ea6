//! Groups (cohorts) of a project: whom their conditions let in, on which days, and on how many places.

use std::collections::BTreeMap;

use wsparcie_casework_api::{
    CaseworkApi, Enrol, Enrolment, EnrolmentState, GroupEnrolmentCounts, NewNomination, Nomination,
    VerdictOutcome,
};
use wsparcie_kernel::ids::{GroupId, NominationId, PersonId, ProjectId};
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{CallError, CallResult};
use wsparcie_testkit::Statements;

use crate::support::{Centre, Stage, by_birth, centre_nomination, day, nothing, now, only, refusal};

/// A group with one condition and what else is set: `"places = 7, places_exactness = 'exact'"`.
async fn group(stage: &Stage, centre: &Centre, project: ProjectId, condition: &str, what: &str) -> GroupId {
    let id = nothing();
    let (tenant, criteria) = (centre.tenant, only(condition)["criteria"].clone());
    stage
        .plant(&format!(
            "insert into programmes.participant_group (tenant_id, id, project_id, name, criteria, version, created_at)
             values ('{tenant}', '{id}', '{project}', 'Grupa {id}', '{criteria}', 1, now())"
        ))
        .await;
    change(stage, GroupId::from_uuid(id), what).await;
    GroupId::from_uuid(id)
}

async fn change(stage: &Stage, group: GroupId, what: &str) {
    stage
        .plant(&format!(
            "update programmes.participant_group set {what} where id = '{group}'"
        ))
        .await;
}

fn to_group(person: PersonId, project: ProjectId, group: GroupId) -> NewNomination {
    NewNomination {
        group_id: Some(group),
        ..centre_nomination(person, project)
    }
}

async fn nominate(
    centre: &Centre,
    person: PersonId,
    project: ProjectId,
    group: GroupId,
) -> CallResult<Nomination> {
    centre
        .api()
        .nominate(now(), centre.call(), to_group(person, project, group))
        .await
}

async fn person(centre: &Centre, sex: Sex) -> PersonId {
    centre
        .person(by_birth("Ewa", "Nowak", "1987-01-01", sex))
        .await
        .id
}

/// Somebody new whose nomination to the group was decided.
async fn decided(centre: &Centre, project: ProjectId, group: GroupId, sex: Sex) -> NominationId {
    let person = person(centre, sex).await;
    let nominated = nominate(centre, person, project, group).await.unwrap();
    centre.decide(nominated.id, "2017-10-01").await.unwrap();
    nominated.id
}

/// Enrols all of them at once and counts where they were put.
async fn at_once(centre: &Centre, nominations: Vec<NominationId>) -> BTreeMap<EnrolmentState, usize> {
    let attempts: Vec<_> = nominations
        .into_iter()
        .map(|nomination| {
            let centre = centre.clone();
            tokio::spawn(async move { centre.enrol(nomination, 1).await.unwrap().state })
        })
        .collect();
    let mut states = BTreeMap::new();
    for attempt in attempts {
        *states.entry(attempt.await.unwrap()).or_default() += 1;
    }
    states
}

async fn enrol_on(centre: &Centre, nomination_id: NominationId, starts_on: &str) -> CallResult<Enrolment> {
    let input = Enrol {
        nomination_id,
        expected_version: 1,
        starts_on: day(starts_on),
    };
    centre.api().enrol(now(), centre.call(), input).await
}

#[tokio::test]
async fn a_man_is_not_eligible_for_a_group_of_women_and_may_be_put_forward_to_the_other() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("age >= 18")).await;
    let women = group(&stage, &north, project, "sex == \"K\"", "name = 'Grupa kobiet'").await;
    let all = group(&stage, &north, project, "age < 40", "name = 'Grupa otwarta'").await;
    let jan = person(&north, Sex::Male).await;
    let first = nominate(&north, jan, project, women).await.unwrap();
    assert_eq!(first.group_id, Some(women));
    let verdict = north.decide(first.id, "2017-10-01").await.unwrap();
    assert_eq!(verdict.outcome, VerdictOutcome::NotEligible);
    let told: Vec<_> = verdict
        .criteria
        .iter()
        .map(|result| {
            (
                result.code.as_str(),
                result.of_group.as_deref(),
                result.outcome.code(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("only", None, "met"),
            ("group.only", Some("Grupa kobiet"), "not_met")
        ]
    );
    assert_eq!(
        refusal(north.enrol(first.id, 1).await),
        ["NOT_ELIGIBLE@nominationId"]
    );
    // What is read later is what was decided, whatever the group is called by then.
    change(&stage, women, "name = 'Inna', version = 2").await;
    let read = north
        .api()
        .verdicts_by_nomination(now(), north.call(), vec![first.id]);
    assert_eq!(read.await.unwrap(), [verdict]);

    assert_eq!(
        refusal(nominate(&north, jan, project, women).await),
        ["ALREADY_NOMINATED@nomination.personId"]
    );
    let second = nominate(&north, jan, project, all).await.unwrap();
    let verdict = north.decide(second.id, "2017-10-01").await.unwrap();
    assert_eq!(verdict.outcome, VerdictOutcome::Eligible);
    let enrolled = north.enrol(second.id, 1).await.unwrap();
    assert_eq!(
        (enrolled.group_id, enrolled.state),
        (Some(all), EnrolmentState::Enrolled)
    );
    let read = north
        .api()
        .enrolments_by_id(now(), north.call(), vec![enrolled.id]);
    assert_eq!(read.await.unwrap(), [enrolled]);
    let nominations = north
        .api()
        .nominations_by_id(now(), north.call(), vec![first.id, second.id]);
    let groups: BTreeMap<_, _> = nominations
        .await
        .unwrap()
        .into_iter()
        .map(|row| (row.id, row.group_id))
        .collect();
    assert_eq!(
        groups,
        BTreeMap::from([(first.id, Some(women)), (second.id, Some(all))])
    );
}

#[tokio::test]
async fn a_group_that_changed_after_the_verdict_asks_for_another_one() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    let group = group(&stage, &north, project, "age >= 18", "note = 'g'").await;
    let nomination = decided(&north, project, group, Sex::Female).await;
    change(&stage, group, "version = 2").await;
    assert_eq!(
        refusal(north.enrol(nomination, 1).await),
        ["VERDICT_OUTDATED@nominationId"]
    );
    north.decide(nomination, "2017-10-01").await.unwrap();
    north.enrol(nomination, 1).await.unwrap();
}

#[tokio::test]
async fn of_twenty_at_once_a_group_takes_as_many_as_it_has_places_and_another_group_its_own() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    let small = group(
        &stage,
        &north,
        project,
        "true",
        "places = 3, places_exactness = 'exact'",
    )
    .await;
    let other = group(
        &stage,
        &north,
        project,
        "true",
        "places = 1, places_exactness = 'minimum'",
    )
    .await;
    let mut nominations = Vec::new();
    for n in 0..16 {
        let sex = if n % 2 == 0 { Sex::Female } else { Sex::Male };
        let group = if n < 12 { small } else { other };
        nominations.push(decided(&north, project, group, sex).await);
    }
    let states = at_once(&north, nominations).await;
    assert_eq!(
        states,
        BTreeMap::from([
            (EnrolmentState::Enrolled, 7),
            (EnrolmentState::ReservePlacesFull, 9)
        ])
    );
    let nobody = GroupId::from_uuid(nothing());
    let counted = north
        .api()
        .group_enrolment_counts(now(), north.call(), vec![small, other, nobody]);
    let mut counted = counted.await.unwrap();
    counted.sort_by_key(|count| [small, other, nobody].iter().position(|id| *id == count.group_id));
    let sum =
        |count: &GroupEnrolmentCounts| (count.women + count.men, count.reserve_women + count.reserve_men);
    let sums: Vec<_> = counted.iter().map(sum).collect();
    assert_eq!(sums, [(3, 9), (4, 0), (0, 0)]);
    assert_eq!((counted[1].women, counted[1].men), (2, 2));
}

#[tokio::test]
async fn the_last_place_of_a_group_goes_to_one_of_two_at_once() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    let group = group(
        &stage,
        &north,
        project,
        "true",
        "places = 1, places_exactness = 'exact'",
    )
    .await;
    let both = vec![
        decided(&north, project, group, Sex::Female).await,
        decided(&north, project, group, Sex::Female).await,
    ];
    assert_eq!(
        at_once(&north, both).await,
        BTreeMap::from([
            (EnrolmentState::Enrolled, 1),
            (EnrolmentState::ReservePlacesFull, 1)
        ])
    );
}

#[tokio::test]
async fn the_places_of_a_group_by_sex_and_the_projects_own_hold_beside_each_other() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    north
        .set(project, "places_total = 4, places_total_exactness = 'exact'")
        .await;
    let by_sex = "places = 3, places_exactness = 'exact', places_women = 2, places_women_exactness = 'exact',
        places_men = 1, places_men_exactness = 'exact'";
    let group = group(&stage, &north, project, "true", by_sex).await;
    let mut men = Vec::new();
    for _ in 0..4 {
        men.push(decided(&north, project, group, Sex::Male).await);
    }
    assert_eq!(
        at_once(&north, men).await,
        BTreeMap::from([
            (EnrolmentState::Enrolled, 1),
            (EnrolmentState::ReserveSexQuotaFull, 3)
        ])
    );
    // Three places of the project are left. Two go without a group, one to the group: then the project is full.
    for _ in 0..2 {
        let (_, enrolled) = north
            .participant(by_birth("Iga", "Lis", "1980-01-01", Sex::Female), project)
            .await;
        assert_eq!(
            (enrolled.state, enrolled.group_id),
            (EnrolmentState::Enrolled, None)
        );
    }
    let women = vec![
        decided(&north, project, group, Sex::Female).await,
        decided(&north, project, group, Sex::Female).await,
    ];
    assert_eq!(
        at_once(&north, women).await,
        BTreeMap::from([
            (EnrolmentState::Enrolled, 1),
            (EnrolmentState::ReservePlacesFull, 1)
        ])
    );
}

#[tokio::test]
async fn nobody_joins_a_group_outside_its_days_or_from_the_day_on_that_it_is_closed() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let project = north.recruiting(&only("true")).await;
    let days = "starts_on = '2017-10-02', starts_precision = 'day', ends_on = '2017-12-31', ends_precision = 'month'";
    let group = group(&stage, &north, project, "true", days).await;
    let nomination = decided(&north, project, group, Sex::Female).await;
    for outside in ["2017-10-01", "2018-01-01"] {
        let refused = enrol_on(&north, nomination, outside).await;
        assert_eq!(refusal(refused), ["GROUP_DATES@startsOn"], "{outside}");
    }
    change(&stage, group, "closed_on = '2017-11-01'").await;
    let refused = enrol_on(&north, nomination, "2017-11-01").await;
    assert_eq!(refusal(refused), ["GROUP_CLOSED@startsOn"]);
    enrol_on(&north, nomination, "2017-10-31").await.unwrap();

    change(&stage, group, "closed_on = '2017-09-20'").await;
    let late = person(&north, Sex::Female).await;
    assert_eq!(
        refusal(nominate(&north, late, project, group).await),
        ["GROUP_CLOSED@nomination.groupId"]
    );
    change(&stage, group, "closed_on = '2017-09-21'").await;
    nominate(&north, late, project, group).await.unwrap();
}

#[tokio::test]
async fn a_group_of_another_project_is_refused_and_one_of_another_centre_is_not_there() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let (project, other) = (
        north.recruiting(&only("true")).await,
        north.recruiting(&only("true")).await,
    );
    let of_other = group(&stage, &north, other, "true", "note = 'g'").await;
    let ewa = person(&north, Sex::Female).await;
    assert_eq!(
        refusal(nominate(&north, ewa, project, of_other).await),
        ["GROUP_NOT_OF_PROJECT@nomination.groupId"]
    );

    let of_south = south.recruiting(&only("true")).await;
    let foreign = group(&stage, &south, of_south, "true", "note = 'g'").await;
    let counted = Statements::watch();
    let asked = nominate(&north, ewa, project, foreign).await;
    let statements = counted.take();
    let random = nominate(&north, ewa, project, GroupId::from_uuid(nothing())).await;
    assert_eq!(asked, Err(CallError::NotFound));
    assert_eq!((asked, statements), (random, counted.take()));
    assert!(statements > 0, "statements were counted");

    let theirs = decided(&south, of_south, foreign, Sex::Male).await;
    south.enrol(theirs, 1).await.unwrap();
    let men = async |centre: &Centre| {
        let counts = centre
            .api()
            .group_enrolment_counts(now(), centre.call(), vec![foreign]);
        counts.await.unwrap()[0].men
    };
    assert_eq!((men(&south).await, men(&north).await), (1, 0));
}
