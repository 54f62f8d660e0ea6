//! Type-checks a parsed condition against the vocabulary and turns it into logic over leaves.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, SourceInfo, operators};

use super::condition::{Leaf, Node};
use super::guard::{STARTS_WITH, function_not_allowed, operator_not_allowed};
use super::leaf::fact_name;
use super::problem::{ConditionProblem, ConditionProblemCode as Code};
use super::vocabulary::{FactType, Vocabulary};

/// Most parts of a parsed condition.
const MAX_NODES: usize = 100;

/// What stands at one side of a comparison.
enum Operand<'a> {
    Number,
    NumberFact,
    Text(&'a str),
    TextFact,
    CodeFact(&'a [String]),
    /// Anything else: it must be yes or no.
    Logic,
}

/// Walks one condition.
pub(super) struct Checker<'a> {
    vocabulary: &'a Vocabulary,
    info: &'a SourceInfo,
    names: Vec<String>,
    nodes: usize,
}

impl<'a> Checker<'a> {
    pub(super) const fn new(vocabulary: &'a Vocabulary, info: &'a SourceInfo) -> Self {
        Self {
            vocabulary,
            info,
            names: Vec::new(),
            nodes: 0,
        }
    }

    /// The facts that were named, each once.
    pub(super) fn into_names(self) -> Vec<String> {
        self.names
    }

    /// Checks a part that must be yes or no.
    pub(super) fn logic(&mut self, expr: &IdedExpr) -> Result<Node, ConditionProblem> {
        self.count(expr)?;
        if let Expr::Call(call) = &expr.expr {
            return self.call(expr, call);
        }
        if let Expr::Literal(LiteralValue::Boolean(value)) = &expr.expr {
            return Ok(Node::Constant(*value.inner()));
        }
        let Some(name) = fact_name(&expr.expr) else {
            return Err(self.not_boolean(expr));
        };
        match self.fact(expr, &name)? {
            FactType::Boolean => Ok(Node::Fact(name)),
            _ => Err(self.not_boolean(expr)),
        }
    }

    fn call(&mut self, expr: &IdedExpr, call: &CallExpr) -> Result<Node, ConditionProblem> {
        if let Some(target) = &call.target {
            return self.member_call(expr, call, target);
        }
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_NOT, [part]) => Ok(Node::Not(Box::new(self.logic(part)?))),
            (operators::LOGICAL_AND, parts) => Ok(Node::And(self.all_logic(parts)?)),
            (operators::LOGICAL_OR, parts) => Ok(Node::Or(self.all_logic(parts)?)),
            (operators::CONDITIONAL, [condition, yes, no]) => {
                let condition = self.logic(condition)?;
                let (yes, no) = (self.logic(yes)?, self.logic(no)?);
                Ok(Node::Choice(Box::new(condition), Box::new(yes), Box::new(no)))
            }
            (operators::EQUALS, [left, right]) => self.equality(expr, left, right, false),
            (operators::NOT_EQUALS, [left, right]) => self.equality(expr, left, right, true),
            (
                operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS,
                [left, right],
            ) => self.ordering(expr, left, right),
            (operators::IN, [left, right]) => self.membership(expr, left, right),
            (operators::NEGATE, _) => Err(self.not_boolean(expr)),
            _ => Err(operator_not_allowed(self.position(expr))),
        }
    }

    fn all_logic(&mut self, parts: &[IdedExpr]) -> Result<Vec<Node>, ConditionProblem> {
        parts.iter().map(|part| self.logic(part)).collect()
    }

    fn member_call(
        &mut self,
        expr: &IdedExpr,
        call: &CallExpr,
        target: &IdedExpr,
    ) -> Result<Node, ConditionProblem> {
        let [argument] = call.args.as_slice() else {
            return Err(function_not_allowed(self.position(expr)));
        };
        let on_text = matches!(self.operand(target)?, Operand::TextFact);
        let with_text = matches!(self.operand(argument)?, Operand::Text(_));
        if call.func_name == STARTS_WITH && on_text && with_text {
            Ok(leaf(expr, &[target]))
        } else {
            Err(function_not_allowed(self.position(expr)))
        }
    }

    fn equality(
        &mut self,
        expr: &IdedExpr,
        left: &IdedExpr,
        right: &IdedExpr,
        negated: bool,
    ) -> Result<Node, ConditionProblem> {
        let node = match (self.operand(left)?, self.operand(right)?) {
            (Operand::Logic, Operand::Logic) => {
                let same = Node::Same(Box::new(self.logic(left)?), Box::new(self.logic(right)?));
                return Ok(if negated { Node::Not(Box::new(same)) } else { same });
            }
            (Operand::Number | Operand::NumberFact, Operand::Number | Operand::NumberFact)
            | (Operand::Text(_), Operand::TextFact)
            | (Operand::TextFact, Operand::Text(_)) => leaf(expr, &[left, right]),
            (Operand::CodeFact(codes), Operand::Text(code)) => {
                self.known_code(right, codes, code)?;
                leaf(expr, &[left, right])
            }
            (Operand::Text(code), Operand::CodeFact(codes)) => {
                self.known_code(left, codes, code)?;
                leaf(expr, &[left, right])
            }
            _ => return Err(self.mismatch(expr)),
        };
        Ok(node)
    }

    fn ordering(
        &mut self,
        expr: &IdedExpr,
        left: &IdedExpr,
        right: &IdedExpr,
    ) -> Result<Node, ConditionProblem> {
        match (self.operand(left)?, self.operand(right)?) {
            (Operand::Number | Operand::NumberFact, Operand::Number | Operand::NumberFact) => {
                Ok(leaf(expr, &[left, right]))
            }
            _ => Err(self.mismatch(expr)),
        }
    }

    fn membership(
        &mut self,
        expr: &IdedExpr,
        left: &IdedExpr,
        right: &IdedExpr,
    ) -> Result<Node, ConditionProblem> {
        self.count(right)?;
        let Expr::List(list) = &right.expr else {
            return Err(self.mismatch(expr));
        };
        if list.elements.is_empty() {
            return Err(self.mismatch(right));
        }
        let wanted = self.operand(left)?;
        for element in &list.elements {
            match (&wanted, self.operand(element)?) {
                (Operand::NumberFact, Operand::Number) | (Operand::TextFact, Operand::Text(_)) => {}
                (Operand::CodeFact(codes), Operand::Text(code)) => self.known_code(element, codes, code)?,
                _ => return Err(self.mismatch(element)),
            }
        }
        Ok(leaf(expr, &[left]))
    }

    fn operand<'e>(&mut self, expr: &'e IdedExpr) -> Result<Operand<'e>, ConditionProblem>
    where
        'a: 'e,
    {
        let operand = match &expr.expr {
            Expr::Literal(LiteralValue::Int(_)) => Operand::Number,
            Expr::Literal(LiteralValue::String(text)) => Operand::Text(text.inner()),
            Expr::Literal(LiteralValue::Boolean(_)) => return Ok(Operand::Logic),
            Expr::Call(call) if call.func_name == operators::NEGATE => match call.args.as_slice() {
                [part] if matches!(part.expr, Expr::Literal(LiteralValue::Int(_))) => {
                    self.count(part)?;
                    Operand::Number
                }
                _ => return Err(operator_not_allowed(self.position(expr))),
            },
            Expr::Call(call)
                if matches!(call.func_name.as_str(), operators::SUBSTRACT | operators::INDEX) =>
            {
                return Err(operator_not_allowed(self.position(expr)));
            }
            other => match fact_name(other) {
                None => return Ok(Operand::Logic),
                Some(name) => match self.fact(expr, &name)? {
                    FactType::Boolean => return Ok(Operand::Logic),
                    FactType::Integer => Operand::NumberFact,
                    FactType::Text => Operand::TextFact,
                    FactType::Code(codes) => Operand::CodeFact(codes),
                },
            },
        };
        // A logical operand is counted when it is walked.
        self.count(expr)?;
        Ok(operand)
    }

    fn fact(&mut self, expr: &IdedExpr, name: &str) -> Result<&'a FactType, ConditionProblem> {
        let Some(found) = self.vocabulary.find(name) else {
            return Err(ConditionProblem::at(
                self.position(expr),
                Code::ConditionUnknownFact,
                format!("w słowniku nie ma faktu „{name}”"),
                format!("the vocabulary has no fact \"{name}\""),
            ));
        };
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
        Ok(&found.fact_type)
    }

    fn known_code(&self, expr: &IdedExpr, codes: &[String], code: &str) -> Result<(), ConditionProblem> {
        if codes.iter().any(|known| known == code) {
            return Ok(());
        }
        let list = codes.join(", ");
        Err(ConditionProblem::at(
            self.position(expr),
            Code::ConditionUnknownCode,
            format!("fakt nie ma kodu „{code}”; możliwe: {list}"),
            format!("the fact has no code \"{code}\"; possible: {list}"),
        ))
    }

    fn count(&mut self, expr: &IdedExpr) -> Result<(), ConditionProblem> {
        self.nodes += 1;
        if self.nodes <= MAX_NODES {
            return Ok(());
        }
        Err(ConditionProblem::at(
            self.position(expr),
            Code::ConditionTooManyNodes,
            format!("warunek ma więcej niż {MAX_NODES} części"),
            format!("the condition has more than {MAX_NODES} parts"),
        ))
    }

    fn position(&self, expr: &IdedExpr) -> Option<usize> {
        // The parser places a name with dots at its last dot; people look for its beginning.
        let mut first = expr;
        while let Expr::Select(select) = &first.expr {
            first = &select.operand;
        }
        self.info
            .offset_for(first.id)
            .and_then(|(start, _)| usize::try_from(start).ok())
    }

    fn not_boolean(&self, expr: &IdedExpr) -> ConditionProblem {
        ConditionProblem::at(
            self.position(expr),
            Code::ConditionNotBoolean,
            "w tym miejscu warunek musi dawać tak albo nie",
            "the condition must be true or false here",
        )
    }

    fn mismatch(&self, expr: &IdedExpr) -> ConditionProblem {
        ConditionProblem::at(
            self.position(expr),
            Code::ConditionTypeMismatch,
            "tych rzeczy nie można porównać",
            "these cannot be compared",
        )
    }
}

fn leaf(expr: &IdedExpr, operands: &[&IdedExpr]) -> Node {
    let facts = operands
        .iter()
        .filter_map(|operand| fact_name(&operand.expr))
        .collect();
    Node::Leaf(Leaf {
        expr: expr.clone(),
        facts,
    })
}
