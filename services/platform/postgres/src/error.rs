//! Failures of the database, in words that leak nothing.

use wsparcie_kernel::CallError;

/// A failure of the database. Its text names no SQL and no value; the cause is for `source()` in the log's redacted form.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The server cannot be reached, or has no connection free: trying later may help.
    #[error("the database is unavailable")]
    Unavailable,
    /// A statement ran into its time limit.
    #[error("a statement took too long")]
    Timeout,
    /// Two transactions were in each other's way and this one was rolled back (a deadlock, a serialization failure): the same
    /// call may well succeed at once.
    #[error("another transaction was in the way")]
    Contended,
    /// A unique key is taken. `constraint` names it, so that the caller can say which rule it is.
    #[error("a unique key is taken")]
    Duplicate {
        /// The constraint's or index's name.
        constraint: String,
    },
    /// A row that another row points to is missing, or the other way round.
    #[error("a referenced row is missing")]
    MissingReference {
        /// The constraint's name.
        constraint: String,
    },
    /// A row that should not be possible was read.
    #[error("inconsistent row in {table}.{column}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A defect of ours: a wrong statement, a missing grant, a violated check. `sqlstate` is PostgreSQL's code.
    #[error("a statement failed with SQLSTATE {sqlstate}")]
    Defect {
        /// The five characters of PostgreSQL's error code, or `client` for a failure on our side.
        sqlstate: String,
    },
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed => Self::Unavailable,
            sqlx::Error::Database(db) => {
                let sqlstate = db.code().map(std::borrow::Cow::into_owned).unwrap_or_default();
                let constraint = || db.constraint().unwrap_or_default().to_owned();
                match sqlstate.as_str() {
                    "23505" => Self::Duplicate {
                        constraint: constraint(),
                    },
                    "23503" => Self::MissingReference {
                        constraint: constraint(),
                    },
                    // Query cancelled by the statement timeout, or a lock not had in time.
                    "57014" | "55P03" => Self::Timeout,
                    // A deadlock that this transaction was chosen to end; one that could not be serialized.
                    "40P01" | "40001" => Self::Contended,
                    // The server is starting, stopping or out of connections; the connection was ended.
                    "57P01" | "57P02" | "57P03" | "53300" => Self::Unavailable,
                    code if code.starts_with("08") => Self::Unavailable,
                    _ => Self::Defect { sqlstate },
                }
            }
            _ => Self::Defect {
                sqlstate: "client".to_owned(),
            },
        }
    }
}

impl From<DbError> for CallError {
    /// What the caller learns: whether trying later may help, and nothing else. The failure is logged here, once.
    fn from(error: DbError) -> Self {
        match error {
            DbError::Unavailable => {
                tracing::warn!(error.code = "DB_UNAVAILABLE", "the database is unavailable");
                Self::Unavailable
            }
            DbError::Timeout => {
                tracing::warn!(error.code = "DB_TIMEOUT", "a statement took too long");
                Self::DeadlineExceeded
            }
            DbError::Contended => {
                tracing::warn!(error.code = "DB_CONTENDED", "another transaction was in the way");
                Self::Unavailable
            }
            DbError::Duplicate { constraint } | DbError::MissingReference { constraint } => {
                tracing::error!(error.code = "DB_CONSTRAINT", db.constraint = %constraint, "an unforeseen constraint refused a row");
                Self::Internal
            }
            DbError::Inconsistent { table, column } => {
                tracing::error!(
                    error.code = "DB_INCONSISTENT",
                    db.table = table,
                    db.column = column,
                    "a row that cannot be was read"
                );
                Self::Internal
            }
            DbError::Defect { sqlstate } => {
                tracing::error!(error.code = "DB_DEFECT", db.sqlstate = %sqlstate, "a statement failed");
                Self::Internal
            }
        }
    }
}
