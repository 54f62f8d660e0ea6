//! Districts against a model that counts houses one by one.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use wsparcie_kernel::ids::MembershipId;
use wsparcie_kernel::{CallError, Date, Role};
use wsparcie_tenants_api::{AddressQuestion, DistrictRule, HouseParity, NewDistrictRule, TenantsApi};
use wsparcie_testkit::call;

use crate::support::{Centre, World, now};

/// A house: its number and letters, which is also the order along the street.
type House = (i32, &'static str);

/// Where rules begin and end.
const ENDS: [House; 12] = [
    (1, ""),
    (2, ""),
    (2, "a"),
    (2, "ab"),
    (2, "b"),
    (3, ""),
    (3, "a"),
    (3, "z"),
    (4, ""),
    (5, ""),
    (5, "zz"),
    (6, ""),
];
/// With the numbers 1 to 8 these letters stand for all houses: there is one between any two ends and behind the last.
const LETTERS: [&str; 9] = ["", "a", "aa", "ab", "az", "b", "c", "z", "zz"];
const STREETS: [Option<&str>; 3] = [Some("Długa"), Some("al. Długa"), None];
const DAYS: i64 = 6;

fn day(number: i64) -> Date {
    Date::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(number.try_into().unwrap())
}

/// A rule of the model: a place in [`STREETS`], houses of [`ENDS`], days by number.
#[derive(Debug, Clone)]
struct Rule {
    street: usize,
    from: Option<House>,
    to: Option<House>,
    parity: HouseParity,
    days: (i64, Option<i64>),
}

impl Rule {
    /// Told house by house; knows no positions.
    fn covers(&self, street: usize, house: House, on: i64) -> bool {
        let side = match self.parity {
            HouseParity::All => true,
            HouseParity::Odd => house.0 % 2 == 1,
            HouseParity::Even => house.0 % 2 == 0,
        };
        let not_before = self.from.is_none_or(|from| house >= from);
        let not_behind = self
            .to
            .is_none_or(|to| house <= to || (house.0 == to.0 && house.1.starts_with(to.1)));
        let (first, last) = self.days;
        self.street == street
            && side
            && not_before
            && not_behind
            && on >= first
            && last.is_none_or(|last| on <= last)
    }

    fn addresses(&self) -> Vec<(usize, House, i64)> {
        every_address()
            .filter(|(street, house, on)| self.covers(*street, *house, *on))
            .collect()
    }

    fn input(&self, town: &str, worker: MembershipId) -> NewDistrictRule {
        NewDistrictRule {
            town: town.to_owned(),
            street: STREETS[self.street].map(str::to_owned),
            from_number: self.from.map(written),
            to_number: self.to.map(written),
            parity: self.parity,
            worker,
            valid_from: day(self.days.0),
            valid_to: self.days.1.map(day),
        }
    }
}

fn written((number, letters): House) -> String {
    format!("{number}{letters}")
}

fn every_address() -> impl Iterator<Item = (usize, House, i64)> {
    let houses = || (1..=8).flat_map(|number| LETTERS.map(|letters| (number, letters)));
    (0..STREETS.len())
        .flat_map(move |street| houses().flat_map(move |house| (0..DAYS).map(move |on| (street, house, on))))
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let parity = prop_oneof![
        Just(HouseParity::All),
        Just(HouseParity::Odd),
        Just(HouseParity::Even)
    ];
    let house = || proptest::option::of(proptest::sample::select(ENDS.to_vec()));
    let days = (0..DAYS, proptest::option::of(0..DAYS));
    let rule = (0..STREETS.len(), house(), house(), parity, days).prop_map(
        |(street, one, other, parity, (first, last))| {
            let (from, to) = match (one, other) {
                (Some(one), Some(other)) => (Some(one.min(other)), Some(one.max(other))),
                ends => ends,
            };
            Rule {
                street,
                from,
                to,
                parity,
                days: (first, last.map(|last| last.max(first))),
            }
        },
    );
    proptest::collection::vec(rule, 1..12)
}

struct Town<'a> {
    world: &'a World,
    centre: &'a Centre,
    worker: MembershipId,
    name: String,
}

impl Town<'_> {
    async fn create(&self, rule: &Rule) -> Result<DistrictRule, CallError> {
        let input = rule.input(&self.name, self.worker);
        self.world
            .ask()
            .create_district_rule(now(), call(&self.centre.admin), input)
            .await
    }

    async fn ask(&self, street: usize, house: House, on: i64) -> Option<DistrictRule> {
        let question = AddressQuestion {
            town: self.name.clone(),
            street: STREETS[street].map(str::to_owned),
            house_number: written(house),
            on: day(on),
        };
        let answer = self
            .world
            .ask()
            .responsible_for_address(now(), call(&self.centre.admin), question)
            .await;
        answer.expect("the question is answered")
    }

    /// Adds the rules one by one; what is accepted and what each address is answered must be what the model says.
    async fn play(&self, rules: &[Rule]) {
        let mut accepted: Vec<(Rule, DistrictRule)> = Vec::new();
        for rule in rules {
            let addresses = rule.addresses();
            let meets = accepted
                .iter()
                .any(|(other, _)| addresses.iter().any(|(s, h, on)| other.covers(*s, *h, *on)));
            match self.create(rule).await {
                Ok(row) => {
                    assert!(!meets, "{rule:?} meets one of {accepted:?}");
                    accepted.push((rule.clone(), row));
                }
                Err(CallError::Refused(problems)) => match problems[0].code.as_str() {
                    "DISTRICT_OVERLAP" => assert!(meets, "{rule:?} meets none of {accepted:?}"),
                    "HOUSE_RANGE_EMPTY" => assert!(addresses.is_empty(), "{rule:?}"),
                    other => panic!("{other}: {rule:?}"),
                },
                Err(other) => panic!("{other:?}"),
            }
        }
        // The model tells of every address; the service is asked about each nineteenth, which falls on all sorts of them.
        for (place, (street, house, on)) in every_address().enumerate() {
            let covering: Vec<_> = accepted
                .iter()
                .filter(|(rule, _)| rule.covers(street, house, on))
                .map(|(_, row)| row.clone())
                .collect();
            assert!(covering.len() <= 1, "{covering:?}");
            if place % 19 == 0 {
                let answer = self.ask(street, house, on).await;
                assert_eq!(answer, covering.into_iter().next(), "{street} {house:?} {on}");
            }
        }
    }
}

#[test]
fn every_address_has_on_every_day_the_one_rule_that_a_count_house_by_house_finds() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let (world, centre, worker) = runtime.block_on(async {
        let world = World::start().await;
        let centre = world.centre("jg").await;
        let worker = world.add(&centre, "anna@jg", &[Role::SocialWorker]).await;
        (Arc::new(world), centre, worker.id)
    });
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    let turn = std::cell::Cell::new(0);
    runner
        .run(&rules(), |rules| {
            turn.set(turn.get() + 1);
            let town = Town {
                world: &world,
                centre: &centre,
                worker,
                name: format!("Miasto {}", turn.get()),
            };
            runtime.block_on(town.play(&rules));
            Ok(())
        })
        .unwrap();
    runtime.block_on(async move { drop(world) });
}
