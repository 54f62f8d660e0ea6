//! Cells of signing in: sessions, proofs, passwords, second factors, invitations.

use serde_json::json;

use super::super::tenant::{Tenant, equip, first_code, key};
use super::{For, cells};
use crate::support::PASSWORD;
use crate::sweep::actor::Actor;

fn login_of(tenant: &Tenant, actor: &Actor) -> String {
    actor.login.as_ref().unwrap_or(&tenant.admin_login).clone()
}

/// The token of a fresh invitation, and whereto it went.
async fn invited(given: For<'_>) -> (String, String) {
    let address = given.tenant.address();
    given.tenant.invitation(&address).await;
    (given.world.token_sent(&address, "invitation").await, address)
}

cells! {
    "Query.viewer" => |_given| json!({});
    "Query.invitations" => |_given| json!({"first": 20});
    "Query.invitationPreview" => |given| json!({"token": invited(given).await.0});
    "Mutation.signIn" => |given| json!({"input": {
        "login": login_of(given.tenant, given.actor), "password": PASSWORD, "transport": "BEARER",
    }});
    "Mutation.completeSignIn" => |given| {
        let (client, login) = given.tenant.somebody(given.tenant.any_role()).await;
        let code = equip(&client).await.recovery_code;
        let input = json!({"login": login, "password": PASSWORD, "transport": "BEARER"});
        let begun = given.tenant.stranger().mutate("signIn", "secondFactor { challenge }", input).await;
        json!({"input": {"challenge": begun["secondFactor"]["challenge"], "code": code, "transport": "BEARER"}})
    };
    "Mutation.signOut" => |_given| json!({});
    "Mutation.switchOrganisation" => |given| json!({"input": {"organisationId": given.tenant.organisation()}});
    "Mutation.proveAgain" => |_given| json!({"input": {"password": PASSWORD}});
    "Mutation.revokeSession" => |given| {
        let other = given.tenant.sign_in(&login_of(given.tenant, given.actor)).await;
        let data = other.data("{ viewer { sessions { id current } } }", json!({})).await;
        let sessions = data["viewer"]["sessions"].as_array()?;
        let current = sessions.iter().find(|session| session["current"] == true)?;
        json!({"input": {"sessionId": current["id"]}})
    };
    "Mutation.revokeAllSessions" => |_given| json!({"input": {"exceptCurrent": false}});
    "Mutation.endMemberSessions" => |given| json!({"input": {"memberId": given.tenant.member().await.id}});
    "Mutation.beginSecondFactor" => |_given| json!({"input": {}});
    "Mutation.confirmSecondFactor" => |given| {
        let code = match given.actor.login {
            Some(_) => first_code(&given.actor.client()).await,
            None => "000000".to_owned(),
        };
        json!({"input": {"code": code}})
    };
    "Mutation.renewRecoveryCodes" => |given| {
        if given.actor.login.is_some() {
            let equipped = equip(&given.actor.client()).await;
            given.actor.follow(&equipped.payload);
        }
        json!({"input": {}})
    };
    "Mutation.resetSecondFactor" => |given| {
        let (client, login) = given.tenant.somebody(given.tenant.any_role()).await;
        equip(&client).await;
        json!({"input": {"login": login}})
    };
    "Mutation.changePassword" => |_given| json!({"input": {"current": PASSWORD, "new": format!("{PASSWORD} druga")}});
    "Mutation.requestPasswordReset" => |given| json!({"input": {"login": login_of(given.tenant, given.actor)}});
    "Mutation.resetPassword" => |given| {
        let (token, address) = invited(given).await;
        let stranger = given.tenant.stranger();
        stranger.mutate("acceptInvitation", "accepted", json!({"token": token, "password": PASSWORD})).await;
        stranger.mutate("requestPasswordReset", "requested", json!({"login": address})).await;
        let token = given.world.token_sent(&address, "password").await;
        json!({"input": {"token": token, "password": format!("{PASSWORD} trzecia")}})
    };
    "Mutation.inviteMember" => |given| json!({"input": given.tenant.invitation_input(&given.tenant.address())});
    "Mutation.revokeInvitation" => |given| {
        let invitation = given.tenant.invitation(&given.tenant.address()).await;
        json!({"input": {"idempotencyKey": key(), "id": invitation.id, "expectedVersion": invitation.version}})
    };
    "Mutation.acceptInvitation" => |given| json!({"input": {"token": invited(given).await.0, "password": PASSWORD}});
}
