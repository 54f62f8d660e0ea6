//! A release as a file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wsparcie_kernel::{Call, CallError, CallResult};
use wsparcie_programmes_api::{
    ComparisonExport, ComparisonRelease, ComparisonRow, ExportComparison, ExportFormat,
};
use wsparcie_tabular::{CSV_MEDIA_TYPE, XLSX_MEDIA_TYPE};

use super::read;
use crate::app::Programmes;
use crate::domain::comparison::export;

/// The rows asked for as a file: exactly what is shown on the screen, hidden cells hidden.
pub(crate) async fn export(
    svc: &Programmes,
    call: &Call,
    input: &ExportComparison,
) -> CallResult<ComparisonExport> {
    let (release, rows) = read::read(svc, call, &input.compare).await?;
    let rows: Vec<ComparisonRow> = rows.into_iter().map(|(_, row)| row).collect();
    let table = export::table(&rows, &input.compare.measures, about(&release, input));
    // The file of a release is the same whenever it is made.
    let (content, media_type, ending) = match input.format {
        ExportFormat::Csv => (table.csv(), CSV_MEDIA_TYPE, "csv"),
        ExportFormat::Xlsx => {
            let made = release.as_of.unwrap_or(release.requested_at);
            (table.xlsx(made), XLSX_MEDIA_TYPE, "xlsx")
        }
    };
    let content = content.map_err(|_| {
        tracing::error!(
            error.code = "EXPORT",
            "a comparison could not be written as a file"
        );
        CallError::Internal
    })?;
    Ok(ComparisonExport {
        file_name: format!(
            "porownanie-{}-wydanie-{}.{ending}",
            release.voivodeship, release.number
        ),
        media_type: media_type.to_owned(),
        content: STANDARD.encode(content),
    })
}

/// What the figures stand on.
fn about(release: &ComparisonRelease, input: &ExportComparison) -> Vec<(String, String)> {
    let filter = &input.compare.filter;
    let all = || "wszystkie".to_owned();
    let pair = |name: &str, value: String| (name.to_owned(), value);
    vec![
        pair("Wydanie", release.number.to_string()),
        pair("Identyfikator", release.id.to_string()),
        pair(
            "Stan na",
            release.as_of.map_or_else(String::new, |as_of| as_of.to_rfc3339()),
        ),
        pair("Zakres (TERYT)", release.voivodeship.clone()),
        pair("Próg", release.threshold.to_string()),
        pair(
            "Suma kontrolna (SHA-256)",
            release.hash.clone().unwrap_or_default(),
        ),
        pair("Program", filter.programme.clone().unwrap_or_else(all)),
        pair(
            "Okres",
            filter.period.map_or_else(all, |period| period.code().to_owned()),
        ),
        pair("Typ ośrodka", filter.centre_kind.clone().unwrap_or_else(all)),
        pair("Województwo", filter.voivodeship.clone().unwrap_or_else(all)),
        pair("Wersja definicji", release.definition.to_string()),
        pair("Definicje", release.definition_pl.clone()),
    ]
}
