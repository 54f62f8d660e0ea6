//! Edits of a draft: each is applied whole or not at all, and none loses or makes a grosz.

use uuid::Uuid;
use wsparcie_kernel::ids::{BudgetLineId, BudgetTaskId};
use wsparcie_kernel::{Money, Problem};
use wsparcie_programmes_api::{BudgetEdit, BudgetLine, BudgetSource, BudgetTask, LineDraft};

use super::line::{from_source, set_source};
use super::shape::{self, Place};
use super::{MAX_AMOUNT, MAX_EDITS, MAX_LINES, MAX_TASKS, Plan, add_up};

/// Applies edits in order, all or none. `new_id` gives the ids of new tasks and lines.
///
/// # Errors
/// Every problem that can be told without the draft, of all edits; or else the problems of the first edit that does not
/// fit the draft as the edits before it left it.
pub fn apply_all(
    plan: &Plan,
    edits: &[BudgetEdit],
    new_id: &mut dyn FnMut() -> Uuid,
) -> Result<Plan, Vec<Problem>> {
    if edits.is_empty() || edits.len() > MAX_EDITS {
        let pl = format!("podaj od 1 do {MAX_EDITS} zmian naraz");
        let en = format!("give 1 to {MAX_EDITS} edits at once");
        return Err(vec![Problem::new("BUDGET_EDITS_COUNT", pl, en).at(&["edits"])]);
    }
    let problems: Vec<Problem> = edits
        .iter()
        .enumerate()
        .filter_map(|(at, edit)| shape::checked(&Place::of(at, edit), edit).err())
        .flatten()
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut next = plan.clone();
    for (at, edit) in edits.iter().enumerate() {
        next = apply(&next, at, edit, new_id)?;
    }
    Ok(next)
}

/// Applies one edit, the `at`-th of its request. The plan given is left as it is.
///
/// # Errors
/// The problems of the edit, with paths that begin with `edits`.
pub fn apply(
    plan: &Plan,
    at: usize,
    edit: &BudgetEdit,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Result<Plan, Vec<Problem>> {
    let place = Place::of(at, edit);
    let mut next = plan.clone();
    let done = match shape::checked(&place, edit)? {
        BudgetEdit::SetTerms(terms) => {
            next.terms = terms;
            Ok(())
        }
        BudgetEdit::SetTask {
            task_id,
            number,
            name,
        } => set_task(&mut next, &place, task_id, number, name, new_id),
        BudgetEdit::RemoveTask { task_id } => remove_task(&mut next, &place, task_id),
        BudgetEdit::SetLine(draft) => set_line(&mut next, &place, draft, new_id),
        BudgetEdit::RemoveLine { line_id } => take_line(&mut next, &place, "lineId", line_id).map(|_| ()),
        BudgetEdit::MoveAmount {
            from_line,
            to_line,
            source,
            amount,
        } => move_amount(&mut next, &place, (from_line, to_line), source, amount),
    };
    done.map_err(|problem| vec![problem])?;
    if add_up(next.lines().map(|(_, line)| line.amount)) > MAX_AMOUNT {
        let pl = "suma budżetu ma najwyżej 12 cyfr przed kropką";
        let en = "a budget's total has at most 12 digits before the dot";
        return Err(vec![
            place.problem("amount", Problem::new("BUDGET_TOTAL_OUT_OF_RANGE", pl, en)),
        ]);
    }
    next.tasks.sort_by_key(|task| task.number);
    for task in &mut next.tasks {
        task.lines.sort_by_key(|line| line.number);
    }
    Ok(next)
}

fn set_task(
    plan: &mut Plan,
    place: &Place,
    task_id: Option<BudgetTaskId>,
    number: i32,
    name: String,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Result<(), Problem> {
    if plan
        .tasks
        .iter()
        .any(|task| task.number == number && Some(task.id) != task_id)
    {
        let pl = "zadanie o tym numerze już jest w budżecie; podaj inny numer";
        let en = "the budget has a task of this number already; give another";
        return Err(place.problem("number", Problem::new("BUDGET_TASK_NUMBER_TAKEN", pl, en)));
    }
    if let Some(id) = task_id {
        let task = find_task(plan, place, id)?;
        task.number = number;
        task.name = name;
        return Ok(());
    }
    if plan.tasks.len() >= MAX_TASKS {
        return Err(place.problem("number", too_many("zadań", "tasks", MAX_TASKS)));
    }
    plan.tasks.push(BudgetTask {
        id: BudgetTaskId::from_uuid(new_id()),
        number,
        name,
        lines: Vec::new(),
    });
    Ok(())
}

fn remove_task(plan: &mut Plan, place: &Place, id: BudgetTaskId) -> Result<(), Problem> {
    if !find_task(plan, place, id)?.lines.is_empty() {
        let pl = "zadanie ma pozycje; najpierw je usuń albo przenieś do innego zadania";
        let en = "the task has lines; remove them first, or put them into another task";
        return Err(place.problem("taskId", Problem::new("BUDGET_TASK_HAS_LINES", pl, en)));
    }
    plan.tasks.retain(|task| task.id != id);
    Ok(())
}

fn set_line(
    plan: &mut Plan,
    place: &Place,
    draft: LineDraft,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Result<(), Problem> {
    let id = match draft.line_id {
        Some(id) => {
            take_line(plan, place, "lineId", id)?;
            id
        }
        None if plan.lines().count() >= MAX_LINES => {
            return Err(place.problem("number", too_many("pozycji", "lines", MAX_LINES)));
        }
        None => BudgetLineId::from_uuid(new_id()),
    };
    let Some(task) = plan
        .tasks
        .iter_mut()
        .find(|task| task.number == draft.task_number)
    else {
        let pl = "w budżecie nie ma zadania o tym numerze; najpierw je dodaj";
        let en = "the budget has no task of this number; add it first";
        return Err(place.problem("taskNumber", Problem::new("BUDGET_TASK_UNKNOWN", pl, en)));
    };
    if task.lines.iter().any(|line| line.number == draft.number) {
        let pl = "zadanie ma już pozycję o tym numerze; podaj inny numer";
        let en = "the task has a line of this number already; give another";
        return Err(place.problem("number", Problem::new("BUDGET_LINE_NUMBER_TAKEN", pl, en)));
    }
    task.lines.push(BudgetLine {
        id,
        number: draft.number,
        name: draft.name,
        unit: draft.unit,
        unit_cost: draft.unit_cost,
        quantity_thousandths: draft.quantity_thousandths,
        amount: draft.amount,
        sources: draft.sources,
        flags: draft.flags,
    });
    Ok(())
}

fn move_amount(
    plan: &mut Plan,
    place: &Place,
    (from, to): (BudgetLineId, BudgetLineId),
    source: BudgetSource,
    amount: Money,
) -> Result<(), Problem> {
    if from == to {
        let pl = "przesunięcie z pozycji na nią samą niczego nie zmienia; podaj dwie pozycje";
        let en = "a move from a line to itself changes nothing; give two lines";
        return Err(place.problem("toLineId", Problem::new("BUDGET_MOVE_TO_ITSELF", pl, en)));
    }
    let giver = find_line(plan, place, "fromLineId", from)?;
    let has = from_source(&giver.sources, source);
    // The line's own amount as well: in a draft it may be less than its sources.
    let left = has.min(giver.amount);
    if amount > left {
        let pl = format!("pozycja ma z tego źródła do przesunięcia najwyżej {left} zł");
        let en = format!("of this source the line has at most {left} PLN to move");
        return Err(place.problem("amount", Problem::new("BUDGET_MOVE_TOO_MUCH", pl, en)));
    }
    giver.amount = super::less(giver.amount, amount);
    set_source(&mut giver.sources, source, super::less(has, amount));
    let getter = find_line(plan, place, "toLineId", to)?;
    let had = from_source(&getter.sources, source);
    let (line_amount, part) = (add_up([getter.amount, amount]), add_up([had, amount]));
    if line_amount > MAX_AMOUNT || part > MAX_AMOUNT {
        let pl = "kwota pozycji ma najwyżej 12 cyfr przed kropką";
        let en = "a line's amount has at most 12 digits before the dot";
        return Err(place.problem("amount", Problem::new("BUDGET_AMOUNT_OUT_OF_RANGE", pl, en)));
    }
    getter.amount = line_amount;
    set_source(&mut getter.sources, source, part);
    Ok(())
}

fn find_task<'a>(plan: &'a mut Plan, place: &Place, id: BudgetTaskId) -> Result<&'a mut BudgetTask, Problem> {
    let task = plan.tasks.iter_mut().find(|task| task.id == id);
    task.ok_or_else(|| {
        let pl = "w tej wersji budżetu nie ma takiego zadania; odśwież budżet";
        let en = "this version of the budget has no such task; read the budget again";
        place.problem("taskId", Problem::new("BUDGET_TASK_UNKNOWN", pl, en))
    })
}

fn find_line<'a>(
    plan: &'a mut Plan,
    place: &Place,
    field: &str,
    id: BudgetLineId,
) -> Result<&'a mut BudgetLine, Problem> {
    let mut lines = plan.tasks.iter_mut().flat_map(|task| task.lines.iter_mut());
    lines
        .find(|line| line.id == id)
        .ok_or_else(|| unknown_line(place, field))
}

/// Takes a line out of its task.
fn take_line(plan: &mut Plan, place: &Place, field: &str, id: BudgetLineId) -> Result<BudgetLine, Problem> {
    for task in &mut plan.tasks {
        if let Some(at) = task.lines.iter().position(|line| line.id == id) {
            return Ok(task.lines.remove(at));
        }
    }
    Err(unknown_line(place, field))
}

fn unknown_line(place: &Place, field: &str) -> Problem {
    let pl = "w tej wersji budżetu nie ma takiej pozycji; odśwież budżet";
    let en = "this version of the budget has no such line; read the budget again";
    place.problem(field, Problem::new("BUDGET_LINE_UNKNOWN", pl, en))
}

fn too_many(pl: &str, en: &str, limit: usize) -> Problem {
    Problem::new(
        "BUDGET_TOO_LARGE",
        format!("budżet ma najwyżej {limit} {pl}"),
        format!("a budget has at most {limit} {en}"),
    )
}
