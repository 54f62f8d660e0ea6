use wsparcie_kernel::national::Voivodeship;

use crate::domain::number::{InstitutionRole, ProjectNumber, ProjectNumberProblem, Scheme};

fn normalised(text: &str) -> Result<String, ProjectNumberProblem> {
    ProjectNumber::parse(text).map(|number| number.to_string())
}

/// Everything a number says, in one line.
fn described(text: &str) -> Result<String, ProjectNumberProblem> {
    ProjectNumber::parse(text).map(|number| {
        format!(
            "{} measure {} sub {} place {} serial {} year {} version {}",
            number.programme().code(),
            number.measure(),
            number.submeasure().unwrap_or_else(|| "-".to_owned()),
            number.institution().map_or_else(
                || number.voivodeship().map_or("00", Voivodeship::code).to_owned(),
                |institution| institution.to_string()
            ),
            number.serial(),
            number.year(),
            number
                .agreement_version()
                .map_or_else(|| "-".to_owned(), |version| version.to_string()),
        )
    })
}

#[test]
fn starachowices_number_gives_all_its_parts() {
    let read = ProjectNumber::parse("RPSW.09.02.01-26-0057/16-00");
    let Ok(number) = read else {
        return assert!(read.is_ok());
    };
    assert_eq!(number.programme().code(), "RPSW");
    assert_eq!(number.programme().scheme(), Scheme::Rpo);
    assert_eq!(number.axis(), 9);
    assert_eq!(number.measure(), "9.2");
    assert_eq!(number.submeasure().as_deref(), Some("9.2.1"));
    assert_eq!(number.voivodeship(), Some(Voivodeship::Swietokrzyskie));
    assert_eq!(number.voivodeship().map(Voivodeship::code), Some("26"));
    assert_eq!(number.institution(), None);
    assert_eq!(number.serial(), "0057");
    assert_eq!(number.year(), 2016);
    assert_eq!(number.agreement_version(), Some(0));
    assert_eq!(number.without_version(), "RPSW.09.02.01-26-0057/16");
    assert_eq!(number.as_str(), "RPSW.09.02.01-26-0057/16-00");
}

#[test]
fn well_formed_numbers_stay_as_they_are_and_say_what_they_mean() {
    for (text, meaning) in [
        (
            "RPSW.09.02.01-26-0057/16",
            "RPSW measure 9.2 sub 9.2.1 place 26 serial 0057 year 2016 version -",
        ),
        (
            "RPSW.09.02.01-26-0057/16-03",
            "RPSW measure 9.2 sub 9.2.1 place 26 serial 0057 year 2016 version 3",
        ),
        (
            "RPMA.09.01.00-14-0001/14-00",
            "RPMA measure 9.1 sub - place 14 serial 0001 year 2014 version 0",
        ),
        (
            "RPDS.09.01.01-02-00A7/23-12",
            "RPDS measure 9.1 sub 9.1.1 place 02 serial 00A7 year 2023 version 12",
        ),
        (
            "RPZP.07.01.00-32-K001/20",
            "RPZP measure 7.1 sub - place 32 serial K001 year 2020 version -",
        ),
        (
            "RPSL.09.01.06-24-ZZZZ/19",
            "RPSL measure 9.1 sub 9.1.6 place 24 serial ZZZZ year 2019 version -",
        ),
        (
            "RPWM.11.01.01-28-0123/17-99",
            "RPWM measure 11.1 sub 11.1.1 place 28 serial 0123 year 2017 version 99",
        ),
        (
            "POWR.02.07.00-00-0012/17-00",
            "POWR measure 2.7 sub - place 00 serial 0012 year 2017 version 0",
        ),
        (
            "POWR.01.02.01-24-0012/18",
            "POWR measure 1.2 sub 1.2.1 place 24 serial 0012 year 2018 version -",
        ),
        (
            "POKL.07.01.01-14-012/08",
            "POKL measure 7.1 sub 7.1.1 place 14 serial 012 year 2008 version -",
        ),
        (
            "POKL.07.01.02-24-0123/13-05",
            "POKL measure 7.1 sub 7.1.2 place 24 serial 0123 year 2013 version 5",
        ),
        (
            "POKL.09.05.00-02-12/07",
            "POKL measure 9.5 sub - place 02 serial 12 year 2007 version -",
        ),
        (
            "POKL.01.03.06-00-001/11-01",
            "POKL measure 1.3 sub 1.3.6 place 00 serial 001 year 2011 version 1",
        ),
        (
            "FEDS.07.03-IP.02-0169/24",
            "FEDS measure 7.3 sub - place IP.02 serial 0169 year 2024 version -",
        ),
        (
            "FEPZ.06.20-IP.01-0003/23-01",
            "FEPZ measure 6.20 sub - place IP.01 serial 0003 year 2023 version 1",
        ),
        (
            "FESW.09.04-IZ.00-00B1/23-00",
            "FESW measure 9.4 sub - place IZ.00 serial 00B1 year 2023 version 0",
        ),
        (
            "FERS.01.03-IP.09-0012/23",
            "FERS measure 1.3 sub - place IP.09 serial 0012 year 2023 version -",
        ),
        (
            "FEMA.08.01-IW.01-0001/29",
            "FEMA measure 8.1 sub - place IW.01 serial 0001 year 2029 version -",
        ),
    ] {
        assert_eq!(described(text).as_deref(), Ok(meaning), "{text}");
        assert_eq!(normalised(text).as_deref(), Ok(text));
    }
}

#[test]
fn ways_of_writing_the_same_number_are_normalised_and_the_text_is_kept() {
    for (text, form) in [
        ("POKL.7.1.1-14-12/8", "POKL.07.01.01-14-12/08"),
        ("pokl.7.1.1-14-12/8", "POKL.07.01.01-14-12/08"),
        ("POKL.7.1.1-2-12/8-1", "POKL.07.01.01-02-12/08-01"),
        ("POKL 07.01.01-14-012/08", "POKL.07.01.01-14-012/08"),
        ("UDA-POKL.07.01.01-14-012/08-00", "POKL.07.01.01-14-012/08-00"),
        ("uda – pokl.07.01.01–14–012/08–03", "POKL.07.01.01-14-012/08-03"),
        ("UDA-POKL 7.1.1-14-012/08", "POKL.07.01.01-14-012/08"),
        ("rpsw.09.02.01-26-0057/16-00", "RPSW.09.02.01-26-0057/16-00"),
        ("RpSw.09.02.01-26-00a7/16", "RPSW.09.02.01-26-00A7/16"),
        ("RPSW.9.2.1-26-57/16", "RPSW.09.02.01-26-0057/16"),
        ("RPSW.9.2.1-26-0057/16-0", "RPSW.09.02.01-26-0057/16-00"),
        ("RPDS.9.1.1-2-7/16", "RPDS.09.01.01-02-0007/16"),
        ("RPSW.9.2.0-26-1057/16", "RPSW.09.02.00-26-1057/16"),
        ("  RPSW.09.02.01-26-0057/16-00\r\n", "RPSW.09.02.01-26-0057/16-00"),
        (
            "RPSW. 09. 02. 01 - 26 - 0057 / 16 - 00",
            "RPSW.09.02.01-26-0057/16-00",
        ),
        ("RPSW 09.02.01-26-0057/16-00", "RPSW.09.02.01-26-0057/16-00"),
        (
            "RPSW\u{a0}.09.02.01\u{2009}-\u{202f}26-0057/16",
            "RPSW.09.02.01-26-0057/16",
        ),
        ("RPSW.09.02.01–26–0057/16–00", "RPSW.09.02.01-26-0057/16-00"),
        ("RPSW.09.02.01—26—0057/16—00", "RPSW.09.02.01-26-0057/16-00"),
        (
            "RPSW.09.02.01\u{2011}26\u{2010}0057/16\u{2212}00",
            "RPSW.09.02.01-26-0057/16-00",
        ),
        (
            "RPSW.09.02.01\u{2012}26\u{2015}0057/16",
            "RPSW.09.02.01-26-0057/16",
        ),
        ("powr.2.7.0-0-12/17", "POWR.02.07.00-00-0012/17"),
        ("feds.7.3-ip.2-0169/24-1", "FEDS.07.03-IP.02-0169/24-01"),
        ("FEDS 07.03 – IP. 02 – 0169/24", "FEDS.07.03-IP.02-0169/24"),
        ("fepz.06.20-ip.01-0003/23", "FEPZ.06.20-IP.01-0003/23"),
    ] {
        let read = ProjectNumber::parse(text);
        assert_eq!(read.as_ref().map(ProjectNumber::as_str), Ok(form), "{text:?}");
        assert_eq!(read.as_ref().map(ProjectNumber::raw), Ok(text));
    }
}

#[test]
fn each_regional_programme_of_2014_belongs_to_one_voivodeship() {
    for home in Voivodeship::ALL {
        for other in Voivodeship::ALL {
            let text = format!(
                "RP{}.09.01.00-{}-0001/16",
                home.programme_abbreviation(),
                other.code()
            );
            let place = ProjectNumber::parse(&text).map(|number| number.voivodeship());
            if home == other {
                assert_eq!(place, Ok(Some(home)), "{text}");
            } else {
                assert!(
                    matches!(place, Err(ProjectNumberProblem::RegionMismatch { expected, .. }) if expected == home)
                );
            }
        }
    }
}

#[test]
fn each_regional_programme_of_2021_leads_to_its_voivodeship() {
    for (code, teryt) in [
        ("FEDS", "02"),
        ("FEKP", "04"),
        ("FELU", "06"),
        ("FELB", "08"),
        ("FELD", "10"),
        ("FEMP", "12"),
        ("FEMA", "14"),
        ("FEOP", "16"),
        ("FEPK", "18"),
        ("FEPD", "20"),
        ("FEPM", "22"),
        ("FESL", "24"),
        ("FESW", "26"),
        ("FEWM", "28"),
        ("FEWP", "30"),
        ("FEPZ", "32"),
    ] {
        let read = ProjectNumber::parse(&format!("{code}.07.03-IZ.00-0001/23"));
        assert_eq!(
            read.map(|number| number.voivodeship().map(Voivodeship::code)),
            Ok(Some(teryt)),
            "{code}"
        );
    }
}

#[test]
fn national_and_unlisted_programmes_of_2021_have_no_voivodeship() {
    for code in ["FERS", "FENG", "FEPW", "FEQQ"] {
        let read = ProjectNumber::parse(&format!("{code}.01.03-IP.09-0012/23"));
        assert_eq!(read.map(|number| number.voivodeship()), Ok(None), "{code}");
    }
}

#[test]
fn every_voivodeship_and_the_whole_country_may_stand_in_a_national_programmes_number() {
    for region in 0..100_u8 {
        for (front, back) in [("POKL.07.01.01", "012/08"), ("POWR.01.02.01", "0012/18")] {
            let read = ProjectNumber::parse(&format!("{front}-{region:02}-{back}"));
            let is_place = region % 2 == 0 && region <= 32;
            assert_eq!(read.is_ok(), is_place, "{front} {region}");
        }
    }
}

#[test]
fn annexes_share_the_number_without_version() {
    let [original, annex, unversioned] = [
        "RPSW.09.02.01-26-0057/16-00",
        "RPSW.9.2.1-26-57/16-01",
        "RPSW.09.02.01-26-0057/16",
    ]
    .map(ProjectNumber::parse);
    assert_ne!(original, annex);
    let project = |number: Result<ProjectNumber, _>| number.map(|number| number.without_version());
    assert_eq!(project(original.clone()), project(annex));
    assert_eq!(project(original), project(unversioned));
}

#[test]
fn equality_looks_at_the_number_and_not_at_how_it_was_written() {
    assert_eq!(
        ProjectNumber::parse("rpsw 9.2.1–26–57/16"),
        ProjectNumber::parse("RPSW.09.02.01-26-0057/16")
    );
}

#[test]
fn an_institution_has_a_role_and_a_number() {
    let read = ProjectNumber::parse("FEDS.07.03-IP.02-0169/24").map(|number| number.institution());
    let parts = read.map(|institution| institution.map(|i| (i.role(), i.number(), i.to_string())));
    assert_eq!(
        parts,
        Ok(Some((InstitutionRole::Intermediate, 2, "IP.02".to_owned())))
    );
}
