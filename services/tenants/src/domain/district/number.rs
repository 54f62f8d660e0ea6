//! House numbers and ranges of them: 12 < 12a < 12b < 13.

use std::fmt;

use wsparcie_kernel::Problem;
use wsparcie_tenants_api::HouseParity;

/// The letters of one number have ranks below this.
const RANKS: i32 = 1_000;
const LETTERS: i32 = 26;
/// Behind every house number there can be.
const LAST_POSITION: i32 = 99_999 * RANKS + (RANKS - 1);

/// A house number: 1 to 99999 and up to two letters a–z.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HouseNumber {
    number: i32,
    /// 1 for `a` to 26 for `z`; 0 for none.
    letters: [i32; 2],
}

impl HouseNumber {
    /// Reads a house number without a flat: `12`, `12a`, `12 A`.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        if text.contains('/') {
            return Err(Problem::new(
                "HOUSE_NUMBER_FLAT",
                "podaj numer domu bez numeru mieszkania (bez ukośnika)",
                "enter the house number without the flat (without a slash)",
            ));
        }
        Self::read(text)
    }

    /// Reads the house number of an address, with or without a flat: `12a/3` is 12a.
    pub(crate) fn of_address(text: &str) -> Result<Self, Problem> {
        match text.split_once('/') {
            None => Self::read(text),
            Some((house, flat)) => {
                let flat = flat.trim();
                let plain =
                    (1..=10).contains(&flat.chars().count()) && flat.chars().all(char::is_alphanumeric);
                if plain {
                    Self::read(house)
                } else {
                    Err(malformed())
                }
            }
        }
    }

    fn read(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, letters) = text.split_at(digits);
        let letters = letters.trim_start();
        if digits.is_empty() || digits.len() > 5 || digits.starts_with('0') {
            return Err(malformed());
        }
        let number = digits.parse().map_err(|_| malformed())?;
        if letters.chars().count() > 2 || !letters.chars().all(char::is_alphabetic) {
            return Err(malformed());
        }
        let mut ranks = [0; 2];
        for (rank, letter) in ranks.iter_mut().zip(letters.chars()) {
            let letter = letter.to_ascii_lowercase();
            if !letter.is_ascii_lowercase() {
                return Err(Problem::new(
                    "HOUSE_NUMBER_LETTER",
                    "litery przy numerze domu to a–z, bez polskich znaków; wpisz najbliższą z nich",
                    "the letters of a house number are a to z, without Polish ones; type the nearest",
                ));
            }
            *rank = i32::from(u8::try_from(letter).unwrap_or(b'a') - b'a') + 1;
        }
        Ok(Self {
            number,
            letters: ranks,
        })
    }

    /// Its place in the order of all house numbers.
    pub(crate) const fn position(self) -> i32 {
        self.number * RANKS + self.letters[0] * (LETTERS + 1) + self.letters[1]
    }

    /// The place of the last house number that begins with it: 12zz for 12, 12az for 12a.
    const fn last_position(self) -> i32 {
        match self.letters {
            [0, _] => self.number * RANKS + (RANKS - 1),
            [_, 0] => self.position() + LETTERS,
            _ => self.position(),
        }
    }

    /// The side it stands on.
    pub(crate) const fn side(self) -> HouseParity {
        if self.number % 2 == 0 {
            HouseParity::Even
        } else {
            HouseParity::Odd
        }
    }
}

impl fmt::Display for HouseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)?;
        self.letters
            .iter()
            .filter_map(|rank| u8::try_from(*rank).ok())
            .filter(|rank| *rank > 0)
            .try_for_each(|rank| write!(f, "{}", char::from(b'a' + rank - 1)))
    }
}

fn malformed() -> Problem {
    Problem::new(
        "HOUSE_NUMBER_FORM",
        "numer domu to liczba od 1 do 99999 i najwyżej dwie litery, np. 12 albo 12a; popraw go",
        "a house number is a number from 1 to 99999 and at most two letters, such as 12 or 12a; correct it",
    )
}

/// Some house numbers of a street: from one to another, on one side or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) from: Option<HouseNumber>,
    pub(crate) to: Option<HouseNumber>,
    pub(crate) parity: HouseParity,
}

impl Range {
    /// A range that holds at least one house number.
    pub(crate) fn new(
        from: Option<HouseNumber>,
        to: Option<HouseNumber>,
        parity: HouseParity,
    ) -> Result<Self, Problem> {
        let range = Self { from, to, parity };
        let (first, last) = range.positions();
        if first > last {
            return Err(Problem::new(
                "HOUSE_RANGE_REVERSED",
                "zakres numerów kończy się przed swoim początkiem; zamień numery",
                "the range of numbers ends before it begins; swap the numbers",
            ));
        }
        let begins_on = from.map_or(HouseParity::Odd, HouseNumber::side);
        if parity != HouseParity::All && parity != begins_on && first.max(RANKS) / RANKS == last / RANKS {
            return Err(Problem::new(
                "HOUSE_RANGE_EMPTY",
                "po tej stronie ulicy nie ma w zakresie żadnego numeru; popraw numery albo stronę",
                "the range holds no number on this side of the street; correct the numbers or the side",
            ));
        }
        Ok(range)
    }

    /// The places of its first and last house number, both included.
    pub(crate) fn positions(&self) -> (i32, i32) {
        (
            self.from.map_or(0, HouseNumber::position),
            self.to.map_or(LAST_POSITION, HouseNumber::last_position),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> HouseNumber {
        HouseNumber::parse(text).unwrap()
    }

    fn range(from: Option<&str>, to: Option<&str>, parity: HouseParity) -> Result<Range, String> {
        Range::new(from.map(number), to.map(number), parity).map_err(|problem| problem.code)
    }

    fn holds(range: Range, text: &str) -> bool {
        let ((first, last), number) = (range.positions(), number(text));
        (first..=last).contains(&number.position())
            && (range.parity == HouseParity::All || range.parity == number.side())
    }

    #[test]
    fn letters_come_behind_their_number_and_before_the_next() {
        let ordered = [
            "1", "1a", "1aa", "1az", "1b", "1zz", "2", "12", "12a", "12b", "13", "99999zz",
        ];
        assert!(
            ordered
                .windows(2)
                .all(|pair| number(pair[0]).position() < number(pair[1]).position())
        );
    }

    #[test]
    fn a_range_includes_all_letters_of_its_last_number() {
        let to_12 = range(None, Some("12"), HouseParity::All).unwrap();
        assert!(
            ["1", "12", "12a", "12zz"]
                .into_iter()
                .all(|text| holds(to_12, text))
        );
        assert!(!holds(to_12, "13"));
        let to_12a = range(None, Some("12a"), HouseParity::All).unwrap();
        assert!(holds(to_12a, "12a") && holds(to_12a, "12ab") && !holds(to_12a, "12b"));
        let from_12 = range(Some("12"), None, HouseParity::All).unwrap();
        assert!(holds(from_12, "12") && holds(from_12, "12a") && holds(from_12, "99999zz"));
        assert!(!holds(from_12, "11zz"));
        let from_12b = range(Some("12b"), None, HouseParity::Even).unwrap();
        assert!(!holds(from_12b, "12a") && holds(from_12b, "12b") && !holds(from_12b, "13"));
    }

    #[test]
    fn a_range_that_holds_nothing_is_refused() {
        let reversed = Err("HOUSE_RANGE_REVERSED".to_owned());
        assert_eq!(range(Some("13"), Some("12"), HouseParity::All), reversed);
        assert_eq!(range(Some("12b"), Some("12a"), HouseParity::All), reversed);
        let empty = Err("HOUSE_RANGE_EMPTY".to_owned());
        assert_eq!(range(Some("12"), Some("12"), HouseParity::Odd), empty);
        assert_eq!(range(Some("13a"), Some("13b"), HouseParity::Even), empty);
        assert!(range(Some("12"), Some("13"), HouseParity::Odd).is_ok());
        assert_eq!(range(None, Some("1"), HouseParity::Even), empty);
        assert!(
            range(None, Some("1"), HouseParity::Odd).is_ok()
                && range(None, Some("2"), HouseParity::Even).is_ok()
        );
    }

    #[test]
    fn a_flat_does_not_matter_to_an_address_and_is_refused_in_a_range() {
        assert_eq!(HouseNumber::of_address("12a/3").unwrap(), number("12a"));
        assert_eq!(HouseNumber::of_address("12 / 3b").unwrap(), number("12"));
        assert_eq!(HouseNumber::parse("12/3").unwrap_err().code, "HOUSE_NUMBER_FLAT");
        for text in ["12/", "12/3/4", "/3", "12/-1", "12/12345678901"] {
            assert_eq!(
                HouseNumber::of_address(text).unwrap_err().code,
                "HOUSE_NUMBER_FORM",
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_house_number_is_refused() {
        for text in [
            "", "0", "012", "100000", "a", "12abc", "12-14", "-1", "1.5", "١٢", "12 a b", "1\u{0}", "12a1",
        ] {
            assert_eq!(
                HouseNumber::parse(text).unwrap_err().code,
                "HOUSE_NUMBER_FORM",
                "{text:?}"
            );
        }
        for text in ["12ą", "12ł", "12aż", "12я"] {
            assert_eq!(
                HouseNumber::parse(text).unwrap_err().code,
                "HOUSE_NUMBER_LETTER",
                "{text:?}"
            );
        }
        assert_eq!(number(" 12 A ").to_string(), "12a");
    }

    proptest! {
        #[test]
        fn a_house_number_is_ordered_by_number_then_letters_and_reads_the_same_again(
            one in (1..100_000_i32, "[a-z]{0,2}"), other in (1..100_000_i32, "[a-z]{0,2}"),
        ) {
            let written = |(number, letters): &(i32, String)| format!("{number}{letters}");
            let (left, right) = (number(&written(&one)), number(&written(&other)));
            prop_assert_eq!(left.position().cmp(&right.position()), one.cmp(&other));
            prop_assert_eq!(left.to_string(), written(&one));
            prop_assert!(left.position() <= left.last_position() && left.last_position() <= LAST_POSITION);
        }

        #[test]
        fn nothing_typed_stops_the_reading(text in "\\PC{0,12}") {
            let _ = HouseNumber::parse(&text);
            let _ = HouseNumber::of_address(&text);
        }
    }
}
