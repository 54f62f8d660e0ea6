//! Days and instants.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::SecondsFormat;

/// A calendar day without a time zone, ISO 8601: `"2017-10-01"`.
#[derive(Clone, Copy)]
pub(crate) struct Date(pub(crate) wsparcie_kernel::Date);

impl From<wsparcie_kernel::Date> for Date {
    fn from(day: wsparcie_kernel::Date) -> Self {
        Self(day)
    }
}

fn read_day(value: &Value) -> Option<wsparcie_kernel::Date> {
    let Value::String(text) = value else { return None };
    // chrono also reads years of five digits and days of one.
    let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    shaped
        .then(|| wsparcie_kernel::Date::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
}

/// A calendar day without a time zone, ISO 8601: `"2017-10-01"`.
#[Scalar(
    name = "Date",
    specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339#section-5.6"
)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        read_day(&value)
            .map(Self)
            .ok_or_else(|| InputValueError::custom("write a day as 2017-10-01"))
    }

    fn is_valid(value: &Value) -> bool {
        read_day(value).is_some()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An instant in UTC, RFC 3339: `"2017-10-01T08:00:00Z"`.
#[derive(Clone, Copy)]
pub(crate) struct DateTime(pub(crate) wsparcie_kernel::Instant);

impl From<wsparcie_kernel::Instant> for DateTime {
    fn from(instant: wsparcie_kernel::Instant) -> Self {
        Self(instant)
    }
}

/// An instant in UTC, RFC 3339: `"2017-10-01T08:00:00Z"`.
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339#section-5.6"
)]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        chrono::DateTime::parse_from_rfc3339(text)
            .map(|instant| Self(instant.to_utc()))
            .map_err(|_| InputValueError::custom("write an instant as 2017-10-01T08:00:00Z"))
    }

    fn is_valid(value: &Value) -> bool {
        matches!(value, Value::String(text) if chrono::DateTime::parse_from_rfc3339(text).is_ok())
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}
