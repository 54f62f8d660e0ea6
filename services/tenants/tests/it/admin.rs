//! The operator's commands.

use wsparcie_kernel::{PageRequest, Role};
use wsparcie_tenants::admin;
use wsparcie_tenants_api::{OrganisationType, Secret, TenantsApi};
use wsparcie_testkit::call;

use crate::support::{PASSWORD, World, new_member, new_organisation, now, one, refusal};

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

#[tokio::test]
async fn the_platform_is_bootstrapped_once_however_often_it_is_asked() {
    let world = World::start().await;
    let platform = world.operator.tenant().unwrap();
    let again = admin::bootstrap_platform(&world.service, "Inna nazwa", "Operator", secret(PASSWORD));
    assert_eq!(again.await.unwrap(), platform);
    let stranger = admin::bootstrap_platform(&world.service, "Inna", "operator", secret("another password"));
    assert_eq!(
        refusal(stranger.await),
        [("LOGIN_TAKEN".to_owned(), "login".to_owned())]
    );
    assert!(world.sign_in("operator", "another password").await.is_err());
    let viewer = world.sign_in("operator", PASSWORD).await.unwrap();
    assert_eq!(
        viewer.memberships[0].organisation_type,
        OrganisationType::Platform
    );
    assert_eq!(viewer.memberships[0].roles, [Role::Operator]);
    let trail = world.trail(platform).await;
    assert_eq!(
        trail,
        [
            "organisation.created",
            "member.added",
            "session.refused",
            "session.started"
        ]
    );
}

#[tokio::test]
async fn several_bootstraps_at_once_make_one_platform() {
    let world = World::start().await;
    let mut admin = world.db.admin().await;
    for table in ["membership", "account", "organisation"] {
        let wipe = sqlx::AssertSqlSafe(format!("delete from tenants.{table}"));
        sqlx::query(wipe).execute(&mut admin).await.unwrap();
    }
    let go = || admin::bootstrap_platform(&world.service, "Platforma", "operator", secret(PASSWORD));
    let (a, b, c) = tokio::join!(go(), go(), go());
    let platform = a.unwrap();
    assert_eq!((platform, platform), (b.unwrap(), c.unwrap()));
    assert_eq!(world.count("select count(*) from tenants.organisation").await, 1);
    assert_eq!(world.count("select count(*) from tenants.membership").await, 1);
    assert_eq!(
        world.trail(platform).await,
        ["organisation.created", "member.added"]
    );
}

#[tokio::test]
async fn the_command_line_creates_a_centre_with_its_first_user_as_the_system() {
    let world = World::start().await;
    let mut input = new_organisation("jg");
    input.first_member = Some(new_member("admin@jg", &[Role::Administrator]));
    let centre = admin::create_organisation(&world.service, &input).await.unwrap();
    let viewer = world.signed_in("admin@jg").await.unwrap();
    let administrator = wsparcie_testkit::user_of(viewer.user_id, centre.id, &[Role::Administrator]);
    let trail = world
        .ask()
        .list_audit_events(now(), call(&administrator), PageRequest::first(1))
        .await
        .unwrap();
    assert_eq!(trail.edges[0].node.principal_kind, "system");
    assert_eq!(trail.edges[0].node.principal_id, "admin");
}

#[tokio::test]
async fn bad_words_for_the_platform_are_refused() {
    let world = World::start().await;
    let short = admin::bootstrap_platform(&world.service, "Platforma", "operator", secret("krótkie")).await;
    assert_eq!(refusal(short), one("PASSWORD_TOO_SHORT", "password"));
    let nameless = admin::bootstrap_platform(&world.service, " ", "operator", secret(PASSWORD)).await;
    assert_eq!(refusal(nameless), one("REQUIRED", "name"));
}
