//! Lines that vouch for one another: the form of both append-only files.
//!
//! A line is `tag SPACE json NEWLINE`, where the tag is the HMAC of the previous line's tag and this line's
//! JSON. So an edited, missing, repeated or reordered line is found at the first line that no longer fits. A
//! cut tail is not, by itself: a line without its newline is what a crash leaves behind and counts as never
//! written.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::secret::Subkey;

/// The tag before the first line.
pub(crate) const START: [u8; 32] = [0; 32];

/// The first line that does not verify, counted from 1.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BadLine(pub(crate) u64);

/// A place in a chain: after so many lines and bytes, the last tag.
#[derive(Clone)]
pub(crate) struct Chain {
    key: Subkey,
    head: [u8; 32],
    lines: u64,
    bytes: u64,
}

impl Chain {
    /// The start of a file.
    pub(crate) fn new(key: Subkey) -> Self {
        Self {
            key,
            head: START,
            lines: 0,
            bytes: 0,
        }
    }

    /// The tag of the last line.
    pub(crate) fn head(&self) -> [u8; 32] {
        self.head
    }

    /// How many lines were accepted or written.
    pub(crate) fn lines(&self) -> u64 {
        self.lines
    }

    /// Where the next line begins.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Writes one more line behind `out`. `json` has no line break.
    pub(crate) fn write(&mut self, json: &str, out: &mut Vec<u8>) {
        let tag = self.key.sign_parts(&[&self.head, json.as_bytes()]);
        let line = format!("{} {json}\n", URL_SAFE_NO_PAD.encode(tag));
        out.extend_from_slice(line.as_bytes());
        self.advance(tag, line.len());
    }

    /// Reads the complete lines at the front of `input`, which begins where this chain ends, and hands each
    /// JSON with its tag to `take`; `take` returns `None` for what it does not understand. After an error the
    /// chain is of no more use.
    pub(crate) fn read(
        &mut self,
        input: &[u8],
        mut take: impl FnMut(&str, [u8; 32]) -> Option<()>,
    ) -> Result<(), BadLine> {
        for line in input.split_inclusive(|byte| *byte == b'\n') {
            let Some(body) = line.strip_suffix(b"\n") else {
                break;
            };
            let bad = BadLine(self.lines + 1);
            let (tag, json) = self.verified(body).ok_or(BadLine(bad.0))?;
            take(json, tag).ok_or(bad)?;
            self.advance(tag, line.len());
        }
        Ok(())
    }

    fn verified<'a>(&self, body: &'a [u8]) -> Option<([u8; 32], &'a str)> {
        let (tag, json) = std::str::from_utf8(body).ok()?.split_once(' ')?;
        let tag: [u8; 32] = URL_SAFE_NO_PAD.decode(tag).ok()?.try_into().ok()?;
        self.key
            .verify_parts(&[&self.head, json.as_bytes()], &tag)
            .then_some((tag, json))
    }

    fn advance(&mut self, tag: [u8; 32], len: usize) {
        self.head = tag;
        self.lines += 1;
        self.bytes += len as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::SecretKey;
    use zeroize::Zeroizing;

    fn chain() -> Chain {
        Chain::new(SecretKey::from_bytes(Zeroizing::new([3; 32])).derive("test"))
    }

    fn three_lines() -> Vec<u8> {
        let (mut writer, mut out) = (chain(), Vec::new());
        for json in ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"] {
            writer.write(json, &mut out);
        }
        out
    }

    fn read(input: &[u8]) -> Result<Vec<String>, BadLine> {
        let mut seen = Vec::new();
        chain().read(input, |json, _| {
            seen.push(json.to_owned());
            Some(())
        })?;
        Ok(seen)
    }

    #[test]
    fn lines_come_back_in_order_and_a_torn_last_one_counts_as_never_written() {
        let file = three_lines();
        assert_eq!(read(&file).unwrap(), ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"]);
        assert_eq!(read(&file[..file.len() - 1]).unwrap().len(), 2);
        assert!(read(b"").unwrap().is_empty());
    }

    #[test]
    fn every_flipped_bit_of_a_complete_line_is_found_at_its_line_or_the_next() {
        let file = three_lines();
        let line_len = file.len() / 3;
        for bit in 0..(file.len() - 1) * 8 {
            let mut damaged = file.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let line = (bit / 8 / line_len) as u64 + 1;
            assert_eq!(read(&damaged), Err(BadLine(line)), "bit {bit}");
        }
    }

    #[test]
    fn a_missing_a_repeated_and_a_swapped_line_are_found() {
        let file = three_lines();
        let lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
        assert_eq!(read(&[lines[0], lines[2]].concat()), Err(BadLine(2)));
        assert_eq!(read(&[lines[0], lines[0]].concat()), Err(BadLine(2)));
        assert_eq!(read(&[lines[1], lines[0], lines[2]].concat()), Err(BadLine(1)));
    }
}
