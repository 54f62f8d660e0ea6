use super::*;

fn bounds(successes: u64, of: u64) -> [i64; 3] {
    let found = wilson(successes, of).unwrap();
    [found.lower, found.point, found.upper]
}

#[test]
fn wilson_intervals_match_hand_calculated_ones() {
    // 50/400: p 0.125, z²/n 0.009604, centre 0.129802, spread 0.032766: (0.097036; 0.162568)/1.009604 = 9.61 %; 16.11 %.
    assert_eq!(bounds(50, 400), [961, 1250, 1611]);
    // 8/10, as in textbooks: 49.02 %; 94.33 %.
    assert_eq!(bounds(8, 10), [4901, 8000, 9434]);
    // 0/10: z²/(n + z²) = 3.841459/13.841459 = 27.75 %.
    assert_eq!(bounds(0, 10), [0, 0, 2776]);
    assert_eq!(bounds(10, 10), [7224, 10_000, 10_000]);
}

#[test]
fn wilson_of_nobody_is_unknown() {
    assert_eq!(wilson(0, 0), None);
    assert_eq!(wilson(3, 2), None);
}

#[test]
fn means_round_half_up_and_know_nothing_of_nothing() {
    assert_eq!(mean(&[1, 2]), Some(2));
    assert_eq!(mean(&[-1, -2]), Some(-1));
    assert_eq!(mean(&[10, 11, 12]), Some(11));
    assert_eq!(mean(&[]), None);
    assert_eq!(mean(&[i64::MAX, i64::MAX]), Some(i64::MAX));
}

#[test]
fn the_weighted_mean_divides_the_sums() {
    // 105 000.00 over 10 people and 50 000.00 over 90: 1 550.00 a head, where the plain mean is 5 527.78.
    let costs = [(10_500_000, 10), (5_000_000, 90)];
    assert_eq!(weighted_mean(&costs, 1), Some(155_000));
    assert_eq!(weighted_mean(&[(105, 1000), (150, 1000)], 10_000), Some(1_275));
    assert_eq!(weighted_mean(&[(1, 2)], 1), Some(1), "half up");
    assert_eq!(weighted_mean(&[], 1), None);
    assert_eq!(weighted_mean(&[(5, 0)], 1), None);
    assert_eq!(weighted_mean(&[(5, -1), (5, 3)], 1), None);
}

#[test]
fn quartiles_interpolate_between_neighbours() {
    let of = |values: &[i64]| {
        let found = spread(values).unwrap();
        [
            found.least,
            found.lower_quartile,
            found.median,
            found.upper_quartile,
            found.greatest,
        ]
    };
    // Positions 0.75, 1.5, 2.25 of 10 20 30 40: 17.5, 25, 32.5.
    assert_eq!(of(&[40, 10, 30, 20]), [10, 18, 25, 33, 40]);
    // Positions 1, 2, 3.
    assert_eq!(of(&[5, 1, 4, 2, 3]), [1, 2, 3, 4, 5]);
    assert_eq!(of(&[7]), [7; 5]);
    assert_eq!(of(&[-4, -1]), [-4, -3, -2, -2, -1]);
    assert_eq!(spread(&[]), None);
}

#[test]
fn ratios_too_large_for_an_answer_are_none() {
    assert_eq!(ratio_half_up(i128::MAX, 1), None);
    assert_eq!(ratio_half_up(1, 0), None);
}
