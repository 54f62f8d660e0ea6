//! What a version adds up to.

use wsparcie_kernel::Money;
use wsparcie_programmes_api::{
    BudgetFlag, BudgetLine, BudgetPart, BudgetSource, BudgetSums, BudgetTask, FlagSum, TaskSum,
};

use super::line::from_source;
use super::{add_up, lines};

/// The sums of a version, to the grosz.
pub fn of(tasks: &[BudgetTask]) -> BudgetSums {
    BudgetSums {
        total: add_up(lines(tasks).map(|(_, line)| line.amount)),
        direct: add_up(
            lines(tasks)
                .filter(|(_, line)| !line.flags.contains(&BudgetFlag::Indirect))
                .map(|(_, line)| line.amount),
        ),
        by_task: tasks.iter().map(of_task).collect(),
        by_source: by_source(&lines(tasks).map(|(_, line)| line)),
        by_flag: BudgetFlag::ALL.iter().map(|flag| of_flag(tasks, *flag)).collect(),
    }
}

fn of_task(task: &BudgetTask) -> TaskSum {
    TaskSum {
        task_id: task.id,
        amount: add_up(task.lines.iter().map(|line| line.amount)),
        sources: by_source(&task.lines.iter()),
    }
}

fn of_flag(tasks: &[BudgetTask], flag: BudgetFlag) -> FlagSum {
    let flagged = || lines(tasks).filter(|(_, line)| line.flags.contains(&flag));
    FlagSum {
        flag,
        amount: add_up(flagged().map(|(_, line)| line.amount)),
        // A version has 200 lines at most.
        lines: i32::try_from(flagged().count()).unwrap_or(i32::MAX),
    }
}

/// The sums of lines by source; sources that give nothing are left out.
fn by_source<'a>(lines: &(impl Iterator<Item = &'a BudgetLine> + Clone)) -> Vec<BudgetPart> {
    let sum = |source: &BudgetSource| BudgetPart {
        source: *source,
        amount: add_up(lines.clone().map(|line| from_source(&line.sources, *source))),
    };
    BudgetSource::ALL
        .iter()
        .map(sum)
        .filter(|part| part.amount > Money::ZERO)
        .collect()
}

/// The money that is the beneficiary's own: of local government and private sources.
pub fn own_contribution(parts: &[BudgetPart]) -> Money {
    add_up([
        from_source(parts, BudgetSource::LocalGovernment),
        from_source(parts, BudgetSource::Private),
    ])
}
