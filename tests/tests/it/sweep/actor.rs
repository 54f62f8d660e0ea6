//! Everybody who asks: nobody, each role, and an API client of each scope.

use std::sync::{PoisonError, RwLock};

use serde_json::Value;
use wsparcie_gateway::{FIELD_PERMISSIONS, Requirement, STEP_UP_FIELDS, StepUp};
use wsparcie_kernel::permission::TABLE;
use wsparcie_kernel::{Role, Scope};

use super::exchange;
use crate::support::Client;

/// Where an actor belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    Nowhere,
    Centre,
    Authority,
    Platform,
}

/// Somebody who asks.
pub(super) struct Actor {
    pub(super) name: String,
    pub(super) home: Home,
    pub(super) login: Option<String>,
    roles: Vec<Role>,
    scopes: Vec<Scope>,
    client: RwLock<Client>,
    /// What it costs to find out who this is.
    pub(super) authentication: Vec<String>,
}

/// What the tables say of an actor and a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Allowed,
    Forbidden,
    Unauthenticated,
}

/// Open to whoever has signed in, but without a meaning for a program: "API clients have none", the schema says.
const FOR_USERS_ONLY: [&str; 9] = [
    "Query.viewer",
    "Mutation.switchOrganisation",
    "Mutation.proveAgain",
    "Mutation.revokeSession",
    "Mutation.revokeAllSessions",
    "Mutation.beginSecondFactor",
    "Mutation.confirmSecondFactor",
    "Mutation.renewRecoveryCodes",
    "Mutation.changePassword",
];

impl Actor {
    pub(super) fn nobody(client: Client) -> Self {
        Self::new("anonymous".to_owned(), Home::Nowhere, client)
    }

    pub(super) fn user(role: Role, home: Home, login: String, client: Client) -> Self {
        let name = format!("{} ({home:?})", role.code());
        Self {
            roles: vec![role],
            login: Some(login),
            ..Self::new(name, home, client)
        }
    }

    pub(super) fn program(scope: Scope, home: Home, client: Client) -> Self {
        Self {
            scopes: vec![scope],
            ..Self::new(format!("API client with {}", scope.code()), home, client)
        }
    }

    fn new(name: String, home: Home, client: Client) -> Self {
        let client = RwLock::new(client);
        Self {
            name,
            home,
            login: None,
            roles: Vec::new(),
            scopes: Vec::new(),
            client,
            authentication: Vec::new(),
        }
    }

    /// The role of a user.
    pub(super) fn role(&self) -> Option<Role> {
        self.roles.first().copied()
    }

    /// Somebody without an account of their own, once more.
    pub(super) fn again(&self) -> Self {
        Self {
            name: self.name.clone(),
            home: self.home,
            login: None,
            roles: Vec::new(),
            scopes: self.scopes.clone(),
            client: RwLock::new(self.client()),
            authentication: self.authentication.clone(),
        }
    }

    /// Finds out what it costs to find out who this is. The first request of the day also notes that somebody was here.
    pub(super) async fn measured(self) -> Self {
        exchange::send(&self.client(), "{ __typename }", &Value::Null).await;
        let known = exchange::send(&self.client(), "{ __typename }", &Value::Null).await;
        assert_eq!(known.failure("__typename"), None, "{}", self.name);
        Self {
            authentication: known.statements,
            ..self
        }
    }

    pub(super) fn is_program(&self) -> bool {
        !self.scopes.is_empty()
    }

    pub(super) fn client(&self) -> Client {
        self.client.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Goes on with the token of an answer, if there is one: the one before is worthless then.
    pub(super) fn follow(&self, payload: &Value) {
        if let (Some(token), Some(_)) = (payload["token"].as_str(), &self.login) {
            let mut client = self.client.write().unwrap_or_else(PoisonError::into_inner);
            *client = client.with_token(token);
        }
    }

    /// What the gateway's table of fields and the kernel's table of rights say.
    pub(super) fn expected(&self, field: &str) -> Expected {
        let row = FIELD_PERMISSIONS.iter().find(|(name, _)| *name == field);
        let (_, requirement) = row.unwrap_or_else(|| panic!("{field} has no row in FIELD_PERMISSIONS"));
        let nobody = self.home == Home::Nowhere;
        match *requirement {
            Requirement::Public => Expected::Allowed,
            _ if nobody => Expected::Unauthenticated,
            Requirement::SignedIn if self.is_program() && FOR_USERS_ONLY.contains(&field) => {
                Expected::Forbidden
            }
            Requirement::SignedIn => Expected::Allowed,
            // A key cannot prove anew who holds it.
            _ if self.is_program() && STEP_UP_FIELDS.contains(&(field, StepUp::Always)) => {
                Expected::Forbidden
            }
            Requirement::Needs(resource, action) => {
                let row = TABLE
                    .iter()
                    .find(|row| row.resource == resource && row.action == action);
                let row = row.unwrap_or_else(|| panic!("{field} needs what no row allows"));
                let by_role = self.roles.iter().any(|role| row.roles.contains(role));
                let by_scope = self.scopes.iter().any(|scope| row.scopes.contains(scope));
                if by_role || by_scope {
                    Expected::Allowed
                } else {
                    Expected::Forbidden
                }
            }
        }
    }
}
