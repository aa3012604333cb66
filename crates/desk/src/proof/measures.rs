//! Which indicators a clause speaks of, by the catalogue's phrases.

use domain::proof::lexicon;
use domain::text::fold;

/// The phrases, folded.
#[derive(Debug, Default)]
pub struct Measures {
    list: Vec<Phrase>,
    levels: Vec<(String, Vec<String>)>,
}

#[derive(Debug)]
struct Phrase {
    indicator: String,
    units: Vec<String>,
    words: Vec<Vec<String>>,
    without: Vec<String>,
}

/// Folded words alone, with a space at both ends, so that whole words are found by a plain search.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for word in fold(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        out.push_str(word);
        out.push(' ');
    }
    out
}

impl Measures {
    /// Folds the catalogue's phrases.
    pub fn new(from: &lexicon::Measures) -> Measures {
        let all = |list: &[String]| list.iter().map(|w| plain(w)).collect::<Vec<_>>();
        let phrase = |m: &lexicon::MeasurePhrase| Phrase {
            indicator: m.indicator.clone(),
            units: all(&m.units),
            words: m.words.iter().map(|set| set.split('|').map(plain).collect()).collect(),
            without: all(&m.without),
        };
        Measures {
            list: from.measure.iter().map(phrase).collect(),
            levels: from.level.iter().map(|l| (l.level.clone(), all(&l.words))).collect(),
        }
    }

    /// The indicators that the words fit best: of several those whose phrases say most. Empty without a counting unit.
    pub fn fitting(&self, phrase: &str, unit: &str) -> Vec<&str> {
        let (phrase, unit) = (plain(phrase), plain(unit));
        let fits = |m: &&Phrase| {
            m.units.contains(&unit)
                && m.words.iter().all(|set| set.iter().any(|w| phrase.contains(w.as_str())))
                && !m.without.iter().any(|w| phrase.contains(w.as_str()))
        };
        let found: Vec<&Phrase> = self.list.iter().filter(fits).collect();
        let most = found.iter().map(|m| m.words.len()).max().unwrap_or(0);
        let mut slugs: Vec<&str> =
            found.iter().filter(|m| m.words.len() == most).map(|m| m.indicator.as_str()).collect();
        slugs.dedup();
        slugs
    }

    /// All indicators that have a phrase, each once.
    pub fn indicators(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.list.iter().map(|m| m.indicator.as_str()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The level of an issuer by its name, in the slugs of the field `cap-ban-hanh`; the first that fits.
    pub fn level(&self, issuer: &str) -> Option<&str> {
        let issuer = plain(issuer);
        let fits = |(_, words): &&(String, Vec<String>)| words.iter().any(|w| issuer.contains(w.as_str()));
        self.levels.iter().find(fits).map(|(level, _)| level.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::proof::lexicon::MeasurePhrase;

    /// Indicator, units, words, words that must not stand near.
    type Row<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a [&'a str]);

    fn measures(list: &[Row<'_>]) -> Measures {
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_string()).collect();
        let phrase = |(indicator, units, words, without): &Row<'_>| MeasurePhrase {
            indicator: (*indicator).into(),
            units: own(units),
            words: own(words),
            without: own(without),
        };
        Measures::new(&lexicon::Measures { measure: list.iter().map(phrase).collect(), ..Default::default() })
    }

    #[test]
    fn the_phrase_that_says_most_is_meant() {
        let m = measures(&[
            ("tat-ca", &["cuộc", "hội nghị"], &["đối thoại|tiếp xúc"], &["cử tri"]),
            ("dot-xuat", &["cuộc"], &["đối thoại|tiếp xúc", "đột xuất"], &["cử tri"]),
        ]);
        assert_eq!(m.fitting("tổ chức đối thoại, tiếp xúc với Nhân dân", "cuộc"), ["tat-ca"]);
        assert_eq!(m.fitting("to chuc doi thoai dot xuat", "Cuộc"), ["dot-xuat"]);
        assert!(m.fitting("tiếp xúc cử tri", "cuộc").is_empty(), "voters are met by deputies");
        assert!(m.fitting("đối thoại", "người").is_empty(), "people are not meetings");
        assert!(m.fitting("cuộc đối thoạir", "cuộc").is_empty(), "whole words only");
    }
}
