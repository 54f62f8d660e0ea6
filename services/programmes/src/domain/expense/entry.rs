//! One document as it is entered.

use chrono::Datelike;
use wsparcie_kernel::ids::{BudgetLineId, ExpenseId};
use wsparcie_kernel::national::{Nip, ValueProblem};
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{Contractor, ExpenseEntry};

use super::amounts::{Amounts, Split, check_sources};
use super::document::{DocumentKey, key_of};
use super::months::first_of;
use crate::domain::text;

/// Longest document number, in characters.
pub(super) const MAX_NUMBER: usize = 100;
const MAX_CONTRACTOR: usize = 200;
const MAX_FOREIGN_ID: usize = 50;
const MAX_DESCRIPTION: usize = 1_000;
/// Longest reason, in characters.
pub(super) const MAX_REASON: usize = 500;
/// Poland's first year of the European Social Fund; a document before it is a typing error.
const FIRST_YEAR: i32 = 2004;

/// An entry that agrees with itself.
#[derive(Debug, Clone)]
pub struct CheckedEntry {
    /// The line.
    pub line_id: BudgetLineId,
    /// The document's number.
    pub document_number: String,
    /// Its date.
    pub document_date: Date,
    /// The day it was paid.
    pub paid_on: Date,
    /// The entry that began the document.
    pub part_of: Option<ExpenseId>,
    /// The contractor's name.
    pub contractor_name: String,
    /// Its NIP.
    pub nip: Option<Nip>,
    /// Its number abroad.
    pub foreign_id: Option<String>,
    /// The amounts.
    pub amounts: Amounts,
    /// The sources.
    pub split: Split,
    /// What it was for.
    pub description: Option<String>,
    /// The month's first day.
    pub month: Date,
    /// What makes it this document.
    pub key: DocumentKey,
}

/// Checks an entry by itself. `today` bounds its days: an expense is money that was paid.
///
/// # Errors
/// Every problem of the entry.
pub fn check(entry: &ExpenseEntry, today: Date) -> Result<CheckedEntry, Vec<Problem>> {
    let mut problems = Vec::new();
    let document_number = text::line(
        &mut problems,
        &["documentNumber"],
        &entry.document_number,
        MAX_NUMBER,
    );
    check_day(&mut problems, "documentDate", entry.document_date, today);
    check_day(&mut problems, "paidOn", entry.paid_on, today);
    let month = check_month(&mut problems, entry.month, today);
    let (contractor_name, nip, foreign_id) = check_contractor(&mut problems, &entry.contractor);
    let amounts = Amounts::check(&mut problems, &entry.amounts);
    let split = check_sources(&mut problems, &entry.sources, amounts.eligible);
    let description = text::optional_line(
        &mut problems,
        &["description"],
        entry.description.as_deref(),
        MAX_DESCRIPTION,
    );
    if !problems.is_empty() {
        return Err(problems);
    }
    let key = key_of(
        &contractor_name,
        nip.as_ref(),
        foreign_id.as_deref(),
        &document_number,
    );
    Ok(CheckedEntry {
        line_id: entry.line_id,
        document_number,
        document_date: entry.document_date,
        paid_on: entry.paid_on,
        part_of: entry.part_of,
        contractor_name,
        nip,
        foreign_id,
        amounts,
        split,
        description,
        month,
        key,
    })
}

pub(super) fn check_contractor(
    problems: &mut Vec<Problem>,
    contractor: &Contractor,
) -> (String, Option<Nip>, Option<String>) {
    let name = text::line(
        problems,
        &["contractor", "name"],
        &contractor.name,
        MAX_CONTRACTOR,
    );
    let nip = contractor
        .nip
        .as_deref()
        .and_then(|typed| match Nip::parse(typed) {
            Ok(nip) => Some(nip),
            Err(problem) => {
                problems.push(problem.to_problem().at(&["contractor", "nip"]));
                None
            }
        });
    let foreign_id = text::optional_line(
        problems,
        &["contractor", "foreignId"],
        contractor.foreign_id.as_deref(),
        MAX_FOREIGN_ID,
    );
    if contractor.nip.is_some() && contractor.foreign_id.is_some() {
        let pl = "podaj albo NIP, albo numer zagraniczny kontrahenta";
        let en = "give either the contractor's NIP or a number from abroad";
        problems.push(Problem::new("CONTRACTOR_TWO_NUMBERS", pl, en).at(&["contractor", "foreignId"]));
    }
    (name, nip, foreign_id)
}

pub(super) fn check_day(problems: &mut Vec<Problem>, field: &str, day: Date, today: Date) {
    if day.year() < FIRST_YEAR {
        let pl = format!("rok powinien być od {FIRST_YEAR}; sprawdź datę");
        let en = format!("the year should be from {FIRST_YEAR}; check the date");
        problems.push(Problem::new("DATE_OUT_OF_RANGE", pl, en).at(&[field]));
    } else if day > today {
        let pl = "data jest z przyszłości; wydatek wpisuje się po zapłacie";
        let en = "the date lies in the future; an expense is entered when it is paid";
        problems.push(Problem::new("DATE_IN_FUTURE", pl, en).at(&[field]));
    }
}

/// The first day of an accounting month, which cannot lie in the future.
pub(super) fn check_month(problems: &mut Vec<Problem>, month: Date, today: Date) -> Date {
    check_day(problems, "month", first_of(month), today);
    first_of(month)
}
