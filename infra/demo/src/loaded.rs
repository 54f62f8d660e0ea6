//! What the caller gives and gets.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The platform to load into.
#[derive(Debug, Clone)]
pub struct Target {
    /// The address of its GraphQL endpoint.
    pub graphql_url: String,
}

/// A login and its password.
#[derive(Clone)]
pub struct Credentials {
    /// The login.
    pub login: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(***)")
    }
}

/// Where passwords of demonstration logins come from.
pub trait PasswordSource: Send + Sync {
    /// The password of a login, at least 12 characters: the same at each call, so that a load that broke off can go on.
    fn password(&self, login: &str) -> String;
}

/// Where secrets of second factors are kept, so that a load that broke off can go on.
pub trait SecretKeep: Send + Sync {
    /// The secret of a login, in base32, if it has one.
    fn secret(&self, login: &str) -> Option<String>;

    /// Keeps a login's secret for good before it is put into force.
    ///
    /// # Errors
    /// It could not be kept; the second factor is then not set up.
    fn keep(&self, login: &str, secret: &str) -> anyhow::Result<()>;
}

/// What was loaded, in the shape of `.wsparcie/run.json`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Loaded {
    /// Who can sign in.
    pub logins: Vec<Login>,
    /// Which programs can call the API.
    pub api_keys: Vec<ApiKey>,
}

/// A demonstration user.
#[derive(Clone, Serialize, Deserialize)]
pub struct Login {
    /// The short name of the organisation.
    pub organisation: String,
    /// The role's code: `coordinator`.
    pub role: String,
    /// The login.
    pub login: String,
    /// The password.
    pub password: String,
    /// The secret of the second factor in base32; `None` while the login has none.
    pub totp_secret: Option<String>,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Login({}, ***)", self.login)
    }
}

/// A demonstration program.
#[derive(Clone, Serialize, Deserialize)]
pub struct ApiKey {
    /// The short name of the organisation.
    pub organisation: String,
    /// The scopes' codes: `people:read`.
    pub scopes: Vec<String>,
    /// The key.
    pub key: String,
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({}, ***)", self.organisation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_is_that_of_the_run_file_and_debug_output_holds_no_secret() {
        let login = Login {
            organisation: "MOPS".to_owned(),
            role: "coordinator".to_owned(),
            login: "k@mops.demo".to_owned(),
            password: "very-secret".to_owned(),
            totp_secret: None,
        };
        let key = ApiKey {
            organisation: "MOPS".to_owned(),
            scopes: vec!["people:read".to_owned()],
            key: "very-secret".to_owned(),
        };
        let loaded = Loaded {
            logins: vec![login],
            api_keys: vec![key],
        };
        assert_eq!(
            serde_json::to_value(&loaded).unwrap(),
            serde_json::json!({
                "logins": [{
                    "organisation": "MOPS", "role": "coordinator", "login": "k@mops.demo",
                    "password": "very-secret", "totp_secret": null,
                }],
                "api_keys": [{ "organisation": "MOPS", "scopes": ["people:read"], "key": "very-secret" }],
            })
        );
        assert!(!format!("{loaded:?}").contains("very-secret"));
        let credentials = Credentials {
            login: "very-secret".to_owned(),
            password: "very-secret".to_owned(),
        };
        assert!(!format!("{credentials:?}").contains("very-secret"));
    }
}
