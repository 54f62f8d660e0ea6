//! The table of permissions holds at the service itself.

use wsparcie_casework_api::CaseworkApi;
use wsparcie_kernel::{CallError, PageRequest, Role};

use crate::support::{Stage, now};

#[tokio::test]
async fn each_role_may_do_what_the_table_says_and_nothing_else() {
    let stage = Stage::start().await;
    let north = stage.centre("north").await;
    let page = PageRequest::first(10);
    let without_people = [
        Role::Specialist,
        Role::Administrator,
        Role::ChiefAccountant,
        Role::Operator,
        Role::RegionalAnalyst,
    ];
    for role in without_people {
        let people = north.api().list_people(now(), north.call_as(role), page).await;
        assert_eq!(people, Err(CallError::Forbidden), "{role:?}");
        let verdicts = north
            .api()
            .verdicts_by_nomination(now(), north.call_as(role), vec![])
            .await;
        assert_eq!(verdicts, Err(CallError::Forbidden), "{role:?}");
    }
    let sessions = north
        .api()
        .list_sessions(now(), north.call_as(Role::Specialist), None, page)
        .await;
    assert!(sessions.unwrap().edges.is_empty());
    let anonymous = wsparcie_testkit::call(&wsparcie_kernel::Actor::anonymous());
    let nobody = north.api().list_people(now(), anonymous, page).await;
    assert_eq!(nobody, Err(CallError::Unauthenticated));
}
