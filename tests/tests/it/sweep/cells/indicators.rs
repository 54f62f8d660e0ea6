//! Cells of what becomes of participations, of indicators and of effectiveness.

use serde_json::json;

use super::super::tenant::key;
use super::cells;
use crate::sweep::canaries;

cells! {
    "Mutation.endParticipation" => |given| json!({"input": {
        "idempotencyKey": key(), "enrolmentId": given.tenant.enrolment().await?.id, "endedOn": "2025-06-30",
        "ending": "EARLY", "reason": given.tenant.text(canaries::DIAGNOSIS),
    }});
    "Mutation.takeBackParticipationEnd" => |given| {
        let (enrolment, end) = given.tenant.ended_enrolment().await?;
        json!({"input": {
            "idempotencyKey": key(), "enrolmentId": enrolment.id, "endId": end,
            "reason": given.tenant.text(canaries::DIAGNOSIS),
        }})
    };
    "Mutation.recordSupport" => |given| json!({"input": given.tenant.support_input(&given.tenant.enrolment().await?.id)});
    "Mutation.takeBackSupport" => |given| json!({"input": {
        "idempotencyKey": key(), "supportId": given.tenant.support().await?.id,
        "reason": given.tenant.text(canaries::DIAGNOSIS),
    }});
    "Mutation.recordOutcome" => |given| json!({"input": given.tenant.outcome_input(&given.tenant.enrolment().await?.id)});
    "Mutation.takeBackOutcome" => |given| json!({"input": {
        "idempotencyKey": key(), "outcomeId": given.tenant.outcome().await?.id,
        "reason": given.tenant.text(canaries::DIAGNOSIS),
    }});
    "Query.indicatorDictionary" => |_given| json!({"period": "P2014", "on": "2018-01-01"});
    "Query.indicatorVocabulary" => |_given| json!({});
    "Query.indicatorParticipants" => |given| json!({
        "first": 20, "projectId": given.tenant.id("Project")?, "code": "WLASNY_0", "undecided": true,
        "asOf": "2025-06-30",
    });
    "Mutation.chooseIndicator" => |given| {
        let project = given.tenant.project_of_2014().await?;
        json!({"input": {
            "idempotencyKey": key(), "projectId": project.id, "code": "CO01", "targets": {"total": 10},
        }})
    };
    "Mutation.addOwnIndicator" => |given| json!({"input": given.tenant.own_indicator_input(&given.tenant.project().await?.id)});
    "Mutation.setIndicatorTargets" => |given| {
        let indicator = given.tenant.own_indicator().await?;
        json!({"input": {
            "idempotencyKey": key(), "indicatorId": indicator.id, "expectedVersion": indicator.version,
            "targets": {"total": 12, "women": 6, "men": 6},
        }})
    };
    "Mutation.removeIndicator" => |given| {
        let indicator = given.tenant.own_indicator().await?;
        json!({"input": {
            "idempotencyKey": key(), "indicatorId": indicator.id, "expectedVersion": indicator.version,
        }})
    };
    "Mutation.recordIndicatorValue" => |given| json!({"input": {
        "idempotencyKey": key(), "indicatorId": given.tenant.own_indicator().await?.id, "asOf": "2025-06-30", "total": 3,
        "source": given.tenant.text(canaries::TITLE),
    }});
    "Mutation.setEffectivenessThresholds" => |given| json!({"input": {
        "idempotencyKey": key(), "projectId": given.tenant.project().await?.id, "expectedVersion": 0, "social": 3400,
        "source": given.tenant.text(canaries::TITLE),
    }});
}
