//! What people enter of readiness: duties, what a check found, breaches. All problems of an input at once.

use wsparcie_kernel::input::{Problems, line};
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{
    AgreedReadiness, CheckOutcome, CloseReadinessBreach, Evidence, NewReadinessDuty, RecordReadinessCheck,
    ReportReadinessBreach,
};

use super::{Owed, until};
use crate::domain::text::key;

/// The most evidence of one check.
const MOST_EVIDENCE: usize = 20;
/// Days that are typing errors beyond.
const FIRST: Option<Date> = Date::from_ymd_opt(2000, 1, 1);
const LAST: Option<Date> = Date::from_ymd_opt(2199, 12, 31);

/// A duty as it may be stored. `computed` is the last day that follows from the project's duration, if that is known.
///
/// # Errors
/// All problems: neither or both of a service and words, an agreed day that is earlier than the computed one.
pub fn checked_duty(
    mut input: NewReadinessDuty,
    computed: Option<Date>,
) -> Result<NewReadinessDuty, Problems> {
    let mut problems = Problems::default();
    if input.service_id.is_some() == input.service.is_some() {
        problems.add(
            &["service"],
            Problem::new(
                "READINESS_SERVICE_UNCLEAR",
                "podaj albo usługę projektu, albo jej nazwę słowami, nie obie naraz",
                "give either a service of the project or its name in words, not both",
            ),
        );
    }
    text(&mut problems, &["service"], &mut input.service, 300);
    text(&mut problems, &["sourceNote"], &mut input.source_note, 1000);
    if let Some(agreed) = &mut input.agreed {
        check_agreed(&mut problems, &["agreed"], agreed, computed);
    }
    problems.finish(Some(input))
}

/// A longer time that was agreed.
pub fn check_agreed(
    problems: &mut Problems,
    path: &[&str],
    agreed: &mut AgreedReadiness,
    computed: Option<Date>,
) {
    let below = |name: &'static str| [path, &[name]].concat();
    required(problems, &below("reason"), &mut agreed.reason, 1000);
    required(problems, &below("legalBasis"), &mut agreed.legal_basis, 300);
    day(problems, &below("until"), agreed.until);
    if let Some(computed) = computed.filter(|computed| agreed.until < *computed) {
        problems.add(
            &below("until"),
            Problem::new(
                "READINESS_TOO_SHORT",
                format!("trwałość trwa co najmniej tyle co projekt, tu do {computed}; podaj dzień nie wcześniejszy"),
                format!("readiness lasts at least as long as the project, here until {computed}; enter no earlier day"),
            )
            .by_rule("trwałość: co najmniej okres realizacji projektu"),
        );
    }
}

/// Says why a service in words is no new one beside those that are kept, if so. Spelling makes no difference. A service of the
/// project's list is kept once by the database.
///
/// # Errors
/// `READINESS_SERVICE_TAKEN`.
pub fn check_new_service(service: Option<&str>, kept: &[Option<String>]) -> Result<(), Problem> {
    let Some(new) = service.map(key) else {
        return Ok(());
    };
    if kept.iter().flatten().any(|kept| key(kept) == new) {
        return Err(taken().at(&["service"]));
    }
    Ok(())
}

/// The service is kept already.
pub fn taken() -> Problem {
    Problem::new(
        "READINESS_SERVICE_TAKEN",
        "ta usługa jest już objęta trwałością; zmień istniejący wpis",
        "this service is kept already; change that entry",
    )
}

/// Says why no check can be planned on a day, if so: it is none of the duty's. Of unknown days nothing is decided.
///
/// # Errors
/// `DATE_OUT_OF_RANGE`, `READINESS_NOT_BEGUN`, `READINESS_OVER`.
pub fn check_planned(on: Date, owed: Option<Owed>, agreed: Option<Date>) -> Result<(), Problems> {
    let mut problems = Problems::default();
    let path = &["plannedOn"];
    let last = until(owed.map(|owed| owed.until), agreed);
    if !not_begun(&mut problems, path, on, owed.map(|owed| owed.from)) {
        day(&mut problems, path, on);
    }
    if let Some(last) = last.filter(|last| on > *last) {
        problems.add(
            path,
            Problem::new(
                "READINESS_OVER",
                format!("usługa ma być gotowa do {last}; zaplanuj kontrolę na dzień nie późniejszy"),
                format!("the service has to be ready until {last}; plan the check for no later day"),
            )
            .by_rule("okres trwałości"),
        );
    }
    problems.finish(Some(()))
}

/// What a check found. `from` is the first day of readiness, if it is known; `today` bounds the day: nobody has checked
/// tomorrow. A check may come after the last day: controls do.
///
/// # Errors
/// All problems: among them a service found ready with nothing to show for it.
pub fn checked_done(
    mut input: RecordReadinessCheck,
    from: Option<Date>,
    today: Date,
) -> Result<RecordReadinessCheck, Problems> {
    let mut problems = Problems::default();
    past(&mut problems, &["doneOn"], input.done_on, from, today);
    required(&mut problems, &["doneBy"], &mut input.done_by, 200);
    text(&mut problems, &["note"], &mut input.note, 2000);
    if input.outcome == CheckOutcome::Breached && input.note.is_none() {
        problems.add(
            &["note"],
            Problem::new(
                "READINESS_NOTE_MISSING",
                "opisz, czego zabrakło: kontrola wykazała naruszenie",
                "say what was missing: the check found a breach",
            ),
        );
    }
    if input.outcome == CheckOutcome::Kept && input.note.is_none() && input.evidence.is_empty() {
        problems.add(
            &["evidence"],
            Problem::new(
                "READINESS_EVIDENCE_MISSING",
                "podaj dowód (dokument albo opis, gdzie leży) lub uwagę, po czym widać, że usługa jest gotowa",
                "give evidence (a document, or words for where it is) or a note that tells how the service was found ready",
            ),
        );
    }
    if input.evidence.len() > MOST_EVIDENCE {
        problems.add(
            &["evidence"],
            Problem::new(
                "READINESS_EVIDENCE_TOO_MANY",
                format!("do kontroli można dołączyć najwyżej {MOST_EVIDENCE} dowodów"),
                format!("a check takes at most {MOST_EVIDENCE} pieces of evidence"),
            ),
        );
    }
    for (index, evidence) in input.evidence.iter_mut().enumerate().take(MOST_EVIDENCE) {
        let index = index.to_string();
        match evidence {
            Evidence::Words(words) => required(&mut problems, &["evidence", &index, "words"], words, 500),
            Evidence::Document(_) => {}
        }
    }
    problems.finish(Some(input))
}

/// A breach as it may be stored. `from` is the first day of readiness, if it is known: nothing is broken before.
///
/// # Errors
/// All problems.
pub fn checked_breach(
    mut input: ReportReadinessBreach,
    from: Option<Date>,
    today: Date,
) -> Result<ReportReadinessBreach, Problems> {
    let mut problems = Problems::default();
    past(&mut problems, &["foundOn"], input.found_on, from, today);
    required(&mut problems, &["what"], &mut input.what, 2000);
    text(&mut problems, &["remedy"], &mut input.remedy, 2000);
    problems.finish(Some(input))
}

/// The end of a breach that was found on `found_on`.
///
/// # Errors
/// All problems.
pub fn checked_closing(
    mut input: CloseReadinessBreach,
    found_on: Date,
    today: Date,
) -> Result<CloseReadinessBreach, Problems> {
    let mut problems = Problems::default();
    past(&mut problems, &["closedOn"], input.closed_on, None, today);
    if input.closed_on < found_on {
        problems.add(
            &["closedOn"],
            Problem::new(
                "PERIOD_REVERSED",
                format!("naruszenie wykryto {found_on}; podaj dzień nie wcześniejszy"),
                format!("the breach was found on {found_on}; enter no earlier day"),
            ),
        );
    }
    required(&mut problems, &["closing"], &mut input.closing, 2000);
    problems.finish(Some(input))
}

/// A day that people plan for, within the years that are no typing errors.
fn day(problems: &mut Problems, path: &[&str], day: Date) {
    if let (Some(first), Some(last)) = (FIRST, LAST) {
        problems.day(path, day, first, last);
    }
}

/// A day on which something has happened, not before readiness began.
fn past(problems: &mut Problems, path: &[&str], on: Date, from: Option<Date>, today: Date) {
    if !not_begun(problems, path, on, from)
        && let Some(first) = FIRST
    {
        problems.day(path, on, first, today);
    }
}

/// Keeps a problem with a day before the first one of readiness; says whether it is one.
fn not_begun(problems: &mut Problems, path: &[&str], on: Date, from: Option<Date>) -> bool {
    let Some(from) = from.filter(|from| on < *from) else {
        return false;
    };
    problems.add(
        path,
        Problem::new(
            "READINESS_NOT_BEGUN",
            format!("trwałość zaczyna się {from}, po zakończeniu projektu; podaj dzień nie wcześniejszy"),
            format!("readiness begins on {from}, after the project's end; enter no earlier day"),
        )
        .by_rule("okres trwałości"),
    );
    true
}

fn required(problems: &mut Problems, path: &[&str], text: &mut String, max: usize) {
    if let Some(kept) = problems.keep(path, line(text, max)) {
        *text = kept;
    }
}

fn text(problems: &mut Problems, path: &[&str], text: &mut Option<String>, max: usize) {
    if let Some(text) = text {
        required(problems, path, text, max);
    }
}
