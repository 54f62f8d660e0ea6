//! Changes in words, for whoever has to approve them: what is equal before and after is told as well, so that each line
//! can be read alone.

use wsparcie_programmes_api::{RateUnit, ReferenceChange, ReferenceChangeKind};

use super::diff::Change;
use super::entry::{Entry, Times};
use crate::domain::calendar::Falls;

impl Change {
    /// The change as it is shown.
    pub fn shown(&self) -> ReferenceChange {
        let (kind, before, after) = match self {
            Self::Added(after) => (ReferenceChangeKind::Added, None, Some(after)),
            Self::Changed { before, after } => (ReferenceChangeKind::Changed, Some(before), Some(after)),
            Self::Ended(before) => (ReferenceChangeKind::Ended, Some(before), None),
        };
        let key = match self {
            Self::Added(entry) | Self::Ended(entry) | Self::Changed { after: entry, .. } => entry.key(),
        };
        ReferenceChange {
            kind,
            section: key.section.to_string(),
            code: key.code,
            before: before.map(words),
            after: after.map(words),
        }
    }
}

/// Everything that the row says, in the language of dates and quotes rather than of a country.
fn words(entry: &Entry) -> String {
    let mut parts = vec![period(entry.times())];
    match entry {
        Entry::Dictionary(row) => {
            parts.push(format!(
                "{}. „{}” / “{}”",
                row.position, row.label_pl, row.label_en
            ));
            parts.extend(row.counts_as.as_ref().map(|code| format!("counts_as {code}")));
            parts.extend(row.legal_basis.clone());
        }
        Entry::Rate(row) => {
            parts.push(amount(row.unit, row.amount));
            parts.push(format!("„{}” / “{}”", row.label_pl, row.label_en));
            parts.push(row.legal_basis.clone());
        }
        Entry::Holiday(rule) => {
            parts.push(match rule.falls {
                Falls::Fixed { month, day } => format!("{month:02}-{day:02}"),
                Falls::Easter { offset } => format!("easter {offset:+}"),
            });
            parts.push(format!("„{}” / “{}”", rule.label_pl, rule.label_en));
            parts.push(rule.legal_basis.clone());
        }
        Entry::Indicator(row) => {
            parts.push(format!("{}. {}", row.position, row.kind.code()));
            parts.push(if row.by_sex { "by sex" } else { "not by sex" }.to_owned());
            parts.push(format!("„{}” / “{}”", row.label_pl, row.label_en));
            parts.push(format!("„{}” / “{}”", row.definition_pl, row.definition_en));
            parts.push(row.condition.clone().unwrap_or_else(|| "not counted".to_owned()));
            parts.push(row.legal_basis.clone());
        }
        Entry::Programme(row) => {
            parts.push(row.level.code().to_owned());
            parts.extend(row.parent.as_ref().map(|code| format!("below {code}")));
            parts.push(format!("„{}” / “{}”", row.name_pl, row.name_en));
            parts.extend(row.voivodeship.as_ref().map(|code| format!("voivodeship {code}")));
            parts.push(row.legal_basis.clone());
        }
    }
    parts.join("; ")
}

/// `2014-01-01…2023-12-31`, `2014-01-01…`.
pub(super) fn period(times: Times) -> String {
    let last = times.to.map(|day| day.to_string()).unwrap_or_default();
    format!("{}…{last}", times.from)
}

fn amount(unit: RateUnit, amount: i64) -> String {
    match unit {
        RateUnit::Grosz => format!("{}.{:02} PLN", amount / 100, amount % 100),
        RateUnit::BasisPoint => format!("{}.{:02} %", amount / 100, amount % 100),
        other => format!("{amount} {}", other.code()),
    }
}
