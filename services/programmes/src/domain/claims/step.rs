//! The states of a claim: which may follow which, and what a step has to say.

use wsparcie_kernel::input::{Problems, line};
use wsparcie_kernel::{Date, Money, Problem};
use wsparcie_programmes_api::{ClaimCorrection, ClaimState, ClaimStep, ClaimedExpense};

use super::input::{amount, keep, prose, signed};

/// All transitions there are. Anything not in it is refused.
pub const TRANSITIONS: &[(ClaimState, ClaimState)] = &[
    (ClaimState::Draft, ClaimState::Submitted),
    (ClaimState::Draft, ClaimState::Withdrawn),
    (ClaimState::Submitted, ClaimState::Questioned),
    (ClaimState::Questioned, ClaimState::Submitted),
    (ClaimState::Submitted, ClaimState::Approved),
];

/// The most corrections of one approval.
const MOST_CORRECTIONS: usize = 100;

/// A claim as a step finds it.
#[derive(Debug, Clone, Copy)]
pub struct ClaimNow {
    /// Its state.
    pub state: ClaimState,
    /// The first day of its period: nothing happens to it before.
    pub period_from: Date,
    /// The day of the step before, which this one cannot precede.
    pub last_step_on: Option<Date>,
    /// What its newest submission claimed.
    pub claimed: Option<Money>,
    /// The advance that it settles.
    pub advance_settled: Money,
}

/// A step as it may be stored. `today` bounds its day.
///
/// # Errors
/// All problems: a step that may not follow, days out of order, more approved than claimed or less than nothing, corrections
/// that do not add up to what was taken off.
pub fn check_step(now: ClaimNow, mut step: ClaimStep, on: Date, today: Date) -> Result<ClaimStep, Problems> {
    let mut problems = Problems::default();
    let to = step.leads_to();
    if !TRANSITIONS.contains(&(now.state, to)) {
        let may: Vec<ClaimState> = TRANSITIONS
            .iter()
            .filter(|(from, _)| *from == now.state)
            .map(|(_, to)| *to)
            .collect();
        return Err(not_allowed(now.state, to, &may).into());
    }
    let earliest = now.last_step_on.unwrap_or(now.period_from).max(now.period_from);
    // Withdrawing is no dealing with the authority: it may come before the period does.
    let earliest = if to == ClaimState::Withdrawn {
        earliest.min(on)
    } else {
        earliest
    };
    problems.day(&["on"], on, earliest, today);
    match &mut step {
        ClaimStep::Submit => {}
        ClaimStep::Question { remarks, answer_by } => {
            keep(&mut problems, &["remarks"], remarks, prose, 4000);
            if *answer_by < on {
                problems.add(
                    &["answerBy"],
                    Problem::new(
                        "PERIOD_REVERSED",
                        "dzień odpowiedzi nie może wypaść przed dniem uwag; popraw datę",
                        "the day to answer cannot come before the remarks; correct it",
                    ),
                );
            }
        }
        ClaimStep::Withdraw { reason } => keep(&mut problems, &["reason"], reason, prose, 4000),
        ClaimStep::Approve {
            eligible,
            advance_settled,
            corrections,
        } => check_approval(&mut problems, now, *eligible, advance_settled, corrections),
    }
    problems.finish(Some(step))
}

fn check_approval(
    problems: &mut Problems,
    now: ClaimNow,
    eligible: Money,
    advance_settled: &mut Option<Money>,
    corrections: &mut [ClaimCorrection],
) {
    let claimed = now.claimed.unwrap_or(Money::ZERO);
    signed(problems, &["eligible"], eligible);
    if eligible > claimed {
        problems.add(
            &["eligible"],
            Problem::new(
                "CLAIM_APPROVED_TOO_MUCH",
                format!("we wniosku jest {claimed} zł kwalifikowalne; zatwierdzić można najwyżej tyle"),
                format!("the claim is for {claimed} PLN eligible; no more can be approved"),
            ),
        );
    } else if eligible < claimed.min(Money::ZERO) {
        problems.add(&["eligible"], too_little(claimed));
    } else if corrections.len() <= MOST_CORRECTIONS {
        check_sum(problems, claimed, eligible, corrections);
    }
    let most = eligible.max(Money::ZERO);
    match advance_settled {
        None => *advance_settled = Some(now.advance_settled.min(most)),
        Some(advance) if *advance < Money::ZERO || *advance > most => problems.add(
            &["advanceSettled"],
            Problem::new(
                "CLAIM_ADVANCE_TOO_LARGE",
                "rozliczona zaliczka nie może być ujemna ani większa od kwoty zatwierdzonej",
                "the advance settled can neither be negative nor more than what is approved",
            ),
        ),
        Some(_) => {}
    }
    if corrections.len() > MOST_CORRECTIONS {
        problems.add(
            &["corrections"],
            Problem::new(
                "CLAIM_CORRECTIONS_TOO_MANY",
                format!("wniosek może mieć najwyżej {MOST_CORRECTIONS} korekt; połącz je"),
                format!("a claim takes at most {MOST_CORRECTIONS} corrections; put some together"),
            ),
        );
    }
    for (index, correction) in corrections.iter_mut().enumerate().take(MOST_CORRECTIONS) {
        let index = index.to_string();
        amount(problems, &["corrections", &index, "amount"], correction.amount);
        keep(
            problems,
            &["corrections", &index, "reason"],
            &mut correction.reason,
            line,
            1000,
        );
    }
}

/// Of a claim nothing is left at the least; of one that is negative, because it takes back earlier expenses, all of it stays.
fn too_little(claimed: Money) -> Problem {
    let least = claimed.min(Money::ZERO);
    Problem::new(
        "CLAIM_APPROVED_TOO_LITTLE",
        format!("we wniosku jest {claimed} zł kwalifikowalne; zatwierdzić można najmniej {least} zł"),
        format!("the claim is for {claimed} PLN eligible; at least {least} PLN are approved"),
    )
    .by_rule("kwota zatwierdzona leży między zerem a kwotą wniosku")
}

/// What is approved and what is taken off are the claim, to the grosz.
fn check_sum(problems: &mut Problems, claimed: Money, eligible: Money, corrections: &[ClaimCorrection]) {
    let taken_off = Money::sum(corrections.iter().map(|correction| correction.amount));
    // Amounts that no sum can hold are refused one by one.
    let (Some(taken_off), Some(missing)) = (taken_off, claimed.checked_sub(eligible)) else {
        return;
    };
    if taken_off != missing {
        problems.add(
            &["corrections"],
            Problem::new(
                "CLAIM_CORRECTIONS_DIFFER",
                format!(
                    "korekty dają razem {taken_off} zł, a z wniosku nie zatwierdzono {missing} zł; popraw kwotę albo korekty"
                ),
                format!(
                    "the corrections add up to {taken_off} PLN, but {missing} PLN of the claim are not approved; correct either"
                ),
            ),
        );
    }
}

/// Checks that no expense loses more than was claimed of it: its eligible part in the newest submission, less what corrections
/// that are listed beside it took back. Several corrections of one expense count together.
///
/// # Errors
/// One problem for each correction that goes beyond.
pub fn check_corrections(
    corrections: &[ClaimCorrection],
    submitted: &[ClaimedExpense],
) -> Result<(), Problems> {
    let mut problems = Problems::default();
    for (index, correction) in corrections.iter().enumerate() {
        let Some(expense) = correction.expense_id else {
            continue;
        };
        let own = submitted
            .iter()
            .filter(|row| row.expense_id == expense || row.corrects == Some(expense));
        let claimed = Money::sum(own.map(|row| row.eligible)).unwrap_or(Money::ZERO);
        let so_far = corrections.iter().take(index + 1);
        let taken_off = Money::sum(
            so_far
                .filter(|other| other.expense_id == Some(expense))
                .map(|other| other.amount),
        );
        if taken_off.is_none_or(|taken_off| taken_off > claimed) {
            let claimed = claimed.max(Money::ZERO);
            problems.add(
                &["corrections", &index.to_string(), "amount"],
                Problem::new(
                    "CLAIM_CORRECTION_TOO_LARGE",
                    format!("z tego wydatku wnioskowano o {claimed} zł; korekty nie mogą zabrać więcej"),
                    format!("{claimed} PLN of this expense were claimed; corrections cannot take off more"),
                ),
            );
        }
    }
    problems.finish(Some(()))
}

fn not_allowed(from: ClaimState, to: ClaimState, may: &[ClaimState]) -> Problem {
    let list = |label: fn(ClaimState) -> &'static str| {
        may.iter()
            .map(|state| format!("„{}”", label(*state)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (pl, en) = if may.is_empty() {
        (
            "nic już się z nim nie stanie".to_owned(),
            "nothing more happens to it".to_owned(),
        )
    } else {
        (
            format!("może się stać: {}", list(ClaimState::label_pl)),
            format!("it can become: {}", list(ClaimState::label_en)),
        )
    };
    Problem::new(
        "CLAIM_STEP_NOT_ALLOWED",
        format!(
            "wniosek jest „{}”, nie może się stać „{}”; {pl}",
            from.label_pl(),
            to.label_pl()
        ),
        format!(
            "the claim is „{}” and cannot become „{}”; {en}",
            from.label_en(),
            to.label_en()
        ),
    )
}
