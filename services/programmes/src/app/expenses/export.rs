//! The register as a file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Problem};
use wsparcie_postgres::audit::{self, Act};
use wsparcie_programmes_api::{ExportRegister, RegisterFile, RegisterFormat};
use wsparcie_tabular::{CSV_MEDIA_TYPE, XLSX_MEDIA_TYPE};

use crate::app::Programmes;
use crate::db::expenses as db;
use crate::domain::expense::{MAX_REGISTER_BYTES, MAX_REGISTER_ROWS, check_period, file_name, sum_of, table};

/// The register of some months, and its sum: of the very rows in it.
pub(crate) async fn export(svc: &Programmes, call: &Call, input: ExportRegister) -> CallResult<RegisterFile> {
    let tenant = permission::require(&call.actor, Resource::Expense, Action::Read)?;
    let (first, last) = check_period(input.from, input.until).map_err(CallError::refused)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    let title = db::project_title(&mut tx, input.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    let rows = db::register(&mut tx, input.project_id, (first, last), MAX_REGISTER_ROWS + 1).await?;
    let sum = sum_of(&rows).ok_or(CallError::Internal)?;
    if sum.rows > MAX_REGISTER_ROWS {
        return Err(CallError::refused(too_large()));
    }
    let register = table(&title, &rows, &sum);
    let (file, media_type) = match input.format {
        RegisterFormat::Csv => (register.csv(), CSV_MEDIA_TYPE),
        RegisterFormat::Xlsx => (register.xlsx(now), XLSX_MEDIA_TYPE),
    };
    let bytes = file.map_err(|_| CallError::Internal)?;
    if bytes.len() > MAX_REGISTER_BYTES {
        return Err(CallError::refused(too_large()));
    }
    let act = Act::on(
        "expense_register.exported",
        "project",
        input.project_id.into_uuid(),
    )
    .with(json!({
        "from": first, "until": last, "format": input.format, "rows": sum.rows,
    }));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    tx.commit().await?;
    Ok(RegisterFile {
        file_name: file_name(first, last, input.format.code()),
        media_type: media_type.to_owned(),
        content: STANDARD.encode(bytes),
        sum,
    })
}

fn too_large() -> Problem {
    let pl = format!(
        "w tym okresie rejestr jest za duży na jeden plik (najwyżej {MAX_REGISTER_ROWS} wierszy); zawęź okres"
    );
    let en = format!(
        "the register of this period is too large for one file (at most {MAX_REGISTER_ROWS} rows); narrow the period"
    );
    Problem::new("EXPORT_TOO_LARGE", pl, en).at(&["until"])
}
