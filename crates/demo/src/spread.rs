//! Dividing totals, dates and kinds over records: uneven enough to look like life, the same every time.

use domain::Date;
use domain::calendar::{date_of, day_number};
use domain::clock::SeededChance;

/// Divides a total into `n` whole parts around their mean; the parts add up to the total exactly.
pub(crate) fn parts(total: i64, n: usize, chance: &mut SeededChance) -> Vec<i64> {
    let weights: Vec<i64> = (0..n).map(|_| 70 + i64::try_from(chance.below(61)).unwrap_or(30)).collect();
    let sum = weights.iter().sum::<i64>().max(1);
    let mut out: Vec<i64> = weights.iter().map(|w| total * w / sum).collect();
    let rest = total - out.iter().sum::<i64>();
    for part in out.iter_mut().take(usize::try_from(rest).unwrap_or(0)) {
        *part += 1;
    }
    out
}

/// `n` dates spread evenly over a period, both ends included, in order.
pub(crate) fn dates(from: Date, to: Date, n: usize) -> Vec<Date> {
    let (first, last) = (day_number(from), day_number(to));
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    (0..n).map(|i| date_of(first + (2 * i + 1) * (last - first + 1) / (2 * n))).collect()
}

/// A date some days later.
pub(crate) fn later(date: Date, days: i64) -> Date {
    date_of(day_number(date) + days)
}

/// Each kind as often as it is said, mixed evenly.
pub(crate) fn mixed<T: Copy>(kinds: &[(T, usize)]) -> Vec<T> {
    // each kind's j-th occurrence stands at (2j + 1) / 2n of the way
    const WAY: usize = 1 << 24;
    let mut places: Vec<(usize, usize, T)> = Vec::new();
    for (k, (kind, n)) in kinds.iter().enumerate() {
        places.extend((0..*n).map(|j| ((2 * j + 1) * WAY / (2 * n), k, *kind)));
    }
    places.sort_by_key(|(place, k, _)| (*place, *k));
    places.into_iter().map(|(.., kind)| kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Date;

    #[test]
    fn parts_add_up_and_dates_stay_inside_their_period() {
        let mut chance = SeededChance(7);
        assert_eq!(parts(4675, 61, &mut chance).iter().sum::<i64>(), 4675);
        let (from, to) = (Date::constant(2021, 12, 15), Date::constant(2021, 12, 31));
        let list = dates(from, to, 5);
        assert!(list.len() == 5 && list.iter().all(|d| (from..=to).contains(d)));
        assert_eq!(dates(from, from, 3), vec![from; 3]);
    }

    #[test]
    fn kinds_are_mixed_evenly_and_none_is_lost() {
        assert_eq!(mixed(&[('a', 4), ('b', 2)]).iter().collect::<String>(), "abaaba");
    }
}
