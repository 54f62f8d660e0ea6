use clap::{CommandFactory, Parser};

use super::Command;

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

fn read(line: &str) -> Result<Line, clap::Error> {
    Line::try_parse_from(std::iter::once("admin").chain(line.split(' ')))
}

/// What clap finds out only when a value is taken (a parser of another type than the field) panics: so each is taken.
#[test]
fn every_command_with_an_id_is_read() {
    Line::command().debug_assert();
    let id = "01a2042e-b983-79dd-bb88-5fd6034b1056";
    for line in [
        format!("comparison release --authority {id}"),
        format!("comparison retry --authority {id}"),
        format!("comparison threshold --authority {id} --people 3"),
        format!("participation republish --tenant {id} --project {id}"),
        format!("audit verify --organisation {id}"),
        "comparison verify".to_owned(),
        "reference preview".to_owned(),
        "export-keys --folder /tmp".to_owned(),
        "bootstrap --login operator@example.test".to_owned(),
    ] {
        let read = read(&line);
        assert!(
            read.is_ok(),
            "{line}: {:?}",
            read.err().map(|error| error.to_string())
        );
    }
}

#[test]
fn an_id_that_is_none_is_refused_by_name() {
    for line in [
        "comparison retry --authority mops",
        "participation republish --tenant 12",
        "audit verify --organisation *",
    ] {
        let told = read(line)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        assert!(told.contains("invalid value"), "{line}: {told}");
    }
}
