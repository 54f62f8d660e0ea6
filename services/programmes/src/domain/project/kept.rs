//! What an update leaves as it is.
//!
//! An update replaces what was known as a whole, except for the facts that came after the first clients: those stay unless
//! the update states them, because a client that has never heard of a fact must not wipe it.

use wsparcie_programmes_api::{LaterFact, Partner, ProjectFacts};

/// The facts of an update, joined with those stored facts that it does not speak of.
pub fn with_kept(given: ProjectFacts, stated: &[LaterFact], stored: &ProjectFacts) -> ProjectFacts {
    let mut facts = given;
    for fact in LaterFact::ALL.iter().filter(|fact| !stated.contains(fact)) {
        match fact {
            LaterFact::Beneficiary => facts.beneficiary.clone_from(&stored.beneficiary),
            LaterFact::Implementer => facts.implementer.clone_from(&stored.implementer),
            LaterFact::MainGoal => facts.main_goal.clone_from(&stored.main_goal),
            LaterFact::SpecificGoals => facts.specific_goals.clone_from(&stored.specific_goals),
            LaterFact::TargetGroups => facts.target_groups.clone_from(&stored.target_groups),
        }
    }
    for partner in &mut facts.partners {
        let same = |other: &&Partner| other.name == partner.name.trim();
        if partner.details.is_none() {
            partner.details = stored.partners.iter().find(same).and_then(|other| other.details);
        }
    }
    facts
}
