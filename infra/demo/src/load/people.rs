//! People with their facts, and their way into a project.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use wsparcie_kernel::national::Sex;

use super::projects::Projects;
use super::{FIRST_VERSION, key};
use crate::client::Client;
use crate::data::fictional::{Fact, FactValue, Nomination, Person};
use crate::data::pesel;
use crate::data::values::Code;
use crate::operations::{
    CREATE_PERSON, CreatedPerson, DECIDE_NOMINATION, Decided, ENROL_PERSON, Enrolled, NOMINATE_PERSON,
    Nominated, RECORD_FACT,
};

/// The enrolments made, by the person's code and the project's.
pub(super) type Enrolments = BTreeMap<(String, String), String>;

/// Whether an enrolled person was at the project's session.
pub(super) struct Mark {
    /// The project's code.
    pub(super) project: String,
    pub(super) enrolment: String,
    pub(super) presence: Code,
}

/// Enters people, and takes those who are nominated as far as the data say. The social worker knows the people; the
/// coordinator decides and enrols.
pub(super) async fn load(
    social_worker: &Client,
    coordinator: &Client,
    centre: &str,
    projects: &Projects,
    people: &[Person],
) -> Result<(Vec<Mark>, Enrolments)> {
    let mut marks = Vec::new();
    let mut enrolments = Enrolments::new();
    for person in people {
        let place = format!("{centre}-{}", person.code);
        let id = enter(social_worker, &place, person).await?;
        for nomination in &person.nominations {
            let nominated = nominate(social_worker, &place, &id, projects, nomination).await?;
            let enrolment = decide(coordinator, &place, &nominated, nomination).await?;
            let Some(enrolment) = enrolment else { continue };
            let whose = (person.code.clone(), nomination.project.clone());
            enrolments.insert(whose, enrolment.clone());
            if let Some(presence) = &nomination.presence {
                marks.push(Mark {
                    project: nomination.project.clone(),
                    enrolment,
                    presence: presence.clone(),
                });
            }
        }
    }
    Ok((marks, enrolments))
}

async fn enter(social_worker: &Client, place: &str, person: &Person) -> Result<String> {
    let mut facts = json!({ "firstName": person.first_name, "lastName": person.last_name });
    if let Some(serial) = person.pesel_serial {
        facts["pesel"] = pesel(person.birth_date, serial).into();
    } else {
        facts["birthDate"] = person.birth_date.to_string().into();
        facts["sex"] = match person.sex {
            Sex::Female => "FEMALE",
            Sex::Male => "MALE",
        }
        .into();
    }
    let input = json!({ "idempotencyKey": key("person", place), "person": facts });
    let made: CreatedPerson = social_worker
        .mutate(&format!("entering {place}"), &CREATE_PERSON, input)
        .await?;
    let id = made.person.id;
    for (number, fact) in (1..).zip(&person.facts) {
        let input = json!({
            "idempotencyKey": key("fact", &format!("{place}-{number}")),
            "fact": fact_input(person, &id, &format!("DEMO/{place}/{number}"), fact),
        });
        let _: Value = social_worker
            .mutate(
                &format!("recording fact {number} of {place}"),
                &RECORD_FACT,
                input,
            )
            .await?;
    }
    Ok(id)
}

fn fact_input(person: &Person, person_id: &str, reference: &str, fact: &Fact) -> Value {
    let value = match &fact.value {
        Some(FactValue::Flag(flag)) => json!({ "flag": flag }),
        Some(FactValue::Number(number)) => json!({ "number": number }),
        Some(FactValue::Code(code)) => json!({ "code": code }),
        None => json!({ "refused": fact.refused }),
    };
    let evidence = fact.evidence.as_ref().map(|kind| {
        json!({
            "kind": kind,
            "reference": reference,
            "dated": person.known_since,
            "validUntil": fact.valid_until,
        })
    });
    json!({
        "personId": person_id,
        "name": fact.name,
        "value": value,
        "validFrom": person.known_since,
        "evidence": evidence,
    })
}

async fn nominate(
    social_worker: &Client,
    place: &str,
    person_id: &str,
    projects: &Projects,
    nomination: &Nomination,
) -> Result<String> {
    let input = json!({
        "idempotencyKey": key("nomination", &format!("{place}-{}", nomination.project)),
        "nomination": {
            "personId": person_id,
            "projectId": projects.id(&nomination.project)?,
            "nominatedBy": nomination.by,
            "nominatedOn": nomination.on,
        },
    });
    let made: Nominated = social_worker
        .mutate(&format!("nominating {place}"), &NOMINATE_PERSON, input)
        .await?;
    Ok(made.nomination.id)
}

/// Decides a nomination and enrols the person, as far as the data say; gives the enrolment.
async fn decide(
    coordinator: &Client,
    place: &str,
    nominated: &str,
    nomination: &Nomination,
) -> Result<Option<String>> {
    let (Some(day), Some(expected)) = (nomination.decided_on, &nomination.outcome) else {
        return Ok(None);
    };
    let code = format!("{place}-{}", nomination.project);
    let input = json!({
        "idempotencyKey": key("verdict", &code),
        "nominationId": nominated,
        "referenceDate": day,
    });
    let step = format!("deciding on {place}");
    let decided: Decided = coordinator.mutate(&step, &DECIDE_NOMINATION, input).await?;
    let outcome = decided.verdict.outcome.code;
    ensure!(
        outcome == expected.as_str(),
        "{step}: the verdict is {outcome}, the data expect {}",
        expected.as_str()
    );
    let Some(starts_on) = nomination.enrolled_on else {
        return Ok(None);
    };
    let input = json!({
        "idempotencyKey": key("enrolment", &code),
        "nominationId": nominated,
        "expectedVersion": FIRST_VERSION,
        "startsOn": starts_on,
    });
    let enrolled: Enrolled = coordinator
        .mutate(&format!("enrolling {place}"), &ENROL_PERSON, input)
        .await?;
    Ok(Some(enrolled.enrolment.id))
}
