//! What an indicator counts, told in plain Vietnamese from its definition and posting rules.

use domain::indicators::{Formula, Term};
use domain::ledger::Nature;
use domain::registers::{
    AmountSource, Catalogue, Condition, Field, FieldKind, Member, PostingRule, Register, format_number,
};
use std::fmt::Write;

use crate::load::{named, values};

/// Explains an indicator; says so when there is none of this slug.
pub fn explain(catalogue: &Catalogue, indicator: &str) -> String {
    let Some(i) = catalogue.indicators.get(indicator) else {
        return format!("Không có chỉ tiêu “{indicator}”.");
    };
    let mut out = format!("{} ({})\n{}\n", i.name, i.slug, i.definition);
    match &i.formula {
        Formula::Sum(terms) => tell_terms(catalogue, &mut out, "Cộng", terms),
        Formula::Ratio { num, den } => {
            tell_terms(catalogue, &mut out, "Tỷ lệ phần trăm; tử số cộng", num);
            tell_terms(catalogue, &mut out, "Mẫu số cộng", den);
        }
        Formula::Distinct(term) => {
            tell_terms(catalogue, &mut out, "Đếm số đối tượng khác nhau của", std::slice::from_ref(term));
            out.push_str("Mỗi đối tượng chỉ tính một lần; không cộng qua các kỳ, các đơn vị.\n");
        }
        Formula::Growth(of) => {
            let name = catalogue.indicators.get(of).map_or(of.as_str(), |i| &i.name);
            say(&mut out, format_args!("Mức tăng, giảm của “{name}” ({of}) so với kỳ trước cùng độ dài.\n"));
        }
    }
    if !i.dimensions.is_empty() {
        let name = |slug: &String| catalogue.dimensions.get(slug).map_or(slug.clone(), |d| d.name.clone());
        let names: Vec<_> = i.dimensions.iter().map(name).collect();
        say(&mut out, format_args!("Chia được theo: {}; và theo cấp, hệ, loại cơ quan.\n", names.join(", ")));
    }
    if !i.basis.is_empty() {
        say(&mut out, format_args!("Căn cứ: {}.\n", i.basis.join("; ")));
    }
    out
}

/// Writing to a string cannot fail.
fn say(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

fn tell_terms(catalogue: &Catalogue, out: &mut String, head: &str, terms: &[Term]) {
    for (n, term) in terms.iter().enumerate() {
        let head = if n == 0 { head } else { "và cộng" };
        let Some(measure) = catalogue.measures.get(&term.measure) else { continue };
        let unit = catalogue.counting_units.get(&measure.unit).map_or(measure.unit.as_str(), |u| &u.symbol);
        let when = match measure.nature {
            Nature::Stock => ", số còn đến ngày cuối kỳ",
            Nature::Flow | Nature::Distinct => ", trong kỳ",
        };
        say(out, format_args!("{head} “{}” (đơn vị đếm: {unit}{when})", measure.name));
        for (dimension, wanted) in &term.filter {
            let name = catalogue.dimensions.get(dimension).map_or(dimension.as_str(), |d| &d.name);
            let names: Vec<_> = wanted.iter().map(|w| catalogue.value_name(dimension, w)).collect();
            say(out, format_args!("; chỉ lấy {name}: {}", names.join(", ")));
        }
        out.push_str(":\n");
        let mut posted = false;
        for register in catalogue.registers.values() {
            for rule in register.postings.iter().filter(|r| r.measure == term.measure) {
                posted = true;
                tell_rule(catalogue, out, register, rule);
            }
        }
        if !posted {
            out.push_str("  - không sổ nào ghi; chỉ có số liệu tự khai\n");
        }
    }
}

fn tell_rule(catalogue: &Catalogue, out: &mut String, register: &Register, rule: &PostingRule) {
    let per = rule.per.as_deref();
    let name = |slug: &str| named(register, per, slug).map_or(slug.to_owned(), |f| format!("“{}”", f.name));
    let each = match per {
        Some(per) => format!("mỗi dòng của “{}”", register.field(per).map_or(per, |f| &f.name)),
        None => "mỗi mục".to_owned(),
    };
    let amount = match (&rule.amount, &rule.member) {
        (_, Some(Member::Field(slug))) => format!("ghi có mặt {}", name(slug)),
        (_, Some(Member::OwnerOrgan)) => "ghi có mặt cơ quan giữ sổ".to_owned(),
        (_, Some(Member::OwnerArea)) => "ghi có mặt địa bàn của cơ quan giữ sổ".to_owned(),
        (AmountSource::Fixed(n), None) if rule.ends => format!("bớt {n}"),
        (AmountSource::Fixed(n), None) => format!("tính {n}"),
        (AmountSource::Field(slug), None) if rule.ends => format!("bớt số ở {}", name(slug)),
        (AmountSource::Field(slug), None) => format!("tính số ở {}", name(slug)),
    };
    let states: Vec<_> =
        rule.states.iter().map(|s| register.state(s).map_or(format!("“{s}”"), |s| format!("“{}”", s.name))).collect();
    say(
        out,
        format_args!(
            "  - sổ “{}”: {each} {amount}, vào ngày ở {}, khi ở trạng thái {}",
            register.name,
            name(&rule.date),
            states.join(" hoặc ")
        ),
    );
    if let Some(c) = &rule.when {
        say(out, format_args!(", nếu {}", condition(catalogue, register, per, c)));
    }
    if let Some(from) = rule.valid_from {
        say(out, format_args!(", từ ngày {:02}/{:02}/{}", from.day(), from.month(), from.year()));
    }
    if let Some(to) = rule.valid_to {
        say(out, format_args!(", đến hết ngày {:02}/{:02}/{}", to.day(), to.month(), to.year()));
    }
    out.push('\n');
}

/// A condition in words.
fn condition(catalogue: &Catalogue, register: &Register, per: Option<&str>, c: &Condition) -> String {
    let field = |name: &str| named(register, per, name);
    let name = |slug: &str| field(slug).map_or(slug.to_owned(), |f| format!("“{}”", f.name));
    let join = |list: &[Condition], word: &str| {
        let parts: Vec<_> = list.iter().map(|c| condition(catalogue, register, per, c)).collect();
        format!("({})", parts.join(word))
    };
    match c {
        Condition::Is(slug, wanted) => {
            let label = |w: &String| field(slug).map_or(w.clone(), |f| label(catalogue, f, w));
            let names: Vec<_> = wanted.iter().map(label).collect();
            format!("{} là {}", name(slug), names.join(" hoặc "))
        }
        Condition::AtLeast(slug, n) => format!("{} ít nhất {}", name(slug), format_number(*n)),
        Condition::AtMost(slug, n) => format!("{} nhiều nhất {}", name(slug), format_number(*n)),
        Condition::Set(slug, true) => format!("{} đã ghi", name(slug)),
        Condition::Set(slug, false) => format!("{} để trống", name(slug)),
        Condition::All(list) => join(list, " và "),
        Condition::Any(list) => join(list, " hoặc "),
        Condition::Not(c) => format!("không phải {}", condition(catalogue, register, per, c)),
    }
}

fn label(catalogue: &Catalogue, field: &Field, value: &str) -> String {
    let found = values(catalogue, field).into_iter().find(|(slug, _)| slug == value);
    match (found, &field.kind) {
        (Some((_, name)), FieldKind::YesNo) => name,
        (Some((_, name)), _) => format!("“{name}”"),
        (None, _) => value.to_owned(),
    }
}
