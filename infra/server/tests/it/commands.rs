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
        let output = wsparcie(&arguments, &all);
        let [told, said] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        (output.status.success(), told, said)
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
