//! PESEL numbers of fictional people.

use chrono::Datelike;
use wsparcie_kernel::Date;

const WEIGHTS: [u32; 10] = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];

/// The number of a birth date and a serial of four digits, whose last is odd for men. Years 1800 to 2299.
pub(crate) fn pesel(birth: Date, serial: u16) -> String {
    let century = match birth.year().div_euclid(100) {
        18 => 80,
        20 => 20,
        21 => 40,
        22 => 60,
        _ => 0,
    };
    let year = birth.year().rem_euclid(100);
    let digits = format!(
        "{year:02}{:02}{:02}{serial:04}",
        birth.month() + century,
        birth.day()
    );
    let sum: u32 = digits
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use wsparcie_kernel::national::Pesel;

    use super::*;

    #[test]
    fn known_numbers_come_out_and_each_century_is_read_back() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(pesel(day("1944-05-14"), 135), "44051401359");
        assert_eq!(pesel(day("2002-07-08"), 362), "02270803624");
        for birth in [
            "1899-12-31",
            "1900-01-01",
            "2004-02-29",
            "2100-11-30",
            "2299-12-31",
        ] {
            let read = Pesel::parse(&pesel(day(birth), 9998)).unwrap();
            assert_eq!(read.birth_date(), day(birth));
        }
    }
}
