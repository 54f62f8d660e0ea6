//! What an address may ask of the comparison, and what stands in the form then.

mod address;
mod form;

/// An address with every filter.
const EVERYTHING: &str = "release=UkVM&programme=9.2.1&period=2014-2020&centreKind=MOPS&voivodeship=26&\
                          measure=services_mix&measure=cost_per_place&after=QUZU";
