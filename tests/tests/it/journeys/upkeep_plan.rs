//! A project's plan as it changes: posts that end, services that change or go, groups that close, indicators' targets.

use serde_json::{Value, json};

use super::ground::{ask, load_reference, refusals};
use super::stage::{Centre, create_project, key};
use crate::support::{Client, TestApp};

/// A project of 2018 and the coordinator who plans it.
struct Plan {
    coordinator: Client,
    project: String,
}

impl Plan {
    async fn open(app: &TestApp) -> Self {
        load_reference(app).await;
        let centre = Centre::found(app, "przasnysz", "1422011").await;
        let coordinator = centre.coordinator().await;
        let facts = json!({
            "title": "Nowy start", "number": "RPMA.09.01.00-14-0001/18-00", "startsOn": "2018-01-01", "endsOn": "2018-12-31",
            "placesTotal": {"count": 20},
        });
        let project = create_project(&coordinator, facts).await;
        Self { coordinator, project }
    }

    /// Adds something under this name to the project; it as the platform answers it.
    async fn add(&self, field: &str, of: &str, selection: &str, thing: Value) -> Value {
        let mut input = json!({"idempotencyKey": key(), "projectId": self.project});
        let name = if of == "offeredService" {
            "service"
        } else {
            of.strip_prefix("team").map_or(of, |_| "post")
        };
        input[name] = thing;
        self.coordinator
            .mutate(field, &format!("{of} {{ {selection} }}"), input)
            .await[of]
            .take()
    }

    /// Ends, withdraws or closes it and asks again, as if the answer were lost: it happens once. The payload, refused or not.
    async fn end(&self, field: &str, selection: &str, of: &Value, mut more: Value) -> Value {
        more["idempotencyKey"] = key().into();
        let first = self.change(field, selection, of, more.clone()).await;
        assert_eq!(self.change(field, selection, of, more).await, first);
        first
    }

    /// Changes it; the payload, refused or not.
    async fn change(&self, field: &str, selection: &str, of: &Value, more: Value) -> Value {
        let mut input = json!({"id": of["id"], "expectedVersion": of["version"]});
        input
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        self.coordinator.try_mutate(field, selection, input).await
    }

    async fn ask(&self, fields: &str) -> Value {
        ask(&self.coordinator, &self.project, fields).await
    }
}

#[tokio::test]
pub(crate) async fn a_post_ends_on_a_day_of_the_project_and_is_never_lengthened() {
    let app = TestApp::start().await;
    let plan = Plan::open(&app).await;
    let post = json!({"position": "coordinator", "posts": {"count": 1}, "validFrom": "2018-02-01"});
    let post = plan
        .add("addTeamPost", "teamPost", "id version validTo", post)
        .await;
    assert_eq!(post["validTo"], Value::Null);
    let end = async |of: &Value, day: &str| {
        let selection = "teamPost { id version validFrom validTo }";
        plan.end("endTeamPost", selection, of, json!({"lastDay": day}))
            .await
    };
    for (day, told) in [
        ("2019-01-01", "lastDay DATE_OUTSIDE_PROJECT"),
        ("2018-01-31", "lastDay PERIOD_REVERSED"),
    ] {
        assert_eq!(refusals(&end(&post, day).await), [told], "{day}");
    }
    let ended = end(&post, "2018-09-30").await;
    assert_eq!(refusals(&ended), [""; 0]);
    assert_eq!(
        (&ended["teamPost"]["validFrom"], &ended["teamPost"]["validTo"]),
        (&json!("2018-02-01"), &json!("2018-09-30"))
    );
    let late = end(&post, "2018-08-31").await;
    assert_eq!(refusals(&late), ["expectedVersion STALE_VERSION"]);
    assert_eq!(late["teamPost"], ended["teamPost"], "with the line as it is now");
    let longer = end(&ended["teamPost"], "2018-10-31").await;
    assert_eq!(refusals(&longer), ["lastDay POST_ENDED"]);
    let team = plan.ask("team { lines { validTo } }").await;
    assert_eq!(team["team"]["lines"], json!([{"validTo": "2018-09-30"}]));
}

#[tokio::test]
pub(crate) async fn a_service_is_described_anew_and_once_withdrawn_stays_readable_and_fulfils_no_rule() {
    let app = TestApp::start().await;
    let plan = Plan::open(&app).await;
    let rule = json!({
        "code": "social_obligatory", "category": "social", "atLeast": 1, "labelPl": "≥1 społeczne na każdej ścieżce",
        "labelEn": "≥1 social in every path",
    });
    let facts = json!({"kind": "legal_advice", "unit": "hour", "quantity": {"value": "40"}});
    let service = plan
        .add("addOfferedService", "offeredService", "id version", facts)
        .await;
    let input =
        json!({"idempotencyKey": key(), "projectId": plan.project, "expectedVersion": 0, "rules": [rule]});
    let selection = "serviceRules { warnings { code } }";
    let rules = plan.coordinator.mutate("setServiceRules", selection, input).await;
    assert_eq!(rules["serviceRules"]["warnings"], json!([]));

    let selection = "offeredService { id version description unit { code } quantity { value to exactness { code } } perWhat
        withdrawnAt }";
    let no_unit = json!({"service": {"kind": "legal_advice", "quantity": {"value": "3", "to": "4"}}});
    let refused = plan
        .change("updateOfferedService", selection, &service, no_unit)
        .await;
    assert_eq!(refusals(&refused), ["service.unit UNIT_NEEDED"]);
    let facts = json!({"service": {
        "kind": "legal_advice", "description": "porady prawne", "unit": "hour", "quantity": {"value": "3", "to": "4"},
        "perWhat": "na uczestnika",
    }});
    let changed = plan
        .change("updateOfferedService", selection, &service, facts.clone())
        .await;
    assert_eq!(refusals(&changed), [""; 0]);
    let now = &changed["offeredService"];
    assert_eq!(
        json!([
            now["description"],
            now["unit"]["code"],
            now["quantity"],
            now["perWhat"],
            now["withdrawnAt"]
        ]),
        json!([
            "porady prawne", "hour", {"value": "3", "to": "4", "exactness": {"code": "exact"}}, "na uczestnika", null,
        ])
    );
    let late = plan
        .end("withdrawOfferedService", selection, &service, json!({}))
        .await;
    assert_eq!(refusals(&late), ["expectedVersion STALE_VERSION"]);
    assert_eq!(&late["offeredService"], now);
    let gone = plan
        .end("withdrawOfferedService", selection, now, json!({}))
        .await;
    assert!(gone["offeredService"]["withdrawnAt"].is_string(), "{gone}");
    let again = plan
        .change("updateOfferedService", selection, &gone["offeredService"], facts)
        .await;
    assert_eq!(refusals(&again), ["id SERVICE_WITHDRAWN"]);
    let told = plan
        .ask("offeredServices { description withdrawnAt } serviceRules { warnings { code } }")
        .await;
    assert_eq!(told["offeredServices"][0]["description"], "porady prawne");
    assert_eq!(
        told["serviceRules"]["warnings"],
        json!([{"code": "RULE_WITHOUT_SERVICE"}])
    );
}

#[tokio::test]
pub(crate) async fn a_group_is_planned_anew_until_it_is_closed() {
    let app = TestApp::start().await;
    let plan = Plan::open(&app).await;
    let day = |day: &str| json!({"day": day, "precision": "DAY"});
    let facts = json!({"name": "Grupa I", "places": {"count": 11}, "startsOn": day("2018-04-27"), "endsOn": day("2018-09-30")});
    let group = plan.add("createGroup", "group", "id version", facts).await;
    plan.add(
        "createGroup",
        "group",
        "id version",
        json!({"name": "Grupa II", "places": {"count": 8}}),
    )
    .await;
    let selection = "group { id version name places { count } endsOn { day } criteria { code } closedOn }";
    let taken = plan
        .change(
            "updateGroup",
            selection,
            &group,
            json!({"group": {"name": "Grupa II"}}),
        )
        .await;
    assert_eq!(refusals(&taken), ["group.name GROUP_NAME_TAKEN"]);
    let criterion = json!({
        "code": "adult", "labelPl": "pełnoletnia", "labelEn": "of age", "legalBasis": "regulamin", "expression": "age >= 18",
    });
    let facts = json!({"group": {
        "name": "Grupa zaawansowana", "places": {"count": 12}, "startsOn": day("2018-04-27"), "criteria": [criterion],
    }});
    let changed = plan.change("updateGroup", selection, &group, facts.clone()).await;
    assert_eq!(refusals(&changed), [""; 0]);
    let now = &changed["group"];
    assert_eq!(
        json!([
            now["name"],
            now["places"]["count"],
            now["endsOn"],
            now["criteria"],
            now["closedOn"]
        ]),
        json!(["Grupa zaawansowana", 12, null, [{"code": "adult"}], null]),
        "what is left out is unknown"
    );
    let groups = plan.ask("groups { places { count } difference }").await;
    assert_eq!(
        groups["groups"],
        json!({"places": {"count": 20}, "difference": 0})
    );

    let close = async |of: &Value, day: &str| {
        plan.end("closeGroup", selection, of, json!({"closedOn": day}))
            .await
    };
    assert_eq!(
        refusals(&close(&group, "2018-06-01").await),
        ["expectedVersion STALE_VERSION"]
    );
    assert_eq!(
        refusals(&close(now, "2018-04-26").await),
        ["closedOn PERIOD_REVERSED"]
    );
    assert_eq!(
        refusals(&close(now, "2019-01-01").await),
        ["closedOn DATE_OUTSIDE_PROJECT"]
    );
    let closed = close(now, "2018-06-01").await;
    assert_eq!(closed["group"]["closedOn"], "2018-06-01", "{closed}");
    for refused in [
        close(&closed["group"], "2018-07-01").await,
        plan.change("updateGroup", selection, &closed["group"], facts)
            .await,
    ] {
        assert_eq!(refusals(&refused), ["id GROUP_CLOSED"]);
    }
}

#[tokio::test]
pub(crate) async fn targets_of_an_indicator_are_set_anew_and_a_removed_indicator_is_told_no_more() {
    let app = TestApp::start().await;
    let plan = Plan::open(&app).await;
    let selection = "indicator { id version code targets { total women men } }";
    let input = json!({
        "idempotencyKey": key(), "projectId": plan.project, "code": "CO01", "targets": {"total": 20, "women": 12, "men": 8},
    });
    let chosen = plan.coordinator.mutate("chooseIndicator", selection, input).await["indicator"].take();
    let change = async |field: &str, of: &Value, targets: Option<Value>| {
        let mut input = json!({
            "idempotencyKey": key(), "indicatorId": of["id"], "expectedVersion": of["version"],
        });
        if let Some(targets) = targets {
            input["targets"] = targets;
        }
        plan.coordinator.try_mutate(field, selection, input).await
    };
    let wrong = change(
        "setIndicatorTargets",
        &chosen,
        Some(json!({"total": 20, "women": 12, "men": 9})),
    )
    .await;
    assert_eq!(wrong["userErrors"].as_array().unwrap().len(), 1, "{wrong}");
    let set = change("setIndicatorTargets", &chosen, Some(json!({"total": 24}))).await;
    assert_eq!(
        set["indicator"]["targets"],
        json!({"total": 24, "women": null, "men": null}),
        "what is left out becomes unknown: {set}"
    );
    let late = change("removeIndicator", &chosen, None).await;
    assert_eq!(refusals(&late), ["expectedVersion STALE_VERSION"]);
    let told = plan.ask("indicators { code targets { total } }").await;
    assert_eq!(
        told["indicators"],
        json!([{"code": "CO01", "targets": {"total": 24}}])
    );
    let removed = change("removeIndicator", &set["indicator"], None).await;
    assert_eq!(removed["indicator"]["code"], "CO01", "{removed}");
    assert_eq!(plan.ask("indicators { code }").await["indicators"], json!([]));
}
