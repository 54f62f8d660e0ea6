//! Participations on both sides, their effects derived anew, and the counts of people.

use super::Report;
use crate::db::comparison::LiveRow;
use crate::db::comparison::raw::BothSides;
use crate::db::indicators::parameters::Parameters;
use crate::domain::comparison::people::{self, Ending, Participation, PeopleCounts, SexCounts};
use wsparcie_kernel::Date;

/// The first day of a social effect and of work that counts, by casework's facts and the rules of their days.
fn effects(both: &BothSides, rules: &Parameters) -> [Option<Date>; 2] {
    let counted = both
        .work
        .iter()
        .filter(|work| rules.effects(work.on).counts(work));
    [
        both.social_on.iter().min().copied(),
        counted.map(|work| work.on).min(),
    ]
}

/// One participation, as the read model has it.
pub(super) fn verify_participation(report: &mut Report<'_>, both: &BothSides, rules: &Parameters) {
    report.hold("participation", &both.read_model, &both.case_work);
    let [social, employment] = effects(both, rules);
    report.hold("participation.social_effect_on", &both.effects[0], &social);
    report.hold(
        "participation.employment_effect_on",
        &both.effects[1],
        &employment,
    );
}

/// The counts of a project's people.
pub(super) fn verify(report: &mut Report<'_>, row: &LiveRow, sides: &[BothSides], rules: &Parameters) {
    let of_project: Vec<Participation> = sides
        .iter()
        .filter_map(|both| {
            let raw = both
                .case_work
                .as_ref()
                .filter(|raw| raw.project == report.subject)?;
            let ending = raw.ending.as_deref().map(|code| {
                if code == "early" {
                    Ending::DroppedOut
                } else {
                    Ending::Completed
                }
            });
            let [social_effect_on, employment_effect_on] = effects(both, rules);
            Some(Participation {
                on_place: raw.on_place,
                is_woman: raw.sex == "K",
                ended: raw.ended_on.zip(ending),
                vocational: raw.vocational,
                social_effect_on,
                employment_effect_on,
            })
        })
        .collect();
    // By the rules of the day on which the row was counted: what time alone changes is no difference.
    let facts = people::count(&of_project, row.as_of.date_naive(), |day| {
        rules.effectiveness_days(day)
    });
    let recruited = [facts.women.recruited, facts.men.recruited];
    if row.people.is_some() || row.enrolled.is_some() {
        report.hold("enrolled", &row.enrolled, &Some(recruited));
    }
    let Some(kept) = row.people else {
        report.hold("people", &PeopleCounts::default(), &facts);
        return;
    };
    for (of_sex, kept, facts) in [(&WOMEN, kept.women, facts.women), (&MEN, kept.men, facts.men)] {
        for ((what, kept), facts) in of_sex.iter().zip(counts(kept)).zip(counts(facts)) {
            report.hold(what, &kept, &facts);
        }
    }
}

const WOMEN: [&str; 9] = [
    "people.K.recruited",
    "people.K.ended",
    "people.K.completed",
    "people.K.dropped_out",
    "people.K.vocational",
    "people.K.social_base",
    "people.K.social_effect",
    "people.K.employment_base",
    "people.K.employment_effect",
];
const MEN: [&str; 9] = [
    "people.M.recruited",
    "people.M.ended",
    "people.M.completed",
    "people.M.dropped_out",
    "people.M.vocational",
    "people.M.social_base",
    "people.M.social_effect",
    "people.M.employment_base",
    "people.M.employment_effect",
];

const fn counts(sex: SexCounts) -> [i64; 9] {
    [
        sex.recruited,
        sex.ended,
        sex.completed,
        sex.dropped_out,
        sex.vocational,
        sex.social_base,
        sex.social_effect,
        sex.employment_base,
        sex.employment_effect,
    ]
}
