//! Edits of a draft, as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_programmes_api as api;

use super::input::BudgetTermsInput;
use crate::graphql::codes::input_enums;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::Check;
use crate::graphql::programmes::facts_input::{BudgetSource, MoneyInput, money};

input_enums! {
    /// What a line is, beside its amount. Answers have the code in lower case.
    BudgetFlag for api::BudgetFlag {
        /// Cross-financing.
        CrossFinancing,
        /// Środki trwałe.
        FixedAssets,
        /// Personel projektu.
        Personnel,
        /// Usługi zlecone.
        Outsourced,
        /// Wkład własny.
        OwnContribution,
        /// Koszty pośrednie.
        Indirect,
    }
}

/// Money of one source.
#[derive(InputObject)]
pub(crate) struct SourceAmountInput {
    /// The source; each at most once.
    source: BudgetSource,
    /// How much, more than zero.
    amount: MoneyInput,
}

/// A task as it is to be.
#[derive(InputObject)]
pub(crate) struct SetBudgetTaskInput {
    /// The global id of the task; not given: a new one.
    task_id: Option<ID>,
    /// Its number, 1 to 999, each once.
    number: i64,
    /// Its name, 1 to 300 characters.
    name: String,
}

/// A task to be taken out.
#[derive(InputObject)]
pub(crate) struct RemoveBudgetTaskInput {
    /// The global id of the task. It must have no lines.
    task_id: ID,
}

/// A line as it is to be: all of it.
#[derive(InputObject)]
pub(crate) struct SetBudgetLineInput {
    /// The global id of the line; not given: a new one.
    line_id: Option<ID>,
    /// The number of the task that it is to stand in; another than before moves it.
    task_number: i64,
    /// Its number in the task, 1 to 9999, each once.
    number: i64,
    /// What is paid for, 1 to 300 characters.
    name: String,
    /// What is counted, 1 to 50 characters: "godzina".
    unit: String,
    /// What one unit costs; not negative.
    unit_cost: MoneyInput,
    /// How many units, more than zero to 1 000 000, with at most three decimals: "2.5".
    quantity: String,
    /// The line's amount; not negative.
    amount: MoneyInput,
    /// Where the money comes from.
    sources: Vec<SourceAmountInput>,
    /// What the line is, each flag at most once.
    #[graphql(default)]
    flags: Vec<BudgetFlag>,
}

/// A line to be taken out.
#[derive(InputObject)]
pub(crate) struct RemoveBudgetLineInput {
    /// The global id of the line.
    line_id: ID,
}

/// Money to be moved from one line to another: both amounts change by it, the total does not.
#[derive(InputObject)]
pub(crate) struct MoveBudgetAmountInput {
    /// The global id of the line that gives.
    from_line_id: ID,
    /// The global id of the line that gets.
    to_line_id: ID,
    /// Whose money.
    source: BudgetSource,
    /// How much, more than zero.
    amount: MoneyInput,
}

/// One edit of a draft: exactly one of its fields.
#[derive(InputObject)]
pub(crate) struct BudgetEditInput {
    /// Replaces what the version agrees beside its lines.
    set_terms: Option<BudgetTermsInput>,
    /// Adds a task, or changes the number and name of one.
    set_task: Option<SetBudgetTaskInput>,
    /// Takes out a task without lines.
    remove_task: Option<RemoveBudgetTaskInput>,
    /// Adds a line, or replaces one.
    set_line: Option<SetBudgetLineInput>,
    /// Takes out a line.
    remove_line: Option<RemoveBudgetLineInput>,
    /// Moves money from one line to another.
    move_amount: Option<MoveBudgetAmountInput>,
}

/// Edits of a draft, applied in order, all or none.
#[derive(InputObject)]
pub(crate) struct EditBudgetInput {
    /// The global id of the draft.
    pub(super) budget_id: ID,
    /// The version of the record that the edits are based on.
    pub(super) expected_version: i64,
    /// The edits, 1 to 300.
    pub(super) edits: Vec<BudgetEditInput>,
}

impl BudgetEditInput {
    /// The edit for the service; what cannot be read is noted. `None` where the edit is not exactly one.
    pub(super) fn read(self, at: usize, check: &mut Check) -> Result<Option<api::BudgetEdit>, Failure> {
        let at = at.to_string();
        let mut edits = Vec::new();
        if let Some(terms) = self.set_terms {
            let terms = terms.read(&["edits", &at, "setTerms"], check)?;
            edits.push(api::BudgetEdit::SetTerms(terms));
        }
        if let Some(task) = self.set_task {
            edits.push(api::BudgetEdit::SetTask {
                task_id: task.task_id.map(|id| ids::parse(&id)).transpose()?,
                number: number(task.number),
                name: task.name,
            });
        }
        if let Some(task) = self.remove_task {
            let task_id = ids::parse(&task.task_id)?;
            edits.push(api::BudgetEdit::RemoveTask { task_id });
        }
        if let Some(line) = self.set_line {
            edits.push(api::BudgetEdit::SetLine(line.read(&at, check)?));
        }
        if let Some(line) = self.remove_line {
            let line_id = ids::parse(&line.line_id)?;
            edits.push(api::BudgetEdit::RemoveLine { line_id });
        }
        if let Some(step) = self.move_amount {
            edits.push(api::BudgetEdit::MoveAmount {
                from_line: ids::parse(&step.from_line_id)?,
                to_line: ids::parse(&step.to_line_id)?,
                source: step.source.into(),
                amount: money(&step.amount, &["edits", &at, "moveAmount", "amount"], check),
            });
        }
        if edits.len() == 1 {
            return Ok(edits.pop());
        }
        check.refuse(
            "BUDGET_EDIT_NOT_ONE",
            &["edits", &at],
            "każda zmiana to dokładnie jedno z pól; rozdziel je na kolejne zmiany",
            "each edit is exactly one of its fields; put the others into edits of their own",
        );
        Ok(None)
    }
}

impl SetBudgetLineInput {
    fn read(self, at: &str, check: &mut Check) -> Result<api::LineDraft, Failure> {
        let path = |field| ["edits", at, "setLine", field];
        let sources = self.sources.into_iter().enumerate().map(|(index, part)| {
            let path = ["edits", at, "setLine", "sources", &index.to_string(), "amount"];
            api::BudgetPart {
                source: part.source.into(),
                amount: money(&part.amount, &path, check),
            }
        });
        let sources = sources.collect();
        Ok(api::LineDraft {
            line_id: self.line_id.map(|id| ids::parse(&id)).transpose()?,
            task_number: number(self.task_number),
            number: number(self.number),
            name: self.name,
            unit: self.unit,
            unit_cost: money(&self.unit_cost, &path("unitCost"), check),
            quantity_thousandths: quantity(&self.quantity, &path("quantity"), check),
            amount: money(&self.amount, &path("amount"), check),
            sources,
            flags: self.flags.into_iter().map(Into::into).collect(),
        })
    }
}

/// A number for the service, which refuses whatever is out of its range.
fn number(given: i64) -> i32 {
    i32::try_from(given).unwrap_or(-1)
}

/// Reads a quantity in thousandths; one where it is none, and then the call is not made.
fn quantity(text: &str, path: &[&str], check: &mut Check) -> i64 {
    thousandths(text).unwrap_or_else(|| {
        check.refuse(
            "BUDGET_QUANTITY_FORM",
            path,
            "podaj ilość cyframi, z kropką i najwyżej trzema miejscami, np. 2.5",
            "write the quantity in digits, with a dot and at most three decimals, for example 2.5",
        );
        1
    })
}

/// Digits with an optional fraction of at most three; a quantity too large to count is one that the service refuses.
fn thousandths(text: &str) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || fraction.len() > 3 {
        return None;
    }
    let counted = format!("{whole}{fraction:0<3}").parse().unwrap_or(i64::MAX);
    Some(if negative { -counted } else { counted })
}

#[cfg(test)]
mod tests {
    use super::thousandths;

    #[test]
    fn a_quantity_is_read_to_a_thousandth_and_nothing_else_is_one() {
        for (text, expected) in [
            ("1", 1_000),
            ("2.5", 2_500),
            ("0.001", 1),
            ("-3", -3_000),
            ("1000000", 1_000_000_000),
            ("99999999999999999999", i64::MAX),
        ] {
            assert_eq!(thousandths(text), Some(expected), "{text}");
        }
        for text in [
            "", ".", "1.", ".5", "1,5", "1e3", "٣", "+1", "1.0005", "--1", "NaN", " 1",
        ] {
            assert_eq!(thousandths(text), None, "{text}");
        }
    }
}
