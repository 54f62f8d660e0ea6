//! How long root fields take and how they end: a span each; collected while a request runs, told when it is answered.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextRequest, NextResolve, ResolveInfo,
};
use async_graphql::{PathSegment, Response, ServerError, ServerResult, Value};
use tracing::Instrument;

use crate::config::RootFieldListener;

/// Makes one collector a request.
pub(super) struct Measure(pub(super) RootFieldListener);

impl ExtensionFactory for Measure {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Collector {
            listener: Arc::clone(&self.0),
            fields: Mutex::new(Vec::new()),
        })
    }
}

struct Collector {
    listener: RootFieldListener,
    fields: Mutex<Vec<Measured>>,
}

struct Measured {
    is_mutation: bool,
    name: String,
    /// The name it has in the answer.
    key: String,
    took: Duration,
}

#[async_graphql::async_trait::async_trait]
impl Extension for Collector {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        let response = next.run(ctx).await;
        let fields = std::mem::take(&mut *self.fields.lock().unwrap_or_else(PoisonError::into_inner));
        for field in fields {
            let failed = response.errors.iter().find(|error| starts_at(error, &field.key));
            let outcome = failed.map_or_else(|| "OK".to_owned(), code);
            (self.listener)(field.is_mutation, &field.name, &outcome, field.took);
        }
        response
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        if info.path_node.parent.is_some() {
            return next.run(ctx, info).await;
        }
        let (is_mutation, name) = (info.parent_type == "Mutation", info.name.to_owned());
        let key = info.alias.unwrap_or(info.name).to_owned();
        // The name is the schema's: only fields that exist are resolved. An alias, which a client makes up, is not told.
        let span = tracing::info_span!(
            "graphql.field",
            graphql.root_field = info.name,
            graphql.operation_kind = if is_mutation { "mutation" } else { "query" },
            error.code = tracing::field::Empty,
        );
        let started = Instant::now();
        let result = next.run(ctx, info).instrument(span.clone()).await;
        if let Err(error) = &result {
            span.record("error.code", code(error));
        }
        self.fields
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Measured {
                is_mutation,
                name,
                key,
                took: started.elapsed(),
            });
        result
    }
}

/// Whether the error happened at the root field of this name in the answer, or below it.
fn starts_at(error: &ServerError, key: &str) -> bool {
    matches!(error.path.first(), Some(PathSegment::Field(first)) if first == key)
}

fn code(error: &ServerError) -> String {
    match error
        .extensions
        .as_ref()
        .and_then(|extensions| extensions.get("code"))
    {
        Some(Value::String(code)) => code.clone(),
        _ => "UNTYPED".to_owned(),
    }
}

#[cfg(test)]
#[expect(
    clippy::unused_async,
    reason = "async-graphql takes asynchronous resolvers only"
)]
mod tests {
    use async_graphql::{EmptySubscription, Error, ErrorExtensions, Object, Schema, SimpleObject};

    use super::*;

    fn failed(code: &str) -> Error {
        Error::new("failed").extend_with(|_, extensions| extensions.set("code", code))
    }

    #[derive(SimpleObject, Default)]
    #[graphql(complex)]
    struct Thing {
        name: String,
    }

    #[async_graphql::ComplexObject]
    impl Thing {
        async fn broken(&self) -> Result<Option<String>, Error> {
            Err(failed("UNAVAILABLE"))
        }

        async fn demanded(&self) -> Result<String, Error> {
            Err(failed("NOT_FOUND"))
        }
    }

    struct Query;

    #[Object]
    impl Query {
        async fn thing(&self) -> Option<Thing> {
            Some(Thing::default())
        }

        async fn refused(&self, code: String) -> Result<Option<Thing>, Error> {
            Err(failed(&code))
        }

        async fn untyped(&self) -> Result<Option<Thing>, Error> {
            Err(Error::new("no code"))
        }

        async fn slow(&self) -> Option<i32> {
            tokio::time::sleep(Duration::from_millis(60)).await;
            None
        }
    }

    struct Mutation;

    #[Object]
    impl Mutation {
        async fn add_thing(&self) -> Option<Thing> {
            Some(Thing::default())
        }
    }

    type Told = Vec<(bool, String, String, Duration)>;

    /// What the listener hears of a document.
    async fn told(document: &str) -> Told {
        let told = Arc::new(Mutex::new(Told::new()));
        let listener: RootFieldListener = {
            let told = Arc::clone(&told);
            Arc::new(move |is_mutation, field, outcome, took| {
                let entry = (is_mutation, field.to_owned(), outcome.to_owned(), took);
                told.lock().unwrap().push(entry);
            })
        };
        let schema = Schema::build(Query, Mutation, EmptySubscription).extension(Measure(listener));
        let _ = schema.finish().execute(document).await;
        let mut told = std::mem::take(&mut *told.lock().unwrap());
        told.sort();
        told
    }

    /// The same without the durations.
    async fn outcomes(document: &str) -> Vec<(bool, String, String)> {
        let told = told(document).await.into_iter();
        told.map(|(is_mutation, field, outcome, _)| (is_mutation, field, outcome))
            .collect()
    }

    fn query(field: &str, outcome: &str) -> (bool, String, String) {
        (false, field.to_owned(), outcome.to_owned())
    }

    #[tokio::test]
    async fn a_field_is_told_by_its_name_and_each_alias_with_its_own_outcome() {
        let document = "{ a: thing { name } refused: thing { name } b: refused(code: \"NOT_FOUND\") { name } \
                        c: refused(code: \"FORBIDDEN\") { name } }";
        let expected = [
            query("refused", "FORBIDDEN"),
            query("refused", "NOT_FOUND"),
            query("thing", "OK"),
            query("thing", "OK"),
        ];
        assert_eq!(outcomes(document).await, expected);
    }

    #[tokio::test]
    async fn a_failure_below_a_field_is_the_fields_own_whether_it_erases_it_or_not() {
        assert_eq!(
            outcomes("{ thing { name broken } }").await,
            [query("thing", "UNAVAILABLE")]
        );
        assert_eq!(
            outcomes("{ thing { name demanded } }").await,
            [query("thing", "NOT_FOUND")]
        );
    }

    #[tokio::test]
    async fn an_error_without_a_code_is_untyped_and_a_null_is_no_error() {
        assert_eq!(
            outcomes("{ untyped { name } }").await,
            [query("untyped", "UNTYPED")]
        );
        assert_eq!(outcomes("{ slow }").await, [query("slow", "OK")]);
    }

    #[tokio::test]
    async fn a_mutation_is_told_as_one() {
        let expected = (true, "addThing".to_owned(), "OK".to_owned());
        assert_eq!(outcomes("mutation { x: addThing { name } }").await, [expected]);
    }

    #[tokio::test]
    async fn each_field_has_its_own_duration() {
        let told = told("{ thing { name } slow }").await;
        let took = |field: &str| told.iter().find(|entry| entry.1 == field).unwrap().3;
        assert!(took("slow") >= Duration::from_millis(60));
        assert!(took("thing") < took("slow"));
    }

    #[tokio::test]
    async fn a_document_that_is_not_executed_tells_of_no_field() {
        assert_eq!(outcomes("{ nothing }").await, []);
    }
}
