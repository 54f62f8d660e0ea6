//! What a path lacks by the rules of its project: in one statement, recorded, and nobody else's.

use serde_json::json;
use wsparcie_casework_api::{CaseworkApi, PathGap};
use wsparcie_kernel::ids::EnrolmentId;
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{CallResult, Role};
use wsparcie_testkit::Statements;

use super::Course;
use crate::support::{Centre, by_birth, nothing, now, refusal};

async fn gaps(centre: &Centre, enrolments: &[EnrolmentId]) -> CallResult<Vec<PathGap>> {
    centre
        .api()
        .path_gaps_by_enrolment(now(), centre.call(), enrolments.to_vec())
        .await
}

/// The project asks every path for so many services of a category.
async fn ask_for(course: &Course, version: i64, rules: &[(&str, i32)]) {
    let rules: Vec<_> = rules
        .iter()
        .map(|(category, at_least)| {
            json!({"code": format!("some_{category}"), "category": category, "at_least": at_least,
                   "label_pl": category, "label_en": category, "legal_basis": null})
        })
        .collect();
    let sql = format!(
        "insert into programmes.service_rules (tenant_id, id, project_id, version, rules, created_at)
         values ('{}', '{}', '{}', {version}, '{}', now())",
        course.north.tenant,
        nothing(),
        course.project,
        json!(rules)
    );
    course.stage.plant(&sql).await;
}

#[tokio::test]
async fn every_rule_that_a_path_does_not_keep_is_named_with_what_it_lacks() {
    let course = Course::start().await;
    let ids = [course.enrolment.id];
    assert_eq!(gaps(&course.north, &ids).await.unwrap(), [], "no rules, no gaps");
    ask_for(&course, 1, &[("health", 9)]).await;
    ask_for(&course, 2, &[("social", 1), ("vocational", 2)]).await;
    let told = async || {
        let found = gaps(&course.north, &ids).await.unwrap();
        let found = found.into_iter().map(|gap| (gap.category, gap.needed));
        found.collect::<Vec<_>>()
    };
    assert_eq!(
        told().await,
        [("social".to_owned(), 1), ("vocational".to_owned(), 2)],
        "by the newest rules alone"
    );
    let support = course.support("2017-10-02", None);
    course
        .north
        .api()
        .record_support(now(), course.north.call(), support)
        .await
        .unwrap();
    assert_eq!(
        told().await,
        [("social".to_owned(), 1), ("vocational".to_owned(), 1)]
    );
}

#[tokio::test]
async fn gaps_of_many_cost_as_many_statements_as_of_one_and_each_reading_is_recorded() {
    let course = Course::start().await;
    ask_for(&course, 1, &[("social", 1)]).await;
    let (_, second) = course
        .north
        .participant(
            by_birth("Anna", "Nowak", "1985-01-01", Sex::Female),
            course.project,
        )
        .await;
    let statements = Statements::watch();
    statements.take();
    assert_eq!(
        gaps(&course.north, &[course.enrolment.id]).await.unwrap().len(),
        1
    );
    let of_one = statements.take();
    assert_eq!(
        gaps(&course.north, &[course.enrolment.id, second.id])
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(statements.take(), of_one);
    let read = format!(
        "select count(*) from platform.audit_event where action = 'support.read' and subject_id = '{}'",
        course.ewa.id
    );
    assert_eq!(course.stage.number(&read).await, 2);
}

#[tokio::test]
async fn another_centre_learns_of_no_gap_and_an_accountant_may_not_ask() {
    let course = Course::start().await;
    ask_for(&course, 1, &[("social", 1)]).await;
    let south = course.stage.centre("south").await;
    assert_eq!(gaps(&south, &[course.enrolment.id]).await.unwrap(), []);
    let refused = course
        .north
        .api()
        .path_gaps_by_enrolment(
            now(),
            course.north.call_as(Role::ChiefAccountant),
            vec![course.enrolment.id],
        )
        .await;
    assert_eq!(refusal(refused), ["FORBIDDEN"]);
}
