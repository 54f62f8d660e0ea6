//! What a project means to do: its team, its services, its groups, and whom it takes.

use serde_json::{Value, json};

use super::ground::{ask, know, load_reference, refusals};
use super::stage::{Centre, create_project, decide, key, nominate, person, set_rules};
use crate::support::{Client, TestApp};

async fn post(coordinator: &Client, project: &str, post: Value) -> Value {
    let input = json!({"idempotencyKey": key(), "projectId": project, "post": post});
    coordinator
        .try_mutate("addTeamPost", "teamPost { id version }", input)
        .await
}

#[tokio::test]
pub(crate) async fn a_team_with_streetworkers_among_its_social_workers_is_seven_posts_and_five_people_at_least()
 {
    let app = TestApp::start().await;
    load_reference(&app).await;
    let centre = Centre::found(&app, "dabrowa-gornicza", "2465011").await;
    let coordinator = centre.coordinator().await;
    let project = create_project(
        &coordinator,
        json!({"title": "INTEGRA", "startsOn": "2018-01-01", "endsOn": "2018-12-31"}),
    )
    .await;
    let four = post(
        &coordinator,
        &project,
        json!({"position": "social_worker", "posts": {"count": 4}}),
    )
    .await["teamPost"]
        .take();
    let street = json!({"position": "streetworker", "posts": {"count": 2}, "amongId": four["id"]});
    post(&coordinator, &project, street).await;
    let animator = json!({"position": "local_animator", "posts": {"count": 1}});
    post(&coordinator, &project, animator).await;
    let wrong = json!({
        "position": "astronaut", "duties": ["evaluation", "cooking"], "posts": {"count": 1}, "validFrom": "2017-12-31",
    });
    assert_eq!(
        refusals(&post(&coordinator, &project, wrong).await),
        [
            "post.position CODE_UNKNOWN",
            "post.duties.1 CODE_UNKNOWN",
            "post.validFrom DATE_OUTSIDE_PROJECT"
        ]
    );
    let fields = "team { posts { atLeast atMost } people { atLeast atMost } lines { position { code } posts { count } } }";
    let team = ask(&coordinator, &project, fields).await["team"].take();
    assert_eq!(
        (&team["posts"], &team["people"]),
        (
            &json!({"atLeast": 7, "atMost": 7}),
            &json!({"atLeast": 5, "atMost": 7})
        )
    );
    assert_eq!(team["lines"].as_array().unwrap().len(), 3);
}

#[tokio::test]
pub(crate) async fn services_groups_and_terms_of_recruitment_are_kept_with_what_does_not_add_up() {
    let app = TestApp::start().await;
    load_reference(&app).await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;
    let facts = json!({
        "title": "Postaw na siebie II", "startsOn": "2017-10-01", "endsOn": "2018-12-31", "placesTotal": {"count": 24},
    });
    let project = create_project(&coordinator, facts).await;
    let rule = json!({
        "code": "social_obligatory", "category": "social", "atLeast": 1, "labelPl": "≥1 społeczne na każdej ścieżce",
        "labelEn": "≥1 social in every path",
    });
    let input = json!({"idempotencyKey": key(), "projectId": project, "expectedVersion": 0, "rules": [rule]});
    let selection =
        "serviceRules { version warnings { code path } rules { category atLeast label(lang: PL) } }";
    let rules = coordinator.mutate("setServiceRules", selection, input).await["serviceRules"].take();
    assert_eq!(
        rules,
        json!({
            "version": 1, "warnings": [{"code": "RULE_WITHOUT_SERVICE", "path": ["rules", "0", "category"]}],
            "rules": [{"category": "social", "atLeast": 1, "label": "≥1 społeczne na każdej ścieżce"}],
        })
    );
    let service = async |service: Value| {
        let input = json!({"idempotencyKey": key(), "projectId": project, "service": service});
        let selection =
            "offeredService { category { code } unit { code } quantity { value } provider { firm { nip } } }";
        coordinator
            .try_mutate("addOfferedService", selection, input)
            .await
    };
    let firm = |nip: &str| {
        json!({
            "kind": "family_consultant", "unit": "hour", "quantity": {"value": "50.5"},
            "provider": {"firm": {"name": "Firma Fikcyjna", "nip": nip}},
        })
    };
    let wrong = refusals(&service(firm("897-181-16-34")).await);
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].ends_with("nip NIP_CHECKSUM"), "{wrong:?}");
    assert_eq!(
        service(firm("897-181-16-33")).await["offeredService"],
        json!({
            "category": {"code": "social"}, "unit": {"code": "hour"}, "quantity": {"value": "50.5"},
            "provider": {"firm": {"nip": "8971811633"}},
        })
    );

    for (name, count, day) in [("Grupa I", 11, "2017-11-01"), ("Grupa II", 12, "2018-03-01")] {
        let group = json!({
            "name": name, "places": {"count": count}, "startsOn": {"day": day, "precision": "MONTH"},
        });
        let input = json!({"idempotencyKey": key(), "projectId": project, "group": group});
        coordinator.mutate("createGroup", "group { id }", input).await;
    }
    let told = ask(
        &coordinator,
        &project,
        "serviceRules { warnings { code } } groups { places { count } difference groups { name places { count } } }",
    )
    .await;
    assert_eq!(
        told["serviceRules"]["warnings"],
        json!([]),
        "there is a social service now"
    );
    assert_eq!(
        (&told["groups"]["places"]["count"], &told["groups"]["difference"]),
        (&json!(23), &json!(1)),
        "one place of 24 is in no group"
    );

    let rules = json!({"criteria": [
        {"code": "adult", "labelPl": "pełnoletni", "labelEn": "adult", "expression": "age >= 18"},
    ]});
    let terms = json!({
        "opensOn": "2017-10-01", "closesOn": "2017-10-31", "minimum": 12,
        "quotas": {"total": {"count": 24}, "women": {"count": 16}, "men": {"count": 9}},
    });
    let recruit = async |terms: Value| {
        let input = json!({
            "idempotencyKey": key(), "projectId": project, "expectedVersion": 0, "rules": rules, "terms": terms,
        });
        let selection =
            "recruitment { version terms { opensOn minimum quotas { women { count } men { count } } } }";
        coordinator.try_mutate("setRecruitment", selection, input).await
    };
    assert_eq!(
        refusals(&recruit(terms.clone()).await),
        ["terms.quotas.total PLACES_EXCEED_TOTAL"],
        "sixteen and nine are not twenty-four"
    );
    let mut terms = terms;
    terms["quotas"]["men"]["count"] = 8.into();
    assert_eq!(
        recruit(terms).await["recruitment"],
        json!({"version": 1, "terms": {
            "opensOn": "2017-10-01", "minimum": 12, "quotas": {"women": {"count": 16}, "men": {"count": 8}},
        }})
    );
}

/// Care-leavers of 18 to 24 who have no work or no school; never those who took part before.
fn care_leavers() -> Value {
    let criterion = |code: &str, expression: &str, group: Value| {
        json!({
            "code": code, "labelPl": code, "labelEn": code, "legalBasis": "regulamin projektu „Własny kąt”",
            "expression": expression, "group": group,
        })
    };
    json!({
        "groups": [{"code": "need", "labelPl": "potrzeba", "labelEn": "need", "atLeast": 1}],
        "criteria": [
            criterion("age", "age >= 18 && age <= 24", Value::Null),
            criterion("care_leaver", "premise.foster_care", Value::Null),
            criterion("first_time", "!took_part_before", Value::Null),
            criterion("no_work", "labour_status in [\"unemployed_registered\", \"inactive\"]", json!("need")),
            criterion("no_school", "!in_education_or_training", json!("need")),
        ],
    })
}

#[tokio::test]
pub(crate) async fn a_project_that_no_seed_knows_decides_by_its_data_alone() {
    let app = TestApp::start().await;
    load_reference(&app).await;
    let centre = Centre::found(&app, "wlasny-kat", "0261011").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let facts = json!({"title": "Własny kąt", "recruitmentFrom": "2017-10-01", "placesTotal": {"count": 10}});
    let project = create_project(&coordinator, facts).await;
    let mut wrong = care_leavers();
    wrong["criteria"][0]["expression"] = "age >= \"18\"".into();
    wrong["criteria"][4]["expression"] = "in_education".into();
    let input = json!({"idempotencyKey": key(), "projectId": project, "expectedVersion": 0, "rules": wrong});
    let refused = coordinator
        .try_mutate("setRecruitment", "recruitment { version }", input)
        .await;
    let places: Vec<_> = refusals(&refused)
        .iter()
        .map(|told| told.split(' ').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        places,
        [
            "rules.criteria.age.expression",
            "rules.criteria.no_school.expression"
        ]
    );
    set_rules(&coordinator, &project, care_leavers()).await;

    let (yes, no) = (json!({"flag": true}), json!({"flag": false}));
    let (works, idle) = (json!({"code": "employed"}), json!({"code": "inactive"}));
    for (born, labour, school, outcome) in [
        ("1999-10-01", &idle, Some(&yes), "eligible"),
        ("1999-10-02", &idle, Some(&yes), "not_eligible"),
        ("1992-10-02", &works, Some(&no), "eligible"),
        ("1992-10-01", &works, Some(&no), "not_eligible"),
        ("1997-05-05", &works, Some(&yes), "not_eligible"),
        ("1997-05-05", &works, None, "undecided"),
    ] {
        let person = person(&worker, ("Kandydat", "Próbny"), born, "MALE").await;
        know(&worker, &person, "premise.foster_care", yes.clone()).await;
        know(&worker, &person, "took_part_before", no.clone()).await;
        know(&worker, &person, "labour_status", labour.clone()).await;
        if let Some(school) = school {
            know(&worker, &person, "in_education_or_training", school.clone()).await;
        }
        let nomination = nominate(&worker, &person, &project).await;
        let verdict = decide(&worker, &nomination, "2017-10-01").await;
        assert_eq!(
            verdict["outcome"]["code"], outcome,
            "born {born}, {labour}, in school: {school:?}"
        );
    }
}
