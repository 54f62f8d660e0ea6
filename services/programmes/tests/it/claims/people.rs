//! What a claim's indicators tell of people, and whom.

use wsparcie_casework_api::Known;
use wsparcie_kernel::Call;
use wsparcie_programmes_api::{Claim, ClaimContents, ProgrammesApi};

use super::{Office, draft};
use crate::indicators::known;
use crate::support::{nothing, now};

/// The people with disabilities of the dictionary, and one, who came in March of 2018.
async fn with_one_disabled_woman(office: &Office) {
    let (tenant, project) = (office.centre.tenant, office.project);
    let [indicator, person] = [(); 2].map(|()| nothing());
    let mut profile = known();
    profile.has_disability = Known::Known(true);
    let profile = serde_json::to_string(&profile).unwrap();
    office
        .stage
        .plant(&format!(
            "insert into programmes.project_indicator (tenant_id, id, project_id, code, origin, period, version, created_at)
             select distinct '{tenant}'::uuid, '{indicator}'::uuid, '{project}'::uuid, code, 'dictionary', period, 1, now()
             from programmes.indicator where code = 'CO16';
             insert into programmes.participation (tenant_id, enrolment_id, project_id, version, sex, on_place, starts_on, vocational,
                 profile, results, recorded_at)
             values ('{tenant}', '{person}', '{project}', 1, 'K', true, '2018-03-01', false, '{profile}', '{{}}', now());"
        ))
        .await;
}

/// The total of each claim, whether it is withheld, and whether nothing else of it is told.
fn totals(contents: Vec<ClaimContents>) -> Vec<(Option<i64>, bool)> {
    let told = contents.into_iter().flat_map(|said| said.indicators.unwrap());
    let totals = told.map(|one| {
        assert_eq!(one.code, "CO16");
        let others = [one.women, one.men, one.undecided];
        assert_eq!(others.iter().all(Option::is_none), one.too_few);
        (one.total, one.too_few)
    });
    totals.collect()
}

#[tokio::test]
async fn two_claims_of_an_accountant_do_not_tell_who_came_in_between_and_stay_whole() {
    let office = Office::open().await;
    with_one_disabled_woman(&office).await;
    let before = office
        .submitted(draft("2018-01-01", "2018-02-28"), "2018-04-10")
        .await;
    let after = office
        .submitted(draft("2018-03-01", "2018-03-31"), "2018-04-16")
        .await;
    let told = async |call: Call, claim: &Claim| {
        let service = || office.centre.service.clone();
        let ids = || vec![claim.id];
        let live = service().claim_contents(now(), call.clone(), ids()).await;
        let kept = service().claim_snapshots(now(), call, ids()).await;
        let kept = kept.unwrap().into_iter().map(|kept| kept.contents).collect();
        [live.unwrap(), kept].map(totals).concat()
    };
    for claim in [&before, &after] {
        assert_eq!(told(office.call(), claim).await, [(None, true); 2]);
    }
    let coordinator = || office.centre.call();
    assert_eq!(told(coordinator(), &before).await, [(Some(0), false); 2]);
    assert_eq!(told(coordinator(), &after).await, [(Some(1), false); 2]);
}
