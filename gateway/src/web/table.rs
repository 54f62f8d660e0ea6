//! Tables as pages show them: the first cell of a row is its heading, each other one carries its column's name for narrow
//! windows, and what is not known says so.

use super::lang::Lang;

/// One cell beside a row's heading.
pub(crate) struct Cell {
    /// The column's name.
    pub(crate) label: &'static str,
    /// What stands in it, or why nothing does.
    pub(crate) text: String,
    pub(crate) is_shown: bool,
    pub(crate) under: Option<String>,
}

impl Cell {
    /// A cell with its text, or with why there is none.
    pub(crate) fn of(text: Option<String>, why_not: &str) -> Self {
        Self {
            label: "",
            is_shown: text.is_some(),
            text: text.unwrap_or_else(|| why_not.to_owned()),
            under: None,
        }
    }

    /// A cell with its text, or „nieznane”.
    pub(crate) fn known(text: Option<String>, lang: Lang) -> Self {
        Self::of(text, lang.t("nieznane", "unknown"))
    }

    pub(crate) fn under(mut self, under: Option<String>) -> Self {
        self.under = under;
        self
    }
}

/// A row.
pub(crate) struct Row {
    pub(crate) heading: String,
    /// Smaller, below the heading.
    pub(crate) under: Vec<String>,
    pub(crate) cells: Vec<Cell>,
}

/// A table below a heading of its page.
pub(crate) struct Table {
    /// For links and for `aria-labelledby`.
    pub(crate) id: &'static str,
    pub(crate) heading: String,
    /// The name of the first column.
    pub(crate) first: &'static str,
    pub(crate) columns: Vec<&'static str>,
    pub(crate) rows: Vec<Row>,
    /// What to say where there are no rows.
    pub(crate) none: &'static str,
}

impl Table {
    /// The rows, each cell under its column.
    pub(crate) fn new(
        (id, heading): (&'static str, impl Into<String>),
        first: &'static str,
        columns: Vec<&'static str>,
        mut rows: Vec<Row>,
    ) -> Self {
        for row in &mut rows {
            for (cell, name) in row.cells.iter_mut().zip(&columns) {
                cell.label = name;
            }
        }
        Self {
            id,
            heading: heading.into(),
            first,
            columns,
            rows,
            none: "",
        }
    }

    pub(crate) fn or(mut self, none: &'static str) -> Self {
        self.none = none;
        self
    }
}
