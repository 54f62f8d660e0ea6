//! Adds fragments up. Each fragment is expanded once, with an explicit stack, and every spread is looked at once: the
//! work is linear in the document although the expansion itself may be exponential. Sums saturate.

use std::collections::{BTreeMap, BTreeSet};

use super::super::error::{GuardCode, GuardError};
use super::super::limits::Limits;
use super::lexer::Mark;
use super::outline::{Definition, Outline, Root, Spread, Tally};
use super::{OperationKind, Work};

/// A refusal and where it is; the caller has the text to turn the mark into a place.
pub(super) type Refusal = (GuardError, Mark);

/// Expands every definition, checks each against the limits, and returns their tallies in the outline's order.
pub(super) fn expand(outline: &Outline<'_>, limits: &Limits, work: &mut Work) -> Result<Vec<Tally>, Refusal> {
    let fragments = names(outline)?;
    let mut expansion = Expansion {
        definitions: &outline.definitions,
        fragments: &fragments,
        states: vec![State::New; outline.definitions.len()],
        spreads_seen: 0,
    };
    let mut outcome = Ok(());
    for index in 0..outline.definitions.len() {
        outcome = expansion.finish(index);
        if outcome.is_err() {
            break;
        }
    }
    work.spreads = expansion.spreads_seen;
    outcome?;

    let tallies: Vec<Tally> = expansion.states.iter().map(|state| state.tally()).collect();
    let (mut fields, mut tokens) = (0_usize, 0_usize);
    for (definition, tally) in outline.definitions.iter().zip(&tallies) {
        check(definition, tally, limits)?;
        // The validator visits every operation, executed or not, so their costs add up.
        if definition.operation.is_some() {
            fields = fields.saturating_add(tally.fields);
            tokens = tokens.saturating_add(tally.tokens);
            within(
                GuardCode::TooManyFields,
                fields,
                limits.expanded_fields,
                definition.mark,
            )?;
            within(
                GuardCode::ExpansionTooLarge,
                tokens,
                limits.expanded_tokens,
                definition.mark,
            )?;
        }
    }
    Ok(tallies)
}

/// The fragments by name. Refuses names given twice.
fn names<'a>(outline: &Outline<'a>) -> Result<BTreeMap<&'a str, usize>, Refusal> {
    let mut fragments = BTreeMap::new();
    let mut operations = BTreeSet::new();
    let operation_count = outline
        .definitions
        .iter()
        .filter(|it| it.operation.is_some())
        .count();
    for (index, definition) in outline.definitions.iter().enumerate() {
        let problem = match (definition.operation, definition.name) {
            (None, Some(name)) => fragments
                .insert(name, index)
                .is_some()
                .then_some(GuardCode::DuplicateFragment),
            (_, Some(name)) => (!operations.insert(name)).then_some(GuardCode::DuplicateOperation),
            (_, None) => (operation_count > 1).then_some(GuardCode::AnonymousOperationNotAlone),
        };
        if let Some(code) = problem {
            return Err((GuardError::new(code), definition.mark));
        }
    }
    Ok(fragments)
}

#[derive(Clone, Copy)]
enum State {
    New,
    /// Being expanded: whoever meets it again has found a cycle.
    Open,
    Done(Tally),
}

impl State {
    fn tally(self) -> Tally {
        match self {
            Self::Done(tally) => tally,
            Self::New | Self::Open => Tally::default(),
        }
    }
}

/// A definition whose spreads are being followed.
struct Step {
    index: usize,
    next_spread: usize,
    tally: Tally,
}

struct Expansion<'o, 'a> {
    definitions: &'o [Definition<'a>],
    fragments: &'o BTreeMap<&'a str, usize>,
    states: Vec<State>,
    spreads_seen: usize,
}

impl Expansion<'_, '_> {
    /// Expands one definition and the fragments it needs.
    fn finish(&mut self, index: usize) -> Result<(), Refusal> {
        let mut stack = Vec::new();
        self.open(index, &mut stack);
        while let Some(step) = stack.last_mut() {
            let Some(definition) = self.definitions.get(step.index) else {
                return Ok(());
            };
            let Some(spread) = definition.spreads.get(step.next_spread) else {
                if let Some(state) = self.states.get_mut(step.index) {
                    *state = State::Done(step.tally);
                }
                stack.pop();
                continue;
            };
            self.spreads_seen += 1;
            let refuse = |code| Err((GuardError::new(code), spread.mark));
            let Some(&target) = self.fragments.get(spread.name) else {
                return refuse(GuardCode::UnknownFragment);
            };
            match self.states.get(target) {
                Some(State::Done(tally)) => {
                    add(&mut step.tally, spread, tally);
                    step.next_spread += 1;
                }
                Some(State::Open) => return refuse(GuardCode::FragmentCycle),
                // Looked at again, and added, once the fragment is done.
                _ => self.open(target, &mut stack),
            }
        }
        Ok(())
    }

    fn open(&mut self, index: usize, stack: &mut Vec<Step>) {
        if let (Some(definition), Some(state @ State::New)) =
            (self.definitions.get(index), self.states.get_mut(index))
        {
            *state = State::Open;
            stack.push(Step {
                index,
                next_spread: 0,
                tally: definition.own,
            });
        }
    }
}

/// Adds a fragment to the definition that spreads it.
fn add(sum: &mut Tally, spread: &Spread<'_>, fragment: &Tally) {
    sum.fields = sum.fields.saturating_add(fragment.fields);
    sum.aliases = sum.aliases.saturating_add(fragment.aliases);
    sum.directives = sum.directives.saturating_add(fragment.directives);
    sum.tokens = sum.tokens.saturating_add(fragment.tokens);
    sum.nesting = sum.nesting.max(spread.nesting.saturating_add(fragment.nesting));
    if spread.depth == 0 {
        sum.root_fields = sum.root_fields.saturating_add(fragment.root_fields);
        sum.depth = sum.depth.max(fragment.depth);
        sum.introspection_depth = sum.introspection_depth.max(fragment.introspection_depth);
        return;
    }
    // Only a root `__schema` has the larger limit: one inside a field counts like any other field.
    let below = spread
        .depth
        .saturating_add(fragment.depth.max(fragment.introspection_depth));
    let deepest = if spread.in_introspection {
        &mut sum.introspection_depth
    } else {
        &mut sum.depth
    };
    *deepest = (*deepest).max(below);
}

/// Fragments are checked like operations, used or not: the validator walks through them too.
fn check(definition: &Definition<'_>, tally: &Tally, limits: &Limits) -> Result<(), Refusal> {
    let (root_fields, depth) = match definition.operation {
        Some(OperationKind::Mutation) => (limits.mutation_fields, limits.selection_depth),
        Some(_) => (limits.root_fields, limits.selection_depth),
        // It may be meant for a place below `__schema`; where it is spread elsewhere, the operation's limit holds.
        None => (usize::MAX, limits.selection_depth.max(limits.introspection_depth)),
    };
    let rules = [
        (GuardCode::TooManyFields, tally.fields, limits.expanded_fields),
        (GuardCode::ExpansionTooLarge, tally.tokens, limits.expanded_tokens),
        (GuardCode::NestingTooDeep, tally.nesting, limits.expanded_nesting),
        (GuardCode::SelectionTooDeep, tally.depth, depth),
        (
            GuardCode::SelectionTooDeep,
            tally.introspection_depth,
            limits.introspection_depth,
        ),
        (GuardCode::TooManyRootFields, tally.root_fields, root_fields),
        (GuardCode::TooManyAliases, tally.aliases, limits.aliases),
        (GuardCode::TooManyDirectives, tally.directives, limits.directives),
    ];
    rules
        .into_iter()
        .try_for_each(|(code, count, limit)| within(code, count, limit, definition.mark))
}

fn within(code: GuardCode, count: usize, limit: usize, mark: Mark) -> Result<(), Refusal> {
    if count > limit {
        return Err((GuardError::over(code, limit), mark));
    }
    Ok(())
}

/// The distinct names of an operation's root fields, in the order of the text. Each fragment is entered once.
pub(super) fn root_fields(outline: &Outline<'_>, operation: &Definition<'_>) -> Vec<String> {
    let fragments: BTreeMap<_, _> = outline
        .definitions
        .iter()
        .filter(|it| it.operation.is_none())
        .map(|it| (it.name, it))
        .collect();
    let mut entered = BTreeSet::new();
    let mut known = BTreeSet::new();
    let mut fields = Vec::new();
    let mut stack = vec![operation.roots.iter()];
    while let Some(roots) = stack.last_mut() {
        match roots.next() {
            None => {
                stack.pop();
            }
            Some(Root::Field(name)) => {
                if known.insert(*name) {
                    fields.push((*name).to_owned());
                }
            }
            Some(Root::Spread(name)) => {
                if let Some(fragment) = fragments.get(&Some(*name)).filter(|_| entered.insert(*name)) {
                    stack.push(fragment.roots.iter());
                }
            }
        }
    }
    fields
}
