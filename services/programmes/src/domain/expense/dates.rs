//! An expense's days against its project's.

use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::ExpenseFlag;

/// The days of a project; absent is unknown and holds nobody up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProjectDays {
    /// The first.
    pub starts_on: Option<Date>,
    /// The last.
    pub ends_on: Option<Date>,
}

/// Until when after its end a project's costs may be paid: the time for the final claim, as known for the end's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRule {
    /// Calendar days after the end.
    pub days: i64,
    /// The guideline.
    pub legal_basis: String,
}

/// What people should look at in an expense's days.
///
/// Work of the last month is often paid after the project's end (wages, contributions, taxes): within the time for the final
/// claim that is flagged, after it refused. Where no rule is known for that day, it is flagged.
///
/// # Errors
/// A document from outside the project's period, or paid before it or too late after it.
pub fn flags_of(
    document_date: Date,
    paid_on: Date,
    project: ProjectDays,
    after_end: Option<&PaymentRule>,
) -> Result<Vec<ExpenseFlag>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut flags = Vec::new();
    let is_before = |day: Date| project.starts_on.is_some_and(|start| day < start);
    let days_after = |day: Date| project.ends_on.map_or(0, |end| (day - end).num_days());
    if is_before(document_date) || days_after(document_date) > 0 {
        problems.push(outside("documentDate", project));
    }
    if is_before(paid_on) {
        problems.push(outside("paidOn", project));
    } else if days_after(paid_on) > 0 {
        match after_end {
            Some(rule) if days_after(paid_on) > rule.days => {
                let pl = format!(
                    "zapłacono ponad {} dni po końcu projektu; taki wydatek nie jest kwalifikowalny",
                    rule.days
                );
                let en = format!(
                    "paid more than {} days after the project's end; it is not eligible",
                    rule.days
                );
                problems.push(
                    Problem::new("EXPENSE_OUTSIDE_PROJECT", pl, en)
                        .at(&["paidOn"])
                        .by_rule(rule.legal_basis.clone()),
                );
            }
            _ => flags.push(ExpenseFlag::PaidAfterEnd),
        }
    }
    if paid_on < document_date {
        flags.push(ExpenseFlag::PaidBeforeDocument);
    }
    if problems.is_empty() {
        Ok(flags)
    } else {
        Err(problems)
    }
}

fn outside(field: &str, project: ProjectDays) -> Problem {
    let shown = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
    let (from, until) = (shown(project.starts_on), shown(project.ends_on));
    let pl = format!("data leży poza okresem projektu ({from} – {until}); sprawdź ją albo okres projektu");
    let en = format!("the day lies outside the project's period ({from} – {until}); check it or the period");
    Problem::new("EXPENSE_OUTSIDE_PROJECT", pl, en).at(&[field])
}
