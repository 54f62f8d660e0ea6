//! What leaves the platform as a workbook, and what the books behind it allow.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};

use super::ground::{Books, refusals, zloty};
use super::stage::{Centre, analyst, create_project, key};
use crate::support::{Client, PASSWORD, TestApp};

/// The first sheet of a workbook that came as base64, row by row.
fn workbook(file: &Value) -> Vec<Vec<Data>> {
    let bytes = STANDARD.decode(file["content"].as_str().unwrap()).unwrap();
    assert!(bytes.starts_with(b"PK"), "an XLSX is a ZIP");
    let name = std::path::Path::new(file["fileName"].as_str().unwrap());
    assert_eq!(name.extension().and_then(|ending| ending.to_str()), Some("xlsx"));
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}

#[tokio::test]
pub(crate) async fn a_line_is_overspent_where_the_budget_flags_it_and_a_closed_month_opens_with_a_reason() {
    let app = TestApp::start().await;
    let books = Books::open(&app, "2018-01-01", "2018-12-31").await;
    let input = json!({
        "idempotencyKey": key(), "projectId": books.project, "beginning": "COPY_OF_IN_FORCE",
        "terms": {"overSpending": "FLAG"},
    });
    let draft = books
        .manager
        .mutate("createBudgetVersion", "budget { id version }", input)
        .await["budget"]
        .take();
    let input = json!({
        "idempotencyKey": key(), "budgetId": draft["id"], "expectedVersion": draft["version"], "from": "2018-03-01",
    });
    books
        .manager
        .mutate("putBudgetInForce", "budget { id }", input)
        .await;

    let selection =
        "expense { id flags { code } } line { planned { amount } spent { amount } left { amount } }";
    let mut document = books.document(0, "FV/1/2018", "2018-03-05", "1000.01");
    document["contractor"]["name"] = json!("Firma,=1+1");
    let over = books
        .accountant
        .mutate("recordExpense", selection, document)
        .await;
    assert_eq!(over["expense"]["flags"], json!([{"code": "line_overspent"}]));
    assert_eq!(
        over["line"],
        json!({"planned": zloty("1000.00"), "spent": zloty("1000.01"), "left": zloty("-0.01")})
    );

    for month in ["2018-01-01", "2018-02-01", "2018-03-01"] {
        books.close(month).await;
    }
    let late = books.document(1, "FV/2/2018", "2018-03-06", "1.00");
    let refused = books.record(&books.accountant, late.clone()).await;
    assert_eq!(refusals(&refused), ["month MONTH_CLOSED"]);
    let reopen = |reason: &str| json!({"idempotencyKey": key(), "projectId": books.project, "month": "2018-03-01", "reason": reason});
    let mutation = "mutation($input: ReopenExpenseMonthInput!) { reopenExpenseMonth(input: $input) { closedMonth { month } } }";
    let forbidden = books
        .manager
        .ask(mutation, json!({"input": reopen("pomyłka")}))
        .await;
    assert_eq!(forbidden.code(), Some("FORBIDDEN"));
    let selection = "closedMonth { month }";
    books
        .accountant
        .mutate("reopenExpenseMonth", selection, reopen("faktura przyszła pocztą"))
        .await;
    let again = books
        .accountant
        .try_mutate("reopenExpenseMonth", selection, reopen("pomyłka"))
        .await;
    assert_eq!(refusals(&again), ["month MONTH_NOT_CLOSED"]);
    let mut late = late;
    late["idempotencyKey"] = key().into();
    assert_eq!(refusals(&books.record(&books.accountant, late).await), [""; 0]);

    let accountant = proved(&books.accountant).await;
    let input =
        json!({"projectId": books.project, "from": "2018-01-01", "until": "2018-12-01", "format": "XLSX"});
    let selection = "file { fileName content rowCount }";
    let file = accountant.mutate("exportExpenseRegister", selection, input).await["file"].take();
    let rows = workbook(&file);
    assert_eq!(
        (rows.len(), &file["rowCount"]),
        (4, &json!(2)),
        "a header, two rows, the sum"
    );
    let eligible: Vec<_> = rows[1..]
        .iter()
        .map(|row| row.iter().filter(|cell| **cell == Data::Float(1000.01)).count())
        .collect();
    assert!(eligible[0] > 0 && eligible[1] == 0, "amounts are numbers");
    assert!(
        rows[1].contains(&Data::String("Firma,=1+1".to_owned())),
        "texts are as entered"
    );
    assert!(rows[3].contains(&Data::Float(1001.01)), "{:?}", rows[3]);
}

/// The same person, with a fresh proof of who she is.
async fn proved(client: &Client) -> Client {
    let proof = client
        .mutate("proveAgain", "token", json!({"password": PASSWORD}))
        .await;
    client.with_token(proof["token"].as_str().unwrap())
}

#[tokio::test]
pub(crate) async fn the_comparison_goes_out_as_a_workbook_without_what_is_withheld() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let director = centre.hire("dyrektor", "DIRECTOR").await;
    let coordinator = centre.coordinator().await;
    for measure in ["COST_PER_PLACE", "RECRUITMENT"] {
        let input = json!({"idempotencyKey": key(), "measure": measure, "granted": true});
        director
            .mutate("decideComparisonConsent", "consent { granted }", input)
            .await;
    }
    let title = "=HYPERLINK(\"x\")";
    let facts = json!({"title": title, "placesTotal": {"count": 12}, "budgetTotal": zloty("1200.00")});
    create_project(&coordinator, facts).await;
    app.settle().await;
    let marshal = analyst(&app, "MARSHALS_OFFICE", "um-dolnoslaskie", "02").await;
    let input = json!({"idempotencyKey": key()});
    marshal
        .mutate("createComparisonRelease", "release { id }", input)
        .await;
    app.settle_releases().await;
    let input = json!({"format": "XLSX", "measures": ["COST_PER_PLACE"]});
    let file = marshal
        .mutate("exportComparison", "file { fileName content }", input)
        .await["file"]
        .take();
    let rows = workbook(&file);
    let row = rows
        .iter()
        .find(|row| row.contains(&Data::String(title.to_owned())))
        .expect("the title is a text, not a formula");
    assert!(
        row.contains(&Data::Float(100.0)),
        "1200.00 zł for 12 places: {row:?}"
    );
}
