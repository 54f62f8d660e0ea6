//! Closed sets of codes: an enum whose every value has one stable English code and a label in both languages.
//!
//! The codes are what the database, the API and the messages between processes carry; the labels are what people read.

/// Declares a closed set of codes.
///
/// ```
/// wsparcie_kernel::codes! {
///     /// How a project was chosen.
///     pub enum Mode {
///         /// Chosen in a competition.
///         Competitive => "competitive", "konkursowy", "competitive";
///     }
/// }
/// assert_eq!(Mode::parse("competitive"), Some(Mode::Competitive));
/// assert_eq!(Mode::Competitive.label_pl(), "konkursowy");
/// ```
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident => $code:literal, $pl:literal, $en:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The Polish label.
            pub const fn label_pl(self) -> &'static str {
                match self { $(Self::$variant => $pl),+ }
            }

            /// The English label.
            pub const fn label_en(self) -> &'static str {
                match self { $(Self::$variant => $en),+ }
            }

            /// The value with this code, if there is one.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
