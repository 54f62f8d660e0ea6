//! The operator's commands, as their exit codes and words tell.

use std::process::{Command, Output, Stdio};

use wsparcie_testkit::TestDb;

use crate::environments::{self, Environment};
use crate::processes::fresh;

fn wsparcie(arguments: &[&str], environment: &Environment) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wsparcie"))
        .args(arguments)
        .env_clear()
        .envs(environment.iter().cloned())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// What a command did, told and complained of.
fn outcome(arguments: &[&str], environment: &Environment) -> (bool, String, String) {
    let output = wsparcie(arguments, environment);
    let [told, said] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    (output.status.success(), told, said)
}

#[tokio::test]
async fn releases_are_frozen_for_authorities_alone_and_from_three_people_on() {
    let test = TestDb::start().await;
    let keys = std::env::temp_dir().join(format!("wsparcie-commands-{}", fresh()));
    let all = environments::whole(&test, &keys);
    assert!(wsparcie(&["admin", "create-keys"], &all).status.success());
    let authority = test.organisation("ROPS", "region", "26").await.to_string();
    let centre = test.centre("north").await.to_string();
    let nobody = "01a2042e-b983-79dd-bb88-5fd6034b1056";
    let admin = |arguments: &[&str]| outcome(&[&["admin", "comparison"], arguments].concat(), &all);
    for command in [&["release"][..], &["retry"], &["threshold", "--people", "3"]] {
        let (is_done, told, said) = admin(&[command, &["--authority", nobody]].concat());
        assert!(!is_done && told.is_empty(), "{told}");
        assert!(
            said.contains(&format!("there is no organisation {nobody}")),
            "{said}"
        );
        let (is_done, told, said) = admin(&[command, &["--authority", &centre]].concat());
        assert!(!is_done && told.is_empty(), "{told}");
        assert!(said.contains("is not an authority"), "{said}");
    }
    let (is_done, _, said) = admin(&["threshold", "--people", "2", "--authority", &authority]);
    assert!(!is_done && said.contains("from 3 to 5 people"), "{said}");
    let (is_done, told, said) = admin(&["threshold", "--people", "3", "--authority", &authority]);
    assert!(is_done && told.contains("from 3 people on"), "{told} {said}");
    let (is_done, told, said) = admin(&["retry", "--authority", &authority]);
    assert!(
        is_done && told.contains("no release that failed"),
        "{told} {said}"
    );
    let (is_done, told, said) = admin(&["release", "--authority", &authority]);
    assert!(is_done && told.contains("release 1 frozen"), "{told} {said}");
    std::fs::remove_dir_all(&keys).unwrap();
}

#[tokio::test]
async fn participations_of_an_organisation_or_a_project_that_is_not_there_are_not_told_again() {
    let test = TestDb::start().await;
    let keys = std::env::temp_dir().join(format!("wsparcie-commands-{}", fresh()));
    let all = environments::whole(&test, &keys);
    assert!(wsparcie(&["admin", "create-keys"], &all).status.success());
    let centre = test.centre("north").await.to_string();
    let nobody = "01a2042e-b983-79dd-bb88-5fd6034b1056";
    let republish = |more: &[&str]| {
        let arguments = [&["admin", "participation", "republish"], more].concat();
        outcome(&arguments, &all)
    };
    let (is_done, told, said) = republish(&["--tenant", &centre]);
    assert!(is_done && told.contains("0 participations told"), "{told} {said}");
    let (is_done, told, said) = republish(&["--tenant", nobody]);
    assert!(!is_done && told.is_empty(), "{told}");
    assert!(
        said.contains(&format!("there is no organisation {nobody}")),
        "{said}"
    );
    let (is_done, told, said) = republish(&["--tenant", &centre, "--project", nobody]);
    assert!(!is_done && told.is_empty(), "{told}");
    assert!(said.contains(&format!("has no project {nobody}")), "{said}");
    std::fs::remove_dir_all(&keys).unwrap();
}
