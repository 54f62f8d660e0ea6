//! What holds for all pages.

use crate::graphql::Schema;

/// Every document that a page asks with.
const DOCUMENTS: &[(&str, &str)] = &[
    ("sign_in", super::sign_in::SIGN_IN),
    ("complete_sign_in", super::sign_in::COMPLETE_SIGN_IN),
    ("begin_second_factor", super::second_factor::BEGIN),
    ("confirm_second_factor", super::second_factor::CONFIRM),
    ("renew_recovery_codes", super::second_factor::RENEW),
    ("account", super::account::ACCOUNT),
    ("revoke_session", super::account::REVOKE_SESSION),
    ("revoke_other_sessions", super::account::REVOKE_OTHERS),
    ("change_password", super::account::CHANGE_PASSWORD),
    ("prove_again", super::proof::PROVE_AGAIN),
    ("request_password_reset", super::links::REQUEST_RESET),
    ("reset_password", super::links::RESET),
    ("accept_invitation", super::invitation::ACCEPT),
    ("invitation_preview", super::invitation::PREVIEW),
    ("agreement", super::agreement::AGREEMENT),
    ("accept_agreement", super::agreement::ACCEPT),
    ("sign_out", super::sign_in::SIGN_OUT),
    ("memberships", super::organisation::MEMBERSHIPS),
    ("switch_organisation", super::organisation::SWITCH),
    ("accounts", super::accounts::ACCOUNTS),
    ("comparison", super::comparison::COMPARISON),
    ("comparison_categories", super::comparison::CATEGORIES),
    ("create_comparison_release", super::comparison::CREATE),
    ("projects", super::projects::PROJECTS),
    ("project", super::project::PROJECT),
    ("document_link", super::errands::DOCUMENT_LINK),
];

#[tokio::test]
async fn every_document_of_the_pages_fits_the_schema() {
    let schema = Schema::new(std::sync::Arc::new(|_, _, _, _| {}));
    for (name, document) in DOCUMENTS {
        assert_eq!(schema.complaints(document).await, Vec::<String>::new(), "{name}");
    }
    assert!(
        !schema.complaints("{ nothing }").await.is_empty(),
        "the check can fail"
    );
    assert!(
        !schema
            .complaints("query($a: Nothing) { viewer { id } }")
            .await
            .is_empty()
    );
}

#[test]
fn every_document_is_checked() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/documents");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            file.unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    files.sort();
    let mut checked: Vec<_> = DOCUMENTS.iter().map(|(name, _)| (*name).to_owned()).collect();
    checked.sort();
    assert_eq!(files, checked);
}
