//! The kernel: the small vocabulary that every crate of Wsparcie shares.
//!
//! It owns typed ids, the acting party, time and id sources, money, periods, pages, problems and the table of who may do
//! what. It does no I/O and must not know SQL, GraphQL, HTTP or any one service.

pub mod actor;
pub mod call;
pub mod clock;
pub mod codes;
pub mod hex;
pub mod ids;
pub mod input;
pub mod money;
pub mod national;
pub mod page;
pub mod period;
pub mod permission;
pub mod problem;

pub use actor::{Actor, OrganisationKind, Principal, Role, Scope, Standing};
pub use call::{Call, Idempotency, Locale};
pub use clock::{Clock, FixedClock, SystemClock};
pub use ids::{IdSource, SystemIds, TenantId};
pub use money::Money;
pub use page::{Edge, Page, PageRequest};
pub use period::Period;
pub use problem::{CallError, CallResult, Problem};

/// A calendar day without a time zone; what the sources and the law speak of.
pub type Date = chrono::NaiveDate;
/// An instant in UTC.
pub type Instant = chrono::DateTime<chrono::Utc>;
