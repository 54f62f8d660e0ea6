//! What stands on the wire: length-delimited frames of `MessagePack` with named fields, so that a field can be added with
//! `#[serde(default)]` while processes of two versions talk to each other.

use std::fmt;
use std::io;
use std::pin::Pin;

use serde::de::{DeserializeOwned, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tarpc::tokio_serde;
use tarpc::tokio_util::bytes::{Bytes, BytesMut};
use tarpc::tokio_util::codec::{Framed, LengthDelimitedCodec};
use tokio::net::TcpStream;
use wsparcie_kernel::CallError;

/// The longest frame. A longer one ends the connection, so lists are paged and the bytes of files never travel here.
pub(crate) const MAX_FRAME: usize = 16 * 1024 * 1024;

/// What one message may hold beside its frame's envelope.
pub(crate) const MAX_BODY: usize = MAX_FRAME - 4096;

/// One signed request, as the server meets it before it believes a word of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Envelope {
    /// The service it is for.
    pub(crate) service: String,
    /// Which key signed it.
    pub(crate) key_id: String,
    /// Milliseconds since 1970.
    pub(crate) issued_at: i64,
    /// Milliseconds since 1970.
    pub(crate) expires_at: i64,
    /// Never the same twice.
    pub(crate) nonce: Bin,
    /// The name of the call, for spans and logs; stands in the body as well.
    pub(crate) method: String,
    /// The request with its actor, in `MessagePack`.
    pub(crate) body: Bin,
    /// HMAC-SHA256 over all of the above.
    pub(crate) signature: Bin,
}

impl tarpc::RequestName for Envelope {
    fn name(&self) -> &str {
        &self.method
    }
}

/// The answer in `MessagePack`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reply {
    pub(crate) body: Bin,
}

/// Bytes that travel as bytes and not as a list of numbers.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Bin(pub(crate) Vec<u8>);

impl fmt::Debug for Bin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // May hold personal data and passwords.
        f.write_str("Bin(…)")
    }
}

impl Serialize for Bin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Bin;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bin, E> {
                Ok(Bin(bytes.to_vec()))
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Bin, E> {
                Ok(Bin(bytes))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Bin, A::Error> {
                let mut bytes = Vec::new();
                while let Some(byte) = list.next_element()? {
                    bytes.push(byte);
                }
                Ok(Bin(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Visit)
    }
}

/// A value in `MessagePack`, its fields by name.
pub(crate) fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    rmp_serde::to_vec_named(value).ok()
}

/// The value that the whole of `bytes` stands for.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    rmp_serde::from_slice(bytes).ok()
}

/// How a call ended, by its encoded answer: `OK` or the error's code.
///
/// Answers are `{call: {"Ok": …}}` or `{call: {"Err": …}}`; only their first bytes are looked at, and those of an error.
pub(crate) fn outcome(answer: &[u8]) -> &'static str {
    const ONE_ENTRY: u8 = 0x81;
    let error = || {
        let [ONE_ENTRY, rest @ ..] = answer else {
            return None;
        };
        let (length, rest) = match rest {
            [short @ 0xa0..=0xbf, rest @ ..] => (usize::from(short & 0x1f), rest),
            [0xd9, length, rest @ ..] => (usize::from(*length), rest),
            _ => return None,
        };
        let error = rest.get(length..)?.strip_prefix(b"\x81\xa3Err")?;
        decode::<CallError>(error)
    };
    error().map_or("OK", |error| error.code())
}

/// The format of frames, for tarpc's transport.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MessagePack;

impl<T: Serialize> tokio_serde::Serializer<T> for MessagePack {
    type Error = io::Error;

    fn serialize(self: Pin<&mut Self>, item: &T) -> Result<Bytes, io::Error> {
        encode(item).map(Bytes::from).ok_or_else(unreadable)
    }
}

impl<T: DeserializeOwned> tokio_serde::Deserializer<T> for MessagePack {
    type Error = io::Error;

    fn deserialize(self: Pin<&mut Self>, bytes: &BytesMut) -> Result<T, io::Error> {
        decode(bytes).ok_or_else(unreadable)
    }
}

/// The cause would quote what was sent.
fn unreadable() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not a message of this protocol")
}

/// A connection cut into frames.
pub(crate) fn framed(stream: TcpStream) -> Framed<TcpStream, LengthDelimitedCodec> {
    LengthDelimitedCodec::builder()
        .max_frame_length(MAX_FRAME)
        .new_framed(stream)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Old {
        kept: u8,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct New {
        kept: u8,
        #[serde(default)]
        added: Option<String>,
    }

    #[test]
    fn processes_of_two_versions_read_each_other() {
        let new = New {
            kept: 1,
            added: Some("a".to_owned()),
        };
        assert_eq!(decode::<Old>(&encode(&new).unwrap()), Some(Old { kept: 1 }));
        let old = Old { kept: 2 };
        assert_eq!(
            decode::<New>(&encode(&old).unwrap()),
            Some(New { kept: 2, added: None })
        );
    }

    #[test]
    fn an_answers_first_bytes_tell_how_the_call_ended() {
        use wsparcie_kernel::{CallResult, Problem};

        #[derive(Serialize)]
        enum Answer {
            Short(CallResult<Vec<String>>),
            ANameThatIsLongerThanThirtyOneLetters(CallResult<u8>),
        }
        let of = |answer: &Answer| outcome(&encode(answer).unwrap());
        assert_eq!(of(&Answer::Short(Ok(vec!["Err".to_owned()]))), "OK");
        assert_eq!(of(&Answer::Short(Err(CallError::NotFound))), "NOT_FOUND");
        assert_eq!(
            of(&Answer::ANameThatIsLongerThanThirtyOneLetters(Err(
                CallError::Unavailable
            ))),
            "UNAVAILABLE"
        );
        let problem = Problem::new("X", "tak", "so");
        assert_eq!(of(&Answer::Short(Err(CallError::refused(problem)))), "REFUSED");
        assert_eq!(outcome(b""), "OK");
    }

    #[test]
    fn bytes_travel_as_bytes_and_come_back() {
        let bin = Bin((0..=255).collect());
        let encoded = encode(&bin).unwrap();
        assert!(encoded.len() <= 256 + 3, "{}", encoded.len());
        assert_eq!(decode::<Bin>(&encoded), Some(bin));
    }
}
