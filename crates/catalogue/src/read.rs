//! From TOML tables to definitions other than registers.

use crate::read_register::choices;
use crate::table::Table;
use domain::indicators::{Formula, Indicator, Term};
use domain::ledger::{CountingUnit, Measure, Nature};
use domain::organs::{Becomes, BecomesKind, Hierarchy, NameRule, OrganKind};
use domain::problem::Problem;
use domain::registers::{Dimension, DimensionValue, Owners, ReportingPeriod, Scheme, YearDay};
use domain::units::{Kind, Level};

const HE: &str = "chinh-quyen, dang, mat-tran";
const CAP: &str = "trung-uong, tinh, huyen, xa";
const KINDS: &str = "tinh, thanh-pho, quan, huyen, thi-xa, xa, phuong, thi-tran, dac-khu";

/// `owners = { he, cap, co-quan }`; absent = all.
pub(crate) fn owners(t: &Table<'_>) -> Owners {
    let Some(o) = t.table("owners") else { return Owners::default() };
    let owners = Owners {
        he: o.words("he", Hierarchy::parse, HE),
        cap: o.words("cap", Level::parse, CAP),
        co_quan: o.texts("co-quan"),
    };
    o.finish();
    owners
}

/// `[[counting-unit]]`, with its aliases.
pub(crate) fn counting_unit(t: &Table<'_>) -> (CountingUnit, Vec<String>) {
    let base = t.slug("base");
    let factor = t.text("factor");
    let base = match (base, factor) {
        (Some(base), Some(factor)) => fraction(&factor).map(|(n, d)| (base, n, d)).or_else(|| {
            let problem = Problem::error("bad-factor", format!("“{factor}” không phải là phân số dương"));
            t.tell("factor", problem.hint("ghi như \"1/1000\" hoặc \"1000000\""));
            None
        }),
        (None, None) => None,
        (base, _) => {
            let key = if base.is_some() { "factor" } else { "base" };
            t.tell(key, Problem::error("missing-key", format!("“base” và “factor” đi với nhau; thiếu “{key}”")));
            None
        }
    };
    let unit = CountingUnit { slug: t.needed_slug("slug"), symbol: t.needed("symbol"), name: t.needed("name"), base };
    let aliases = t.texts("aliases");
    t.finish();
    (unit, aliases)
}

fn fraction(text: &str) -> Option<(i64, i64)> {
    let (n, d) = text.split_once('/').unwrap_or((text, "1"));
    let (n, d) = (n.trim().parse::<i64>().ok()?, d.trim().parse::<i64>().ok()?);
    (n > 0 && d > 0).then_some((n, d))
}

/// `[[measure]]`
pub(crate) fn measure(t: &Table<'_>) -> Measure {
    let nature = |word: &str| match word {
        "flow" => Some(Nature::Flow),
        "stock" => Some(Nature::Stock),
        "distinct" => Some(Nature::Distinct),
        _ => None,
    };
    if !t.has("nature") {
        t.tell("nature", Problem::error("missing-key", "Thiếu “nature”").hint("flow, stock hoặc distinct"));
    }
    let measure = Measure {
        slug: t.needed_slug("slug"),
        name: t.needed("name"),
        unit: t.needed("unit"),
        scale: t.whole("scale", 0, 6).and_then(|n| u8::try_from(n).ok()).unwrap_or(0),
        nature: t.word("nature", nature, "flow, stock, distinct").unwrap_or(Nature::Flow),
        definition: t.needed("definition"),
    };
    t.finish();
    measure
}

fn term(t: &Table<'_>) -> Term {
    let term = Term { measure: t.needed("measure"), filter: t.map_of_lists("where") };
    t.finish();
    term
}

fn terms(t: &Table<'_>, key: &'static str) -> Vec<Term> {
    let terms: Vec<Term> = t.tables(key).iter().map(term).collect();
    if terms.is_empty() {
        t.tell(key, Problem::error("empty", format!("“{key}” phải có ít nhất một phần {}", "{ measure = … }")));
    }
    terms
}

/// `[[indicator]]`
pub(crate) fn indicator(t: &Table<'_>) -> Indicator {
    let given: Vec<&str> = ["sum", "ratio", "distinct", "growth"].into_iter().filter(|k| t.has(k)).collect();
    let formula = match given[..] {
        ["sum"] => Formula::Sum(terms(t, "sum")),
        ["ratio"] => t.table("ratio").map_or(Formula::Sum(Vec::new()), |r| {
            let ratio = Formula::Ratio { num: terms(&r, "num"), den: terms(&r, "den") };
            r.finish();
            ratio
        }),
        ["distinct"] => t.table("distinct").map_or(Formula::Sum(Vec::new()), |d| Formula::Distinct(term(&d))),
        ["growth"] => Formula::Growth(t.needed("growth")),
        _ => {
            let message = "Chỉ tiêu phải có đúng một trong: sum, ratio, distinct, growth";
            t.tell("sum", Problem::error("missing-key", message));
            Formula::Sum(Vec::new())
        }
    };
    let indicator = Indicator {
        slug: t.needed_slug("slug"),
        name: t.needed("name"),
        name_en: t.text("name-en"),
        formula,
        dimensions: t.texts("dimensions"),
        definition: t.needed("definition"),
        basis: t.texts("basis"),
    };
    t.finish();
    indicator
}

/// `[[dimension]]`
pub(crate) fn dimension(t: &Table<'_>) -> Dimension {
    let value = |v: &Table<'_>| {
        let value = DimensionValue { slug: v.needed_slug("slug"), name: v.needed("name") };
        v.finish();
        value
    };
    let dimension = Dimension {
        slug: t.needed_slug("slug"),
        name: t.needed("name"),
        values: t.tables("value").iter().map(value).collect(),
    };
    t.finish();
    dimension
}

/// `[[scheme]]`
pub(crate) fn scheme(t: &Table<'_>) -> Scheme {
    let (valid_from, valid_to) = t.validity();
    let scheme = Scheme {
        slug: t.needed_slug("slug"),
        family: t.needed_slug("family"),
        name: t.needed("name"),
        valid_from,
        valid_to,
        owners: owners(t),
        basis: t.texts("basis"),
        values: choices(t, "value"),
    };
    t.finish();
    scheme
}

/// `[[organ-kind]]`
pub(crate) fn organ_kind(t: &Table<'_>) -> OrganKind {
    let (valid_from, valid_to) = t.validity();
    let name = |n: &Table<'_>| {
        let rule = NameRule {
            cap: n.word("cap", Level::parse, CAP),
            area_kinds: n.words("area-kinds", Kind::parse, KINDS),
            text: n.needed("text"),
        };
        n.finish();
        rule
    };
    let kind = |word: &str| match word {
        "merged" => Some(BecomesKind::Merged),
        "renamed" => Some(BecomesKind::Renamed),
        "split" => Some(BecomesKind::Split),
        "ended" => Some(BecomesKind::Ended),
        _ => None,
    };
    let becomes = |b: &Table<'_>| {
        let on = b.date("on");
        if on.is_none() && !b.has("on") {
            b.tell(
                "on",
                Problem::error("missing-key", "Thiếu “on”").hint("ngày đầu của cơ quan sau, ví dụ 2025-03-01"),
            );
        }
        let becomes = Becomes {
            organ_kind: b.needed_slug("organ-kind"),
            on: on.unwrap_or(domain::calendar::BEGINNING),
            kind: b.word("kind", kind, "merged, renamed, split, ended").unwrap_or(BecomesKind::Merged),
        };
        b.finish();
        becomes
    };
    let cap = t.words("cap", Level::parse, CAP);
    if cap.is_empty() && !t.has("cap") {
        t.tell("cap", Problem::error("missing-key", "Thiếu “cap”").hint(format!("các cấp: {CAP}")));
    }
    if !t.has("he") {
        t.tell("he", Problem::error("missing-key", "Thiếu “he”").hint(format!("các hệ: {HE}")));
    }
    let organ = OrganKind {
        slug: t.needed_slug("slug"),
        he: t.word("he", Hierarchy::parse, HE).unwrap_or(Hierarchy::ChinhQuyen),
        cap,
        area_kinds: t.words("area-kinds", Kind::parse, KINDS),
        parent: t.slug("parent"),
        up: t.slug("up"),
        valid_from,
        valid_to,
        on_request: t.flag("on-request"),
        names: t.tables("name").iter().map(name).collect(),
        becomes: t.tables("becomes").iter().map(becomes).collect(),
        basis: t.texts("basis"),
    };
    t.finish();
    organ
}

/// `[[reporting-period]]`
pub(crate) fn reporting_period(t: &Table<'_>) -> ReportingPeriod {
    let (valid_from, valid_to) = t.validity();
    let day = |key| {
        let Some(d) = t.table(key) else {
            if !t.has(key) {
                t.tell(
                    key,
                    Problem::error("missing-key", format!("Thiếu “{key}”")).hint("{ month = 12, day = 15, year = -1 }"),
                );
            }
            return YearDay { month: 1, day: 1, year: 0 };
        };
        let part = |name, most| d.whole(name, 1, most).and_then(|n| i8::try_from(n).ok()).unwrap_or(1);
        let day = YearDay {
            month: part("month", 12),
            day: part("day", 31),
            year: d.whole("year", -10, 10).and_then(|n| i16::try_from(n).ok()).unwrap_or(0),
        };
        d.finish();
        day
    };
    let period = ReportingPeriod {
        from: day("from"),
        to: day("to"),
        slug: t.needed_slug("slug"),
        name: t.needed("name"),
        valid_from,
        valid_to,
        basis: t.texts("basis"),
    };
    t.finish();
    period
}
