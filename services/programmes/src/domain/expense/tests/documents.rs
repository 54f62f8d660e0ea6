//! Documents, contractors, and when two are the same.

use wsparcie_programmes_api::Contractor;

use super::{codes, day, entry};
use crate::domain::expense::{check, document_key};

fn contractor(name: &str, nip: Option<&str>, foreign_id: Option<&str>) -> Contractor {
    Contractor {
        name: name.to_owned(),
        nip: nip.map(str::to_owned),
        foreign_id: foreign_id.map(str::to_owned),
    }
}

#[test]
fn a_document_is_the_same_however_its_numbers_are_written() {
    let key = |contractor: &Contractor, number| document_key(contractor, number).unwrap();
    let written = key(&contractor("Firma", Some("897-181-16-33"), None), "FV 12/2018");
    for (name, nip, number) in [
        ("FIRMA", "8971811633", "fv12/2018"),
        ("inna nazwa", "PL 8971811633", " FV  12 / 2018 "),
        ("Firma", "8971811633", "ＦＶ １２/2018"),
        ("Firma", "8971811633", "FV 12\u{2215}2018"),
        ("Firma", "8971811633", "FV 12\u{2044}2018"),
        ("Firma", "8971811633", "FV 12\u{29F8}2018"),
        ("Firma", "8971811633", "FV 12\u{FF0F}2018"),
    ] {
        let same = key(&contractor(name, Some(nip), None), number);
        assert_eq!(
            (&same.contractor, &same.number),
            (&written.contractor, &written.number)
        );
    }
    assert_ne!(
        key(&contractor("Firma", Some("5261040828"), None), "FV 12/2018"),
        written
    );
    assert_ne!(
        key(&contractor("Firma", Some("8971811633"), None), "FV 12/2019"),
        written
    );
    let firm = contractor("Firma", Some("8971811633"), None);
    assert_eq!(key(&firm, "FV–12‑2018").number, key(&firm, "FV-12-2018").number);
    assert_ne!(key(&firm, "FV-12-2018"), written, "a dash is no stroke");
    let by_name = key(&contractor("Jan  Fikcyjny", None, None), "1");
    assert_eq!(key(&contractor("jan fikcyjny", None, None), "1"), by_name);
    assert_eq!(key(&contractor("Ｊａｎ Fikcyjny", None, None), "1"), by_name);
    assert_ne!(
        key(&contractor("JanFikcyjny", None, Some("JANFIKCYJNY")), "1"),
        by_name
    );
}

#[test]
fn a_document_may_be_one_that_was_entered_without_the_contractors_tax_number() {
    use crate::domain::expense::{KnownDocument, earlier};
    let key = |name: &str, nip, number| document_key(&contractor(name, nip, None), number).unwrap();
    let known = |keys: &[crate::domain::expense::DocumentKey]| -> Vec<KnownDocument> {
        let numbered = (1..).zip(keys).map(|(id, key)| KnownDocument {
            entry: wsparcie_kernel::ids::ExpenseId::from_uuid(uuid::Uuid::from_u128(id)),
            key: key.clone(),
        });
        numbered.collect()
    };
    let (nip, other_nip) = (Some("8971811633"), Some("5261040828"));
    let with = key("Fikcyjna Firma Sp. z o.o.", nip, "1/2018");
    let without = key("FIKCYJNA FIRMA SP Z O. O.", None, "1/2018");
    for (typed, stands) in [(&with, &without), (&without, &with), (&without, &without)] {
        assert!(earlier(typed, &known(std::slice::from_ref(stands))).is_some());
    }
    for different in [
        key("Inna Firma", None, "1/2018"),
        key("Fikcyjna Firma Sp. z o.o.", other_nip, "1/2018"),
        key("Fikcyjna Firma Sp. z o.o.", nip, "2/2018"),
    ] {
        assert_eq!(earlier(&different, &known(std::slice::from_ref(&with))), None);
    }
    let both = known(&[without.clone(), with.clone()]);
    assert_eq!(earlier(&with, &both), Some(&both[1]), "its own number tells it");
    assert_eq!(key("---", None, "1").contractor, "name:---");
}

#[test]
fn a_wrong_nip_is_refused_and_a_foreign_number_is_taken_as_it_is() {
    let mut wrong = entry();
    wrong.contractor = contractor(" ", Some("8971811634"), Some("DE 123"));
    wrong.document_number = "a\u{0}b".to_owned();
    assert_eq!(
        codes(check(&wrong, day("2026-03-02"))),
        [
            "documentNumber:CONTROL_CHARACTER",
            "contractor.name:REQUIRED",
            "contractor.nip:NIP_CHECKSUM",
            "contractor.foreignId:CONTRACTOR_TWO_NUMBERS"
        ]
    );
    let mut abroad = entry();
    abroad.contractor = contractor("Fiktive GmbH", None, Some(" DE 123456789 "));
    let checked = check(&abroad, day("2026-03-02")).unwrap();
    assert_eq!(checked.foreign_id.as_deref(), Some("DE 123456789"));
}

#[test]
fn keys_of_any_text_fit_their_columns() {
    let long = contractor(&"ß".repeat(200), None, None);
    let key = document_key(&long, &"ß".repeat(100)).unwrap();
    assert!(key.contractor.chars().count() <= 210 && key.number.chars().count() <= 100);
}
