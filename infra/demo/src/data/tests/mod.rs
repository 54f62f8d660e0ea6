//! The fictional part: possible people, in the numbers that the comparison needs.

mod judged;

use std::collections::BTreeSet;

use wsparcie_kernel::national::{Pesel, Sex};
use wsparcie_kernel::{Date, OrganisationKind, Role, Scope};

use super::fictional::Person;
use super::source::{Centre, Project};
use super::*;

fn bundled() -> Demonstration {
    Demonstration::bundled().unwrap()
}

#[test]
fn every_file_of_the_data_is_read_and_refers_to_what_is_there() {
    let all = bundled();
    assert_eq!((all.centres.len(), all.authorities.len()), (5, 3));
}

#[test]
fn logins_codes_and_people_are_unique() {
    let all = bundled();
    let mut logins = BTreeSet::new();
    let members = all.centres.iter().flat_map(|(_, beside)| &beside.members);
    for member in members.chain(all.authorities.iter().flat_map(|authority| &authority.members)) {
        assert!(logins.insert(&member.login), "{}", member.login);
    }
    for (centre, beside) in &all.centres {
        let codes: BTreeSet<_> = beside.people.iter().map(|person| &person.code).collect();
        assert_eq!(codes.len(), beside.people.len(), "{}", centre.code);
        let numbers: Vec<_> = beside.people.iter().filter_map(number).collect();
        assert_eq!(
            numbers.iter().collect::<BTreeSet<_>>().len(),
            numbers.len(),
            "{}",
            centre.code
        );
        let titles: BTreeSet<_> = centre.projects.iter().map(|project| &project.code).collect();
        assert_eq!(titles.len(), centre.projects.len());
    }
}

#[test]
fn each_centre_has_every_role_and_each_authority_its_own() {
    let all = bundled();
    let of = |kind: OrganisationKind| {
        Role::ALL
            .iter()
            .filter(move |role| role.exists_in(kind))
            .map(|role| role.code())
    };
    for (centre, beside) in &all.centres {
        let roles: BTreeSet<_> = beside.members.iter().map(|member| member.role.as_str()).collect();
        assert_eq!(roles, of(OrganisationKind::Centre).collect(), "{}", centre.code);
        let scopes: BTreeSet<_> = beside
            .api_clients
            .iter()
            .flat_map(|client| &client.scopes)
            .map(values::Code::as_str)
            .collect();
        assert!(
            scopes.contains("people:read") && scopes.contains("documents:read"),
            "{}",
            centre.code
        );
        assert!(scopes.iter().all(|scope| Scope::parse(scope).is_some()));
    }
    for authority in &all.authorities {
        let roles: BTreeSet<_> = authority
            .members
            .iter()
            .map(|member| member.role.as_str())
            .collect();
        assert_eq!(
            roles,
            of(OrganisationKind::Authority).collect(),
            "{}",
            authority.code
        );
    }
    assert!(
        all.authorities
            .iter()
            .any(|authority| !authority.api_clients.is_empty())
    );
}

fn number(person: &Person) -> Option<String> {
    person.pesel_serial.map(|serial| pesel(person.birth_date, serial))
}

#[test]
fn every_pesel_is_valid_and_says_what_the_data_say() {
    for (_, beside) in &bundled().centres {
        for person in &beside.people {
            let Some(number) = number(person) else { continue };
            let read = Pesel::parse(&number).unwrap();
            assert_eq!(
                (read.birth_date(), read.sex()),
                (person.birth_date, person.sex),
                "{}",
                person.code
            );
            assert!(
                person.pesel_serial >= Some(9990),
                "serials of the demonstration are 999x"
            );
        }
        assert!(
            beside.people.iter().any(|person| person.pesel_serial.is_none()),
            "somebody has no PESEL"
        );
    }
}

fn project<'a>(centre: &'a Centre, code: &str) -> &'a Project {
    centre
        .projects
        .iter()
        .find(|project| project.code == code)
        .unwrap()
}

#[test]
fn some_counts_are_large_enough_to_be_shown_and_some_are_not() {
    let mut counts = Vec::new();
    for (centre, beside) in &bundled().centres {
        for project in &centre.projects {
            let enrolled = |sex| {
                let of = |person: &&Person| {
                    let into = |one: &fictional::Nomination| {
                        one.enrolled_on.is_some() && one.project == project.code
                    };
                    person.sex == sex && person.nominations.iter().any(into)
                };
                beside.people.iter().filter(of).count()
            };
            let (women, men) = (enrolled(Sex::Female), enrolled(Sex::Male));
            let session = beside
                .sessions
                .iter()
                .filter(|session| session.project == project.code)
                .count();
            assert_eq!(
                session,
                usize::from(women + men > 0),
                "{}: one session where there are people",
                project.code
            );
            counts.push((women, men));
        }
    }
    assert!(
        counts.iter().any(|(women, men)| *women >= 6 && *men >= 6),
        "{counts:?}"
    );
    assert!(
        counts.iter().any(|(women, men)| (1..5).contains(&(women + men))),
        "{counts:?}"
    );
}

#[test]
fn dates_follow_each_other() {
    for (centre, beside) in &bundled().centres {
        for person in &beside.people {
            for one in &person.nominations {
                let steps = [
                    Some(person.known_since),
                    Some(one.on),
                    one.decided_on,
                    one.enrolled_on,
                ];
                let days: Vec<_> = steps.into_iter().flatten().collect();
                assert!(days.is_sorted(), "{} {}", centre.code, person.code);
                let of = project(centre, &one.project);
                let within = |day: Date| {
                    of.starts_on.is_none_or(|first| first <= day) && of.ends_on.is_none_or(|last| day <= last)
                };
                assert!(
                    one.enrolled_on.is_none_or(within),
                    "{} {}",
                    centre.code,
                    person.code
                );
                let held = beside
                    .sessions
                    .iter()
                    .find(|session| session.project == one.project);
                let was_in =
                    |day: Date| held.is_some_and(|session| day <= session.held_on && within(session.held_on));
                assert!(
                    one.presence.is_none() || one.enrolled_on.is_some_and(was_in),
                    "{} {}",
                    centre.code,
                    person.code
                );
            }
        }
    }
}

#[test]
fn every_file_to_download_is_a_pdf_that_says_it_is_a_demonstration() {
    let all = bundled();
    let documents: Vec<_> = all
        .centres
        .iter()
        .flat_map(|(centre, _)| &centre.projects)
        .flat_map(|project| &project.documents)
        .collect();
    assert_eq!(documents.len(), 2);
    for document in documents {
        let bytes = file(&document.file_name).unwrap();
        assert!(
            bytes.starts_with(b"%PDF-1.") && bytes.trim_ascii_end().ends_with(b"%%EOF"),
            "{}",
            document.file_name
        );
        assert_eq!(document.media_type, "application/pdf");
        assert!(document.title.contains("demonstracyjny") && bytes.len() < 100_000);
    }
}

#[test]
fn a_projects_input_has_the_apis_names_and_nothing_else() {
    let all = bundled();
    let (centre, _) = all
        .centres
        .iter()
        .find(|(_, beside)| beside.people.len() == 15)
        .unwrap();
    let input = serde_json::to_value(&centre.projects[0]).unwrap();
    assert_eq!(
        input["placesTotal"],
        serde_json::json!({ "count": 165, "exactness": "EXACT" })
    );
    assert_eq!(input["budget"][1]["source"], "LOCAL_GOVERNMENT");
    assert_eq!(
        input["budget"][0]["amount"],
        serde_json::json!({ "amount": "1249500.00" })
    );
    for skipped in ["code", "programme", "recruitment", "documents"] {
        assert!(input.get(skipped).is_none(), "{skipped}");
    }
}
