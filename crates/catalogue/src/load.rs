//! Layers of files to one catalogue: read, replace by slug, make the dimensions that fields post, check.

use crate::checks::{self, Site};
use crate::lexicon::is_lexicon;
use crate::source::{Source, is_report};
use crate::table::{File, Table};
use crate::{read, read_register};
use domain::problem::Problem;
use domain::registers::{Catalogue, Dimension, DimensionValue, Field, FieldKind, Register, unit_key};
use std::collections::BTreeMap;

/// Where definitions stand.
#[derive(Default)]
pub(crate) struct Origins {
    /// "measure:slug" → file as shown, path of its table.
    pub definitions: BTreeMap<String, (String, String)>,
    /// File and key path → line.
    pub lines: BTreeMap<(String, String), u32>,
}

impl Origins {
    /// Puts the place of a definition's key on a problem.
    pub fn place(&self, definition: &str, key: &str, problem: Problem) -> Problem {
        let Some((file, base)) = self.definitions.get(definition) else {
            return problem.field(format!("{definition} {key}"));
        };
        let path = match (base.as_str(), key) {
            ("", key) => key.to_owned(),
            (base, "") => base.to_owned(),
            (base, key) => format!("{base}.{key}"),
        };
        let problem = problem.file(file).field(&path);
        // the nearest enclosing key that has a line
        let mut at = path.as_str();
        loop {
            if let Some(line) = self.lines.get(&(file.clone(), at.to_owned())) {
                return problem.line(*line);
            }
            match at.rfind('.') {
                Some(cut) => at = at.get(..cut).unwrap_or_default(),
                None => return problem,
            }
        }
    }
}

/// Reads layers, a later one replacing definitions of an earlier one by slug. All problems of all files are told at
/// once; with only warnings the catalogue is returned beside them.
pub fn load(sources: &[Source]) -> Result<(Catalogue, Vec<Problem>), Vec<Problem>> {
    let mut loader = Loader::default();
    for source in sources {
        loader.layer = BTreeMap::new();
        for (path, text) in &source.files {
            if path.ends_with(".toml") && !is_report(path) && !is_lexicon(path) {
                loader.file(source.shown(path), text);
            }
        }
    }
    let Loader { mut catalogue, aliases, origins, mut problems, .. } = loader;
    for (slug, list) in aliases {
        for alias in list {
            let key = unit_key(&alias);
            if let Some(other) = catalogue.unit_aliases.insert(key, slug.clone()).filter(|o| *o != slug) {
                let message = format!("Cách viết “{alias}” đã dùng cho đơn vị đếm “{other}”");
                let problem = Problem::error("duplicate-alias", message);
                problems.push(origins.place(&format!("counting-unit:{slug}"), "aliases", problem));
            }
        }
    }
    make_dimensions(&mut catalogue);
    let mut site = Site { catalogue: &catalogue, origins: &origins, problems };
    checks::run(&mut site);
    let mut problems = site.problems;
    problems.sort_by(|a, b| (&a.place.file, a.place.line, &a.code).cmp(&(&b.place.file, b.place.line, &b.code)));
    if problems.iter().any(Problem::is_error) { Err(problems) } else { Ok((catalogue, problems)) }
}

#[derive(Default)]
struct Loader {
    catalogue: Catalogue,
    aliases: BTreeMap<String, Vec<String>>,
    origins: Origins,
    problems: Vec<Problem>,
    /// Definitions of the layer being read → their place, to tell duplicates.
    layer: BTreeMap<String, String>,
}

impl Loader {
    fn file(&mut self, shown: String, text: &str) {
        let file = File::new(shown, text);
        let document = file.parse();
        let root = Table::root(&file, document.get_ref());
        for t in root.tables("counting-unit") {
            let (unit, aliases) = read::counting_unit(&t);
            if self.defined("counting-unit", &unit.slug, &t) {
                self.aliases.insert(unit.slug.clone(), aliases);
                self.catalogue.counting_units.insert(unit.slug.clone(), unit);
            }
        }
        for t in root.tables("measure") {
            let measure = read::measure(&t);
            if self.defined("measure", &measure.slug, &t) {
                self.catalogue.measures.insert(measure.slug.clone(), measure);
            }
        }
        for t in root.tables("indicator") {
            let indicator = read::indicator(&t);
            if self.defined("indicator", &indicator.slug, &t) {
                self.catalogue.indicators.insert(indicator.slug.clone(), indicator);
            }
        }
        for t in root.tables("dimension") {
            let dimension = read::dimension(&t);
            if self.defined("dimension", &dimension.slug, &t) {
                self.catalogue.dimensions.insert(dimension.slug.clone(), dimension);
            }
        }
        for t in root.tables("scheme") {
            let scheme = read::scheme(&t);
            if self.defined("scheme", &scheme.slug, &t) {
                self.catalogue.schemes.insert(scheme.slug.clone(), scheme);
            }
        }
        for t in root.tables("organ-kind") {
            let kind = read::organ_kind(&t);
            if self.defined("organ-kind", &kind.slug, &t) {
                self.catalogue.organ_kinds.0.insert(kind.slug.clone(), kind);
            }
        }
        for t in root.tables("reporting-period") {
            let period = read::reporting_period(&t);
            if self.defined("reporting-period", &period.slug, &t) {
                self.catalogue.periods.insert(period.slug.clone(), period);
            }
        }
        if let Some(register) = read_register::register(&root)
            && self.defined("register", &register.slug, &root)
        {
            self.catalogue.registers.insert(register.slug.clone(), register);
        }
        root.finish();
        let shown = file.shown.clone();
        let lines = file.lines.into_inner().into_iter();
        self.origins.lines.extend(lines.map(|(path, line)| ((shown.clone(), path), line)));
        self.problems.extend(file.problems.into_inner());
    }

    /// Notes where a definition stands; false when it has no slug, or the layer has it already.
    fn defined(&mut self, what: &str, slug: &str, t: &Table<'_>) -> bool {
        if slug.is_empty() {
            return false;
        }
        let definition = format!("{what}:{slug}");
        if let Some(earlier) = self.layer.get(&definition) {
            let problem = Problem::error("duplicate", format!("“{slug}” ({what}) đã định nghĩa ở {earlier}"));
            t.tell("slug", problem.hint("đổi mã, hoặc bỏ một trong hai"));
            return false;
        }
        self.layer.insert(definition.clone(), t.file.shown.clone());
        self.origins.definitions.insert(definition, (t.file.shown.clone(), t.path.clone()));
        true
    }
}

/// Dimensions that posting rules map from fields need not be declared: name and values come from the fields.
fn make_dimensions(catalogue: &mut Catalogue) {
    let mut made = catalogue.dimensions.clone();
    for register in catalogue.registers.values() {
        for rule in &register.postings {
            for (slug, name) in &rule.dims {
                let Some(field) = named(register, rule.per.as_deref(), name) else { continue };
                let dimension = made.entry(slug.clone()).or_insert_with(|| Dimension {
                    slug: slug.clone(),
                    name: field.name.clone(),
                    values: Vec::new(),
                });
                for (value, name) in values(catalogue, field) {
                    if !dimension.values.iter().any(|v| v.slug == value) {
                        dimension.values.push(DimensionValue { slug: value, name });
                    }
                }
            }
        }
    }
    catalogue.dimensions = made;
}

/// The field that a name stands for in a rule that posts per row or per entry.
pub(crate) fn named<'a>(register: &'a Register, per: Option<&str>, name: &str) -> Option<&'a Field> {
    match (name.strip_prefix("../"), per) {
        (Some(name), Some(_)) => register.field(name),
        (Some(_), None) => None,
        (None, Some(per)) => register.child_fields(per).iter().find(|f| f.slug == name),
        (None, None) => register.field(name),
    }
}

/// Values that a field can post as a dimension, with their names.
pub(crate) fn values(catalogue: &Catalogue, field: &Field) -> Vec<(String, String)> {
    match &field.kind {
        FieldKind::Choice(source) | FieldKind::Choices(source) => {
            catalogue.all_choices(source).into_iter().map(|c| (c.slug.clone(), c.name.clone())).collect()
        }
        FieldKind::YesNo => vec![("co".to_owned(), "có".to_owned()), ("khong".to_owned(), "không".to_owned())],
        _ => Vec::new(),
    }
}
