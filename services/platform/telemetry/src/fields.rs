//! The list of field names that may leave the process, and what their values must look like.
//!
//! Adding a name here is a decision about personal data: it must be impossible, or plainly wrong, to put a person's name,
//! number, birth date, address or id into a field of that name. Ids of people and users are not listed on purpose: they are
//! personal data, and the audit trail, not the log, tells who did what.

/// What the value of a listed field must look like; anything else is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A number below 10¹⁰ in size, so that no PESEL of a person born outside 2000–2009 passes for a count.
    Number,
    /// True or false.
    Flag,
    /// A code or name out of a source file: ASCII letters, `_`, `.`, `:`, `-` and at most five digits, up to 80 characters.
    /// Neither a date, a telephone number nor a name with Polish letters or a space fits.
    Code,
    /// A UUID, or 16 or 32 hexadecimal digits.
    Id,
    /// A route's template: `/documents/{id}`, never a URL that someone asked for.
    Route,
    /// A place in a source file: `src/main.rs:12`.
    Place,
}

/// A value that may be written.
#[derive(Debug, Clone, PartialEq)]
pub enum SafeValue {
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// A code, id, route or place.
    Text(String),
    /// The field is listed, its value does not look like it.
    Withheld,
}

/// What is written in place of a value that must not be.
pub const WITHHELD: &str = "[withheld]";

/// Every field name that may appear in a log line or an export, sorted.
pub const SAFE_FIELDS: &[(&str, Shape)] = &[
    ("attempt", Shape::Number),
    ("attempt.max", Shape::Number),
    ("bytes", Shape::Number),
    ("cache.hit", Shape::Flag),
    ("count", Shape::Number),
    ("db.column", Shape::Code),
    ("db.constraint", Shape::Code),
    ("db.pool", Shape::Code),
    ("db.rows", Shape::Number),
    ("db.sqlstate", Shape::Code),
    ("db.statement_count", Shape::Number),
    ("db.statement_kind", Shape::Code),
    ("db.table", Shape::Code),
    ("delay_ms", Shape::Number),
    ("duration_ms", Shape::Number),
    ("error.code", Shape::Code),
    ("graphql.cost", Shape::Number),
    ("graphql.depth", Shape::Number),
    ("graphql.operation_kind", Shape::Code),
    ("graphql.root_field", Shape::Code),
    ("graphql.tokens", Shape::Number),
    ("http.method", Shape::Code),
    ("http.request_bytes", Shape::Number),
    ("http.response_bytes", Shape::Number),
    ("http.route", Shape::Route),
    ("http.status_code", Shape::Number),
    ("idempotency.replayed", Shape::Flag),
    ("job.id", Shape::Id),
    ("job.kind", Shape::Code),
    ("job.lag_ms", Shape::Number),
    ("limit", Shape::Number),
    ("outbox.kind", Shape::Code),
    ("panic.place", Shape::Place),
    ("pool.idle", Shape::Number),
    ("pool.max", Shape::Number),
    ("pool.open", Shape::Number),
    ("port", Shape::Number),
    ("redis.operation", Shape::Code),
    ("request.id", Shape::Id),
    ("request_id", Shape::Id),
    ("rpc.deadline_ms", Shape::Number),
    ("rpc.method", Shape::Code),
    ("rpc.service", Shape::Code),
    ("s3.code", Shape::Code),
    ("s3.operation", Shape::Code),
    ("server.target", Shape::Code),
    ("service.name", Shape::Code),
    ("tenant.id", Shape::Id),
    ("timeout_ms", Shape::Number),
];

/// The shape that a field's value must have; `None` if the field is not listed.
pub fn shape_of(name: &str) -> Option<Shape> {
    let place = SAFE_FIELDS
        .binary_search_by(|(listed, _)| (*listed).cmp(name))
        .ok()?;
    SAFE_FIELDS.get(place).map(|(_, shape)| *shape)
}

const NUMBER_LIMIT: i64 = 10_000_000_000;

impl Shape {
    /// A whole number, if this shape takes one.
    pub fn int(self, value: i64) -> SafeValue {
        if self == Self::Number && value.unsigned_abs() < NUMBER_LIMIT.unsigned_abs() {
            return SafeValue::Int(value);
        }
        SafeValue::Withheld
    }

    /// A number with a fraction, if this shape takes one.
    pub fn float(self, value: f64) -> SafeValue {
        #[expect(clippy::cast_precision_loss, reason = "the limit is far below 2^53")]
        let fits = value.abs() < NUMBER_LIMIT as f64;
        if self == Self::Number && fits {
            SafeValue::Float(value)
        } else {
            SafeValue::Withheld
        }
    }

    /// A truth value, if this shape takes one.
    pub fn flag(self, value: bool) -> SafeValue {
        if self == Self::Flag {
            SafeValue::Bool(value)
        } else {
            SafeValue::Withheld
        }
    }

    /// A text, if it looks like this shape. Numbers and flags are also known by their text: tracing hands some over so.
    pub fn text(self, value: &str) -> SafeValue {
        let fits = match self {
            Self::Number => return self.number_from(value),
            Self::Flag => return value.parse().map_or(SafeValue::Withheld, SafeValue::Bool),
            Self::Code => is_code(value),
            Self::Id => is_id(value),
            Self::Route => value.starts_with('/') && fits(value, 120, 4, "_.-/{}*"),
            Self::Place => !value.starts_with('/') && fits(value, 120, 12, "_.-/:"),
        };
        if fits {
            SafeValue::Text(value.to_owned())
        } else {
            SafeValue::Withheld
        }
    }

    fn number_from(self, value: &str) -> SafeValue {
        if let Ok(whole) = value.parse() {
            return self.int(whole);
        }
        value
            .parse()
            .map_or(SafeValue::Withheld, |fraction| self.float(fraction))
    }
}

/// Whether a text can only be a code of ours: see [`Shape::Code`].
pub fn is_code(value: &str) -> bool {
    fits(value, 80, 5, "_.:-")
}

fn is_id(value: &str) -> bool {
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match value.len() {
        16 | 32 => hex(value),
        36 => value.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && value.split('-').all(hex),
        _ => false,
    }
}

/// ASCII letters, some digits and some punctuation.
fn fits(value: &str, max_length: usize, max_digits: usize, punctuation: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || punctuation.contains(c);
    let digits = value.chars().filter(char::is_ascii_digit).count();
    !value.is_empty() && value.len() <= max_length && digits <= max_digits && value.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_without_repetition() {
        assert!(
            SAFE_FIELDS
                .windows(2)
                .all(|pair| matches!(pair, [a, b] if a.0 < b.0))
        );
    }

    #[test]
    fn what_tells_why_a_statement_or_the_storage_failed_is_listed() {
        for name in ["db.sqlstate", "db.constraint", "db.table", "db.column", "s3.code"] {
            assert_eq!(shape_of(name), Some(Shape::Code), "{name}");
        }
        assert_eq!(Shape::Code.text("42501"), SafeValue::Text("42501".to_owned()));
    }

    #[test]
    fn names_that_could_hold_personal_data_are_not_listed() {
        for name in [
            "error",
            "err",
            "message",
            "person.id",
            "user.id",
            "name",
            "pesel",
            "email",
            "db.statement",
            "url",
            "login",
        ] {
            assert_eq!(shape_of(name), None, "{name}");
        }
    }

    #[test]
    fn personal_data_do_not_look_like_a_code() {
        for value in [
            "Jan Kowalski",
            "Łoś",
            "90010112345",
            "1990-01-01",
            "600700800",
            "a@b.pl",
            "",
            "ABC123456",
            "{\"a\":1}",
        ] {
            assert_eq!(Shape::Code.text(value), SafeValue::Withheld, "{value}");
        }
        assert_eq!(Shape::Code.text("08P01"), SafeValue::Text("08P01".to_owned()));
        assert_eq!(
            Shape::Code.text("NOT_FOUND"),
            SafeValue::Text("NOT_FOUND".to_owned())
        );
    }

    #[test]
    fn a_pesel_does_not_pass_for_a_number() {
        assert_eq!(Shape::Number.int(90_010_112_345), SafeValue::Withheld);
        assert_eq!(Shape::Number.text("90010112345"), SafeValue::Withheld);
        assert_eq!(Shape::Number.float(90_010_112_345.0), SafeValue::Withheld);
        assert_eq!(Shape::Number.float(f64::NAN), SafeValue::Withheld);
        assert_eq!(Shape::Number.text("12"), SafeValue::Int(12));
        assert_eq!(Shape::Number.int(i64::MIN), SafeValue::Withheld);
    }

    #[test]
    fn a_route_is_a_template_and_not_a_url() {
        assert_eq!(
            Shape::Route.text("/documents/{id}"),
            SafeValue::Text("/documents/{id}".to_owned())
        );
        for value in ["/people?pesel=1", "/people/90010112345", "http://x/", "/a b"] {
            assert_eq!(Shape::Route.text(value), SafeValue::Withheld, "{value}");
        }
    }

    #[test]
    fn an_id_is_a_uuid_or_hexadecimal() {
        let uuid = "0190d3c4-7b1a-7c3e-8f00-0123456789ab";
        assert_eq!(Shape::Id.text(uuid), SafeValue::Text(uuid.to_owned()));
        for value in ["90010112345", "jan.kowalski@przyklad.pl-------------", "----"] {
            assert_eq!(Shape::Id.text(value), SafeValue::Withheld, "{value}");
        }
    }
}
