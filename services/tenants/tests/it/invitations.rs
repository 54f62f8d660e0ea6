//! Inviting: who may, whom, and what the organisation sees of it.

use chrono::TimeDelta;
use wsparcie_kernel::ids::InvitationId;
use wsparcie_kernel::{CallError, PageRequest, Role};
use wsparcie_tenants_api::{Invitation, InvitationState, NewInvitation, RevokeInvitation, TenantsApi};
use wsparcie_testkit::call;

use crate::support::{Centre, Statements, World, now, once, one, random, refusal};

pub(crate) fn to(email: &str, roles: &[Role]) -> NewInvitation {
    NewInvitation {
        email: email.to_owned(),
        full_name: "Anna Nowak".to_owned(),
        roles: roles.to_vec(),
    }
}

pub(crate) async fn invite(world: &World, centre: &Centre, email: &str) -> Invitation {
    world
        .ask()
        .invite_member(now(), call(&centre.admin), to(email, &[Role::Coordinator]))
        .await
        .expect("the invitation is sent")
}

pub(crate) async fn revoke(
    world: &World,
    centre: &Centre,
    invitation: &Invitation,
) -> Result<Invitation, CallError> {
    let input = RevokeInvitation {
        id: invitation.id,
        expected_version: invitation.version,
    };
    world
        .ask()
        .revoke_invitation(now(), call(&centre.admin), input)
        .await
}

#[tokio::test]
async fn an_invitation_waits_seven_days_and_its_letter_is_polish_first() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let invitation = invite(&world, &centre, " Anna.Nowak@MOPS.example ").await;
    assert_eq!(invitation.email, "anna.nowak@mops.example");
    assert_eq!(invitation.state, InvitationState::Open);
    assert_eq!(invitation.expires_at - invitation.created_at, TimeDelta::days(7));
    let letter = world.letter().await;
    assert!(letter.text.contains("To: anna.nowak@mops.example"));
    let place = |text: &str| letter.text.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(place("Dzień dobry") < place("Hello"));
    place("Miejski Ośrodek Pomocy Społecznej jg zaprasza");
    assert_eq!(letter.token("invitation").len(), 64);
    assert!(
        !letter.text.contains("Anna Nowak"),
        "whoever it reaches by mistake learns no name"
    );

    let page = world
        .ask()
        .list_invitations(
            now(),
            call(&centre.admin),
            PageRequest {
                with_total: true,
                ..PageRequest::first(10)
            },
        )
        .await
        .unwrap();
    assert_eq!((page.edges.len(), page.total_count), (1, Some(1)));
    assert_eq!(page.edges[0].node, invitation);
    world.wait(TimeDelta::days(7));
    let found = world
        .ask()
        .invitations_by_id(now(), call(&centre.admin), vec![invitation.id])
        .await
        .unwrap();
    assert_eq!(found[0].state, InvitationState::Expired);
    let trail = world.trail(centre.id).await;
    let count = |action: &str| trail.iter().filter(|act| *act == action).count();
    assert_eq!((count("invitation.sent"), count("invitation.read")), (1, 2));
}

#[tokio::test]
async fn a_repeated_request_sends_one_letter() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let call = once(&centre.admin, "key-1", "digest");
        let input = to("anna@mops.example", &[Role::Coordinator]);
        ids.push(world.ask().invite_member(now(), call, input).await.unwrap().id);
    }
    assert_eq!(ids[0], ids[1]);
    assert_eq!(world.letters().await.len(), 1);
}

#[tokio::test]
async fn what_is_no_address_name_or_role_is_refused_at_once() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let input = NewInvitation {
        email: "anna@mops".to_owned(),
        full_name: " ".to_owned(),
        roles: vec![Role::Operator],
    };
    let answer = world.ask().invite_member(now(), call(&centre.admin), input).await;
    assert_eq!(
        refusal(answer),
        [
            ("EMAIL_INVALID".to_owned(), "email".to_owned()),
            ("REQUIRED".to_owned(), "fullName".to_owned()),
            ("ROLE_NOT_IN_ORGANISATION".to_owned(), "roles".to_owned()),
        ]
    );
    for (email, code) in [
        ("аnna@mops.example", "LOGIN_CHARACTER"),
        ("anna@mops.example\r\nBcc: x@y.pl", "LOGIN_CHARACTER"),
        ("", "LOGIN_LENGTH"),
    ] {
        let input = to(email, &[Role::Coordinator]);
        let answer = world.ask().invite_member(now(), call(&centre.admin), input).await;
        assert_eq!(refusal(answer), one(code, "email"), "{email:?}");
    }
    assert_eq!(world.count("select count(*) from tenants.mail").await, 0);
}

#[tokio::test]
async fn a_member_or_somebody_with_an_open_invitation_is_not_invited_again() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world.add(&centre, "ola@mops.example", &[Role::Coordinator]).await;
    let answer = world
        .ask()
        .invite_member(
            now(),
            call(&centre.admin),
            to("ola@mops.example", &[Role::Coordinator]),
        )
        .await;
    assert_eq!(refusal(answer), one("MEMBER_EXISTS", "email"));
    let first = invite(&world, &centre, "anna@mops.example").await;
    let again = || {
        world.ask().invite_member(
            now(),
            call(&centre.admin),
            to("anna@mops.example", &[Role::Coordinator]),
        )
    };
    assert_eq!(refusal(again().await), one("INVITATION_OPEN", "email"));
    // Another organisation may, and learns nothing.
    invite(&world, &world.centre("wr").await, "anna@mops.example").await;
    revoke(&world, &centre, &first).await.unwrap();
    assert!(again().await.is_ok());
}

#[tokio::test]
async fn an_invitation_is_withdrawn_once_and_only_by_its_own_organisation() {
    let world = World::start().await;
    let (centre, other) = (world.centre("jg").await, world.centre("wr").await);
    let invitation = invite(&world, &centre, "anna@mops.example").await;
    let unknown = Invitation {
        id: InvitationId::from_uuid(random()),
        ..invitation.clone()
    };
    let statements = Statements::watch();
    let mut seen = Vec::new();
    for foreign in [&invitation, &unknown] {
        statements.take();
        let answer = revoke(&world, &other, foreign).await.unwrap_err();
        seen.push((answer, statements.take()));
    }
    drop(statements);
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].0, CallError::NotFound);
    let stale = Invitation {
        version: 7,
        ..invitation.clone()
    };
    assert_eq!(
        refusal(revoke(&world, &centre, &stale).await),
        one("STALE_VERSION", "expectedVersion")
    );
    let revoked = revoke(&world, &centre, &invitation).await.unwrap();
    assert_eq!((revoked.state, revoked.version), (InvitationState::Revoked, 2));
    assert_eq!(
        refusal(revoke(&world, &centre, &revoked).await),
        one("INVITATION_NOT_OPEN", "")
    );
    let page = world
        .ask()
        .list_invitations(now(), call(&other.admin), PageRequest::first(10))
        .await
        .unwrap();
    assert!(page.edges.is_empty());
}

#[tokio::test]
async fn only_those_who_manage_users_invite_and_see_invitations() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let worker = centre.somebody(Role::SocialWorker);
    let input = to("anna@mops.example", &[Role::Administrator]);
    assert_eq!(
        world
            .ask()
            .invite_member(now(), call(&worker), input)
            .await
            .unwrap_err(),
        CallError::Forbidden
    );
    let page = PageRequest::first(10);
    assert_eq!(
        world
            .ask()
            .list_invitations(now(), call(&worker), page)
            .await
            .unwrap_err(),
        CallError::Forbidden
    );
}

#[tokio::test]
async fn a_repeated_withdrawal_answers_as_the_first_did() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let invitation = invite(&world, &centre, "anna@mops.example").await;
    let withdraw = || {
        let input = RevokeInvitation {
            id: invitation.id,
            expected_version: invitation.version,
        };
        let call = once(&centre.admin, "withdrawal", "the same input");
        world.ask().revoke_invitation(now(), call, input)
    };
    let first = withdraw().await.unwrap();
    assert_eq!(first.state, InvitationState::Revoked);
    assert_eq!(withdraw().await.unwrap(), first, "nothing happened twice");
}
