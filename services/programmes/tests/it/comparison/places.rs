//! Planned places bound the people on them: others are shown only where nobody learns more by them.

use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::{ComparisonRow, PeopleCount, Places, ProjectFacts};

use super::{SUPPRESSED, of, people};
use crate::support::{Centre, Stage, exactly, titled};

fn planned(total: Option<Places>, women: Option<Places>, men: Option<Places>) -> ProjectFacts {
    ProjectFacts {
        places_total: total,
        places_women: women,
        places_men: men,
        ..titled("a")
    }
}

/// A project with places, and how often they were changed.
struct Changing<'a>(&'a Centre, ProjectId, i64);

impl Changing<'_> {
    async fn to(&mut self, facts: ProjectFacts) {
        self.2 += 1;
        self.0.update(self.1, self.2, facts).await.unwrap();
    }
}

/// What the women on places can be, to somebody who holds all rows together: places do not exceed any that were shown.
fn women_possible(rows: &[ComparisonRow]) -> Vec<i64> {
    let bound = |value: Option<Places>| value.map_or(i64::MAX, |places| i64::from(places.count));
    let fits = |women: &i64, men: i64| {
        rows.iter()
            .all(|row| *women <= bound(row.places_women) && men <= bound(row.places_men))
    };
    let total = rows.iter().find_map(|row| row.recruited.total.shown()).unwrap();
    (0..=total).filter(|women| fits(women, total - women)).collect()
}

#[tokio::test]
async fn places_entered_later_do_not_tell_what_was_hidden_without_them() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.consent().await;
    let project = centre.created(planned(None, None, None)).await.id;
    stage.people(&centre, project, &[people(2, 48)]).await;
    let authority = stage.authority("02").await;
    let mut rows = Vec::new();
    let mut look = async || {
        let release = stage.release(&authority).await;
        rows.push(stage.rows(&authority, &of(&release)).await.remove(0));
        rows.clone()
    };
    let first = look().await.remove(0);
    assert_eq!(
        (first.recruited.total, first.recruited.women, first.recruited.men),
        (PeopleCount::Shown(50), SUPPRESSED, SUPPRESSED)
    );
    let mut changing = Changing(&centre, project, 0);
    changing.to(planned(None, exactly(2), exactly(48))).await;
    let all = look().await;
    assert!(women_possible(&all).len() >= 5, "{:?}", women_possible(&all));
    assert_eq!(all[1].places_women, None, "the places shown last stand");

    // A new state is not a way around: what stands beside it bounds the earlier one too.
    stage.people(&centre, project, &[people(2, 43)]).await;
    let all = look().await;
    assert!(women_possible(&all[..2]).len() >= 5);
    assert_eq!(all[2].places_women, None);

    // Where nothing is hidden that they could tell, they are shown at once.
    changing.to(planned(exactly(60), None, None)).await;
    assert_eq!(look().await[3].places_total, exactly(60));
}

#[tokio::test]
async fn places_shown_before_anybody_was_counted_are_known_to_the_first_pattern() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.consent().await;
    let project = centre.created(planned(None, exactly(2), exactly(48))).await.id;
    let authority = stage.authority("02").await;
    let before = stage.release(&authority).await;
    let mut rows = stage.rows(&authority, &of(&before)).await;
    assert_eq!(rows[0].places_women, exactly(2));
    Changing(&centre, project, 0).to(planned(None, None, None)).await;
    stage.people(&centre, project, &[people(2, 48)]).await;
    let after = stage.release(&authority).await;
    rows.extend(stage.rows(&authority, &of(&after)).await);
    let told = rows[1].recruited;
    assert!(
        told.total == SUPPRESSED || women_possible(&rows).len() >= 5,
        "{told:?} with the places of before"
    );
}
