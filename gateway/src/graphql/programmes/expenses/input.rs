//! Documents and corrections as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_kernel as kernel;
use wsparcie_programmes_api as api;

use crate::graphql::codes::input_enums;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::Check;
use crate::graphql::programmes::facts_input::BudgetSource;
use crate::graphql::scalars::Date;

input_enums! {
    /// Whether VAT can be recovered. Answers have the code in lower case.
    VatRecoverable for api::VatRecoverable {
        /// Tak: none of it is eligible.
        Yes,
        /// Nie.
        No,
        /// Częściowo; say how much.
        Partly,
    }

    /// What people should look at in an expense. Answers have the code in lower case.
    ExpenseFlag for api::ExpenseFlag {
        /// Przekroczona pozycja budżetu.
        LineOverspent,
        /// Zapłacono przed datą dokumentu.
        PaidBeforeDocument,
        /// Zapłacono po końcu projektu.
        PaidAfterEnd,
        /// Dokument jest też w innym projekcie ośrodka: the document stood in another project's register when it was entered.
        DocumentInAnotherProject,
    }

    /// The form of a file.
    RegisterFormat for api::RegisterFormat {
        /// Semicolons, UTF-8 with BOM, CRLF, decimal comma.
        Csv,
        /// A workbook.
        Xlsx,
    }
}

/// An amount of a document.
#[derive(InputObject)]
pub(crate) struct AmountInput {
    /// Digits, a dot, at most two decimals: "1230.00".
    amount: String,
    /// The currency of the amount, ISO 4217. Registers are kept in zloty: give what was booked, converted as your accounting
    /// does; any other currency is refused.
    #[graphql(default_with = "\"PLN\".to_owned()")]
    currency: String,
}

impl AmountInput {
    /// The amount; zero where it is none, and then the call is not made.
    fn read(&self, path: &[&str], check: &mut Check) -> kernel::Money {
        if self.currency != "PLN" {
            check.refuse(
                "CURRENCY_NOT_PLN",
                path,
                "rejestr prowadzi się w złotych; podaj kwotę przeliczoną na PLN, tak jak ją zaksięgowano",
                "the register is kept in zloty; give the amount converted to PLN as it was booked",
            );
        }
        kernel::Money::parse(&self.amount).unwrap_or_else(|problem| {
            check.refuse(problem.code(), path, problem.message_pl(), &problem.to_string());
            kernel::Money::ZERO
        })
    }
}

/// Money of an eligible part from one source.
#[derive(InputObject)]
pub(crate) struct ExpenseSourceInput {
    /// The source; each at most once.
    source: BudgetSource,
    /// How much, more than zero.
    amount: AmountInput,
}

/// The amounts of a document on one line.
#[derive(InputObject)]
pub(crate) struct ExpenseAmountsInput {
    /// Gross, with VAT, more than zero.
    amount: AmountInput,
    /// VAT in it; zero if there is none.
    vat: AmountInput,
    /// Whether the VAT can be recovered.
    vat_recoverable: VatRecoverable,
    /// How much of it can be recovered; only with PARTLY.
    recoverable_vat: Option<AmountInput>,
    /// The eligible part: at most the amount less the recoverable VAT.
    eligible: AmountInput,
    /// Where the eligible part comes from: together just the eligible part, or nothing.
    #[graphql(default)]
    sources: Vec<ExpenseSourceInput>,
}

impl ExpenseAmountsInput {
    pub(super) fn read(&self, check: &mut Check) -> (api::ExpenseAmounts, Vec<api::BudgetPart>) {
        let amounts = api::ExpenseAmounts {
            amount: self.amount.read(&["amounts", "amount"], check),
            vat: self.vat.read(&["amounts", "vat"], check),
            vat_recoverable: self.vat_recoverable.into(),
            recoverable_vat: self
                .recoverable_vat
                .as_ref()
                .map(|part| part.read(&["amounts", "recoverableVat"], check)),
            eligible: self.eligible.read(&["amounts", "eligible"], check),
        };
        let mut sources = Vec::with_capacity(self.sources.len());
        for (at, part) in self.sources.iter().enumerate() {
            sources.push(api::BudgetPart {
                source: part.source.into(),
                amount: part
                    .amount
                    .read(&["amounts", "sources", &at.to_string(), "amount"], check),
            });
        }
        (amounts, sources)
    }
}

/// Who issued a document.
#[derive(InputObject)]
pub(crate) struct ContractorInput {
    /// The name, at most 200 characters.
    name: String,
    /// The NIP, with or without separators; its check digit is checked.
    nip: Option<String>,
    /// The tax number of a contractor from abroad, at most 50 characters; not together with a NIP.
    foreign_id: Option<String>,
}

/// An expense to be entered.
#[derive(InputObject)]
pub(crate) struct RecordExpenseInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    project_id: ID,
    /// The global id of a line of the budget in force.
    line_id: ID,
    /// The document's number, at most 100 characters. Case, blanks, full width and the sort of strokes and dashes make no
    /// difference: "FV/1/2018" is one document however it is typed.
    document_number: String,
    /// The document's date, within the project's period.
    document_date: Date,
    /// The day it was paid.
    paid_on: Date,
    /// The global id of the entry that began the document, where it is spread over several lines; each line takes one part.
    part_of: Option<ID>,
    /// Who issued the document.
    contractor: ContractorInput,
    /// The amounts on this line.
    amounts: ExpenseAmountsInput,
    /// What it was for, at most 1000 characters.
    description: Option<String>,
    /// The accounting month, which must be open; any day of it. Not before the project's first month, nor before the month of the
    /// document or the payment, whichever is earlier.
    month: Date,
}

impl RecordExpenseInput {
    /// The expense, for the service; amounts that are none are noted.
    pub(super) fn read(self, check: &mut Check) -> Result<api::NewExpense, Failure> {
        let (amounts, sources) = self.amounts.read(check);
        Ok(api::NewExpense {
            project_id: ids::parse(&self.project_id)?,
            entry: api::ExpenseEntry {
                line_id: ids::parse(&self.line_id)?,
                document_number: self.document_number,
                document_date: self.document_date.0,
                paid_on: self.paid_on.0,
                part_of: self.part_of.map(|id| ids::parse(&id)).transpose()?,
                contractor: api::Contractor {
                    name: self.contractor.name,
                    nip: self.contractor.nip,
                    foreign_id: self.contractor.foreign_id,
                },
                amounts,
                sources,
                description: self.description,
                month: self.month.0,
            },
        })
    }
}

/// A correction of an expense: either `reverse`, or `amounts` as they should have been.
#[derive(InputObject)]
pub(crate) struct CorrectExpenseInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the entry.
    id: ID,
    /// The version of the entry that the correction is based on.
    expected_version: i64,
    /// Whether nothing is left of the entry.
    #[graphql(default)]
    reverse: bool,
    /// The amounts as they should have been; the difference is booked.
    amounts: Option<ExpenseAmountsInput>,
    /// Why, at most 500 characters.
    reason: String,
    /// The accounting month, which must be open, not before the entry's, nor before the correcting document and its payment; the
    /// first that fits, if not given.
    month: Option<Date>,
    /// The number of the correcting document; the entry's if not given.
    document_number: Option<String>,
    /// The date of the correcting document; the entry's if not given.
    document_date: Option<Date>,
    /// The day the difference was paid; the entry's if not given.
    paid_on: Option<Date>,
}

impl CorrectExpenseInput {
    /// The correction, for the service; amounts that are none are noted.
    pub(super) fn read(self, check: &mut Check) -> Result<api::CorrectExpense, Failure> {
        if self.reverse == self.amounts.is_some() {
            check.refuse(
                "CORRECTION_UNCLEAR",
                &["amounts"],
                "podaj albo reverse: true, albo kwoty, jakie powinny być",
                "give either reverse: true or the amounts as they should be",
            );
        }
        let change = match self.amounts {
            None => api::ExpenseChange::Reverse,
            Some(typed) => {
                let (amounts, sources) = typed.read(check);
                api::ExpenseChange::Replace { amounts, sources }
            }
        };
        Ok(api::CorrectExpense {
            id: ids::parse(&self.id)?,
            expected_version: self.expected_version,
            change,
            reason: self.reason,
            month: self.month.map(|day| day.0),
            document_number: self.document_number,
            document_date: self.document_date.map(|day| day.0),
            paid_on: self.paid_on.map(|day| day.0),
        })
    }
}
