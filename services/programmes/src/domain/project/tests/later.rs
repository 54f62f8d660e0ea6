//! Partners' details, parties, goals, target groups; and what an update that does not name them keeps.

use super::*;
use wsparcie_programmes_api::{LaterFact, NOTED_FIGURES, PartnerDetails, ProjectParty};

fn partner(role: PartnerRole, name: &str, details: Option<PartnerDetails>) -> Partner {
    Partner {
        role,
        name: name.to_owned(),
        details,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "details that may be unknown")]
fn numbered(number: i32) -> Option<PartnerDetails> {
    Some(PartnerDetails {
        number: Some(number),
        ..PartnerDetails::default()
    })
}

fn with_partners(partners: Vec<Partner>) -> Vec<(String, String)> {
    problems(&ProjectFacts { partners, ..facts() })
}

#[test]
fn one_partner_leads_at_most() {
    use PartnerRole::{Lead, Partner as Other};
    for (roles, expected) in [
        (&[Other, Other][..], Vec::new()),
        (&[Other, Lead, Other], Vec::new()),
        (&[Lead, Lead], one("LEAD_REPEATED", "project.partners.1.role")),
        (
            &[Lead, Other, Lead],
            one("LEAD_REPEATED", "project.partners.2.role"),
        ),
    ] {
        let partners = roles.iter().map(|role| partner(*role, "a", None)).collect();
        assert_eq!(with_partners(partners), expected, "{roles:?}");
    }
}

#[test]
fn numbers_of_partners_stand_once_and_shares_are_amounts() {
    let other = |details| partner(PartnerRole::Partner, "a", details);
    assert_eq!(
        with_partners(vec![other(numbered(1)), other(numbered(99)), other(None)]),
        Vec::new()
    );
    for number in [-1, 0, 100, i32::MAX] {
        assert_eq!(
            with_partners(vec![other(numbered(number))]),
            one("PARTNER_NUMBER_OUT_OF_RANGE", "project.partners.0.number")
        );
    }
    assert_eq!(
        with_partners(vec![other(numbered(1)), other(None), other(numbered(1))]),
        one("PARTNER_NUMBER_REPEATED", "project.partners.2.number")
    );
    let centre = Some(PartnerDetails {
        is_centre: true,
        ..PartnerDetails::default()
    });
    assert_eq!(
        with_partners(vec![other(centre), other(centre)]),
        one("PARTNER_CENTRE_REPEATED", "project.partners.1.isCentre")
    );
    for grosz in [0, -1, 100_000_000_000_000] {
        let share = Some(PartnerDetails {
            share: Some(Money::from_grosz(grosz)),
            ..PartnerDetails::default()
        });
        assert_eq!(
            with_partners(vec![other(share)]),
            one("AMOUNT_OUT_OF_RANGE", "project.partners.0.share")
        );
    }
}

#[test]
fn a_partys_nip_has_a_checksum_and_need_not_be_its_own() {
    let party = |nip: Option<&str>| {
        Some(ProjectParty {
            name: " Gmina Starachowice ".to_owned(),
            nip: nip.map(str::to_owned),
        })
    };
    let with = |nip| ProjectFacts {
        beneficiary: party(nip),
        implementer: party(nip),
        ..facts()
    };
    let checked = check(&with(Some("897-181-16-33"))).unwrap().facts;
    assert_eq!(checked.beneficiary, checked.implementer);
    let beneficiary = checked.beneficiary.unwrap();
    assert_eq!(
        (beneficiary.name.as_str(), beneficiary.nip.as_deref()),
        ("Gmina Starachowice", Some("8971811633"))
    );
    assert_eq!(problems(&with(None)), Vec::new());
    let wrong = problems(&with(Some("8971811634")));
    assert_eq!(
        wrong,
        [
            ("NIP_CHECKSUM".to_owned(), "project.beneficiary.nip".to_owned()),
            ("NIP_CHECKSUM".to_owned(), "project.implementer.nip".to_owned()),
        ]
    );
}

#[test]
fn goals_and_target_groups_keep_their_order_and_have_limits() {
    let texts = |count: usize| (0..count).map(|n| format!(" {n} ")).collect::<Vec<_>>();
    let with = |goals, groups| ProjectFacts {
        specific_goals: goals,
        target_groups: groups,
        ..facts()
    };
    let checked = check(&with(texts(50), texts(50))).unwrap().facts;
    assert_eq!(
        (
            checked.specific_goals[49].as_str(),
            checked.target_groups[1].as_str()
        ),
        ("49", "1")
    );
    assert_eq!(
        problems(&with(texts(51), Vec::new())),
        one("TOO_MANY_GOALS", "project.specificGoals")
    );
    assert_eq!(
        problems(&with(Vec::new(), texts(51))),
        one("TOO_MANY_TARGET_GROUPS", "project.targetGroups")
    );
    let empty = vec!["a".to_owned(), " ".to_owned()];
    assert_eq!(
        problems(&with(empty, Vec::new())),
        one("REQUIRED", "project.specificGoals.1")
    );
    let main_goal = Some("x".repeat(2_001));
    assert_eq!(
        problems(&ProjectFacts { main_goal, ..facts() }),
        one("TOO_LONG", "project.mainGoal")
    );
}

#[test]
fn every_figure_of_the_list_takes_notes_of_every_kind_and_no_other_name_does() {
    for field in NOTED_FIGURES {
        for kind in SourceNoteKind::ALL {
            let note = SourceNote {
                kind: *kind,
                field: field.to_owned(),
                text: "x".to_owned(),
            };
            assert_eq!(
                problems(&ProjectFacts {
                    source_notes: vec![note],
                    ..facts()
                }),
                Vec::new()
            );
        }
    }
    let distinct: std::collections::BTreeSet<_> = NOTED_FIGURES.iter().collect();
    assert_eq!(distinct.len(), NOTED_FIGURES.len());
}

#[test]
fn a_note_speaks_of_its_figure_and_of_the_figures_of_its_group() {
    let note = |field: &str| SourceNote {
        kind: SourceNoteKind::Unknown,
        field: field.to_owned(),
        text: "x".to_owned(),
    };
    assert!(note("period").speaks_of("startsOn") && note("period").speaks_of("period"));
    assert!(!note("startsOn").speaks_of("period") && !note("startsOn").speaks_of("endsOn"));
    assert!(!note("budget").speaks_of("budgetTotal") && !note("recruitment").speaks_of("recruitmentRules"));
}

/// Facts with everything that came later.
fn full() -> ProjectFacts {
    ProjectFacts {
        beneficiary: Some(ProjectParty {
            name: "Gmina".to_owned(),
            nip: None,
        }),
        implementer: Some(ProjectParty {
            name: "MOPS".to_owned(),
            nip: None,
        }),
        main_goal: Some("cel".to_owned()),
        specific_goals: vec!["a".to_owned(), "b".to_owned()],
        target_groups: vec!["c".to_owned()],
        partners: vec![partner(PartnerRole::Partner, "MOPS", numbered(1))],
        ..facts()
    }
}

#[test]
fn an_update_that_does_not_name_the_later_facts_keeps_them() {
    let old_client = ProjectFacts {
        title: "nowy".to_owned(),
        partners: vec![
            partner(PartnerRole::Lead, " MOPS", None),
            partner(PartnerRole::Partner, "inny", None),
        ],
        ..facts()
    };
    let kept = with_kept(old_client, &[], &full());
    assert_eq!(
        kept,
        ProjectFacts {
            title: "nowy".to_owned(),
            partners: vec![
                partner(PartnerRole::Lead, " MOPS", numbered(1)),
                partner(PartnerRole::Partner, "inny", None),
            ],
            ..full()
        }
    );
}

#[test]
fn an_update_that_names_a_later_fact_replaces_it_or_makes_it_unknown() {
    assert_eq!(
        with_kept(facts(), LaterFact::ALL, &full()),
        facts(),
        "all named and none given: all unknown"
    );
    for fact in LaterFact::ALL {
        let changed = with_kept(
            ProjectFacts {
                partners: full().partners,
                ..facts()
            },
            &[*fact],
            &full(),
        );
        let differences = [
            (changed.beneficiary != full().beneficiary, LaterFact::Beneficiary),
            (changed.implementer != full().implementer, LaterFact::Implementer),
            (changed.main_goal != full().main_goal, LaterFact::MainGoal),
            (
                changed.specific_goals != full().specific_goals,
                LaterFact::SpecificGoals,
            ),
            (
                changed.target_groups != full().target_groups,
                LaterFact::TargetGroups,
            ),
        ];
        for (differs, of) in differences {
            assert_eq!(differs, of == *fact, "{fact:?} {of:?}");
        }
    }
    // Details that are given replace those of before, unknown ones too.
    let given = vec![partner(
        PartnerRole::Partner,
        "MOPS",
        Some(PartnerDetails::default()),
    )];
    let replaced = with_kept(
        ProjectFacts {
            partners: given.clone(),
            ..facts()
        },
        &[],
        &full(),
    );
    assert_eq!(replaced.partners, given);
}
