//! Parts of a form to choose from: one of a list, or several of a group. What is chosen stays chosen.

use askama::Template;

use super::form::Problems;

/// One thing to choose.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What the form sends.
    pub(crate) code: String,
    /// What people read.
    pub(crate) text: String,
    pub(crate) is_chosen: bool,
}

/// A labelled list of which one is chosen, or none.
#[derive(Template)]
#[template(path = "select.html")]
pub(crate) struct Select {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    /// What stands for no choice.
    pub(crate) any: &'static str,
    pub(crate) choices: Vec<Choice>,
    pub(crate) problem: Option<String>,
}

impl Select {
    pub(crate) fn checked(mut self, problems: &Problems) -> Self {
        self.problem = problems.at(self.name).map(str::to_owned);
        self
    }
}

/// A group of which any number is chosen.
#[derive(Template)]
#[template(path = "checks.html")]
pub(crate) struct Checks {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) choices: Vec<Choice>,
    pub(crate) problem: Option<String>,
}

impl Checks {
    pub(crate) fn checked(mut self, problems: &Problems) -> Self {
        self.problem = problems.at(self.name).map(str::to_owned);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Vec<Choice> {
        let choice = |code: &str, is_chosen| Choice {
            code: code.to_owned(),
            text: format!("<b>{code}"),
            is_chosen,
        };
        vec![choice("a", false), choice("\"><script>", true)]
    }

    #[test]
    fn a_list_is_labelled_keeps_its_choice_tells_its_problem_and_escapes_what_it_holds() {
        let mut problems = Problems::default();
        problems.add(Some("kind"), "nie ma takiego");
        let select = Select {
            name: "kind",
            label: "Rodzaj",
            any: "wszystkie",
            choices: choices(),
            problem: None,
        };
        let html = select.checked(&problems).render().unwrap();
        assert!(
            html.contains(r#"<label for="field-kind">Rodzaj</label>"#),
            "{html}"
        );
        assert!(html.contains(r#"<option value="">wszystkie</option>"#), "{html}");
        assert_eq!(html.matches(" selected").count(), 1, "{html}");
        assert!(
            html.contains(r#"aria-invalid="true" aria-describedby="problem-kind""#),
            "{html}"
        );
        assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
    }

    #[test]
    fn a_group_has_a_legend_and_a_label_for_each_box() {
        let checks = Checks {
            name: "measure",
            label: "Miary",
            hint: "Żadna: wszystkie.",
            choices: choices(),
            problem: None,
        };
        let html = checks.checked(&Problems::default()).render().unwrap();
        assert!(html.contains("<legend>Miary</legend>"), "{html}");
        assert!(html.contains(r#"id="field-measure""#) && html.contains(r#"for="field-measure""#));
        assert!(html.contains(r#"id="measure-2""#) && html.contains(r#"for="measure-2""#));
        assert_eq!(html.matches(" checked").count(), 1, "{html}");
        assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
    }
}
