//! Which worker is responsible for which addresses, and since when.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{DistrictRuleId, MembershipId};
use wsparcie_kernel::{Date, codes};

codes! {
    /// Which house numbers of a range are meant.
    pub enum HouseParity {
        /// All of them.
        All => "all", "wszystkie", "all";
        /// Odd ones.
        Odd => "odd", "nieparzyste", "odd";
        /// Even ones.
        Even => "even", "parzyste", "even";
    }
}

/// A street, or a part of it by house numbers, and the worker responsible for it between two dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistrictRule {
    /// Its id.
    pub id: DistrictRuleId,
    /// The town or village.
    pub town: String,
    /// The street as people write it; absent where houses have numbers only (a village without street names).
    pub street: Option<String>,
    /// The first house number, `12` or `12a`; absent from the street's beginning.
    pub from_number: Option<String>,
    /// The last house number, included with all its letters: `12` includes `12a`, `12a` does not include `12b`. Absent to the
    /// street's end.
    pub to_number: Option<String>,
    /// Which of them; the side of `12a` is that of 12.
    pub parity: HouseParity,
    /// The responsible worker: a member of the centre.
    pub worker: MembershipId,
    /// The worker's name.
    pub worker_name: String,
    /// From this day.
    pub valid_from: Date,
    /// Until this day, included; absent while it is open.
    pub valid_to: Option<Date>,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A rule to be added. Refused with both rows named if it overlaps another in place, side and time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewDistrictRule {
    /// The town or village, 1 to 100 characters.
    pub town: String,
    /// The street, 1 to 100 characters, with or without `ul.`.
    pub street: Option<String>,
    /// The first house number.
    pub from_number: Option<String>,
    /// The last house number.
    pub to_number: Option<String>,
    /// Which of them.
    pub parity: HouseParity,
    /// The responsible worker: an active member with the role of social worker or family assistant.
    pub worker: MembershipId,
    /// From this day.
    pub valid_from: Date,
    /// Until this day, included.
    pub valid_to: Option<Date>,
}

/// The end of a rule; to hand a street over, end its rule and add another from the next day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EndDistrictRule {
    /// The rule.
    pub id: DistrictRuleId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// The last day; not before the first, and not later than an end that is set.
    pub valid_to: Date,
}

/// An address on a day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddressQuestion {
    /// The town or village.
    pub town: String,
    /// The street, if it has one.
    pub street: Option<String>,
    /// The house number, `12`, `12a`, `12/3` (the flat does not matter).
    pub house_number: String,
    /// The day.
    pub on: Date,
}
