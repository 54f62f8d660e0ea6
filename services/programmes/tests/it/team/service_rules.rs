//! What every path must hold.

use wsparcie_kernel::CallResult;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::{ProgrammesApi, ServiceRule, ServiceRules, SetServiceRules};

use super::offered::{add, service};
use super::stage;
use crate::support::{Centre, now, refusal, titled};

fn social_in_every_path() -> Vec<ServiceRule> {
    vec![ServiceRule {
        code: "social_obligatory".to_owned(),
        category: "social".to_owned(),
        at_least: 1,
        label_pl: "usługi społeczne, obligatoryjne dla każdego uczestnika".to_owned(),
        label_en: "social services, obligatory for every participant".to_owned(),
        legal_basis: Some("opis projektu „Postaw na siebie II”".to_owned()),
    }]
}

pub(super) async fn set(
    centre: &Centre,
    project_id: ProjectId,
    expected_version: i64,
    rules: Vec<ServiceRule>,
) -> CallResult<ServiceRules> {
    let input = SetServiceRules {
        project_id,
        expected_version,
        rules,
    };
    centre
        .service
        .clone()
        .set_service_rules(now(), centre.call(), input)
        .await
}

#[tokio::test]
async fn every_path_in_jelenia_gora_needs_a_social_service_and_casework_can_read_so() {
    let stage = stage().await;
    let centre = stage.centre("MOPS").await;
    let project = centre.created(titled("Postaw na siebie II")).await.id;
    let warned = set(&centre, project, 0, social_in_every_path()).await.unwrap();
    assert_eq!(warned.warnings[0].code, "RULE_WITHOUT_SERVICE");
    assert_eq!(warned.warnings[0].path, ["rules", "0", "category"]);
    let kis = add(&centre, project, service("family_consultant")).await.unwrap();
    assert_eq!(kis.category.code, "social");
    let read = async || {
        let service = centre.service.clone();
        let call = centre.call();
        service
            .service_rules_by_project(now(), call, vec![project])
            .await
            .unwrap()
            .pop()
            .unwrap()
    };
    assert_eq!(read().await.warnings, []);
    let published = "select count(*) from programmes_published.service_rule
                     where code = 'social_obligatory' and category = 'social' and at_least = 1";
    assert_eq!(stage.number(published).await, 1);
    assert_eq!(
        refusal(set(&centre, project, 0, Vec::new()).await),
        ["STALE_VERSION"]
    );
    // The newest version alone is published, also if it asks for nothing.
    assert_eq!(set(&centre, project, 1, Vec::new()).await.unwrap().version, 2);
    assert_eq!(
        stage
            .number("select count(*) from programmes_published.service_rule")
            .await,
        0
    );
    let wrong = ServiceRule {
        category: "magic".to_owned(),
        ..social_in_every_path().remove(0)
    };
    assert_eq!(
        refusal(set(&centre, project, 2, vec![wrong]).await),
        ["CODE_UNKNOWN"]
    );
}
