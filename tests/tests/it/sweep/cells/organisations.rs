//! Cells of sessions, organisations, members, API clients and the audit trail.

use serde_json::json;

use super::super::tenant::{Tenant, key};
use super::cells;
use crate::support::{Client, PASSWORD};

async fn version(admin: &Client) -> Option<i64> {
    let data = admin.data("{ organisation { version } }", json!({})).await;
    data["organisation"]["version"].as_i64()
}

fn login_of(tenant: &Tenant, login: Option<&String>) -> String {
    login.unwrap_or(&tenant.admin_login).clone()
}

cells! {
    "Query.viewer" => |_given| json!({});
    "Query.organisation" => |given| json!({"id": given.tenant.organisation()});
    "Query.organisations" => |_given| json!({"first": 20});
    "Query.members" => |_given| json!({"first": 20});
    "Query.apiClients" => |_given| json!({"first": 20});
    "Query.auditEvents" => |_given| json!({"last": 20});
    "Mutation.signIn" => |given| json!({"input": {
        "login": login_of(given.tenant, given.actor.login.as_ref()), "password": PASSWORD, "transport": "BEARER",
    }});
    "Mutation.signOut" => |_given| json!({});
    "Mutation.switchOrganisation" => |given| json!({"input": {"organisationId": given.tenant.organisation()}});
    "Mutation.createOrganisation" => |given| json!({"input": {
        "idempotencyKey": key(), "organisationType": "OPS", "name": given.tenant.text("Ośrodek"),
        "shortName": given.tenant.text("OPS"), "teryt": "0201011",
        "firstMember": {
            "login": given.tenant.login(), "fullName": given.tenant.text("Ewa"), "password": PASSWORD, "roles": ["ADMINISTRATOR"],
        },
    }});
    "Mutation.updateOrganisation" => |given| json!({"input": {
        "id": given.tenant.organisation(), "expectedVersion": version(&given.tenant.admin).await?,
        "name": given.tenant.text("Ośrodek"),
    }});
    "Mutation.addMember" => |given| json!({"input": {
        "idempotencyKey": key(), "login": given.tenant.login(), "fullName": given.tenant.text("Jan"), "password": PASSWORD,
        "roles": [given.tenant.any_role()],
    }});
    "Mutation.updateMember" => |given| {
        let member = given.tenant.member().await;
        json!({"input": {"id": member.id, "expectedVersion": member.version, "active": false}})
    };
    "Mutation.createApiClient" => |given| json!({"input": given.tenant.client_input(given.tenant.any_scope())});
    "Mutation.revokeApiClient" => |given| {
        // The platform has no API clients.
        given.tenant.id("ApiClient")?;
        let (client, _key) = given.tenant.api_client(given.tenant.any_scope()).await?;
        json!({"input": {"idempotencyKey": key(), "id": client.id, "expectedVersion": client.version}})
    };
}
