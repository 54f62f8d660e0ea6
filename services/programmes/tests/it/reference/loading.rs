//! Loading releases.

use wsparcie_kernel::ids::ProgrammeId;
use wsparcie_kernel::{CallError, PageRequest, Role};
use wsparcie_programmes_api::{ProgrammesApi, ReferenceChangeKind};
use wsparcie_testkit::{call, user};

use super::{Desk, SHIPPED, day, dictionary, premises_with_profile};
use crate::support::{level, now, refusal};

const RATE: &str = "[[rate.test_rate]]\nunit = \"grosz\"\namount = 100\nlabel_pl = \"a\"\nlabel_en = \"a\"\nvalid_from = 2020-01-01\nlegal_basis = \"b\"\n";

fn rate(amount: i64) -> String {
    RATE.replace("100", &amount.to_string())
}

#[tokio::test]
async fn a_preview_writes_nothing_and_the_load_does_what_it_said() {
    let desk = Desk::start().await;
    let before = desk.everything().await;
    let preview = desk.preview(SHIPPED).await.unwrap();
    assert_eq!(desk.everything().await, before);
    assert_eq!((preview.release, preview.unchanged), (1, 0));
    assert!(
        preview
            .changes
            .iter()
            .all(|change| change.kind == ReferenceChangeKind::Added)
    );

    let release = desk.load(SHIPPED, preview.release).await.unwrap();
    assert_eq!((release.number, release.label.as_str()), (2, "Wiosna"));
    assert_eq!(release.checksum.as_deref(), Some(preview.checksum.as_str()));
    let again = desk.preview(SHIPPED).await.unwrap();
    assert_eq!((again.release, again.changes.len()), (2, 0));
    assert_eq!(usize::try_from(again.unchanged).unwrap(), preview.changes.len());
    assert_eq!(refusal(desk.load(SHIPPED, 2).await), ["NOTHING_TO_CHANGE"]);
    let audited = desk
        .stage
        .number("select count(*) from platform.audit_event where action = 'reference.loaded'")
        .await;
    assert_eq!(audited, 1);
}

#[tokio::test]
async fn the_rows_of_the_migration_are_release_1() {
    let desk = Desk::start().await;
    let centre = desk.stage.centre("MOPS").await;
    let page = PageRequest {
        with_total: true,
        ..PageRequest::first(10)
    };
    let releases = centre
        .service
        .clone()
        .list_reference_releases(now(), centre.call(), page)
        .await
        .unwrap();
    assert_eq!(releases.total_count, Some(1));
    assert_eq!(
        (
            releases.edges[0].node.number,
            releases.edges[0].node.checksum.as_deref()
        ),
        (1, None)
    );
    assert_eq!(
        dictionary(&centre, "premise", "2018-01-01", Some(1)).await.len(),
        13
    );
    let levels = desk
        .stage
        .number("select count(*) from programmes.programme")
        .await;
    let versions =
        "select count(*) from programmes.programme_version where introduced_by = 1 and ended_by is null";
    assert_eq!(desk.stage.number(versions).await, levels);
}

#[tokio::test]
async fn what_was_known_at_a_release_stays_known_and_a_row_is_never_overwritten() {
    let desk = Desk::start().await;
    let centre = desk.stage.centre("MOPS").await;
    let changed = premises_with_profile(&desk, "2014-05-27", "2018-12-31").await;
    let preview = desk.preview(&changed).await.unwrap();
    assert!(preview.changes.iter().any(|change| change.code == "profile_iii"
        && change.kind == ReferenceChangeKind::Changed
        && change.before.as_ref().unwrap().contains("2019-06-13")
        && change.after.as_ref().unwrap().contains("2018-12-31")));
    desk.load(&changed, 1).await.unwrap();
    let has = async |release| {
        let entries = dictionary(&centre, "premise", "2019-01-01", release).await;
        entries.iter().any(|entry| entry.code == "profile_iii")
    };
    assert!(has(Some(1)).await);
    assert!(!has(Some(2)).await);
    assert!(!has(None).await);
    let rows = "select count(*) from programmes.dictionary_entry where code = 'profile_iii'
                and ((introduced_by, ended_by, valid_to) = (1, 2, '2019-06-13')
                     or (introduced_by = 2 and ended_by is null and valid_to = '2018-12-31'))";
    assert_eq!(desk.stage.number(rows).await, 2);
    // What others read is what is known now.
    let published = "select count(*) from programmes_published.dictionary_entry where dictionary = 'premise' and release = 2";
    assert_eq!(desk.stage.number(published).await, 13);
}

#[tokio::test]
async fn a_wrong_row_anywhere_loads_nothing() {
    let desk = Desk::start().await;
    let before = desk.everything().await;
    for (bad, code) in [
        (rate(1).replace("grosz", "euro"), "REFERENCE_VALUE_UNKNOWN"),
        (rate(1).repeat(2), "REFERENCE_REPEATED"),
        (
            rate(1) + "valid_to = 2021-01-01\n" + &rate(2).replace("2020-01-01", "2020-06-01"),
            "REFERENCE_OVERLAP",
        ),
        (rate(1) + "valid_to = 2019-01-01\n", "PERIOD_REVERSED"),
        ("dictionary.premise = []\n".to_owned(), "REFERENCE_CODE_REMOVED"),
        (
            rate(1).replace("rate.test_rate", "dictionary.premises"),
            "REFERENCE_DICTIONARY_UNKNOWN",
        ),
        ("#".repeat(2 * 1024 * 1024), "REFERENCE_FILE_TOO_LARGE"),
    ] {
        let content = if code == "REFERENCE_FILE_TOO_LARGE" {
            bad
        } else {
            format!("{bad}{}", rate(7).replace("test_rate", "good"))
        };
        let told = refusal(desk.load(&content, 1).await);
        assert!(told.iter().all(|told| told == code), "{told:?} {code}");
        assert_eq!(refusal(desk.preview(&content).await), told);
    }
    assert_eq!(desk.everything().await, before);
}

#[tokio::test]
async fn of_two_loads_at_once_exactly_one_wins() {
    let desk = Desk::start().await;
    let files: Vec<String> = (1..=8).map(rate).collect();
    let loads = files.iter().map(|file| desk.load(file, 1));
    let answers = join_all(loads).await;
    let won: Vec<_> = answers.iter().filter(|answer| answer.is_ok()).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    for lost in answers.into_iter().filter(Result::is_err) {
        assert_eq!(refusal(lost), ["STALE_REFERENCE"]);
    }
    assert_eq!(
        desk.stage
            .number("select max(number) from programmes.reference_release")
            .await,
        2
    );
    assert_eq!(desk.stage.number("select count(*) from programmes.rate").await, 1);
    let audited = "select count(*) from platform.audit_event where action = 'reference.loaded'";
    assert_eq!(desk.stage.number(audited).await, 1);
}

/// Waits for all of them, all under way at once.
async fn join_all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut pending: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(move |context| {
        let mut ready = true;
        for (future, answer) in &mut pending {
            if answer.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *answer = Some(value),
                    std::task::Poll::Pending => ready = false,
                }
            }
        }
        if ready {
            std::task::Poll::Ready(
                pending
                    .iter_mut()
                    .filter_map(|(_, answer)| answer.take())
                    .collect(),
            )
        } else {
            std::task::Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn a_repeated_load_happens_once_also_ten_at_once() {
    let desk = Desk::start().await;
    let file = rate(1);
    let answers = join_all((0..10).map(|_| desk.load_once(&file, 1, Some("k")))).await;
    let ids: Vec<_> = answers.into_iter().map(|answer| answer.unwrap().id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(desk.load_once(&file, 1, Some("k")).await.unwrap().id, ids[0]);
    assert_eq!(
        refusal(desk.load_once(&rate(2), 2, Some("k")).await),
        ["IDEMPOTENCY_KEY_REUSED"]
    );
    assert_eq!(
        desk.stage
            .number("select max(number) from programmes.reference_release")
            .await,
        2
    );
    let audited = "select count(*) from platform.audit_event where action = 'reference.loaded'";
    assert_eq!(desk.stage.number(audited).await, 1);
}

#[tokio::test]
async fn a_load_whose_second_transaction_was_lost_is_done_by_its_repetition() {
    let desk = Desk::start().await;
    let first = desk.load_once(&rate(1), 1, Some("k")).await.unwrap();
    // The crash: the audit row and the key are there, the release is not.
    desk.stage
        .plant("delete from programmes.rate; delete from programmes.reference_release where number = 2")
        .await;
    let again = desk.load_once(&rate(1), 1, Some("k")).await.unwrap();
    assert_eq!((again.id, again.number), (first.id, 2));
    let audited = "select count(*) from platform.audit_event where action = 'reference.loaded'";
    assert_eq!(desk.stage.number(audited).await, 1);
}

#[tokio::test]
async fn a_release_of_tomorrow_or_of_yesterday_is_not_the_one_expected() {
    let desk = Desk::start().await;
    for expected in [i64::MIN, -1, 0, 2, i64::MAX] {
        assert_eq!(
            refusal(desk.load(&rate(1), expected).await),
            ["STALE_REFERENCE"],
            "{expected}"
        );
    }
    desk.load(&rate(1), 1).await.unwrap();
    assert_eq!(refusal(desk.load(&rate(2), 1).await), ["STALE_REFERENCE"]);
}

#[tokio::test]
async fn a_tree_grows_by_a_release_and_its_names_keep_their_versions() {
    let desk = Desk::start().await;
    let centre = desk.stage.centre("MOPS").await;
    let tree = |name: &str, more: &str| {
        format!(
            "[[programme.2021-2027.FERS]]\ncode = \"FERS\"\nlevel = \"programme\"\nname_pl = \"{name}\"\nname_en = \"a\"\nvalid_from = 2021-01-01\nvalid_to = 2029-12-31\nlegal_basis = \"b\"\n{more}"
        )
    };
    let measure = "[[programme.2021-2027.FERS]]\ncode = \"4.1\"\nparent = \"4\"\nlevel = \"measure\"\nname_pl = \"m\"\nname_en = \"m\"\nvalid_from = 2021-01-01\nlegal_basis = \"b\"\n";
    let priority = "[[programme.2021-2027.FERS]]\ncode = \"4\"\nparent = \"FERS\"\nlevel = \"priority\"\nname_pl = \"p\"\nname_en = \"p\"\nvalid_from = 2021-01-01\nlegal_basis = \"b\"\n";
    // The measure stands before its parent in the file.
    desk.load(&tree("Nowa nazwa", &format!("{measure}{priority}")), 1)
        .await
        .unwrap();
    let children = async |parent: ProgrammeId| {
        let page = centre.service.clone().list_programmes(
            now(),
            centre.call(),
            Some(parent),
            PageRequest::first(10),
        );
        page.await
            .unwrap()
            .edges
            .into_iter()
            .map(|edge| edge.node)
            .collect::<Vec<_>>()
    };
    let root = level("202100000000");
    let below = children(root).await;
    assert_eq!(
        below.iter().map(|level| level.code.as_str()).collect::<Vec<_>>(),
        ["4"]
    );
    assert_eq!(children(below[0].id).await[0].code, "4.1");
    let found = centre
        .service
        .clone()
        .programmes_by_id(now(), centre.call(), vec![root])
        .await
        .unwrap();
    assert_eq!(found[0].name_pl, "Nowa nazwa");
    let versions = "select count(*) from programmes.programme_version
                    where programme_id = '018f0000-0000-7000-8000-202100000000'
                        and (introduced_by, coalesce(ended_by, 0)) in ((1, 2), (2, 0))";
    assert_eq!(desk.stage.number(versions).await, 2);
    // The table that projects point to says what its newest version says.
    let differing = "select count(*) from programmes.programme p
                     join programmes.programme_version v on v.programme_id = p.id and v.ended_by is null
                     where (p.name_pl, p.name_en, p.valid_from, p.legal_basis) <> (v.name_pl, v.name_en, v.valid_from, v.legal_basis)
                         or p.valid_to is distinct from v.valid_to";
    assert_eq!(desk.stage.number(differing).await, 0);
    assert_eq!(
        refusal(desk.load(&tree("a", measure), 2).await)[0],
        "REFERENCE_CODE_REMOVED"
    );
}

#[tokio::test]
async fn nobody_but_the_operator_previews_or_loads() {
    let desk = Desk::start().await;
    let centre = desk.stage.centre("MOPS").await;
    let administrator = call(&user(centre.tenant, Role::Administrator));
    let answer = centre
        .service
        .clone()
        .preview_reference(now(), administrator, rate(1))
        .await;
    assert_eq!(answer.unwrap_err(), CallError::Forbidden);
    assert_eq!(desk.stage.number("select count(*) from programmes.rate").await, 0);
    let rates = centre
        .service
        .clone()
        .rates(now(), centre.call(), day("2020-01-01"), None)
        .await
        .unwrap();
    assert!(rates.is_empty());
}
