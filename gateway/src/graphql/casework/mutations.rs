//! Changes of people and their participation.

use async_graphql::{Context, Object, SimpleObject};
use wsparcie_casework_api as api;
use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::{NominationId, PersonId};

use super::enrolment::Enrolment;
use super::fact::Fact;
use super::fact_input::RecordFactInput;
use super::nomination::Nomination;
use super::participation_input::{DecideNominationInput, EnrolPersonInput, NominatePersonInput};
use super::person::Person;
use super::person_input::{CreatePersonInput, UpdatePersonInput};
use super::verdict::Verdict;
use crate::graphql::Nullable;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, UserError, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::load;
use crate::services::ask;

payloads! {
    /// What became of `createPerson`.
    ///
    /// Permission: person:create
    CreatePersonPayload {
        /// The person entered; null if it was refused.
        person: Person
    }

    /// What became of `updatePerson`.
    ///
    /// Permission: person:update
    UpdatePersonPayload {
        /// The person as it is now, also after a conflict of versions; null if the change was refused otherwise.
        person: Person
    }

    /// What became of `recordFact`.
    ///
    /// Permission: person:update
    RecordFactPayload {
        /// The fact recorded; null if it was refused.
        fact: Fact
    }

    /// What became of `nominatePerson`.
    ///
    /// Permission: participation:create
    NominatePersonPayload {
        /// The nomination; null if it was refused.
        nomination: Nomination
    }

    /// What became of `decideNomination`.
    ///
    /// Permission: participation:decide
    DecideNominationPayload {
        /// The verdict, whatever it is; null if no decision could be made.
        verdict: Verdict
    }
}

/// What became of `enrolPerson`.
///
/// Permission: participation:decide
#[derive(SimpleObject)]
pub(crate) struct EnrolPersonPayload {
    /// The enrolment, on a place or on the reserve list; null if it was refused.
    enrolment: Option<Enrolment>,
    /// After a conflict of versions, the nomination as it is now; null otherwise.
    nomination: Option<Nomination>,
    /// What has to be put right; empty if the mutation happened.
    user_errors: Vec<UserError>,
}

impl Payload for EnrolPersonPayload {
    type Object = Outcome;

    fn make(object: Option<Outcome>, user_errors: Vec<UserError>) -> Self {
        let (enrolment, nomination) = match object {
            Some(Outcome::Enrolled(enrolment)) => (Some(enrolment), None),
            Some(Outcome::Conflict(nomination)) => (None, Some(nomination)),
            None => (None, None),
        };
        Self {
            enrolment,
            nomination,
            user_errors,
        }
    }
}

/// What `enrolPerson` can give.
pub(crate) enum Outcome {
    Enrolled(Enrolment),
    Conflict(Nomination),
}

#[derive(Default)]
pub(crate) struct PeopleMutation;

#[Object]
impl PeopleMutation {
    /// Enters a person. Look for them with `searchPeople` first; a PESEL that the centre already has is refused.
    ///
    /// Permission: person:create
    async fn create_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] input: CreatePersonInput,
    ) -> Nullable<CreatePersonPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.createPerson")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match (input.person.read(&mut check), check.into_result()) {
                (Some(person), Ok(())) => ask!(scope.backend, casework.create_person(call, person)),
                (_, refused) => Err(refused.err().unwrap_or(CallError::Internal)),
            };
            CreatePersonPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Changes a person's names.
    ///
    /// Permission: person:update
    async fn update_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdatePersonInput,
    ) -> Nullable<UpdatePersonPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.updatePerson")?;
            let id: PersonId = ids::parse(&input.id)?;
            let answer = ask!(
                scope.backend,
                casework.update_person(scope.call(), input.read(id))
            );
            UpdatePersonPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }

    /// Records a dated fact about a person, with the document behind it.
    ///
    /// Permission: person:update
    async fn record_fact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The fact.")] input: RecordFactInput,
    ) -> Nullable<RecordFactPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.recordFact")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match (input.fact.read(&mut check)?, check.into_result()) {
                (Some(fact), Ok(())) => ask!(scope.backend, casework.record_fact(call, fact)),
                (_, refused) => Err(refused.err().unwrap_or(CallError::Internal)),
            };
            RecordFactPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Nominates a person to a project, or to a group of it: to each once while the nomination is open, and on
    /// the days of recruitment.
    ///
    /// Permission: participation:create
    async fn nominate_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The nomination.")] input: NominatePersonInput,
    ) -> Nullable<NominatePersonPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.nominatePerson")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let new = api::NewNomination {
                person_id: ids::parse(&input.nomination.person_id)?,
                project_id: ids::parse(&input.nomination.project_id)?,
                group_id: input.nomination.group_id.as_ref().map(ids::parse).transpose()?,
                nominated_by: input.nomination.nominated_by.into(),
                nominated_on: input.nomination.nominated_on.0,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, casework.nominate(call, new)),
                Err(refused) => Err(refused),
            };
            NominatePersonPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Decides a nomination by the project's current rules, and by the conditions of the group if it is to one, and stores the verdict with its proof.
    ///
    /// Permission: participation:decide
    async fn decide_nomination(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The nomination.")] input: DecideNominationInput,
    ) -> Nullable<DecideNominationPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.decideNomination")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let decide = api::DecideNomination {
                nomination_id: ids::parse(&input.nomination_id)?,
                reference_date: input.reference_date.0,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, casework.decide_nomination(call, decide)),
                Err(refused) => Err(refused),
            };
            DecideNominationPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Enrols a nominated person whose newest verdict is eligible: on a place, or on the reserve list where the places, or
    /// those for the person's sex, are taken: the project's, or those of the group if the nomination is to one.
    ///
    /// Permission: participation:decide
    async fn enrol_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The nomination.")] input: EnrolPersonInput,
    ) -> Nullable<EnrolPersonPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.enrolPerson")?;
            let nomination_id: NominationId = ids::parse(&input.nomination_id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let enrol = api::Enrol {
                nomination_id,
                expected_version: input.expected_version,
                starts_on: input.starts_on.0,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, casework.enrol(call, enrol)),
                Err(refused) => Err(refused),
            };
            let answer = answer.map(|row| Outcome::Enrolled(row.into()));
            let current = async {
                let row = load!(scope, nomination_id)?;
                Ok::<_, Failure>(row.map(|row| Outcome::Conflict(row.into())))
            };
            EnrolPersonPayload::settle_or_current(scope, answer, current).await
        };
        Some(change.await)
    }
}
