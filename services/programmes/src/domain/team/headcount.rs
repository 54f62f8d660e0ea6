//! How many posts a team has, and between which bounds the number of its people lies.

use std::collections::{BTreeMap, BTreeSet};

use wsparcie_kernel::ids::{TeamPostId, WorkerId};
use wsparcie_programmes_api::{Exactness, Headcount, Places};

/// What counting needs of a line.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// The line.
    pub id: TeamPostId,
    /// Who holds it; then it has one post.
    pub worker: Option<WorkerId>,
    /// How many posts.
    pub posts: Places,
    /// The line whose people these may be among.
    pub among: Option<TeamPostId>,
}

impl Line {
    fn count(&self) -> i64 {
        i64::from(self.posts.count)
    }
}

fn at_most(lines: &[Line], count: i64) -> Option<i64> {
    let all_exact = lines.iter().all(|line| line.posts.exactness == Exactness::Exact);
    all_exact.then_some(count)
}

/// All posts of the lines.
pub fn posts(lines: &[Line]) -> Headcount {
    let at_least = lines.iter().map(Line::count).sum();
    Headcount {
        at_least,
        at_most: at_most(lines, at_least),
    }
}

/// How many people hold them. A named worker counts once, whatever posts they hold. Posts without a name are a person each,
/// except that the people of a line may be among those of another: then they may be nobody else, and may all be others.
pub fn people(lines: &[Line]) -> Headcount {
    let named: BTreeSet<WorkerId> = lines.iter().filter_map(|line| line.worker).collect();
    let unnamed: i64 = lines
        .iter()
        .filter(|line| line.worker.is_none())
        .map(Line::count)
        .sum();
    let named_count = i64::try_from(named.len()).unwrap_or(i64::MAX);
    let most = named_count.saturating_add(unnamed);
    Headcount {
        at_least: most - shared(lines),
        at_most: at_most(lines, most),
    }
}

/// How many people at most are counted twice by counting each line for itself.
fn shared(lines: &[Line]) -> i64 {
    let by_id: BTreeMap<TeamPostId, &Line> = lines.iter().map(|line| (line.id, line)).collect();
    let mut named_in: BTreeMap<TeamPostId, BTreeSet<WorkerId>> = BTreeMap::new();
    let mut shared = 0;
    for line in lines {
        let Some(parent) = line.among.and_then(|among| by_id.get(&among)) else {
            continue;
        };
        match (line.worker, parent.worker) {
            // Two names are two people, and the same name is counted once already.
            (Some(_), Some(_)) => {}
            // A named worker may hold one of the parent's posts without a name.
            (Some(worker), None) => {
                named_in.entry(parent.id).or_default().insert(worker);
            }
            (None, _) => shared += line.count().min(parent.count()),
        }
    }
    let named = named_in.iter().map(|(parent, workers)| {
        let room = by_id.get(parent).map_or(0, |line| line.count());
        i64::try_from(workers.len()).unwrap_or(i64::MAX).min(room)
    });
    shared + named.sum::<i64>()
}
