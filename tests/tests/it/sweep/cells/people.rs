//! Cells of people, their participation and group sessions.

use serde_json::json;

use super::super::tenant::key;
use super::cells;
use crate::sweep::canaries;

cells! {
    "Query.people" => |_given| json!({"first": 20});
    "Query.person" => |given| json!({"id": given.tenant.id("Person")?});
    "Query.searchPeople" => |given| json!({"input": {"lastName": format!("{} {}", canaries::LAST_NAME, given.tenant.mark)}});
    "Query.nominations" => |given| json!({"first": 20, "projectId": given.tenant.id("Project")?});
    "Query.nomination" => |given| json!({"id": given.tenant.id("Nomination")?});
    "Query.enrolments" => |given| json!({"first": 20, "projectId": given.tenant.id("Project")?});
    "Query.enrolment" => |given| json!({"id": given.tenant.id("Enrolment")?});
    "Query.groupSessions" => |given| json!({"first": 20, "projectId": given.tenant.id("Project")?});
    "Query.groupSession" => |given| json!({"id": given.tenant.id("GroupSession")?});
    "Mutation.createPerson" => |given| json!({"input": {"idempotencyKey": key(), "person": given.tenant.person_input()}});
    "Mutation.updatePerson" => |given| {
        let person = given.tenant.person().await?;
        json!({"input": {"id": person.id, "expectedVersion": person.version, "lastName": given.tenant.text(canaries::LAST_NAME)}})
    };
    "Mutation.recordFact" => |given| json!({"input": {"idempotencyKey": key(), "fact": {
        "personId": given.tenant.person().await?.id, "name": "premise.art7", "value": {"flag": true},
        "validFrom": "2025-01-01", "evidence": {"kind": "wywiad", "reference": given.tenant.text(canaries::DIAGNOSIS)},
    }}});
    "Mutation.nominatePerson" => |given| {
        let (person, project) = (given.tenant.person().await?.id, given.tenant.id("Project")?);
        let mut nomination = given.tenant.nomination_input(&person, &project);
        nomination["groupId"] = given.tenant.id("ParticipantGroup")?.into();
        json!({"input": {"idempotencyKey": key(), "nomination": nomination}})
    };
    "Mutation.decideNomination" => |given| json!({"input": {
        "idempotencyKey": key(), "nominationId": given.tenant.nomination().await?.id, "referenceDate": "2025-01-15",
    }});
    "Mutation.enrolPerson" => |given| {
        let nomination = given.tenant.eligible().await?;
        json!({"input": {
            "idempotencyKey": key(), "nominationId": nomination.id, "expectedVersion": nomination.version,
            "startsOn": "2025-02-01",
        }})
    };
    "Mutation.createGroupSession" => |given| json!({"input": {
        "idempotencyKey": key(), "session": given.tenant.session_input()?,
    }});
    "Mutation.recordAttendance" => |given| {
        let session = given.tenant.session().await?;
        json!({"input": {
            "idempotencyKey": key(), "sessionId": session.id, "expectedVersion": session.version,
            "marks": [{"enrolmentId": given.tenant.id("Enrolment")?, "presence": "PRESENT"}],
        }})
    };
}
