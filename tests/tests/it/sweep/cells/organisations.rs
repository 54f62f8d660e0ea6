//! Cells of organisations, members and API clients.

use serde_json::json;

use super::super::tenant::{Tenant, key};
use super::cells;
use crate::support::{Client, PASSWORD};
use crate::sweep::canaries;

async fn version(admin: &Client) -> Option<i64> {
    let data = admin.data("{ organisation { version } }", json!({})).await;
    data["organisation"]["version"].as_i64()
}

cells! {
    "Query.organisation" => |given| json!({"id": given.tenant.organisation()});
    "Query.organisations" => |_given| json!({"first": 20});
    "Query.members" => |_given| json!({"first": 20});
    "Query.apiClients" => |_given| json!({"first": 20});
    "Mutation.createOrganisation" => |given| json!({"input": {
        "idempotencyKey": key(), "organisationType": "OPS", "name": given.tenant.text("Ośrodek"),
        "shortName": given.tenant.text("OPS"), "teryt": "0201011",
        "firstMember": {
            "login": given.tenant.login(), "fullName": given.tenant.text(canaries::FIRST_NAME), "password": PASSWORD, "roles": ["ADMINISTRATOR"],
        },
    }});
    "Mutation.updateOrganisation" => |given| json!({"input": {
        "id": given.tenant.organisation(), "expectedVersion": version(&given.tenant.admin).await?,
        "name": given.tenant.text("Ośrodek"),
    }});
    "Mutation.addMember" => |given| json!({"input": {
        "idempotencyKey": key(), "login": given.tenant.login(), "fullName": given.tenant.text(canaries::FIRST_NAME), "password": PASSWORD,
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
    "Mutation.addApiKey" => |given| {
        given.tenant.id("ApiClient")?;
        let (client, _key) = given.tenant.api_client(given.tenant.any_scope()).await?;
        json!({"input": {
            "idempotencyKey": key(), "clientId": client.id, "expectedVersion": client.version,
            "expiresOn": Tenant::in_300_days(),
        }})
    };
    "Mutation.revokeApiKey" => |given| {
        let (client, key_id) = given.tenant.client_with_two_keys().await?;
        json!({"input": {
            "idempotencyKey": key(), "clientId": client.id, "keyId": key_id, "expectedVersion": client.version,
        }})
    };
}
