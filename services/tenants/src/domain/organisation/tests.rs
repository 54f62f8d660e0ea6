use proptest::prelude::*;
use wsparcie_kernel::Role;
use wsparcie_tenants_api::{NewMember, Secret};

use super::*;

fn input(organisation_type: OrganisationType, teryt: &str) -> NewOrganisation {
    NewOrganisation {
        organisation_type,
        name: "Miejski Ośrodek Pomocy Społecznej".to_owned(),
        short_name: "MOPS".to_owned(),
        teryt: teryt.to_owned(),
        nip: None,
        regon: None,
        address: None,
        first_member: None,
    }
}

#[test]
fn each_type_has_the_teryt_code_of_its_level() {
    use OrganisationType as T;
    for (organisation_type, good, bad) in [
        (
            T::Ops,
            vec!["0261011"],
            vec!["0261", "02", "00", "", "0361011", "0261010"],
        ),
        (T::Mops, vec!["0261011", " 2661011 "], vec!["0261"]),
        (T::Gops, vec!["2611022"], vec!["2611"]),
        (T::Mgops, vec!["2611033"], vec!["2611"]),
        (T::Cus, vec!["1465011"], vec!["1465"]),
        (T::Pcpr, vec!["1422"], vec!["1422011", "14", "1400", "03"]),
        (T::Mopr, vec!["0862", "0862011"], vec!["08", "086201", "00"]),
        (
            T::MarshalsOffice,
            vec!["02", "32"],
            vec!["00", "03", "0261", "٠٢"],
        ),
        (T::Rops, vec!["26"], vec!["27"]),
        (T::Wup, vec!["08"], vec!["99"]),
        (T::Ministry, vec!["00"], vec!["02", "", "0", "000"]),
    ] {
        for teryt in good {
            let (draft, _) = OrganisationDraft::parse(&input(organisation_type, teryt)).unwrap();
            assert_eq!(draft.teryt, teryt.trim(), "{organisation_type:?}");
        }
        for teryt in bad {
            let problems = OrganisationDraft::parse(&input(organisation_type, teryt)).unwrap_err();
            let codes = problems.codes();
            assert!(
                codes.len() == 1 && codes[0].0 == "teryt",
                "{organisation_type:?} {teryt:?}: {codes:?}"
            );
        }
    }
}

#[test]
fn all_problems_are_told_at_once_each_under_its_field() {
    let mut input = input(OrganisationType::Mops, "0361011");
    input.name = " ".to_owned();
    input.short_name = "x".repeat(81);
    input.nip = Some("1234567890".to_owned());
    input.regon = Some("123".to_owned());
    input.address = Some(Address {
        street: String::new(),
        postcode: "58500".to_owned(),
        town: "Jelenia\nGóra".to_owned(),
    });
    input.first_member = Some(NewMember {
        login: "ł".to_owned(),
        full_name: String::new(),
        password: Secret::new("krótkie".to_owned()),
        roles: vec![Role::Operator],
    });
    let problems = OrganisationDraft::parse(&input).unwrap_err();
    let paths: Vec<String> = problems.codes().into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        [
            "name",
            "shortName",
            "teryt",
            "nip",
            "regon",
            "address.street",
            "address.postcode",
            "address.town",
            "firstMember.login",
            "firstMember.fullName",
            "firstMember.password",
            "firstMember.roles"
        ]
    );
}

#[test]
fn nobody_creates_a_second_platform() {
    let problems = OrganisationDraft::parse(&input(OrganisationType::Platform, "00")).unwrap_err();
    assert_eq!(
        problems.codes(),
        [("organisationType".to_owned(), "ORGANISATION_TYPE_PLATFORM")]
    );
}

#[test]
fn numbers_are_kept_without_separators_and_unknown_stays_unknown() {
    let mut input = input(OrganisationType::Mops, "0261011");
    assert_eq!(OrganisationDraft::parse(&input).unwrap().0.nip, None);
    input.nip = Some("PL 526-030-50-06".to_owned());
    assert_eq!(
        OrganisationDraft::parse(&input).unwrap().0.nip.as_deref(),
        Some("5260305006")
    );
}

#[test]
fn only_an_authority_has_a_region() {
    assert_eq!(region(OrganisationType::Rops, "26").as_deref(), Some("26"));
    assert_eq!(region(OrganisationType::Ministry, "00").as_deref(), Some("00"));
    assert_eq!(region(OrganisationType::Mops, "2661011"), None);
    assert_eq!(region(OrganisationType::Platform, "00"), None);
}

proptest! {
    #[test]
    fn no_teryt_makes_the_check_panic_and_none_is_changed_but_trimmed(text in "\\PC{0,9}", index in 0_usize..12) {
        let organisation_type = OrganisationType::ALL[index];
        if let Ok(kept) = teryt(organisation_type, &text) {
            prop_assert_eq!(kept, text.trim());
        }
    }
}
