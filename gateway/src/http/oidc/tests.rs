//! What a provider's answer and an organisation's address may look like.

use super::*;

#[test]
fn a_parameter_given_twice_is_refused() {
    let query = Query::read("state=a&code=b&state=c&iss=https%3A%2F%2Fx.example");
    assert_eq!(query.one("state"), Err(Trouble("PARAMETER_TWICE")));
    assert_eq!(query.one("code"), Ok(Some("b")));
    assert_eq!(query.one("iss"), Ok(Some("https://x.example")));
    assert_eq!(query.one("error"), Ok(None));
}

#[test]
fn an_organisation_is_named_by_its_id_in_either_form() {
    let bare = uuid::Uuid::from_u128(7);
    let wanted = Some(TenantId::from_uuid(bare));
    assert_eq!(organisation_of(&bare.to_string()), wanted);
    let global = base64::Engine::encode(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD,
        format!("Organisation:{bare}"),
    );
    assert_eq!(organisation_of(&global), wanted);
    assert_eq!(organisation_of("callback"), None);
}

#[test]
fn the_page_after_a_sign_in_goes_on_by_itself_to_our_first_page_only() {
    let page = welcome(Locale::Pl);
    assert_eq!(page.status(), StatusCode::OK);
    assert!(!page.headers().contains_key(LOCATION));
}
