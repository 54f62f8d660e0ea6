//! Outcomes: which parts belong to which kind, and when an outcome came about.

use wsparcie_casework_api::{ContractKind, NewOutcome, OutcomeEvidence, OutcomeFacts, OutcomeKind, Personal};
use wsparcie_kernel::input::{Problems, line};
use wsparcie_kernel::{CallError, Date, Problem};

use super::refusals::not_ended;
use super::{Course, MAX_KIND, note, participates};

/// How far ahead a contract may end.
const LAST_DAY: Date = match Date::from_ymd_opt(2199, 12, 31) {
    Some(day) => day,
    None => Date::MAX,
};

/// An outcome, checked: with the day that it came about.
pub(crate) struct OutcomeDraft {
    pub(crate) facts: OutcomeFacts,
    pub(crate) occurred_on: Date,
    pub(crate) evidence: OutcomeEvidence,
}

/// Checks an outcome by itself and against its participation. `codes` are those of the kind's dictionary on the day, where
/// it has one.
///
/// # Errors
/// Refused with every problem found.
pub(crate) fn check_outcome(
    input: &NewOutcome,
    course: &Course,
    codes: &[String],
    today: Date,
) -> Result<OutcomeDraft, CallError> {
    let mut problems = Problems::default();
    participates(&mut problems, course);
    let facts = &input.facts;
    strangers(&mut problems, facts);
    let occurred_on = match facts.kind {
        OutcomeKind::Qualification => newest(
            &mut problems,
            "validatedOn",
            &[
                ("validatedOn", facts.validated_on),
                ("certifiedOn", facts.certified_on),
            ],
            (course.starts_on, today),
        ),
        OutcomeKind::Competence => newest(
            &mut problems,
            "scopeOn",
            &[
                ("scopeOn", facts.scope_on),
                ("standardOn", facts.standard_on),
                ("assessedOn", facts.assessed_on),
                ("comparedOn", facts.compared_on),
            ],
            (course.starts_on, today),
        ),
        _ => newest(
            &mut problems,
            "occurredOn",
            &[("occurredOn", facts.occurred_on)],
            (course.starts_on, today),
        ),
    };
    if facts.kind == OutcomeKind::SituationAfter {
        match course.ended_on {
            None => problems.add(&["kind"], not_ended()),
            Some(ended_on) => {
                if let Some(day) = facts.occurred_on {
                    problems.day(&["occurredOn"], day, ended_on, today.max(ended_on));
                }
            }
        }
    }
    code(&mut problems, facts, codes);
    contract(&mut problems, facts);
    let kind = problems.keep(&["evidenceKind"], line(input.evidence.kind.expose(), MAX_KIND));
    let note = note(&mut problems, &["evidenceNote"], input.evidence.note.as_ref());
    let draft = occurred_on.zip(kind).map(|(occurred_on, kind)| OutcomeDraft {
        facts: OutcomeFacts {
            occurred_on: Some(occurred_on),
            ..facts.clone()
        },
        occurred_on,
        evidence: OutcomeEvidence {
            kind: Personal::new(kind),
            note,
        },
    });
    Ok(problems.finish(draft)?)
}

/// The latest of the days given; each must lie within the bounds, and one must be given.
fn newest(
    problems: &mut Problems,
    first_field: &str,
    days: &[(&str, Option<Date>)],
    (first, last): (Date, Date),
) -> Option<Date> {
    for (field, day) in days {
        if let Some(day) = day {
            problems.day(&[field], *day, first, last.max(first));
        }
    }
    let newest = days.iter().filter_map(|(_, day)| *day).max();
    if newest.is_none() {
        problems.add(
            &[first_field],
            Problem::new("REQUIRED", "podaj datę", "enter the date"),
        );
    }
    newest
}

/// Parts that belong to another kind of outcome.
fn strangers(problems: &mut Problems, facts: &OutcomeFacts) {
    use OutcomeKind::{Competence, Education, Qualification, SituationAfter, SocialEffect, Work};
    let given = [
        (
            "occurredOn",
            facts.occurred_on.is_some(),
            &[SituationAfter, Work, Education, SocialEffect][..],
        ),
        (
            "code",
            facts.code.is_some(),
            &[SituationAfter, Work, SocialEffect],
        ),
        ("untilOn", facts.until_on.is_some(), &[Work]),
        ("postPercent", facts.post_percent.is_some(), &[Work]),
        ("payDocumented", facts.pay_documented.is_some(), &[Work]),
        ("validatedOn", facts.validated_on.is_some(), &[Qualification]),
        ("certifiedOn", facts.certified_on.is_some(), &[Qualification]),
        ("scopeOn", facts.scope_on.is_some(), &[Competence]),
        ("standardOn", facts.standard_on.is_some(), &[Competence]),
        ("assessedOn", facts.assessed_on.is_some(), &[Competence]),
        ("comparedOn", facts.compared_on.is_some(), &[Competence]),
    ];
    for (field, is_given, kinds) in given {
        if is_given && !kinds.contains(&facts.kind) {
            problems.add(
                &[field],
                Problem::new(
                    "NOT_OF_THIS_KIND",
                    "to pole nie należy do rezultatu tego rodzaju; pomiń je",
                    "this field does not belong to an outcome of this kind; leave it out",
                ),
            );
        }
    }
}

fn code(problems: &mut Problems, facts: &OutcomeFacts, codes: &[String]) {
    let listed = match facts.kind {
        OutcomeKind::SituationAfter | OutcomeKind::SocialEffect => codes.to_vec(),
        OutcomeKind::Work => ContractKind::ALL
            .iter()
            .map(|kind| kind.code().to_owned())
            .collect(),
        _ => return,
    };
    match &facts.code {
        Some(code) if listed.contains(code) => {}
        Some(_) => problems.add(
            &["code"],
            Problem::new(
                "OUTCOME_CODE_UNKNOWN",
                format!(
                    "wybierz jeden z kodów obowiązujących w tym dniu: {}",
                    listed.join(", ")
                ),
                format!(
                    "choose one of the codes that hold on that day: {}",
                    listed.join(", ")
                ),
            ),
        ),
        None => problems.add(&["code"], Problem::new("REQUIRED", "podaj kod", "enter the code")),
    }
}

fn contract(problems: &mut Problems, facts: &OutcomeFacts) {
    if facts.kind != OutcomeKind::Work {
        return;
    }
    if let (Some(from), Some(until)) = (facts.occurred_on, facts.until_on) {
        problems.day(&["untilOn"], until, from, LAST_DAY);
    }
    if facts
        .post_percent
        .is_some_and(|share| !(1..=100).contains(&share))
    {
        problems.add(
            &["postPercent"],
            Problem::new(
                "PERCENT_OUT_OF_RANGE",
                "wymiar etatu podaj w procentach, od 1 do 100",
                "enter the share of a full post in percent, from 1 to 100",
            ),
        );
    }
}
