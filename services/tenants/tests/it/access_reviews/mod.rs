//! Reviews of who has access: their course, and what one cannot do in them.

mod course;
mod refusals;

use wsparcie_kernel::ids::AccessReviewId;
use wsparcie_kernel::{Actor, CallResult, PageRequest, Role, Scope};
use wsparcie_tenants_api::{
    AccessDecision, AccessReview, AccessReviewItem, ApiClient, DecideAccess, NewApiClient, TenantsApi,
};
use wsparcie_testkit::{call, user_of};

use crate::support::{Centre, World, now};

pub(super) async fn start(world: &World, actor: &Actor) -> CallResult<AccessReview> {
    world.ask().start_access_review(now(), call(actor)).await
}

pub(super) async fn items(world: &World, actor: &Actor, review: AccessReviewId) -> Vec<AccessReviewItem> {
    let page = world
        .ask()
        .list_access_review_items(now(), call(actor), review, PageRequest::first(100))
        .await
        .unwrap();
    page.edges.into_iter().map(|edge| edge.node).collect()
}

pub(super) async fn decide(
    world: &World,
    actor: &Actor,
    item: &AccessReviewItem,
    decision: AccessDecision,
) -> CallResult<AccessReviewItem> {
    let input = DecideAccess {
        id: item.id,
        decision,
    };
    world.ask().decide_access(now(), call(actor), input).await
}

pub(super) async fn review(world: &World, actor: &Actor, id: AccessReviewId) -> AccessReview {
    world
        .ask()
        .access_reviews_by_id(now(), call(actor), vec![id])
        .await
        .unwrap()
        .pop()
        .unwrap()
}

pub(super) async fn client(world: &World, centre: &Centre) -> ApiClient {
    let input = NewApiClient {
        name: "eksport".to_owned(),
        scopes: vec![Scope::ProjectsRead],
        expires_on: "2026-12-31".parse().unwrap(),
    };
    let made = world
        .ask()
        .create_api_client(now(), call(&centre.admin), input)
        .await;
    made.unwrap().client
}

pub(super) async fn director(world: &World, centre: &Centre) -> Actor {
    let member = world.add(centre, "dyrektor", &[Role::Director]).await;
    user_of(member.user_id, centre.id, &[Role::Director])
}

pub(super) fn of<'a>(items: &'a [AccessReviewItem], name: &str) -> &'a AccessReviewItem {
    items.iter().find(|item| item.name == name).expect(name)
}
