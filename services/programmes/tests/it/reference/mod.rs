//! Reference data on a real database: releases, what was known when, a centre's own entries.

mod loading;
mod own;
mod reading;

use wsparcie_kernel::{Actor, CallResult, Date};
use wsparcie_programmes_api::{
    DictionaryEntry, LoadReference, ProgrammesApi, ReferencePreview, ReferenceRelease,
};
use wsparcie_testkit::{call, operator};

use crate::support::{Centre, Stage, now, once};

pub(super) const SHIPPED: &str = wsparcie_programmes::SHIPPED_REFERENCE;

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn fingerprint(content: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish().to_string()
}

/// A stage with the platform's operator.
pub(super) struct Desk {
    pub(super) stage: Stage,
    pub(super) operator: Actor,
}

impl Desk {
    pub(super) async fn start() -> Self {
        let stage = Stage::start().await;
        let platform = stage.test.centre("platform").await;
        Self {
            stage,
            operator: operator(platform),
        }
    }

    pub(super) async fn preview(&self, content: &str) -> CallResult<ReferencePreview> {
        let service = self.stage.service.clone();
        service
            .preview_reference(now(), call(&self.operator), content.to_owned())
            .await
    }

    pub(super) async fn load(&self, content: &str, expected_release: i64) -> CallResult<ReferenceRelease> {
        self.load_once(content, expected_release, None).await
    }

    pub(super) async fn load_once(
        &self,
        content: &str,
        expected_release: i64,
        key: Option<&str>,
    ) -> CallResult<ReferenceRelease> {
        let input = LoadReference {
            content: content.to_owned(),
            expected_release,
            label: "Wiosna".to_owned(),
        };
        let call = call(&self.operator);
        let call = match key {
            Some(key) => once(call, key, &fingerprint(content)),
            None => call,
        };
        self.stage
            .service
            .clone()
            .load_reference(now(), call, input)
            .await
    }

    /// Every reference row with its releases, as text: equal before and after means that nothing was written.
    pub(super) async fn everything(&self) -> Vec<String> {
        sqlx::query_scalar(
            "select d::text from programmes.dictionary_entry d
             union all select r::text from programmes.rate r
             union all select h::text from programmes.holiday h
             union all select p::text from programmes.programme p
             union all select v::text from programmes.programme_version v
             union all select n::text from programmes.reference_release n
             union all select a.action from platform.audit_event a order by 1",
        )
        .fetch_all(&mut self.stage.test.admin().await)
        .await
        .unwrap()
    }
}

pub(super) async fn dictionary(
    centre: &Centre,
    name: &str,
    on: &str,
    release: Option<i64>,
) -> Vec<DictionaryEntry> {
    let service = centre.service.clone();
    service
        .dictionary(now(), centre.call(), name.to_owned(), day(on), release)
        .await
        .unwrap()
}

/// Code, position, labels, what it counts as, first and last day.
type Row = (String, i32, String, String, Option<String>, Date, Option<Date>);

/// The whole premises dictionary as the migration has it, `profile_iii` with other days.
pub(super) async fn premises_with_profile(desk: &Desk, first: &str, last: &str) -> String {
    let rows: Vec<Row> = sqlx::query_as(
        "select code, position, label_pl, label_en, counts_as, valid_from, valid_to
         from programmes.dictionary_entry where dictionary = 'premise' and ended_by is null",
    )
    .fetch_all(&mut desk.stage.test.admin().await)
    .await
    .unwrap();
    let rows = rows.into_iter().map(|(code, position, pl, en, counts_as, from, to)| {
        let counts_as = counts_as.map(|code| format!("counts_as = \"{code}\"\n")).unwrap_or_default();
        let (from, to) = if code == "profile_iii" {
            (first.to_owned(), last.to_owned())
        } else {
            (from.to_string(), to.unwrap().to_string())
        };
        format!(
            "[[dictionary.premise]]\ncode = \"{code}\"\nposition = {position}\nlabel_pl = \"{pl}\"\nlabel_en = \"{en}\"\n{counts_as}valid_from = {from}\nvalid_to = {to}\nlegal_basis = \"a\"\n"
        )
    });
    rows.collect()
}
