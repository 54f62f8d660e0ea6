//! What leaves the processes over OTLP: one trace a request, and metrics under labels of closed sets, in both run modes.

mod metrics;
mod silence;
mod tree;

use std::time::Duration;

use serde_json::{Value, json};
use wsparcie_testkit::{Collector, SentSpan};

use self::metrics::{metrics_are_there, pools, set};
use self::tree::{attribute, chain, hang_together, passes};
use crate::processes::{Processes, fresh};

const FIVE: [&str; 5] = ["gateway", "tenants", "programmes", "casework", "documents"];
/// The span that the client says it is in.
const CLIENT: &str = "00000000000000a1";

const FILE: &[u8] = b"%PDF-1.7\n% Regulamin projektu\n";
const SHA256: &str = "ad5c3c09b432deee2bb73ec498282e23b84511ba8295283a05792bdcbcf413c9";

const READ: &str = "{ somebody: people(first: 1) { totalCount edges { node { id } } } }";
const FINALISE: &str = "mutation($input: FinaliseUploadInput!) {
    finaliseUpload(input: $input) { document { state { code } } userErrors { code } } }";

/// A request that stores nothing yet: the announced file lies in the storage, and the input says so.
async fn uploaded(processes: &Processes, token: &str) -> Value {
    let input = json!({"idempotencyKey": fresh(), "project": {"title": "Postaw na siebie II"}});
    let project = processes
        .mutate(Some(token), "createProject", "project { id }", input)
        .await;
    let input = json!({
        "idempotencyKey": fresh(), "projectId": project["project"]["id"], "kind": "RULES", "title": "Regulamin",
        "fileName": "regulamin.pdf", "mediaType": "application/pdf", "sizeBytes": FILE.len(), "sha256": SHA256,
    });
    let selection = "document { id version } upload { url headers { name value } }";
    let announced = processes
        .mutate(Some(token), "requestUpload", selection, input)
        .await;
    let mut request = reqwest::Client::new().put(announced["upload"]["url"].as_str().unwrap());
    for header in announced["upload"]["headers"].as_array().unwrap() {
        request = request.header(
            header["name"].as_str().unwrap(),
            header["value"].as_str().unwrap(),
        );
    }
    let stored = request.body(FILE).send().await.unwrap();
    assert!(stored.status().is_success(), "{}", stored.status());
    let document = &announced["document"];
    json!({"input": {"idempotencyKey": fresh(), "documentId": document["id"], "expectedVersion": document["version"]}})
}

/// What both requests left behind.
struct Traces {
    collector: Collector,
    /// The trace that the client named: a document is finalised.
    named: Vec<SentSpan>,
    /// The trace of a request that named none: people are read.
    own: Vec<SentSpan>,
}

/// Makes both requests and stops the processes, which sends what they hold.
async fn traces(collector: Collector, mut processes: Processes, targets: &[&'static str]) -> Traces {
    let token = processes.coordinator().await;
    let input = uploaded(&processes, &token).await;
    let named = fresh();
    let (_, answer) = processes
        .ask_in(Some(&named), Some(&token), FINALISE, input)
        .await;
    assert_eq!(
        answer["data"]["finaliseUpload"],
        json!({"document": {"state": {"code": "available"}}, "userErrors": []}),
        "{answer}"
    );
    let (request, answer) = processes.ask_in(None, Some(&token), READ, json!({})).await;
    assert_eq!(answer["data"]["somebody"]["totalCount"], 0, "{answer}");
    // Refused as a whole, for the metrics.
    let answer = processes
        .ask(None, "{ __schema { types { name } } }", json!({}))
        .await;
    assert!(answer["data"].is_null(), "{answer}");
    // While they run, for the gauges.
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    for target in targets {
        assert_eq!(processes.stop(target), Some(0), "{target}");
    }
    let named = collector.trace(&named, has_root);
    let own = collector.spans().into_iter();
    let own = own
        .filter(|span| span.name == "http.request" && span.attributes.get("request.id") == Some(&request))
        .map(|span| span.trace)
        .collect::<Vec<_>>();
    assert_eq!(own.len(), 1, "a request without a trace begins one");
    let own = collector.trace(&own[0], has_root);
    Traces {
        collector,
        named,
        own,
    }
}

/// The outermost span is exported last.
fn has_root(spans: &[SentSpan]) -> bool {
    spans.iter().any(|span| span.name == "http.request")
}

/// A request's chains down to the storage and to the database.
fn chains_are_whole(traces: &Traces, process_of: impl Fn(&'static str) -> &'static str, is_split: bool) {
    hang_together(&traces.named, CLIENT);
    hang_together(&traces.own, "");
    for (spans, leaf, service, method, field, kind) in [
        (
            &traces.named,
            "s3.hash_object",
            "documents",
            "finalise_upload",
            "finaliseUpload",
            "mutation",
        ),
        (
            &traces.named,
            "db.document.make_available",
            "documents",
            "finalise_upload",
            "finaliseUpload",
            "mutation",
        ),
        (
            &traces.own,
            "db.person.list",
            "casework",
            "list_people",
            "people",
            "query",
        ),
    ] {
        let chain = chain(spans, leaf);
        let (gateway, far) = (process_of("gateway"), process_of(service));
        let mut wanted = vec![
            (gateway, "http.request"),
            (gateway, "graphql.field"),
            (gateway, "rpc.call"),
        ];
        if is_split {
            wanted.push((far, "rpc.serve"));
        }
        wanted.push((far, leaf));
        passes(&chain, &wanted);
        assert_eq!(attribute(&chain, "graphql.field", "graphql.root_field"), field);
        assert_eq!(attribute(&chain, "graphql.field", "graphql.operation_kind"), kind);
        assert_eq!(attribute(&chain, "rpc.call", "rpc.service"), service);
        assert_eq!(attribute(&chain, "rpc.call", "rpc.method"), method);
        let processes: Vec<_> = chain.iter().map(|span| span.process.as_str()).collect();
        let changes = processes.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert_eq!(changes, usize::from(is_split), "{processes:?}");
    }
    // An alias is the client's own word.
    assert!(
        !traces
            .collector
            .raw()
            .windows(8)
            .any(|window| window == b"somebody")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_one_process_a_trace_goes_from_the_request_to_the_statement_and_the_storage() {
    let collector = Collector::start();
    let processes = Processes::start_whole(Some(&collector.endpoint())).await;
    let traces = traces(collector, processes, &["all"]).await;
    chains_are_whole(&traces, |_| "wsparcie", false);
    metrics_are_there(&traces.collector);
    assert_eq!(
        pools(&traces.collector, "wsparcie"),
        set([
            "app_identity",
            "app_reference",
            "app_region",
            "app_rw",
            "app_worker"
        ])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn through_five_processes_a_trace_goes_from_the_request_to_the_statement_and_the_storage() {
    let collector = Collector::start();
    let processes = Processes::start(Some(&collector.endpoint())).await;
    let traces = traces(collector, processes, &FIVE).await;
    let name = |part: &str| match part {
        "gateway" => "wsparcie-gateway",
        "casework" => "wsparcie-casework",
        _ => "wsparcie-documents",
    };
    chains_are_whole(&traces, name, true);
    let collector = &traces.collector;
    metrics_are_there(collector);
    // Each service counts what it serves, and has pools of its own roles alone.
    let served = "wsparcie.served.duration";
    assert_eq!(
        collector.labels(served, "rpc.service"),
        set(["casework", "documents", "programmes", "tenants"])
    );
    let methods = collector.labels(served, "rpc.method");
    for method in ["finalise_upload", "list_people", "create_project", "sign_in"] {
        assert!(methods.contains(method), "{method}: {methods:?}");
    }
    assert!(collector.labels(served, "outcome").contains("OK"));
    assert_eq!(
        pools(collector, "wsparcie-tenants"),
        set(["app_identity", "app_tenants", "app_worker"])
    );
    assert_eq!(
        pools(collector, "wsparcie-programmes"),
        set(["app_programmes", "app_reference", "app_region", "app_worker"])
    );
    assert_eq!(
        pools(collector, "wsparcie-casework"),
        set(["app_casework", "app_worker"])
    );
    assert_eq!(
        pools(collector, "wsparcie-documents"),
        set(["app_documents", "app_worker"])
    );
    assert_eq!(pools(collector, "wsparcie-gateway"), set([]));
}
