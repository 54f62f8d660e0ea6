//! What a password is once the signs are taken away that people add to make a short one long.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many digits and signs at an end count as added. More of them carry a secret of their own.
const LONGEST_TAIL: usize = 8;
const LONGEST_HEAD: usize = 4;
/// What remains of a password that is one short piece, repeated.
const SHORTEST_CORE: usize = 4;

/// Rows of keys, each shifted to the right of the one above by less than a key.
const ROWS: [&str; 4] = ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"];

/// Small letters without marks: `Hasło` and `HASLO` are one word to whoever guesses.
pub(super) fn fold(text: &str) -> String {
    text.nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .map(|letter| if letter == 'ł' { 'l' } else { letter })
        .collect()
}

/// Whether a folded password is a pattern and no word at all: one short piece repeated, a walk over the keyboard, a
/// sequence of letters or digits.
pub(super) fn is_pattern(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    let core = unit(&without_runs(&letters));
    core.len() < SHORTEST_CORE || is_walk(&letters)
}

/// What a folded password may be a stretched form of: itself, without repetition, without added digits and signs, and
/// each of these with letters in place of the digits that look like them.
pub(super) fn cores(folded: &str) -> Vec<String> {
    let whole: Vec<char> = folded.chars().collect();
    let short = without_runs(&whole);
    let mut found = vec![whole.clone(), unit(&whole), short.clone(), unit(&short)];
    for core in found.clone() {
        let bare = without_ends(&core);
        found.push(unit(&bare));
        found.push(bare);
    }
    let mut cores: Vec<String> = found.iter().map(|core| core.iter().collect()).collect();
    for core in &found {
        let plain: Vec<char> = core.iter().map(|letter| unmasked(*letter)).collect();
        cores.push(without_ends(&plain).iter().collect());
        cores.push(plain.iter().collect());
    }
    cores.retain(|core| core.chars().count() >= SHORTEST_CORE);
    cores.sort_unstable();
    cores.dedup();
    cores
}

/// Three or more of one letter in a row become one: `haslo!!!!!!!!`.
fn without_runs(letters: &[char]) -> Vec<char> {
    let mut kept = Vec::with_capacity(letters.len());
    for run in letters.chunk_by(|left, right| left == right) {
        let keep = if run.len() >= 3 { 1 } else { run.len() };
        kept.extend_from_slice(&run[..keep]);
    }
    kept
}

/// The piece that the letters are a repetition of; the letters themselves if they are none.
fn unit(letters: &[char]) -> Vec<char> {
    let length = letters.len();
    let period = (1..=length / 2)
        .find(|period| length.is_multiple_of(*period) && letters[*period..] == letters[..length - period]);
    letters[..period.unwrap_or(length)].to_vec()
}

/// The letters between added digits and signs.
fn without_ends(letters: &[char]) -> Vec<char> {
    let added = |letter: &&char| !letter.is_alphabetic();
    let tail = letters.iter().rev().take(LONGEST_TAIL).take_while(added).count();
    let rest = &letters[..letters.len() - tail];
    let head = rest.iter().take(LONGEST_HEAD).take_while(added).count();
    rest[head..].to_vec()
}

/// The letter that a digit or sign stands for in `p@ssw0rd`.
const fn unmasked(letter: char) -> char {
    match letter {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// Whether at least two of three steps lead to the same key, a neighbouring one, or the next letter or digit.
fn is_walk(letters: &[char]) -> bool {
    let steps = letters.windows(2);
    let count = steps.len();
    let near = steps.filter(|pair| follows(pair[0], pair[1])).count();
    count > 0 && near * 3 >= count * 2
}

fn follows(left: char, right: char) -> bool {
    let in_turn = left.is_ascii_alphanumeric()
        && right.is_ascii_alphanumeric()
        && u32::from(left).abs_diff(u32::from(right)) <= 1;
    let around = matches!((left, right), ('9' | '1', '0') | ('0', '9' | '1'));
    in_turn || around || are_neighbours(left, right)
}

fn are_neighbours(left: char, right: char) -> bool {
    let (Some(left), Some(right)) = (key(left), key(right)) else {
        return false;
    };
    match left.0.abs_diff(right.0) {
        0 => left.1.abs_diff(right.1) <= 1,
        1 => {
            let (upper, lower) = if left.0 < right.0 {
                (left, right)
            } else {
                (right, left)
            };
            // A key touches the one below it and the one below to the left.
            lower.1 == upper.1 || lower.1 + 1 == upper.1
        }
        _ => false,
    }
}

fn key(letter: char) -> Option<(usize, usize)> {
    ROWS.iter()
        .enumerate()
        .find_map(|(row, keys)| Some((row, keys.chars().position(|key| key == letter)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_folded_to_what_a_guesser_would_type() {
        assert_eq!(fold("ZAŻÓŁĆ gęślą"), "zazolc gesla");
    }

    #[test]
    fn a_repeated_piece_is_found() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(unit(&letters("haslohaslo")), letters("haslo"));
        assert_eq!(unit(&letters("haslohasla")), letters("haslohasla"));
        assert_eq!(unit(&letters("aaaa")), letters("a"));
    }

    #[test]
    fn signs_at_the_ends_are_taken_off_up_to_a_limit() {
        assert!(cores("12kochanie2024!!").contains(&"kochanie".to_owned()));
        assert!(!cores("kochanie847362910284").contains(&"kochanie".to_owned()));
    }

    #[test]
    fn a_walk_may_turn_but_words_are_no_walk() {
        for walk in ["qazwsxedcrfv", "zaq12wsxcde3", "1234567890ab", "poiuytrewq09"] {
            assert!(is_pattern(walk), "{walk}");
        }
        for word in ["poprawny kon bateria", "zazolc gesla jazn", "839201748362"] {
            assert!(!is_pattern(word), "{word}");
        }
    }
}
