//! Servers that the environment names, used instead of private ones, each independently of the others.

use anyhow::{Context, Result};

use crate::s3::S3Settings;

/// The servers given from outside.
#[derive(Debug, Clone, Default)]
pub struct External {
    /// `DATABASE_URL`: PostgreSQL as a user who may create databases and roles.
    pub database_url: Option<String>,
    /// `REDIS_URL`.
    pub redis_url: Option<String>,
    /// `S3_ENDPOINT` with `S3_ACCESS_KEY`, `S3_SECRET_KEY`, `S3_REGION` and `S3_BUCKET`.
    pub s3: Option<S3Settings>,
}

impl External {
    /// Reads this process's environment; an empty variable counts as absent.
    ///
    /// # Errors
    /// If `S3_ENDPOINT` comes without its keys.
    pub fn from_env() -> Result<Self> {
        Self::from_lookup(|name| std::env::var(name).ok())
    }

    fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let var = |name: &str| lookup(name).filter(|value| !value.trim().is_empty());
        let s3 = match var("S3_ENDPOINT") {
            None => None,
            Some(endpoint) => {
                let needed = |name: &str| {
                    var(name).with_context(|| format!("S3_ENDPOINT is set, so {name} is needed too"))
                };
                Some(S3Settings {
                    endpoint,
                    access_key: needed("S3_ACCESS_KEY")?,
                    secret_key: needed("S3_SECRET_KEY")?,
                    region: var("S3_REGION").unwrap_or_else(|| crate::s3::REGION.to_owned()),
                    bucket: var("S3_BUCKET").unwrap_or_else(|| crate::s3::BUCKET.to_owned()),
                })
            }
        };
        Ok(Self {
            database_url: var("DATABASE_URL"),
            redis_url: var("REDIS_URL"),
            s3,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&str, &str)]) -> Result<External> {
        External::from_lookup(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn each_server_is_given_independently() {
        let external = from(&[("REDIS_URL", "redis://127.0.0.1:1/"), ("DATABASE_URL", " ")]).unwrap();
        assert_eq!(external.redis_url.as_deref(), Some("redis://127.0.0.1:1/"));
        assert!(external.database_url.is_none(), "an empty variable is no server");
        assert!(external.s3.is_none());
    }

    #[test]
    fn an_s3_endpoint_without_keys_says_which_variable_is_missing() {
        let error = from(&[("S3_ENDPOINT", "http://s3"), ("S3_ACCESS_KEY", "a")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "S3_ENDPOINT is set, so S3_SECRET_KEY is needed too"
        );
    }
}
