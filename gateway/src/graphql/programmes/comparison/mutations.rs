//! Freezing a release, exporting it, and deciding on consents.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use wsparcie_kernel::ids::ComparisonReleaseId;
use wsparcie_kernel::{CallError, PageRequest};
use wsparcie_programmes_api as api;

use super::consent::ComparisonConsent;
use super::release::{ComparisonFilterInput, ComparisonMeasure, ComparisonRelease, ExportFormat, measures};
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, UserError, payloads};
use crate::graphql::permissions::open;
use crate::services::ask;

/// A release to be frozen: of the authority's whole region.
#[derive(InputObject)]
pub(crate) struct CreateComparisonReleaseInput {
    /// A key of your choice, 1 to 100 characters; the same key and input happen once.
    idempotency_key: String,
}

/// What is written into a file.
#[derive(InputObject)]
pub(crate) struct ExportComparisonInput {
    /// The global id of a release; the newest frozen one if not given.
    release_id: Option<ID>,
    /// Which of its projects; all if not given.
    filter: Option<ComparisonFilterInput>,
    /// Which measures; all if not given.
    measures: Option<Vec<ComparisonMeasure>>,
    /// The form of the file.
    format: ExportFormat,
}

/// A decision on a measure.
#[derive(InputObject)]
pub(crate) struct DecideComparisonConsentInput {
    /// The measure.
    measure: ComparisonMeasure,
    /// Whether the centre consents from now on.
    granted: bool,
    /// A key of your choice, 1 to 100 characters; the same key and input happen once.
    idempotency_key: String,
}

/// A file with the comparison: exactly what the screen shows, hidden cells hidden, and no formulas.
///
/// Permission: comparison:read
#[derive(SimpleObject)]
pub(crate) struct ComparisonFile {
    /// What to call the file.
    file_name: String,
    /// Its media type.
    media_type: String,
    /// Its bytes, in base64.
    content: String,
}

impl From<api::ComparisonExport> for ComparisonFile {
    fn from(file: api::ComparisonExport) -> Self {
        Self {
            file_name: file.file_name,
            media_type: file.media_type,
            content: file.content,
        }
    }
}

payloads! {
    /// What became of `createComparisonRelease`.
    ///
    /// Permission: comparison:create
    CreateComparisonReleasePayload {
        /// The release, being prepared; also the one that stands in the way (RELEASE_IN_PREPARATION). Else null if refused.
        release: ComparisonRelease
    }

    /// What became of `exportComparison`.
    ///
    /// Permission: comparison:read
    ExportComparisonPayload {
        /// The file; null if it was refused.
        file: ComparisonFile
    }

    /// What became of `decideComparisonConsent`.
    ///
    /// Permission: comparison_consent:decide
    DecideComparisonConsentPayload {
        /// Where the centre stands now; null if it was refused.
        consent: ComparisonConsent
    }
}

#[derive(Default)]
pub(crate) struct ComparisonMutation;

#[Object]
impl ComparisonMutation {
    /// Freezes a release of the authority's region. It is collected in the background, behind what centres recorded before it was
    /// asked for; read it until its state is frozen. One is prepared at a time, and the next can be asked for an hour after the last.
    ///
    /// Permission: comparison:create
    async fn create_comparison_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The release.")] input: CreateComparisonReleaseInput,
    ) -> Nullable<CreateComparisonReleasePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.createComparisonRelease")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(
                    scope.backend,
                    programmes.create_comparison_release(call, api::NewComparisonRelease {})
                ),
                Err(refused) => Err(refused),
            };
            match answer {
                Err(CallError::Refused(problems))
                    if problems
                        .iter()
                        .any(|problem| problem.code == "RELEASE_IN_PREPARATION") =>
                {
                    // Without it the refusal still says what to do.
                    let newest = PageRequest {
                        backward: true,
                        ..PageRequest::first(1)
                    };
                    let newest = ask!(
                        scope.backend,
                        programmes.list_comparison_releases(scope.call(), newest)
                    );
                    let newest = newest.ok().and_then(|page| page.edges.into_iter().next_back());
                    let release = newest.map(|edge| edge.node.into());
                    Ok(CreateComparisonReleasePayload::make(
                        release,
                        UserError::all(problems, scope.locale),
                    ))
                }
                answer => CreateComparisonReleasePayload::settle(scope, answer),
            }
        };
        Some(change.await)
    }

    /// Writes projects of a release into a file. Changes nothing.
    ///
    /// Permission: comparison:read
    async fn export_comparison(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to write, and how.")] input: ExportComparisonInput,
    ) -> Nullable<ExportComparisonPayload> {
        let read = async {
            let scope = open(ctx, "Mutation.exportComparison")?;
            let release = input
                .release_id
                .as_ref()
                .map(ids::parse::<ComparisonReleaseId>)
                .transpose()?;
            let export = api::ExportComparison {
                compare: api::CompareProjects {
                    release,
                    filter: input.filter.map(Into::into).unwrap_or_default(),
                    measures: measures(input.measures),
                },
                format: input.format.into(),
            };
            let answer = ask!(scope.backend, programmes.export_comparison(scope.call(), export));
            ExportComparisonPayload::settle(scope, answer)
        };
        Some(read.await)
    }

    /// Grants or revokes the centre's consent to a measure. Revoked, no release shows the measure any more, earlier ones
    /// neither; granted, releases frozen from then on show it.
    ///
    /// Permission: comparison_consent:decide
    async fn decide_comparison_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: DecideComparisonConsentInput,
    ) -> Nullable<DecideComparisonConsentPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.decideComparisonConsent")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let decision = api::DecideConsent {
                measure: input.measure.into(),
                granted: input.granted,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(
                    scope.backend,
                    programmes.decide_comparison_consent(call, decision)
                ),
                Err(refused) => Err(refused),
            };
            DecideComparisonConsentPayload::settle(scope, answer)
        };
        Some(change.await)
    }
}
