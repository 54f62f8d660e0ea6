//! The register as a file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use calamine::{Data, Reader, Xlsx};
use wsparcie_kernel::CallResult;
use wsparcie_programmes_api::{ExportRegister, OverSpending, ProgrammesApi, RegisterFile, RegisterFormat};
use wsparcie_testkit::call;

use super::books::{Books, day, replaced};
use crate::support::{Stage, money, now, refusal};

async fn export(books: &Books, from: &str, until: &str, format: RegisterFormat) -> CallResult<RegisterFile> {
    let input = ExportRegister {
        project_id: books.project,
        from: day(from),
        until: day(until),
        format,
    };
    let call = call(&books.accountant);
    books
        .centre
        .service
        .clone()
        .export_expense_register(now(), call, input)
        .await
}

fn bytes(file: &RegisterFile) -> Vec<u8> {
    STANDARD.decode(&file.content).unwrap()
}

#[tokio::test]
async fn the_files_sum_is_the_apis_to_the_grosz_in_both_forms() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let mut formula = books.entry(0, "123.45");
    formula.description = Some("=HYPERLINK(\"http://x\")".to_owned());
    formula.contractor.name = "@Firma; \"Cudzysłów\"".to_owned();
    let entry = books.record(formula).await.unwrap();
    books.recorded(1, "0.01").await;
    books.correct(entry.id, 1, replaced("100.04")).await.unwrap();
    let api = books.sums().await.unwrap().total;
    assert_eq!(api.eligible, money("100.05"));
    let csv = export(&books, "2018-03-15", "2018-03-01", RegisterFormat::Csv)
        .await
        .unwrap();
    assert_eq!((csv.sum, csv.sum.rows), (api, 3));
    assert_eq!(csv.file_name, "rejestr-wydatkow-2018-03-2018-03.csv");
    let text = String::from_utf8(bytes(&csv)).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    // Ids of one instant sort anyhow, so the row is looked for.
    let formula = rows
        .iter()
        .find(|row| &row[3] == entry.entry.document_number.as_str() && &row[2] == "wpis");
    let formula = formula.unwrap();
    assert_eq!(
        (&formula[6], &formula[10]),
        ("'@Firma; \"Cudzysłów\"", "'=HYPERLINK(\"http://x\")")
    );
    assert_eq!((&rows[3][11], &rows[3][15]), ("100,05", "100,05"));
    let xlsx = export(&books, "2018-01-01", "2018-12-01", RegisterFormat::Xlsx)
        .await
        .unwrap();
    assert_eq!(xlsx.sum, api);
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes(&xlsx))).unwrap();
    let sheet = workbook.worksheet_range("Rejestr wydatków").unwrap();
    assert_eq!(sheet.get((4, 15)), Some(&Data::Float(100.05)));
    let text = Data::String("=HYPERLINK(\"http://x\")".into());
    assert!((1..4).any(|row| sheet.get((row, 10)) == Some(&text)));
    let audit = "select count(*) from platform.audit_event where action = 'expense_register.exported'";
    assert_eq!(stage.number(audit).await, 2);
}

#[tokio::test]
async fn an_empty_period_gives_a_file_with_a_sum_of_zero() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let file = export(&books, "2018-01-01", "2018-02-01", RegisterFormat::Csv)
        .await
        .unwrap();
    assert_eq!(file.sum.rows, 0);
    assert_eq!(String::from_utf8(bytes(&file)).unwrap().lines().count(), 2);
    assert_eq!(
        refusal(export(&books, "2018-03-01", "2018-02-01", RegisterFormat::Csv).await),
        ["PERIOD_REVERSED"]
    );
}

#[tokio::test]
async fn a_register_of_more_rows_than_a_file_holds_is_refused_with_the_way_out() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Flag).await;
    books.recorded(0, "1.00").await;
    let many = |count: i64, month: &str| {
        format!(
            "insert into programmes.expense (tenant_id, id, project_id, line_id, document_number, document_date, paid_on,
                 contractor_name, amount_grosz, vat_grosz, vat_recoverable, recoverable_vat_grosz, eligible_grosz,
                 description, month, flags, budget_id, created_at)
             select e.tenant_id, gen_random_uuid(), e.project_id, e.line_id, 'N' || n, e.document_date, e.paid_on,
                 'Fikcyjny kontrahent o dość długiej nazwie', 123, 0, 'no', 0, 123, repeat('ż', 60), '{month}', '{{}}',
                 e.budget_id, now()
             from programmes.expense e, generate_series(1, {count}) n where e.document_number like 'FV%'"
        )
    };
    stage.plant(&many(20_000, "2018-05-01")).await;
    let file = export(&books, "2018-05-01", "2018-05-01", RegisterFormat::Xlsx)
        .await
        .unwrap();
    assert_eq!((file.sum.rows, file.sum.eligible), (20_000, money("24600.00")));
    let csv = export(&books, "2018-05-01", "2018-05-01", RegisterFormat::Csv)
        .await
        .unwrap();
    assert!(
        csv.content.len() < 14 * 1024 * 1024,
        "well under one frame between processes"
    );
    assert_eq!(
        refusal(export(&books, "2018-03-01", "2018-05-01", RegisterFormat::Csv).await),
        ["EXPORT_TOO_LARGE"]
    );
}
