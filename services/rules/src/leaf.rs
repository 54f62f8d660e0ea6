//! Leaves of conditions: CEL compares numbers and texts once every value is known.

use cel::common::ast::{Expr, LiteralValue};
use cel::{Context, IdedExpr, Value};

use super::condition::Leaf;
use super::facts::FactValue;
use super::kleene::Kleene;
use super::resolve::{FactState, Resolved};

/// The fact that an expression names: `age`, or `premise.homeless`.
pub(super) fn fact_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Ident(name) => Some(name.clone()),
        Expr::Select(select) if !select.test => match &select.operand.expr {
            Expr::Ident(root) => Some(format!("{root}.{}", select.field)),
            _ => None,
        },
        _ => None,
    }
}

/// CEL's evaluator with its standard library and no variables.
pub(super) struct LeafEvaluator {
    context: Context<'static, 'static>,
}

impl LeafEvaluator {
    pub(super) fn new() -> Self {
        Self {
            context: Context::default(),
        }
    }

    /// Decides a leaf as far as the facts do.
    ///
    /// A count that is only known within bounds decides it if every number within them gives the same answer.
    pub(super) fn evaluate(&self, leaf: &Leaf, facts: &Resolved<'_>) -> Kleene {
        let Some(range) = facts.undecided_range(&leaf.facts) else {
            return self.decide(leaf, facts, None);
        };
        let mut answers = range.map(|count| self.decide(leaf, facts, Some(count)));
        let Some(first) = answers.next() else {
            return Kleene::Unknown;
        };
        if answers.all(|answer| answer == first) {
            first
        } else {
            Kleene::Unknown
        }
    }

    fn decide(&self, leaf: &Leaf, facts: &Resolved<'_>, count: Option<i64>) -> Kleene {
        let Some(filled) = fill(&leaf.expr, facts, count) else {
            return Kleene::Unknown;
        };
        match Value::resolve(&filled, &self.context) {
            Ok(Value::Bool(answer)) => answer.into(),
            // The check makes this impossible; should it happen all the same, nobody is refused because of it.
            _ => Kleene::Unknown,
        }
    }
}

/// The expression with values in place of names; `None` if a value is not known.
fn fill(expr: &IdedExpr, facts: &Resolved<'_>, count: Option<i64>) -> Option<IdedExpr> {
    if let Some(name) = fact_name(&expr.expr) {
        let literal = match (facts.state(&name), count) {
            (FactState::Known(value), _) => literal(value)?,
            (FactState::Range { .. }, Some(count)) => LiteralValue::Int(count.into()),
            _ => return None,
        };
        return Some(IdedExpr {
            id: expr.id,
            expr: Expr::Literal(literal),
        });
    }
    let mut filled = expr.clone();
    if let Expr::Call(call) = &mut filled.expr {
        for part in call.target.as_deref_mut().into_iter().chain(&mut call.args) {
            *part = fill(part, facts, count)?;
        }
    }
    Some(filled)
}

fn literal(value: &FactValue) -> Option<LiteralValue> {
    match value {
        FactValue::Bool(value) => Some(LiteralValue::Boolean((*value).into())),
        FactValue::Int(value) => Some(LiteralValue::Int((*value).into())),
        FactValue::Text(value) => Some(LiteralValue::String(value.clone().into())),
        FactValue::Date(_) => None,
    }
}
