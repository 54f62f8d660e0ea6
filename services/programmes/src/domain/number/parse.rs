//! From canonical characters to the parts of a number.

use wsparcie_kernel::national::Voivodeship;

use super::{Institution, InstitutionRole, Parts, Place, Programme, ProjectNumberProblem, Scheme};

type Outcome<T> = Result<T, ProjectNumberProblem>;

/// Serials of calls have three digits, those of projects four characters: in FE numbers nothing else differs.
const CALL_SERIAL_LENGTH: usize = 3;
const SERIAL_LENGTH: usize = 4;
/// PO KL serials have no fixed width.
const POKL_SERIAL_LENGTHS: std::ops::RangeInclusive<usize> = 2..=4;

/// Reads the parts and checks them against each other.
pub(super) fn read(typed: &str) -> Outcome<Parts> {
    let (programme, rest) = read_programme(typed)?;
    let scheme = programme.scheme();
    let structure = || ProjectNumberProblem::Structure { scheme };

    let (front, back) = rest.split_once('/').ok_or_else(structure)?;
    let segments: Vec<&str> = front.split('-').collect();
    refuse_call_number(typed, scheme, &segments)?;
    let [levels, place, serial] = segments[..] else {
        return Err(structure());
    };

    let (axis, measure, submeasure) = read_levels(levels, scheme).ok_or_else(structure)?;
    let place = read_place(place, &programme)?;
    let serial = read_serial(serial, scheme)?;
    let (year, version) = match back.split_once('-') {
        Some((year, version)) => (year, Some(two_digits(version).ok_or_else(structure)?)),
        None => (back, None),
    };
    let year = read_year(year, scheme)?;
    Ok(Parts {
        programme,
        axis,
        measure,
        submeasure,
        place,
        serial,
        year,
        agreement_version: version,
    })
}

/// The programme, and what follows its dot. `UDA-` is how PO KL agreements begin; other prefixes are refused by name.
fn read_programme(typed: &str) -> Outcome<(Programme, &str)> {
    let (prefix, number) = match typed.split_once('-') {
        Some((prefix @ ("UDA" | "WND" | "UMO"), number)) => (Some(prefix), number),
        _ => (None, typed),
    };
    let (code, rest) = number.split_once('.').unwrap_or((number, ""));
    let programme = Programme::from_code(code)?;
    match prefix {
        Some(prefix) if prefix != "UDA" || programme.scheme() != Scheme::Pokl => {
            Err(ProjectNumberProblem::Prefix {
                prefix: prefix.to_owned(),
            })
        }
        _ => Ok((programme, rest)),
    }
}

/// Call numbers name the institution (before 2021), or have a shorter serial (since 2021).
fn refuse_call_number(typed: &str, scheme: Scheme, segments: &[&str]) -> Outcome<()> {
    let names_institution = segments
        .iter()
        .skip(1)
        .any(|segment| read_institution(segment).is_some());
    let has_call_serial = segments
        .last()
        .is_some_and(|serial| is_number(serial) && serial.len() == CALL_SERIAL_LENGTH);
    let is_call = match scheme {
        Scheme::Fe => names_institution && has_call_serial,
        Scheme::Rpo | Scheme::Power | Scheme::Pokl => names_institution,
    };
    if is_call {
        Err(ProjectNumberProblem::CallNumber {
            number: typed.to_owned(),
        })
    } else {
        Ok(())
    }
}

/// Axis, measure and, except in FE numbers, submeasure.
fn read_levels(text: &str, scheme: Scheme) -> Option<(u8, u8, Option<u8>)> {
    let levels: Vec<&str> = text.split('.').collect();
    match (scheme, &levels[..]) {
        (Scheme::Fe, [axis, measure]) => Some((two_digits(axis)?, two_digits(measure)?, None)),
        (Scheme::Rpo | Scheme::Power | Scheme::Pokl, [axis, measure, submeasure]) => Some((
            two_digits(axis)?,
            two_digits(measure)?,
            Some(two_digits(submeasure)?),
        )),
        _ => None,
    }
}

fn read_place(text: &str, programme: &Programme) -> Outcome<Place> {
    let scheme = programme.scheme();
    if scheme == Scheme::Fe {
        let institution = read_institution(text).ok_or(ProjectNumberProblem::Structure { scheme })?;
        return Ok(Place::Institution(institution));
    }
    let number = two_digits(text).ok_or(ProjectNumberProblem::Structure { scheme })?;
    let code = format!("{number:02}");
    let region = Voivodeship::from_code(&code);
    if let Some(expected) = programme.voivodeship()
        && region != Some(expected)
    {
        let programme = programme.code().to_owned();
        return Err(ProjectNumberProblem::RegionMismatch {
            programme,
            expected,
            given: code,
        });
    }
    // National programmes: 00 is the whole country. Numbers of PO WER are documented with 00 only, but calls run by
    // regional offices gave projects their voivodeship's code, so a known code is no error.
    if region.is_none() && number != 0 {
        return Err(ProjectNumberProblem::UnknownRegion { given: code });
    }
    Ok(Place::Region(region))
}

fn read_institution(text: &str) -> Option<Institution> {
    let (role, number) = text.split_once('.')?;
    let role = match role {
        "IZ" => InstitutionRole::Managing,
        "IP" => InstitutionRole::Intermediate,
        "IW" => InstitutionRole::Implementing,
        _ => return None,
    };
    Some(Institution {
        role,
        number: two_digits(number)?,
    })
}

/// The serial at its full width.
///
/// A short number is padded where it can only mean one serial. `028` is padded already, to the width of call numbers,
/// so it may be one; short FE serials may be unpadded call numbers.
fn read_serial(text: &str, scheme: Scheme) -> Outcome<String> {
    let problem = ProjectNumberProblem::Serial { scheme };
    if scheme == Scheme::Pokl {
        let is_serial = is_number(text) && POKL_SERIAL_LENGTHS.contains(&text.len());
        return if is_serial {
            Ok(text.to_owned())
        } else {
            Err(problem)
        };
    }
    let is_full = text.len() == SERIAL_LENGTH
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    let is_unpadded =
        scheme != Scheme::Fe && is_number(text) && text.len() < SERIAL_LENGTH && !text.starts_with('0');
    if is_full || is_unpadded {
        Ok(format!("{text:0>SERIAL_LENGTH$}"))
    } else {
        Err(problem)
    }
}

/// The calendar year that two digits stand for within the scheme's period.
fn read_year(text: &str, scheme: Scheme) -> Outcome<u16> {
    let year = two_digits(text).ok_or(ProjectNumberProblem::Structure { scheme })?;
    let year = 2000 + u16::from(year);
    if scheme.years().contains(&year) {
        Ok(year)
    } else {
        Err(ProjectNumberProblem::Year { scheme, given: year })
    }
}

/// The value of one or two digits.
fn two_digits(text: &str) -> Option<u8> {
    if is_number(text) && text.len() <= 2 {
        text.parse().ok()
    } else {
        None
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
