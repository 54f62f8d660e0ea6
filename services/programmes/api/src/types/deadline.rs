//! What is due at a centre: its work list.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::Date;
use wsparcie_kernel::codes;
use wsparcie_kernel::ids::{ClaimId, ProjectId, ReadinessBreachId, ReadinessCheckId};

codes! {
    /// What is due.
    pub enum DeadlineKind {
        /// A claim has to be submitted.
        ClaimDue => "claim_due", "złożenie wniosku o płatność", "payment claim due";
        /// Remarks on a claim have to be answered.
        ClaimAnswer => "claim_answer", "odpowiedź na uwagi do wniosku", "answer to remarks on a claim";
        /// A check of readiness is planned.
        ReadinessCheck => "readiness_check", "kontrola trwałości", "readiness check";
        /// Readiness ends.
        ReadinessEnd => "readiness_end", "koniec okresu trwałości", "end of readiness";
        /// A breach of readiness is open.
        ReadinessBreach => "readiness_breach", "otwarte naruszenie trwałości", "open breach of readiness";
    }
}

/// One thing that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// What is due.
    pub kind: DeadlineKind,
    /// The project.
    pub project_id: ProjectId,
    /// Its title.
    pub project_title: String,
    /// The claim, if it is about one.
    pub claim_id: Option<ClaimId>,
    /// The check, if it is about one.
    pub check_id: Option<ReadinessCheckId>,
    /// The breach, if it is about one.
    pub breach_id: Option<ReadinessBreachId>,
    /// The last day; absent where the rates of a claim's period are not known. A breach is to be put right at once: the day on
    /// which it was found.
    pub due_on: Option<Date>,
    /// Days left until then, counted from today; negative if it is over.
    pub days_left: Option<i64>,
}

impl Deadline {
    /// What it is about, as a key that stays the same.
    pub fn key(&self) -> String {
        let subject = match (self.claim_id, self.check_id, self.breach_id) {
            (Some(claim), _, _) => claim.to_string(),
            (None, Some(check), _) => check.to_string(),
            (None, None, Some(breach)) => breach.to_string(),
            (None, None, None) => self.project_id.to_string(),
        };
        let day = self.due_on.map_or_else(String::new, |day| day.to_string());
        format!("{}/{subject}/{day}", self.kind.code())
    }
}

/// What is due until a day, the earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadlines {
    /// The list, at most 200.
    pub rows: Vec<Deadline>,
    /// Whether there is more than the list holds.
    pub more: bool,
}
