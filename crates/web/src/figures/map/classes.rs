//! Five classes of values for colouring a map: about as many units in each.

use domain::indicators::Decimal;
use domain::registers::{compare, format_number};
use std::cmp::Ordering;

/// How many classes there are besides "nothing" and "no value".
const CLASSES: usize = 5;

/// Classes of the values that occur.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Classes {
    /// Of each class the least and the greatest value in it, in order; at most five.
    pub spans: Vec<(Decimal, Decimal)>,
    /// Whether some value is zero.
    pub zero: bool,
    /// Whether some unit has no value.
    pub none: bool,
}

/// CSS class of a class by its number: 0 is zero, 1 to 5 the classes.
const NAMES: [&str; CLASSES + 1] = ["q0", "q1", "q2", "q3", "q4", "q5"];

impl Classes {
    /// The classes of these values; what is below zero counts with zero.
    pub fn of(values: impl IntoIterator<Item = Option<Decimal>>) -> Classes {
        let mut out = Classes::default();
        let mut positive = Vec::new();
        for value in values {
            match value {
                None => out.none = true,
                Some(v) if v.scaled <= 0 => out.zero = true,
                Some(v) => positive.push(v),
            }
        }
        positive.sort_by(|a, b| compare(*a, *b));
        let n = positive.len();
        let mut start = 0;
        for class in 1..=CLASSES {
            // A value never stands in two classes.
            let mut end = (n * class / CLASSES).max(start);
            while end > start
                && end < n
                && positive.get(end - 1).zip(positive.get(end)).is_some_and(|(a, b)| compare(*a, *b) == Ordering::Equal)
            {
                end += 1;
            }
            if let (Some(first), Some(last)) = (positive.get(start), end.checked_sub(1).and_then(|e| positive.get(e)))
                && end > start
            {
                out.spans.push((*first, *last));
                start = end;
            }
        }
        out
    }

    /// The CSS class of a value.
    pub fn class(&self, value: Option<Decimal>) -> &'static str {
        let Some(value) = value else { return "none" };
        if value.scaled <= 0 {
            return "q0";
        }
        let number = self.spans.iter().position(|(_, last)| compare(value, *last) != Ordering::Greater);
        self.name(number.unwrap_or(self.spans.len().saturating_sub(1)))
    }

    /// With fewer than five classes the darker colours are used, so that two classes differ visibly.
    fn name(&self, position: usize) -> &'static str {
        let step = CLASSES.checked_div(self.spans.len()).unwrap_or(1).max(1);
        NAMES.get(((position + 1) * step).min(CLASSES)).copied().unwrap_or("q5")
    }

    /// The legend: CSS class and bounds, without the words for "no value".
    pub fn legend(&self) -> Vec<(&'static str, String)> {
        let zero = self.zero.then(|| ("q0", "0".to_string()));
        let spans = self.spans.iter().enumerate().map(|(i, (a, b))| {
            let text =
                if a == b { format_number(*a) } else { format!("{} – {}", format_number(*a), format_number(*b)) };
            (self.name(i), text)
        });
        zero.into_iter().chain(spans).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[i64]) -> Classes {
        Classes::of(values.iter().map(|v| Some(Decimal { scaled: *v, scale: 0 })))
    }

    fn class(classes: &Classes, n: i64) -> &'static str {
        classes.class(Some(Decimal { scaled: n, scale: 0 }))
    }

    #[test]
    fn classes_hold_about_as_many_units_each_and_no_value_is_in_two() {
        let values: Vec<i64> = (1..=10).collect();
        let classes = of(&values);
        let told: Vec<_> = classes.legend();
        assert_eq!(
            told,
            [("q1", "1 – 2"), ("q2", "3 – 4"), ("q3", "5 – 6"), ("q4", "7 – 8"), ("q5", "9 – 10")]
                .map(|(c, t)| (c, t.to_string()))
        );
        assert_eq!(of(&[3, 3, 3, 3, 9]).legend(), [("q2", "3".to_string()), ("q4", "9".to_string())]);
        let many = of(&[0, 1, 1, 1, 2, 2, 3, 50, 50, 700]);
        for n in [1, 2, 3, 50, 700] {
            let inside: Vec<_> = many.spans.iter().filter(|(a, b)| a.scaled <= n && n <= b.scaled).collect();
            assert_eq!(inside.len(), 1, "{n}");
        }
        assert!(many.zero);
    }

    #[test]
    fn nothing_and_no_value_are_told_apart() {
        let classes = Classes::of([None, Some(Decimal { scaled: 0, scale: 0 })]);
        assert_eq!((classes.class(None), class(&classes, 0)), ("none", "q0"));
        assert!(classes.none && classes.zero && classes.spans.is_empty());
        assert_eq!(of(&[]).legend(), []);
    }
}
