//! What can be wrong with a condition that somebody wants to save.

use serde::{Deserialize, Serialize};

/// The kind of problem; stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConditionProblemCode {
    /// Nothing was written.
    ConditionEmpty,
    /// Longer than 1,000 characters.
    ConditionTooLong,
    /// More words and signs than a condition may have.
    ConditionTooManyTokens,
    /// Brackets, choices or prefix signs nested too deeply.
    ConditionTooDeep,
    /// More parts than a condition may have, once parsed.
    ConditionTooManyNodes,
    /// A character or sign that conditions don't use.
    ConditionUnexpectedCharacter,
    /// A text without its closing quote.
    ConditionUnclosedText,
    /// A bracket without its partner.
    ConditionUnbalancedBracket,
    /// It could not be checked at the moment; trying again may help.
    ConditionNotChecked,
    /// Not an expression.
    ConditionSyntax,
    /// A name that is not in the vocabulary.
    ConditionUnknownFact,
    /// A call, macro or comprehension other than `fact.startsWith("…")`.
    ConditionFunctionNotAllowed,
    /// An operator that conditions don't use (arithmetic, indexing, maps…).
    ConditionOperatorNotAllowed,
    /// The result, or a part that must be yes or no, is something else.
    ConditionNotBoolean,
    /// Two things that cannot be compared.
    ConditionTypeMismatch,
    /// A code that the fact can never have.
    ConditionUnknownCode,
}

/// Why a condition cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message_en}")]
pub struct ConditionProblem {
    /// The kind of problem.
    pub code: ConditionProblemCode,
    /// For people, in Polish.
    pub message_pl: String,
    /// The same in English.
    pub message_en: String,
    /// Characters before the fault, from 0; `None` if the whole condition is meant.
    pub position: Option<u32>,
}

impl ConditionProblem {
    /// A problem with the whole condition.
    pub(super) fn whole(
        code: ConditionProblemCode,
        message_pl: impl Into<String>,
        message_en: impl Into<String>,
    ) -> Self {
        Self {
            code,
            message_pl: message_pl.into(),
            message_en: message_en.into(),
            position: None,
        }
    }

    /// A problem at one place.
    pub(super) fn at(
        position: Option<usize>,
        code: ConditionProblemCode,
        message_pl: impl Into<String>,
        message_en: impl Into<String>,
    ) -> Self {
        let position = position.and_then(|characters| u32::try_from(characters).ok());
        Self {
            position,
            ..Self::whole(code, message_pl, message_en)
        }
    }
}
