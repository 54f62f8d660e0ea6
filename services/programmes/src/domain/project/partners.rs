//! Partners: at most one leads, at most one is the centre, numbers stand once.

use wsparcie_kernel::Problem;
use wsparcie_programmes_api::{Partner, PartnerDetails, PartnerRole};

use super::budget;
use crate::domain::text;

/// Longest name of a partner, in characters.
const MAX_NAME: usize = 200;
/// A project names at most this many partners, so lists of partners need no pages.
const MAX_PARTNERS: usize = 50;
/// „Partner nr 1” to „Partner nr 99”.
const NUMBERS: std::ops::RangeInclusive<i32> = 1..=99;

pub(super) fn check(problems: &mut Vec<Problem>, partners: &[Partner]) -> Vec<Partner> {
    if partners.len() > MAX_PARTNERS {
        let pl = format!("projekt ma najwyżej {MAX_PARTNERS} partnerów");
        let en = format!("a project has at most {MAX_PARTNERS} partners");
        problems.push(Problem::new("TOO_MANY_PARTNERS", pl, en).at(&["project", "partners"]));
        return Vec::new();
    }
    let mut checked = Vec::with_capacity(partners.len());
    for (at, partner) in partners.iter().enumerate() {
        let before = &partners[..at];
        let at = at.to_string();
        let path = |field| ["project", "partners", at.as_str(), field];
        checked.push(Partner {
            name: text::line(problems, &path("name"), &partner.name, MAX_NAME),
            ..*partner
        });
        if partner.role == PartnerRole::Lead && before.iter().any(|other| other.role == PartnerRole::Lead) {
            let pl = "projekt ma jednego partnera wiodącego; pozostałych wpisz jako partnerów";
            let en = "a project has one lead partner; enter the others as partners";
            problems.push(Problem::new("LEAD_REPEATED", pl, en).at(&path("role")));
        }
        let Some(details) = partner.details else { continue };
        let others = || before.iter().filter_map(|other| other.details);
        check_number(problems, &path("number"), details, others());
        if details.is_centre && others().any(|other| other.is_centre) {
            let pl = "ośrodek występuje w projekcie jako jeden partner; zaznacz tylko jednego";
            let en = "the centre is one partner of the project; mark only one";
            problems.push(Problem::new("PARTNER_CENTRE_REPEATED", pl, en).at(&path("isCentre")));
        }
        if let Some(share) = details.share {
            budget::check_amount(problems, &path("share"), share);
        }
    }
    checked
}

fn check_number(
    problems: &mut Vec<Problem>,
    path: &[&str],
    details: PartnerDetails,
    mut others: impl Iterator<Item = PartnerDetails>,
) {
    let Some(number) = details.number else { return };
    if !NUMBERS.contains(&number) {
        let pl = "numer partnera powinien być od 1 do 99";
        let en = "a partner's number should be from 1 to 99";
        problems.push(Problem::new("PARTNER_NUMBER_OUT_OF_RANGE", pl, en).at(path));
    } else if others.any(|other| other.number == Some(number)) {
        let pl = "inny partner ma już ten numer; popraw jeden z nich";
        let en = "another partner has this number already; correct one of them";
        problems.push(Problem::new("PARTNER_NUMBER_REPEATED", pl, en).at(path));
    }
}
