//! Why the guard refuses a request: stable codes, a sentence in Polish and in English, the limit, and the place.
//!
//! Nothing of the request's content is repeated here: variables and literals may hold personal data.

use super::messages;

/// A place in a text, for people: both numbers start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Line; LF, CR and CRLF each end one.
    pub line: usize,
    /// Column: Unicode characters in the document, bytes in the JSON body.
    pub column: usize,
}

/// Which text a [`Place`] is in. Only a place in the document belongs into GraphQL's `errors[].locations`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The JSON body of the HTTP request.
    Body,
    /// The GraphQL document.
    Document,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident => $code:literal,)*) => {
        /// What is wrong with the request. The text of a code is part of the public interface and never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum GuardCode {
            $($(#[$doc])* $variant,)*
        }

        impl GuardCode {
            /// Every code, for the table of errors in the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as it stands in `errors[].extensions.code`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }
    };
}

codes! {
    /// The HTTP body has too many bytes.
    BodyTooLarge => "BODY_TOO_LARGE",
    /// The body is not UTF-8.
    InvalidUtf8 => "INVALID_UTF8",
    /// The body, or a JSON parameter, is not JSON.
    InvalidJson => "INVALID_JSON",
    /// Too many brackets of the JSON body are open at once.
    JsonTooDeep => "JSON_TOO_DEEP",
    /// The JSON body holds too many keys and values.
    TooManyJsonTokens => "TOO_MANY_JSON_TOKENS",
    /// A JSON object has the same key twice.
    DuplicateKey => "DUPLICATE_KEY",
    /// `\ud800` or the like without its other half.
    UnpairedSurrogate => "UNPAIRED_SURROGATE",
    /// U+0000, which PostgreSQL's text cannot hold.
    NulCharacter => "NUL_CHARACTER",
    /// The body is a JSON list.
    BatchNotSupported => "BATCH_NOT_SUPPORTED",
    /// The body is neither a JSON object nor a list.
    RequestNotAnObject => "REQUEST_NOT_AN_OBJECT",
    /// `query` is absent, null or empty.
    QueryMissing => "QUERY_MISSING",
    /// `query` is not a string.
    QueryNotAString => "QUERY_NOT_A_STRING",
    /// `operationName` is neither a string nor null.
    OperationNameNotAString => "OPERATION_NAME_NOT_A_STRING",
    /// `variables` is neither an object nor null.
    VariablesNotAnObject => "VARIABLES_NOT_AN_OBJECT",
    /// `extensions` is neither an object nor null.
    ExtensionsNotAnObject => "EXTENSIONS_NOT_AN_OBJECT",
    /// The document has too many bytes.
    DocumentTooLarge => "DOCUMENT_TOO_LARGE",
    /// The document has too many tokens.
    TooManyTokens => "TOO_MANY_TOKENS",
    /// Too many brackets of the document are open at once.
    BracketsTooDeep => "BRACKETS_TOO_DEEP",
    /// The document is not GraphQL.
    Syntax => "GRAPHQL_SYNTAX",
    /// The document has no operation.
    OperationMissing => "OPERATION_MISSING",
    /// The document has too many operations.
    TooManyOperations => "TOO_MANY_OPERATIONS",
    /// Two operations share a name.
    DuplicateOperation => "DUPLICATE_OPERATION",
    /// An operation without a name is not the only one.
    AnonymousOperationNotAlone => "ANONYMOUS_OPERATION_NOT_ALONE",
    /// Several operations and no `operationName`.
    OperationNameRequired => "OPERATION_NAME_REQUIRED",
    /// `operationName` names no operation of the document.
    OperationNotFound => "OPERATION_NOT_FOUND",
    /// The document has too many fragments.
    TooManyFragments => "TOO_MANY_FRAGMENTS",
    /// Two fragments share a name.
    DuplicateFragment => "DUPLICATE_FRAGMENT",
    /// A spread names no fragment of the document.
    UnknownFragment => "UNKNOWN_FRAGMENT",
    /// A fragment spreads itself, directly or through others.
    FragmentCycle => "FRAGMENT_CYCLE",
    /// An operation has too many variables.
    TooManyVariables => "TOO_MANY_VARIABLES",
    /// Fields are nested too deeply, fragments expanded.
    SelectionTooDeep => "SELECTION_TOO_DEEP",
    /// Selection sets are nested too deeply, fragments expanded.
    NestingTooDeep => "NESTING_TOO_DEEP",
    /// Too many aliases, fragments expanded.
    TooManyAliases => "TOO_MANY_ALIASES",
    /// Too many directives, fragments expanded.
    TooManyDirectives => "TOO_MANY_DIRECTIVES",
    /// Too many root fields, fragments expanded.
    TooManyRootFields => "TOO_MANY_ROOT_FIELDS",
    /// Too many fields, fragments expanded.
    TooManyFields => "TOO_MANY_FIELDS",
    /// Too many tokens, fragments expanded.
    ExpansionTooLarge => "EXPANSION_TOO_LARGE",
}

impl GuardCode {
    /// The HTTP status of the answer: 413 for the size of the body, else 400.
    pub const fn http_status(self) -> u16 {
        match self {
            Self::BodyTooLarge => 413,
            _ => 400,
        }
    }
}

/// What exactly is wrong with a document's syntax. More words for [`GuardCode::Syntax`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyntaxProblem {
    /// A character that begins no token.
    UnexpectedCharacter,
    /// A token that cannot stand there.
    UnexpectedToken,
    /// The document ends too early.
    UnexpectedEnd,
    /// A `"` string does not end on its line.
    UnterminatedString,
    /// A `"""` string does not end.
    UnterminatedBlockString,
    /// An unknown escape after `\`, or one outside Unicode.
    BadEscape,
    /// A number with a leading zero, without digits, or glued to a name or a dot.
    BadNumber,
    /// Empty brackets where at least one item has to stand.
    EmptyBrackets,
    /// A comment between `on` and the type: parsers disagree about it.
    CommentAfterOn,
    /// A value's name that begins with `true`, `false` or `null`: parsers disagree about it.
    KeywordPrefix,
}

/// A refused request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuardError {
    /// What is wrong.
    pub code: GuardCode,
    /// The limit that was exceeded, if a limit it was.
    pub limit: Option<usize>,
    /// Where, if known.
    pub place: Option<(Part, Place)>,
    /// More about [`GuardCode::Syntax`].
    pub syntax: Option<SyntaxProblem>,
}

impl GuardError {
    pub(super) const fn new(code: GuardCode) -> Self {
        Self {
            code,
            limit: None,
            place: None,
            syntax: None,
        }
    }

    pub(super) const fn over(code: GuardCode, limit: usize) -> Self {
        Self {
            code,
            limit: Some(limit),
            place: None,
            syntax: None,
        }
    }

    pub(super) const fn syntax(problem: SyntaxProblem) -> Self {
        Self {
            code: GuardCode::Syntax,
            limit: None,
            place: None,
            syntax: Some(problem),
        }
    }

    pub(super) const fn at(mut self, part: Part, place: Place) -> Self {
        self.place = Some((part, place));
        self
    }

    /// The HTTP status of the answer.
    pub const fn http_status(&self) -> u16 {
        self.code.http_status()
    }

    /// The place for `errors[].locations`, if the problem is in the document.
    pub const fn location(&self) -> Option<Place> {
        match self.place {
            Some((Part::Document, place)) => Some(place),
            _ => None,
        }
    }

    /// What is wrong and what to do about it, in Polish.
    pub fn message_pl(&self) -> String {
        messages::polish(self)
    }

    /// The same in English.
    pub fn message_en(&self) -> String {
        messages::english(self)
    }
}

impl std::fmt::Display for GuardError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message_en())
    }
}

impl std::error::Error for GuardError {}
