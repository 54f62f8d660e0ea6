//! Which spans and events each layer may see at all.
//!
//! These bounds hold whatever the operator's filter says.

use std::str::FromStr;

use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Filter};

use crate::config::TelemetryError;

/// sqlx writes one event of this target for every executed statement, with its whole text.
pub(crate) const SQLX_STATEMENTS: &str = "sqlx::query";

/// Whether a target belongs to one of our crates.
pub(crate) fn is_ours(target: &str) -> bool {
    let root = target.split("::").next().unwrap_or_default();
    root == "wsparcie" || root.starts_with("wsparcie_")
}

/// Spans of ours, and those by which tarpc hands a trace on to the next process.
fn is_followed_span(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target();
    metadata.is_span()
        && ((is_ours(target) && *metadata.level() <= Level::DEBUG)
            || (target.starts_with("tarpc::") && *metadata.level() <= Level::INFO))
}

/// A filter that decides by metadata alone, so that tracing can remember its answer for each place in the code.
pub(crate) struct ByMetadata<F> {
    decide: F,
    most: LevelFilter,
}

impl<F> ByMetadata<F>
where
    F: Fn(&Metadata<'_>) -> bool,
{
    pub(crate) const fn new(most: LevelFilter, decide: F) -> Self {
        Self { decide, most }
    }
}

impl<S, F> Filter<S> for ByMetadata<F>
where
    F: Fn(&Metadata<'_>) -> bool,
{
    fn enabled(&self, metadata: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        (self.decide)(metadata)
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        if (self.decide)(metadata) {
            Interest::always()
        } else {
            Interest::never()
        }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.most)
    }
}

/// What the log layer sees: the operator's choice of our events, warnings of others, and the spans that carry ids.
///
/// # Errors
/// [`TelemetryError::Filter`] if the directives cannot be read.
pub(crate) fn for_logs(
    directives: &str,
) -> Result<ByMetadata<impl Fn(&Metadata<'_>) -> bool + use<>>, TelemetryError> {
    let chosen = Targets::from_str(directives).map_err(|_| TelemetryError::Filter)?;
    Ok(ByMetadata::new(
        LevelFilter::TRACE,
        move |metadata: &Metadata<'_>| {
            if metadata.is_span() {
                return is_followed_span(metadata);
            }
            let target = metadata.target();
            let allowed = is_ours(target) || (*metadata.level() <= Level::WARN && target != SQLX_STATEMENTS);
            allowed && chosen.would_enable(target, metadata.level())
        },
    ))
}

/// What the trace layer sees: the same spans, and our errors, because they mark their span as failed.
pub(crate) fn for_traces() -> ByMetadata<impl Fn(&Metadata<'_>) -> bool> {
    ByMetadata::new(LevelFilter::DEBUG, |metadata: &Metadata<'_>| {
        let our_error =
            metadata.is_event() && *metadata.level() == Level::ERROR && is_ours(metadata.target());
        is_followed_span(metadata) || our_error
    })
}

/// What the statement counter sees: nothing unless it is wanted. sqlx first asks whether its event is enabled (a hint, neither span nor event), so hints
/// must pass too.
pub(crate) fn for_statements(wanted: bool) -> ByMetadata<impl Fn(&Metadata<'_>) -> bool> {
    let most = if wanted {
        LevelFilter::TRACE
    } else {
        LevelFilter::OFF
    };
    ByMetadata::new(most, move |metadata: &Metadata<'_>| {
        wanted && !metadata.is_span() && metadata.target() == SQLX_STATEMENTS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_crate_names_are_ours() {
        for target in [
            "wsparcie",
            "wsparcie_casework",
            "wsparcie_casework::app",
            "wsparcie::main",
        ] {
            assert!(is_ours(target), "{target}");
        }
        for target in ["sqlx::query", "wsparciex", "hyper", "", "x::wsparcie_casework"] {
            assert!(!is_ours(target), "{target}");
        }
    }
}
