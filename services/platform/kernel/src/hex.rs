//! Bytes as hexadecimal digits.

/// Two lower-case digits a byte.
pub fn encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

/// The bytes that digits of either case stand for; `None` if there are not exactly `N` bytes of them.
pub fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let bytes: Option<Vec<u8>> = digits?
        .chunks(2)
        .map(|pair| u8::try_from(pair.first()? * 16 + pair.get(1)?).ok())
        .collect();
    bytes?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_digits() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(
            decode::<256>(&encode(&all)).map(|bytes| bytes.to_vec()),
            Some(all)
        );
        assert_eq!(encode(&[0, 0xAF]), "00af");
        assert_eq!(decode::<2>("00AF"), Some([0, 0xAF]));
    }

    #[test]
    fn what_is_not_that_many_bytes_gives_nothing() {
        for text in ["", "0", "00a", "0g", "00af0", "００", " 00a"] {
            assert_eq!(decode::<2>(text), None, "{text:?}");
        }
    }
}
