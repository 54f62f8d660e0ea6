//! What is known of a project, as it is typed in.

use async_graphql::{Enum, ID, InputObject, MaybeUndefined};
use wsparcie_kernel as kernel;
use wsparcie_programmes_api as api;

use super::partner_input::{PartnerInput, ProjectPartyInput};
use crate::graphql::codes::input_enums;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::Check;
use crate::graphql::scalars::Date;

input_enums! {
    /// How a project was chosen. Answers have the code in lower case.
    ProjectMode for api::ProjectMode {
        /// Systemowy: no competition, a framework agreement over years (2007-13).
        Systemic,
        /// Konkursowy.
        Competitive,
        /// Pozakonkursowy.
        NonCompetitive,
    }

    /// Where money of a budget comes from. Answers have the code in lower case.
    BudgetSource for api::BudgetSource {
        /// European Social Fund.
        Eu,
        /// Budżet państwa.
        StateBudget,
        /// Samorząd: own contribution.
        LocalGovernment,
        /// Private money.
        Private,
    }

    /// How sure a number is. Answers have the code in lower case.
    Exactness for api::Exactness {
        /// Just this many.
        Exact,
        /// At least this many ("min. 60").
        Minimum,
    }

    /// What a note on a source says. Answers have the code in lower case.
    SourceNoteKind for api::SourceNoteKind {
        /// The source does not say it.
        Unknown,
        /// The source contradicts itself.
        Contradiction,
        /// The source can be read in another way.
        OtherReading,
        /// Where the figure comes from.
        Source,
        /// The source gives a lower bound ("min. 60").
        Minimum,
    }
}

/// A currency, ISO 4217.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Currency {
    /// Polish zloty.
    Pln,
}

/// An amount of money.
#[derive(InputObject)]
pub(crate) struct MoneyInput {
    /// Digits, a dot, at most two decimals: "1249500.00".
    amount: String,
    /// The currency.
    #[graphql(default_with = "Currency::Pln")]
    currency: Currency,
}

/// A number of places.
#[derive(InputObject)]
pub(crate) struct PlacesInput {
    /// How many people, 0 to 1 000 000.
    count: i64,
    /// Whether exactly or at least so many.
    #[graphql(default_with = "Exactness::Exact")]
    exactness: Exactness,
}

impl From<PlacesInput> for api::Places {
    fn from(input: PlacesInput) -> Self {
        // The service refuses anything beyond a million.
        let count = i32::try_from(input.count).unwrap_or(if input.count < 0 { -1 } else { i32::MAX });
        Self {
            count,
            exactness: input.exactness.into(),
        }
    }
}

/// Money from one source.
#[derive(InputObject)]
pub(crate) struct BudgetPartInput {
    /// The source; each at most once.
    source: BudgetSource,
    /// How much, more than zero.
    amount: MoneyInput,
}

/// A note on a source.
#[derive(InputObject)]
pub(crate) struct SourceNoteInput {
    /// What the note says.
    kind: SourceNoteKind,
    /// The field it speaks of, in the API's name: "budget". One of a closed list, which the refusal of another name tells.
    field: String,
    /// The note, in Polish.
    text: String,
}

/// What is known of a project. What is not given is unknown; only of beneficiary, implementer, goals and target groups an
/// update that does not name them keeps what was known, and null makes it unknown.
#[derive(InputObject)]
pub(crate) struct ProjectInput {
    /// Title, 1 to 300 characters.
    title: String,
    /// The edition, where the undertaking runs in several: "2014-2015".
    edition: Option<String>,
    /// What links the editions of one undertaking: its name.
    undertaking: Option<String>,
    /// The global id of the deepest known level of the programme tree.
    programme_id: Option<ID>,
    /// The project number, as written in the source.
    number: Option<String>,
    /// How the project was chosen.
    mode: Option<ProjectMode>,
    /// The first day.
    starts_on: Option<Date>,
    /// The last day.
    ends_on: Option<Date>,
    /// The first day of recruitment.
    recruitment_from: Option<Date>,
    /// The last day of recruitment.
    recruitment_until: Option<Date>,
    /// Places in all.
    places_total: Option<PlacesInput>,
    /// Places for women.
    places_women: Option<PlacesInput>,
    /// Places for men.
    places_men: Option<PlacesInput>,
    /// The budget by source.
    budget: Option<Vec<BudgetPartInput>>,
    /// The total as the source states it, even if the parts add up to another.
    budget_total: Option<MoneyInput>,
    /// Partners, the centre itself among them where it is one.
    #[graphql(default)]
    partners: Vec<PartnerInput>,
    /// What the source does not say, or says in two ways.
    #[graphql(default)]
    source_notes: Vec<SourceNoteInput>,
    /// The area: TERYT code of a gmina (7 digits), powiat (4) or voivodeship (2).
    area: Option<String>,
    /// Who signed for the project: usually the gmina. Not named in an update: stays.
    beneficiary: MaybeUndefined<ProjectPartyInput>,
    /// Who carries it out: usually the centre. Not named in an update: stays.
    implementer: MaybeUndefined<ProjectPartyInput>,
    /// The main goal in the words of the source, at most 2000 characters. Not named in an update: stays.
    main_goal: MaybeUndefined<String>,
    /// The specific goals in their order, at most 50. Not named in an update: they stay.
    specific_goals: MaybeUndefined<Vec<String>>,
    /// Whom the project is for, in the order of the source, at most 50. Not named in an update: they stay.
    target_groups: MaybeUndefined<Vec<String>>,
}

impl ProjectInput {
    /// Which of the facts that an update may leave unsaid it speaks of.
    pub(super) fn stated(&self) -> Vec<api::LaterFact> {
        let said = [
            (!self.beneficiary.is_undefined(), api::LaterFact::Beneficiary),
            (!self.implementer.is_undefined(), api::LaterFact::Implementer),
            (!self.main_goal.is_undefined(), api::LaterFact::MainGoal),
            (!self.specific_goals.is_undefined(), api::LaterFact::SpecificGoals),
            (!self.target_groups.is_undefined(), api::LaterFact::TargetGroups),
        ];
        said.into_iter()
            .filter_map(|(said, fact)| said.then_some(fact))
            .collect()
    }

    /// The facts for the service; texts that are no amounts are noted.
    pub(super) fn read(self, check: &mut Check) -> Result<api::ProjectFacts, Failure> {
        let budget = self.budget.map(|parts| {
            let read = |(index, part): (usize, BudgetPartInput)| {
                let path = ["project", "budget", &index.to_string(), "amount"];
                api::BudgetPart {
                    source: part.source.into(),
                    amount: money(&part.amount, &path, check),
                }
            };
            parts.into_iter().enumerate().map(read).collect()
        });
        let budget_total = self
            .budget_total
            .map(|total| money(&total, &["project", "budgetTotal"], check));
        Ok(api::ProjectFacts {
            title: self.title,
            edition: self.edition,
            undertaking: self.undertaking,
            programme_id: self.programme_id.map(|id| ids::parse(&id)).transpose()?,
            number: self.number,
            mode: self.mode.map(Into::into),
            starts_on: self.starts_on.map(|day| day.0),
            ends_on: self.ends_on.map(|day| day.0),
            recruitment_from: self.recruitment_from.map(|day| day.0),
            recruitment_until: self.recruitment_until.map(|day| day.0),
            places_total: self.places_total.map(Into::into),
            places_women: self.places_women.map(Into::into),
            places_men: self.places_men.map(Into::into),
            budget,
            budget_total,
            partners: (self.partners.into_iter().enumerate())
                .map(|(at, partner)| partner.read(at, check))
                .collect(),
            source_notes: self
                .source_notes
                .into_iter()
                .map(|note| api::SourceNote {
                    kind: note.kind.into(),
                    field: note.field,
                    text: note.text,
                })
                .collect(),
            area: self.area,
            beneficiary: self.beneficiary.take().map(Into::into),
            implementer: self.implementer.take().map(Into::into),
            main_goal: self.main_goal.take(),
            specific_goals: self.specific_goals.take().unwrap_or_default(),
            target_groups: self.target_groups.take().unwrap_or_default(),
        })
    }
}

/// Reads an amount; zero where it is none, and then the call is not made.
pub(super) fn money(input: &MoneyInput, path: &[&str], check: &mut Check) -> kernel::Money {
    let Currency::Pln = input.currency;
    kernel::Money::parse(&input.amount).unwrap_or_else(|problem| {
        check.refuse(problem.code(), path, problem.message_pl(), &problem.to_string());
        kernel::Money::ZERO
    })
}

/// A project to be created.
#[derive(InputObject)]
pub(crate) struct CreateProjectInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// What is known of the project.
    pub(super) project: ProjectInput,
}

/// A change of a project.
#[derive(InputObject)]
pub(crate) struct UpdateProjectInput {
    /// The global id of the project.
    pub(super) id: ID,
    /// The version that the change is based on.
    pub(super) expected_version: i64,
    /// All that is known now: it replaces all that was known, and what is not given becomes unknown, unless its field says that
    /// it stays.
    pub(super) project: ProjectInput,
}
