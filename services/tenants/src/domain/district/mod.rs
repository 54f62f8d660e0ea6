//! Districts: which addresses a rule covers, and how it reads in words.
//!
//! [`place`] makes towns and streets comparable, [`number`] orders house numbers. Whether two rules meet is asked of the
//! database, which has them all.

pub(crate) mod number;
pub(crate) mod place;

use wsparcie_kernel::ids::MembershipId;
use wsparcie_kernel::input::Problems;
use wsparcie_kernel::{Date, Period, Problem, Role};
use wsparcie_tenants_api::{AddressQuestion, DistrictRule, HouseParity, NewDistrictRule};

use self::number::{HouseNumber, Range};
use self::place::{Street, Town};

const FIRST_DAY: Date = day(1990, 1, 1);
const LAST_DAY: Date = day(2199, 12, 31);

/// The roles of workers to whom a district can be given.
pub(crate) const WORKERS: [Role; 2] = [Role::SocialWorker, Role::FamilyAssistant];

const fn day(year: i32, month: u32, day: u32) -> Date {
    match Date::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => Date::MAX,
    }
}

/// A rule to be added, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleDraft {
    pub(crate) town: Town,
    pub(crate) street: Option<Street>,
    pub(crate) range: Range,
    pub(crate) worker: MembershipId,
    pub(crate) period: Period,
}

impl RuleDraft {
    /// Checks a new rule.
    pub(crate) fn parse(input: &NewDistrictRule) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let town = problems.keep(&["town"], Town::parse(&input.town));
        let street = match input.street.as_deref().map(Street::parse) {
            None => Some(None),
            Some(street) => problems.keep(&["street"], street).map(Some),
        };
        let mut end = |field: &str, text: &Option<String>| match text.as_deref().map(HouseNumber::parse) {
            None => Some(None),
            Some(number) => problems.keep(&[field], number).map(Some),
        };
        let ends = (
            end("fromNumber", &input.from_number),
            end("toNumber", &input.to_number),
        );
        let range = match ends {
            (Some(from), Some(to)) => problems.keep(&["toNumber"], Range::new(from, to, input.parity)),
            _ => None,
        };
        let period = period(&mut problems, input.valid_from, input.valid_to);
        let draft = (|| {
            Some(Self {
                town: town?,
                street: street?,
                range: range?,
                worker: input.worker,
                period: period?,
            })
        })();
        problems.finish(draft)
    }

    /// The street's key; empty where there is no street.
    pub(crate) fn street_key(&self) -> &str {
        self.street.as_ref().map_or("", Street::key)
    }

    /// The rule, once it has an id.
    pub(crate) fn into_rule(
        self,
        id: wsparcie_kernel::ids::DistrictRuleId,
        worker_name: String,
    ) -> DistrictRule {
        let written = |number: Option<HouseNumber>| number.map(|number| number.to_string());
        DistrictRule {
            id,
            town: self.town.into_written(),
            street: self.street.map(Street::into_written),
            from_number: written(self.range.from),
            to_number: written(self.range.to),
            parity: self.range.parity,
            worker: self.worker,
            worker_name,
            valid_from: self.period.start(),
            valid_to: self.period.end(),
            version: 1,
        }
    }
}

fn period(problems: &mut Problems, from: Date, to: Option<Date>) -> Option<Period> {
    problems.day(&["validFrom"], from, FIRST_DAY, LAST_DAY);
    if let Some(to) = to {
        problems.day(&["validTo"], to, FIRST_DAY, LAST_DAY);
    }
    problems.keep(
        &["validTo"],
        Period::new(from, to).ok_or_else(ends_before_it_starts),
    )
}

/// An address on a day, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) town: Town,
    pub(crate) street: Option<Street>,
    pub(crate) number: HouseNumber,
    pub(crate) on: Date,
}

impl Question {
    /// Checks a question.
    pub(crate) fn parse(input: &AddressQuestion) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let town = problems.keep(&["town"], Town::parse(&input.town));
        let street = match input.street.as_deref().map(Street::parse) {
            None => Some(None),
            Some(street) => problems.keep(&["street"], street).map(Some),
        };
        let number = problems.keep(&["houseNumber"], HouseNumber::of_address(&input.house_number));
        check_day(&mut problems, input.on);
        let question = (|| {
            Some(Self {
                town: town?,
                street: street?,
                number: number?,
                on: input.on,
            })
        })();
        problems.finish(question)
    }

    /// The street's key; empty where there is no street.
    pub(crate) fn street_key(&self) -> &str {
        self.street.as_ref().map_or("", Street::key)
    }
}

/// Refuses a day of which no rule can speak.
pub(crate) fn check_day(problems: &mut Problems, on: Date) {
    problems.day(&["on"], on, FIRST_DAY, LAST_DAY);
}

/// Checks the new last day of a rule: it may only come earlier, and not before the first.
pub(crate) fn ended(rule: &DistrictRule, last: Date) -> Result<(), Problem> {
    if last < rule.valid_from {
        return Err(ends_before_it_starts().at(&["validTo"]));
    }
    if last > LAST_DAY {
        return Err(Problem::new(
            "DATE_OUT_OF_RANGE",
            format!("podaj dzień od {FIRST_DAY} do {LAST_DAY}"),
            format!("enter a day from {FIRST_DAY} to {LAST_DAY}"),
        )
        .at(&["validTo"]));
    }
    if rule.valid_to.is_some_and(|set| last > set) {
        return Err(Problem::new(
            "DISTRICT_END_LATER",
            "koniec można tylko przyspieszyć; na późniejsze dni dodaj nową regułę",
            "an end can only come earlier; for later days add a new rule",
        )
        .at(&["validTo"]));
    }
    Ok(())
}

fn ends_before_it_starts() -> Problem {
    Problem::new(
        "PERIOD_REVERSED",
        "okres kończy się przed swoim początkiem; popraw jedną z dat",
        "the period ends before it begins; correct one of the dates",
    )
}

/// The refusal of a worker who cannot have a district.
pub(crate) fn unfit_worker() -> Problem {
    Problem::new(
        "DISTRICT_WORKER",
        "rejon może mieć tylko czynny użytkownik ośrodka z rolą pracownika socjalnego albo asystenta rodziny; wybierz inną osobę albo nadaj jej tę rolę",
        "only an active user of the centre with the role of social worker or family assistant can have a district; choose somebody else or give them the role",
    )
    .at(&["worker"])
}

/// The refusal of a rule that meets another.
pub(crate) fn overlap(new: &DistrictRule, existing: &DistrictRule) -> Problem {
    Problem::new(
        "DISTRICT_OVERLAP",
        format!(
            "nowa reguła „{}” obejmuje adresy, które ma już reguła „{}”; zmień numery albo daty, albo najpierw zakończ tamtą",
            in_words_pl(new),
            in_words_pl(existing)
        ),
        format!(
            "the new rule “{}” covers addresses that the rule “{}” has already; change numbers or dates, or end that one first",
            in_words_en(new),
            in_words_en(existing)
        ),
    )
}

fn place(rule: &DistrictRule) -> String {
    match &rule.street {
        Some(street) => format!("{}, {street}", rule.town),
        None => rule.town.clone(),
    }
}

fn in_words_pl(rule: &DistrictRule) -> String {
    let side = match rule.parity {
        HouseParity::All => "numery",
        HouseParity::Odd => "numery nieparzyste",
        HouseParity::Even => "numery parzyste",
    };
    let numbers = match (&rule.from_number, &rule.to_number) {
        (None, None) if rule.parity == HouseParity::All => "wszystkie numery".to_owned(),
        (None, None) => side.to_owned(),
        (Some(from), None) => format!("{side} od {from}"),
        (None, Some(to)) => format!("{side} do {to}"),
        (Some(from), Some(to)) => format!("{side} od {from} do {to}"),
    };
    let dates = match rule.valid_to {
        None => format!("od {} bez końca", rule.valid_from),
        Some(last) => format!("od {} do {last}", rule.valid_from),
    };
    format!("{}, {numbers}, {dates}, {}", place(rule), rule.worker_name)
}

fn in_words_en(rule: &DistrictRule) -> String {
    let side = match rule.parity {
        HouseParity::All => "numbers",
        HouseParity::Odd => "odd numbers",
        HouseParity::Even => "even numbers",
    };
    let numbers = match (&rule.from_number, &rule.to_number) {
        (None, None) if rule.parity == HouseParity::All => "all numbers".to_owned(),
        (None, None) => side.to_owned(),
        (Some(from), None) => format!("{side} from {from}"),
        (None, Some(to)) => format!("{side} up to {to}"),
        (Some(from), Some(to)) => format!("{side} from {from} to {to}"),
    };
    let dates = match rule.valid_to {
        None => format!("from {} on", rule.valid_from),
        Some(last) => format!("from {} to {last}", rule.valid_from),
    };
    format!("{}, {numbers}, {dates}, {}", place(rule), rule.worker_name)
}

#[cfg(test)]
mod tests;
