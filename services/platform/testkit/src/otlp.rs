//! A collector of OTLP over HTTP on loopback: what really leaves the processes under test, byte by byte and span by span.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value};
use opentelemetry_proto::tonic::metrics::v1::metric;
use prost::Message;
use wsparcie_kernel::hex;

/// The bodies received, by path: `/v1/traces`, `/v1/metrics`, `/v1/logs`.
type Bodies = Arc<Mutex<BTreeMap<String, Vec<Vec<u8>>>>>;

/// A collector that keeps what it is sent, for as long as the test's process lives.
#[derive(Clone)]
pub struct Collector {
    address: SocketAddr,
    bodies: Bodies,
}

/// A span as it was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentSpan {
    /// The process: `service.name` of its resource.
    pub process: String,
    /// The span's name.
    pub name: String,
    /// 32 hexadecimal digits.
    pub trace: String,
    /// 16 hexadecimal digits.
    pub id: String,
    /// The span it belongs to, or an empty text.
    pub parent: String,
    /// Its attributes as text.
    pub attributes: BTreeMap<String, String>,
}

/// A point of a metric as it was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentPoint {
    /// The process: `service.name` of its resource.
    pub process: String,
    /// The metric's name.
    pub metric: String,
    /// Its labels as text.
    pub labels: BTreeMap<String, String>,
}

impl Collector {
    /// Starts to listen.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let bodies = Bodies::default();
        let kept = Arc::clone(&bodies);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                // A connection that breaks is the exporter's business.
                std::thread::spawn(move || serve(stream, &kept));
            }
        });
        Self { address, bodies }
    }

    /// What `OTEL_EXPORTER_OTLP_ENDPOINT` is set to.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything received, as it came.
    pub fn raw(&self) -> Vec<u8> {
        self.kept().values().flatten().flatten().copied().collect()
    }

    /// All spans received.
    pub fn spans(&self) -> Vec<SentSpan> {
        let kept = self.kept();
        let bodies = kept.get("/v1/traces").into_iter().flatten();
        bodies.flat_map(|body| spans(body)).collect()
    }

    /// The spans of one trace, once `complete` says that they are all there.
    ///
    /// # Panics
    /// After 15 seconds without.
    pub fn trace(&self, trace: &str, complete: impl Fn(&[SentSpan]) -> bool) -> Vec<SentSpan> {
        let begun = Instant::now();
        loop {
            let found: Vec<_> = self
                .spans()
                .into_iter()
                .filter(|span| span.trace == trace)
                .collect();
            if complete(&found) {
                return found;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(15),
                "incomplete trace: {found:#?}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The names of all metrics received.
    pub fn metric_names(&self) -> Vec<String> {
        let kept = self.kept();
        let mut names: Vec<String> = kept
            .get("/v1/metrics")
            .into_iter()
            .flatten()
            .flat_map(|body| {
                let request = ExportMetricsServiceRequest::decode(&body[..]).expect("metrics can be read");
                let scopes = request
                    .resource_metrics
                    .into_iter()
                    .flat_map(|one| one.scope_metrics);
                scopes
                    .flat_map(|scope| scope.metrics)
                    .map(|metric| metric.name)
                    .collect::<Vec<_>>()
            })
            .collect();
        names.sort();
        names.dedup();
        names
    }

    /// The values that a label has in a metric.
    pub fn labels(&self, metric: &str, label: &str) -> BTreeSet<String> {
        let points = self.points().into_iter().filter(|point| point.metric == metric);
        points
            .filter_map(|mut point| point.labels.remove(label))
            .collect()
    }

    /// Every point of every metric, as often as it was sent.
    pub fn points(&self) -> Vec<SentPoint> {
        let kept = self.kept();
        let bodies = kept.get("/v1/metrics").into_iter().flatten();
        bodies.flat_map(|body| points(body)).collect()
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<String, Vec<Vec<u8>>>> {
        self.bodies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn points(body: &[u8]) -> Vec<SentPoint> {
    let request = ExportMetricsServiceRequest::decode(body).expect("metrics can be read");
    let mut found = Vec::new();
    for resource in request.resource_metrics {
        let attributes = resource
            .resource
            .map(|resource| resource.attributes)
            .unwrap_or_default();
        let process = texts(&attributes).remove("service.name").unwrap_or_default();
        for metric in resource.scope_metrics.into_iter().flat_map(|scope| scope.metrics) {
            let attributes: Vec<_> = match metric.data {
                Some(metric::Data::Histogram(data)) => data
                    .data_points
                    .into_iter()
                    .map(|point| point.attributes)
                    .collect(),
                Some(metric::Data::Sum(data)) => data
                    .data_points
                    .into_iter()
                    .map(|point| point.attributes)
                    .collect(),
                Some(metric::Data::Gauge(data)) => data
                    .data_points
                    .into_iter()
                    .map(|point| point.attributes)
                    .collect(),
                _ => Vec::new(),
            };
            found.extend(attributes.iter().map(|attributes| SentPoint {
                process: process.clone(),
                metric: metric.name.clone(),
                labels: texts(attributes),
            }));
        }
    }
    found
}

fn spans(body: &[u8]) -> Vec<SentSpan> {
    let request = ExportTraceServiceRequest::decode(body).expect("spans can be read");
    let mut found = Vec::new();
    for resource in request.resource_spans {
        let attributes = resource
            .resource
            .map(|resource| resource.attributes)
            .unwrap_or_default();
        let process = texts(&attributes).remove("service.name").unwrap_or_default();
        for span in resource.scope_spans.into_iter().flat_map(|scope| scope.spans) {
            found.push(SentSpan {
                process: process.clone(),
                attributes: texts(&span.attributes),
                name: span.name,
                trace: hex::encode(&span.trace_id),
                id: hex::encode(&span.span_id),
                parent: hex::encode(&span.parent_span_id),
            });
        }
    }
    found
}

fn texts(attributes: &[KeyValue]) -> BTreeMap<String, String> {
    let text = |value: &AnyValue| match &value.value {
        Some(any_value::Value::StringValue(text)) => text.clone(),
        other => format!("{other:?}"),
    };
    attributes
        .iter()
        .filter_map(|pair| Some((pair.key.clone(), text(pair.value.as_ref()?))))
        .collect()
}

/// Reads requests from one connection until it ends; `None` then.
fn serve(stream: TcpStream, kept: &Bodies) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut request_line = String::new();
        reader
            .read_line(&mut request_line)
            .ok()
            .filter(|read| *read > 0)?;
        let mut length = 0;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).ok().filter(|read| *read > 0)?;
            if header.trim().is_empty() {
                break;
            }
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let path = request_line.split(' ').nth(1)?.to_owned();
        kept.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(path)
            .or_default()
            .push(body);
        let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
        reader.get_mut().write_all(answer).ok()?;
    }
}
