use crate::domain::number::{ProjectNumber, ProjectNumberProblem};

/// The code of the refusal; `accepted` if there is none.
fn code_of(text: &str) -> &'static str {
    ProjectNumber::parse(text).map_or_else(|problem| problem.code(), |_| "accepted")
}

#[test]
fn call_numbers_are_refused_as_such_however_they_are_written() {
    for text in [
        "RPMA.09.01.00-IP.01-14-028/16",
        "FEDS.07.03-IP.02-169/24",
        "rpma.09.01.00-ip.01-14-028/16",
        "RPMA.9.1.0-IP.1-14-28/16",
        "RPMA.09.01.00–IP.01–14–028/16",
        "RPMA.09.01.00 - IP.01 - 14 - 028/16",
        "RPSW.09.02.01-IZ.00-26-147/17",
        "RPSL.09.01.06-IZ.01-24-100/16",
        "RPDS.09.01.01-IW.01-02-169/16",
        "POWR.02.07.00-IP.03-00-002/17",
        "POKL.07.02.01-IP.01-14-012/10",
        "feds.7.3-ip.2-169/24",
        "FEPZ.06.20-IP.01-001/23",
        "FERS.01.05-IP.08-001/23",
        "FESW.09.04-IZ.00-012/24",
    ] {
        assert_eq!(code_of(text), "CALL_NUMBER", "{text}");
    }
}

#[test]
fn the_refusal_of_a_call_number_says_what_was_given_and_where_the_project_number_is() {
    let Err(problem) = ProjectNumber::parse("rpma.09.01.00-IP.01-14-028/16") else {
        return assert_eq!(code_of("rpma.09.01.00-IP.01-14-028/16"), "CALL_NUMBER");
    };
    let polish = problem.message_pl();
    assert!(
        polish.contains("„RPMA.09.01.00-IP.01-14-028/16” to numer naboru"),
        "{polish}"
    );
    assert!(polish.contains("w umowie o dofinansowanie"), "{polish}");
    let english = problem.message_en();
    assert!(
        english.contains("number of a call") && english.contains("grant agreement"),
        "{english}"
    );
}

#[test]
fn each_refusal_names_the_rule_that_is_broken() {
    for (text, code) in [
        ("", "PROJECT_NUMBER_EMPTY"),
        (" \u{a0}\n", "PROJECT_NUMBER_EMPTY"),
        // programmes
        ("RPXX.09.02.01-26-0057/16", "UNKNOWN_PROGRAMME"),
        ("RPPZ.09.02.01-32-0057/16", "UNKNOWN_PROGRAMME"),
        ("RP.09.02.01-26-0057/16", "UNKNOWN_PROGRAMME"),
        ("RPSWX.09.02.01-26-0057/16", "UNKNOWN_PROGRAMME"),
        ("POWER.02.07.00-00-0012/17", "UNKNOWN_PROGRAMME"),
        ("FE.07.03-IP.02-0169/24", "UNKNOWN_PROGRAMME"),
        ("FED.07.03-IP.02-0169/24", "UNKNOWN_PROGRAMME"),
        ("FED1.07.03-IP.02-0169/24", "UNKNOWN_PROGRAMME"),
        ("09.02.01-26-0057/16", "UNKNOWN_PROGRAMME"),
        ("44051401359", "UNKNOWN_PROGRAMME"),
        ("...", "UNKNOWN_PROGRAMME"),
        ("---///", "UNKNOWN_PROGRAMME"),
        ("UDA-", "UNKNOWN_PROGRAMME"),
        // food aid
        ("FEPŻ.01.01-IP.01-0001/23", "FOOD_AID_PROGRAMME"),
        ("fepż.01.01-ip.01-0001/23", "FOOD_AID_PROGRAMME"),
        ("FEPZ\u{307}.01.01-IP.01-0001/23", "FOOD_AID_PROGRAMME"),
        ("fepz\u{307} 01.01-ip.01-0001/23", "FOOD_AID_PROGRAMME"),
        ("POPŻ.01.00.00-00-0001/17", "FOOD_AID_PROGRAMME"),
        ("FEŻP.01.01-IP.01-0001/23", "UNKNOWN_PROGRAMME"),
        // prefixes
        ("WND-POKL.07.01.01-14-012/08", "PROJECT_NUMBER_PREFIX"),
        ("WND-RPSW.09.02.01-26-0057/16", "PROJECT_NUMBER_PREFIX"),
        ("UDA-RPSW.09.02.01-26-0057/16", "PROJECT_NUMBER_PREFIX"),
        ("UDA-UDA-POKL.07.01.01-14-012/08", "UNKNOWN_PROGRAMME"),
        // structure
        ("RPSW", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01-26-0057", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02-26-0057/16", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01.01-26-0057/16", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.009.02.01-26-0057/16", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.0A.02.01-26-0057/16", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09..01-26-0057/16", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01-0057/16", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01--26-0057/16", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01-026-0057/16", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01-26-0057/16-", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01-26-0057/16-000", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01-26-0057/16-00-01", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01-26-0057/16/00", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01-26-0057/2016", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01-26-0057/", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.09.02.01-26-0057/16.", "PROJECT_NUMBER_STRUCTURE"),
        ("FEDS.07.03.01-IP.02-0169/24", "PROJECT_NUMBER_STRUCTURE"),
        ("FEDS.07.03-02-0169/24", "PROJECT_NUMBER_STRUCTURE"),
        ("FEDS.07.03-IX.02-0169/24", "PROJECT_NUMBER_STRUCTURE"),
        ("FEDS.07.03-IP02-0169/24", "PROJECT_NUMBER_STRUCTURE"),
        ("FEDS.07.03-IP.002-0169/24", "PROJECT_NUMBER_STRUCTURE"),
        ("RPSW.0Ż.02.01-26-0057/16", "PROJECT_NUMBER_STRUCTURE"),
        // serials
        ("RPSW.09.02.01-26-028/16", "PROJECT_NUMBER_SERIAL"),
        ("RPSW.09.02.01-26-00057/16", "PROJECT_NUMBER_SERIAL"),
        ("RPSW.09.02.01-26-A7/16", "PROJECT_NUMBER_SERIAL"),
        ("RPSW.09.02.01-26-00Ż7/16", "PROJECT_NUMBER_SERIAL"),
        ("RPSW.09.02.01-26-/16", "PROJECT_NUMBER_SERIAL"),
        ("FEDS.07.03-IP.02-69/24", "PROJECT_NUMBER_SERIAL"),
        ("FEDS.07.03-IP.02-9/24", "PROJECT_NUMBER_SERIAL"),
        ("FEDS.07.03-IP.02-00169/24", "PROJECT_NUMBER_SERIAL"),
        ("POKL.07.01.01-14-1/08", "PROJECT_NUMBER_SERIAL"),
        ("POKL.07.01.01-14-00012/08", "PROJECT_NUMBER_SERIAL"),
        ("POKL.07.01.01-14-0A2/08", "PROJECT_NUMBER_SERIAL"),
        // years
        ("RPSW.09.02.01-26-0057/13", "PROJECT_NUMBER_YEAR"),
        ("RPSW.09.02.01-26-0057/24", "PROJECT_NUMBER_YEAR"),
        ("RPSW.09.02.01-26-0057/99", "PROJECT_NUMBER_YEAR"),
        ("POWR.02.07.00-00-0012/6", "PROJECT_NUMBER_YEAR"),
        ("POKL.07.01.01-14-012/06", "PROJECT_NUMBER_YEAR"),
        ("POKL.07.01.01-14-012/16", "PROJECT_NUMBER_YEAR"),
        ("FEDS.07.03-IP.02-0169/20", "PROJECT_NUMBER_YEAR"),
        ("FEDS.07.03-IP.02-0169/30", "PROJECT_NUMBER_YEAR"),
        // regions
        ("RPSW.09.02.01-14-0057/16", "PROJECT_NUMBER_REGION_MISMATCH"),
        ("RPSW.09.02.01-00-0057/16", "PROJECT_NUMBER_REGION_MISMATCH"),
        ("RPSW.09.02.01-27-0057/16", "PROJECT_NUMBER_REGION_MISMATCH"),
        ("POKL.07.01.01-15-012/08", "PROJECT_NUMBER_REGION_UNKNOWN"),
        ("POWR.02.07.00-34-0012/17", "PROJECT_NUMBER_REGION_UNKNOWN"),
        // spaces that could hide a border
        ("RPSW.9 2.1-26-57/16", "PROJECT_NUMBER_SPACE"),
        ("RPSW.09.02.01-26-00 57/16", "PROJECT_NUMBER_SPACE"),
        ("RPSW.09.02.01-26-0057/16 00", "PROJECT_NUMBER_SPACE"),
        ("PO KL.07.01.01-14-012/08", "PROJECT_NUMBER_SPACE"),
        ("nr RPSW.09.02.01-26-0057/16", "PROJECT_NUMBER_SPACE"),
        // characters
        ("RPSW,09.02.01-26-0057/16", "PROJECT_NUMBER_CHARACTER"),
        ("RPSW.09.02.01_26_0057/16", "PROJECT_NUMBER_CHARACTER"),
        ("RPSW.09.02.01-26-0057\\16", "PROJECT_NUMBER_CHARACTER"),
        ("RPSW.٠٩.02.01-26-0057/16", "PROJECT_NUMBER_CHARACTER"),
        ("RPSW.０９.02.01-26-0057/16", "PROJECT_NUMBER_CHARACTER"),
        ("РPSW.09.02.01-26-0057/16", "PROJECT_NUMBER_CHARACTER"),
        ("RPſW.09.02.01-26-0057/16", "PROJECT_NUMBER_CHARACTER"),
        ("FELÓ.07.03-IP.02-0169/24", "PROJECT_NUMBER_CHARACTER"),
        ("RPSW\u{200b}.09.02.01-26-0057/16", "PROJECT_NUMBER_CHARACTER"),
        ("RPSW.09.02.01-26-0057/16\0", "PROJECT_NUMBER_CHARACTER"),
        ("RPSW\u{307}.09.02.01-26-0057/16", "PROJECT_NUMBER_CHARACTER"),
    ] {
        assert_eq!(code_of(text), code, "{text:?}");
    }
}

#[test]
fn a_mismatch_names_both_voivodeships() {
    let Err(problem) = ProjectNumber::parse("RPSW.09.02.01-14-0057/16") else {
        return assert_eq!(
            code_of("RPSW.09.02.01-14-0057/16"),
            "PROJECT_NUMBER_REGION_MISMATCH"
        );
    };
    assert_eq!(
        problem.message_pl(),
        "RPSW to program województwa świętokrzyskie (kod 26), a numer ma kod 14 (mazowieckie); \
         sprawdź jedno i drugie z umową"
    );
}

#[test]
fn a_text_pasted_into_the_wrong_field_is_not_repeated() {
    let Err(problem) = ProjectNumber::parse("44051401359") else {
        return assert_eq!(code_of("44051401359"), "");
    };
    let said = format!("{} {} {problem:?}", problem.message_pl(), problem.message_en());
    assert!(!said.contains("4405"), "{said}");
}

#[test]
fn long_texts_are_refused_unread_and_messages_stay_short() {
    assert_eq!(code_of(&"9".repeat(1_000_000)), "PROJECT_NUMBER_TOO_LONG");
    assert_eq!(
        code_of(&format!("RPSW.09.02.01-26-0057/16{}", " ".repeat(500))),
        "PROJECT_NUMBER_TOO_LONG"
    );
    let call = format!("RPMA.{}-IP.01-14-028/16", "9".repeat(150));
    let problem = ProjectNumber::parse(&call);
    assert!(matches!(&problem, Err(ProjectNumberProblem::CallNumber { .. })));
    assert!(problem.is_err_and(|problem| problem.message_pl().len() < 400));
}
