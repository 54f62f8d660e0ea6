//! What was entered wrongly, twice, or by two at once.

use wsparcie_casework_api::{
    CaseworkApi, Ending, NewSupport, OutcomeFacts, OutcomeKind, SupportCategory, TakeBackEnd, TakeBackOutcome,
};

use super::Course;
use wsparcie_kernel::ids::ParticipationEndId;

use crate::support::{day, nothing, now, once, personal, refusal};

#[tokio::test]
async fn what_was_entered_wrongly_is_taken_back_once_and_an_end_can_be_entered_anew() {
    let course = Course::start().await;
    course.end("2018-09-14", Ending::AsPlanned, None).await.unwrap();
    let first = course.standing_end().await;
    assert_eq!(
        refusal(course.end("2018-09-20", Ending::AsPlanned, None).await),
        ["ALREADY_ENDED@enrolmentId"]
    );
    let situation = OutcomeFacts {
        occurred_on: Some(day("2018-09-20")),
        code: Some("seeks_work".to_owned()),
        ..OutcomeFacts::of(OutcomeKind::SituationAfter)
    };
    let outcome = course.outcome(situation).await.unwrap();
    let back = || TakeBackEnd {
        enrolment_id: course.enrolment.id,
        end_id: first,
        reason: personal("pomyłka"),
    };
    let api = || course.north.api();
    assert_eq!(
        refusal(api().take_back_end(now(), course.manager(), back()).await),
        ["SITUATION_RECORDED@enrolmentId"]
    );
    let outcome_back = || TakeBackOutcome {
        outcome_id: outcome.id,
        reason: personal("pomyłka"),
    };
    api()
        .take_back_outcome(now(), course.north.call(), outcome_back())
        .await
        .unwrap();
    assert_eq!(
        refusal(
            api()
                .take_back_outcome(now(), course.north.call(), outcome_back())
                .await
        ),
        ["TAKEN_BACK_ALREADY@outcomeId"]
    );
    api()
        .take_back_end(now(), course.manager(), back())
        .await
        .unwrap();
    course.end("2018-09-20", Ending::AsPlanned, None).await.unwrap();
    // Whoever still looks at the first end takes back nothing, and surely not the second.
    assert_eq!(
        refusal(api().take_back_end(now(), course.manager(), back()).await),
        ["STALE_VERSION@endId"]
    );
    assert_ne!(course.standing_end().await, first);
    let nobodys = TakeBackEnd {
        end_id: ParticipationEndId::from_uuid(nothing()),
        ..back()
    };
    assert_eq!(
        refusal(api().take_back_end(now(), course.manager(), nobodys).await),
        ["NOT_FOUND"]
    );
    let (_, event) = course.told().await.pop().unwrap();
    assert_eq!(event.ended.unwrap().on, day("2018-09-20"));
    assert!(event.situation_after.is_empty());
}

#[tokio::test]
async fn support_is_of_a_service_that_the_project_offers_or_the_dictionary_has_on_that_day() {
    let course = Course::start().await;
    let record = async |kind: &str, category, from: &str| {
        let input = NewSupport {
            kind: kind.to_owned(),
            category,
            ..course.support(from, None)
        };
        course
            .north
            .api()
            .record_support(now(), course.north.call(), input)
            .await
    };
    let unknown = ["SUPPORT_KIND_UNKNOWN@kind"];
    let (social, vocational) = (SupportCategory::Social, SupportCategory::Vocational);
    record("job_training", vocational, "2018-05-31").await.unwrap();
    assert_eq!(
        refusal(record("job_training", social, "2018-05-31").await),
        unknown
    );
    assert_eq!(
        refusal(record("job_training", vocational, "2018-06-01").await),
        unknown
    );
    let offer = |tenant, withdrawn: &str| {
        format!(
            "insert into programmes.offered_service (tenant_id, id, project_id, kind, category, withdrawn_at, version,
                 created_at)
             select tenant_id, '{}', id, 'job_training', 'social', {withdrawn}, 1, now() from programmes.project
             where tenant_id = '{tenant}'",
            nothing()
        )
    };
    let south = course.stage.centre("south").await;
    south.project().await;
    course.stage.plant(&offer(south.tenant, "null")).await;
    course.stage.plant(&offer(course.north.tenant, "now()")).await;
    assert_eq!(
        refusal(record("job_training", social, "2018-06-01").await),
        unknown,
        "another centre's, and one withdrawn, are no offer"
    );
    course.stage.plant(&offer(course.north.tenant, "null")).await;
    record("job_training", social, "2018-06-01").await.unwrap();
    let refused = record("job_training", vocational, "2018-06-01").await;
    assert_eq!(refusal(refused), unknown);
}

#[tokio::test]
async fn codes_are_those_of_the_day_of_the_outcome() {
    let course = Course::start().await;
    let effect = |on: &str| OutcomeFacts {
        occurred_on: Some(day(on)),
        code: Some("motivation".to_owned()),
        ..OutcomeFacts::of(OutcomeKind::SocialEffect)
    };
    course.outcome(effect("2018-05-31")).await.unwrap();
    assert_eq!(
        refusal(course.outcome(effect("2018-06-01")).await),
        ["OUTCOME_CODE_UNKNOWN@code"]
    );
}

#[tokio::test]
async fn a_repeated_request_happens_once_and_is_told_once() {
    let course = Course::start().await;
    let call = once(course.north.call(), "raz", "odcisk");
    let first = course
        .north
        .api()
        .record_support(now(), call.clone(), course.support("2017-10-02", None))
        .await
        .unwrap();
    let second = course
        .north
        .api()
        .record_support(now(), call, course.support("2017-10-02", None))
        .await
        .unwrap();
    assert_eq!(first, second);
    assert_eq!(course.told().await.len(), 2);
}

#[tokio::test]
async fn of_two_who_end_a_participation_at_once_one_does() {
    let course = Course::start().await;
    let (one, other) = tokio::join!(
        course.end("2018-09-14", Ending::AsPlanned, None),
        course.end("2018-09-15", Ending::AsPlanned, None)
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let refused = if one.is_ok() { other } else { one };
    assert_eq!(refusal(refused), ["ALREADY_ENDED@enrolmentId"]);
    let versions: Vec<i64> = course
        .told()
        .await
        .iter()
        .map(|(_, event)| event.version)
        .collect();
    assert_eq!(versions, [1, 2]);
}
