//! What the form of figures offers to choose from.

use super::asked::{Asked, knows, subject};
use crate::shell::lang::Lang;
use desk::question::ALWAYS;
use domain::organs::Hierarchy;
use domain::registers::Catalogue;
use domain::units::Level;
use std::collections::BTreeMap;

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it is chosen.
    pub on: bool,
}

/// Choices under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Heading.
    pub name: String,
    /// Choices.
    pub picks: Vec<Pick>,
}

impl Group {
    /// How many of them are chosen.
    pub fn chosen(&self) -> usize {
        self.picks.iter().filter(|p| p.on).count()
    }
}

/// Reporting periods, by the text that orders them.
pub fn periods(t: Lang, catalogue: &Catalogue, asked: &Asked) -> Vec<Group> {
    let mut groups: BTreeMap<(bool, String), Vec<(domain::registers::YearDay, Pick)>> = BTreeMap::new();
    let now = asked.rule.as_ref().map(|r| r.0.as_str());
    for p in catalogue.periods.values() {
        let own = p.basis.is_empty();
        let name = if own { t.say("Theo lịch", "Calendar").to_string() } else { p.basis.join("; ") };
        let pick = Pick { value: p.slug.clone(), label: p.name.clone(), on: now == Some(p.slug.as_str()) };
        groups.entry((!own, name)).or_default().push((p.to, pick));
    }
    let group = |((_, name), mut picks): ((bool, String), Vec<(domain::registers::YearDay, Pick)>)| {
        picks.sort_by_key(|(to, p)| (std::cmp::Reverse(length(catalogue, &p.value)), to.month, p.value.clone()));
        Group { name, picks: picks.into_iter().map(|(_, p)| p).collect() }
    };
    groups.into_iter().map(group).collect()
}

/// Months that a reporting period takes, about.
fn length(catalogue: &Catalogue, slug: &str) -> i16 {
    catalogue
        .periods
        .get(slug)
        .map_or(0, |p| (p.to.year - p.from.year) * 12 + i16::from(p.to.month) - i16::from(p.from.month))
}

/// Indicators by subject.
pub fn indicators(t: Lang, catalogue: &Catalogue, asked: &Asked) -> Vec<Group> {
    let mut groups: BTreeMap<&str, Vec<Pick>> = BTreeMap::new();
    for i in catalogue.indicators.values() {
        let label = t.name(&i.name, &i.name_en).to_string();
        let on = asked.indicators.contains(&i.slug);
        groups.entry(subject(&i.slug)).or_default().push(Pick { value: i.slug.clone(), label, on });
    }
    let group = |(slug, picks)| Group { name: subject_name(t, catalogue, slug), picks };
    groups.into_iter().map(group).collect()
}

/// Name of a subject: of the register that its indicators count.
pub fn subject_name(t: Lang, catalogue: &Catalogue, slug: &str) -> String {
    catalogue.registers.get(slug).map_or(slug.to_string(), |r| t.name(&r.name, &r.name_en).to_string())
}

/// Name of a dimension.
pub fn dimension_name(catalogue: &Catalogue, slug: &str) -> String {
    catalogue.dimensions.get(slug).map_or(slug.to_string(), |d| d.name.clone())
}

/// Dimensions that one of the indicators asked for can be divided by.
pub fn dimensions(catalogue: &Catalogue, asked: &Asked) -> Vec<Pick> {
    let asked_for: Vec<_> = asked.indicators.iter().filter_map(|s| catalogue.indicators.get(s)).collect();
    let all = ALWAYS.into_iter().chain(catalogue.dimensions.keys().map(String::as_str).filter(|d| !ALWAYS.contains(d)));
    all.filter(|d| asked_for.iter().any(|i| knows(i, d)))
        .map(|d| Pick { value: d.into(), label: dimension_name(catalogue, d), on: asked.by.as_deref() == Some(d) })
        .collect()
}

/// Hierarchies and kinds of organs.
pub fn organs(t: Lang, catalogue: &Catalogue, asked: &Asked) -> Vec<Group> {
    let pick = |value: &str, label: &str| Pick { value: value.into(), label: label.into(), on: asked.organ == value };
    let he = Hierarchy::ALL.iter().map(|h| pick(h.slug(), crate::shell::guard::hierarchy_name(t, *h)));
    let kinds = catalogue.organ_kinds.0.values().map(|k| pick(&k.slug, &kind_name(catalogue, &k.slug)));
    vec![
        Group { name: t.say("Hệ", "Hierarchy").into(), picks: he.collect() },
        Group { name: t.say("Loại cơ quan", "Kind of organ").into(), picks: kinds.collect() },
    ]
}

/// Name of a kind of organ, without a place: the words that the names of its localities begin with, or all of its names.
/// The one central organ lends its name only to a kind that has no other.
pub fn kind_name(catalogue: &Catalogue, slug: &str) -> String {
    let rules = catalogue.organ_kinds.get(slug).map(|k| k.names.as_slice()).unwrap_or_default();
    let named = |central: bool| -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for rule in rules.iter().filter(|r| (r.cap == Some(Level::TrungUong)) == central) {
            let name = domain::text::tidy(&rule.text.replace("{don-vi}", "").replace("{ten}", ""));
            if !name.is_empty() && !out.contains(&name) {
                out.push(name);
            }
        }
        out
    };
    let local = named(false);
    let names = if local.is_empty() { named(true) } else { local };
    match common_words(&names) {
        Some(words) => words,
        None if names.is_empty() => slug.to_string(),
        None => names.join(", "),
    }
}

/// The words with which all begin, when they are two at least: one word alone ("Ban") names nothing.
fn common_words(names: &[String]) -> Option<String> {
    let (first, others) = names.split_first()?;
    let same = |(i, word): &(usize, &str)| others.iter().all(|o| o.split(' ').nth(*i) == Some(*word));
    let words: Vec<&str> = first.split(' ').enumerate().take_while(same).map(|(_, word)| word).collect();
    (words.len() > 1 || others.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::kind_name;

    #[test]
    fn a_kind_of_organ_is_named_by_what_its_localities_share() {
        let catalogue = testkit::built_in();
        let named = |slug| kind_name(&catalogue, slug);
        assert_eq!(named("ban-dan-van"), "Ban Dân vận");
        assert_eq!(named("ubnd"), "Ủy ban nhân dân");
        assert_eq!(named("cap-uy"), "Tỉnh ủy, Thành ủy, Huyện ủy, Quận ủy, Thị ủy, Đảng ủy");
        assert_eq!(named("chinh-phu"), "Chính phủ", "there is one only");
        assert_eq!(named("khong-co"), "khong-co");
    }
}
