//! Small numbers out of many: percentiles, medians, spreads.

/// The value below which `share` (0..=1) of the values lie; `None` of nothing.
pub fn percentile(values: &mut [f64], share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let index = (share.clamp(0.0, 1.0) * last as f64).round() as usize;
    values.get(index).copied()
}

/// The middle value, and the distance between the outermost as a share of it.
pub fn median_and_spread(values: &[f64]) -> Option<(f64, f64)> {
    let mut sorted = values.to_vec();
    let median = percentile(&mut sorted, 0.5)?;
    let (first, last) = (sorted.first()?, sorted.last()?);
    Some((median, if median == 0.0 { 0.0 } else { (last - first) / median }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_a_hundred_numbers_are_those_numbers() {
        let mut values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        assert_eq!(percentile(&mut values, 0.5), Some(50.0));
        assert_eq!(percentile(&mut values, 0.99), Some(99.0));
        assert_eq!(percentile(&mut [], 0.5), None);
    }

    #[test]
    fn the_spread_is_the_distance_of_the_outermost() {
        assert_eq!(median_and_spread(&[9.0, 10.0, 11.0]), Some((10.0, 0.2)));
    }
}
