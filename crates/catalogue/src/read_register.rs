//! From TOML tables to a register.

use crate::table::Table;
use domain::problem::Problem;
use domain::registers::{
    AmountSource, Choice, ChoiceSource, Computed, Condition, DateLimit, DueRule, Field, FieldKind, Member, Pattern,
    PostingRule, Register, Role, State, Target, Transition,
};
use std::collections::BTreeSet;

use crate::read::owners;

const ROLES: &str = "officer, leader, viewer, administrator";

/// Kinds of fields, as messages list them.
const KINDS: &str = "text, long-text, date, integer, quantity, money, choice, choices, yes-no, unit, document, link, \
                     children, attachment";

/// The register of a file: its `[register]` table and the lists beside it.
pub(crate) fn register(root: &Table<'_>) -> Option<Register> {
    let Some(t) = root.table("register") else {
        for key in ["field", "state", "transition", "posting", "due"] {
            if !root.tables(key).is_empty() {
                let problem = Problem::error("missing-key", format!("Có [[{key}]] nhưng tệp không có bảng [register]"));
                root.tell(key, problem.hint("mỗi sổ một tệp, có bảng [register]"));
            }
        }
        return None;
    };
    let (valid_from, valid_to) = t.validity();
    let fields = root.tables("field").iter().map(|f| field(f, true)).collect();
    let register = Register {
        slug: t.needed_slug("slug"),
        name: t.needed("name"),
        name_en: t.text("name-en"),
        description: t.text("description").unwrap_or_default(),
        record_date: t.needed("record-date"),
        title: t.needed_texts("title"),
        owners: owners(&t),
        identity: t.texts("identity"),
        valid_from,
        valid_to,
        basis: t.texts("basis"),
        fields,
        states: root.tables("state").iter().map(state).collect(),
        transitions: root.tables("transition").iter().map(transition).collect(),
        postings: root.tables("posting").iter().map(posting).collect(),
        dues: root.tables("due").iter().map(due).collect(),
    };
    t.finish();
    twice(root, "field", register.fields.iter().map(|f| f.slug.as_str()));
    twice(root, "state", register.states.iter().map(|s| s.slug.as_str()));
    twice(root, "transition", register.transitions.iter().map(|s| s.slug.as_str()));
    twice(root, "posting", register.postings.iter().map(|s| s.slug.as_str()));
    twice(root, "due", register.dues.iter().map(|s| s.slug.as_str()));
    Some(register)
}

/// Tells slugs that stand twice in a list.
fn twice<'s>(t: &Table<'_>, key: &str, slugs: impl Iterator<Item = &'s str>) {
    let mut seen = BTreeSet::new();
    for slug in slugs {
        if !slug.is_empty() && !seen.insert(slug) {
            t.tell(key, Problem::error("duplicate", format!("Mã “{slug}” có hai lần trong [[{key}]]")));
        }
    }
}

fn field(t: &Table<'_>, may_have_children: bool) -> Field {
    let (valid_from, valid_to) = t.validity();
    let slug = t.needed_slug("slug");
    if !may_have_children && slug == "id" {
        t.tell("slug", Problem::error("reserved", "“id” là mã dòng do hệ thống đặt").hint("đặt tên khác cho trường"));
    }
    let field = Field {
        slug,
        name: t.needed("name"),
        name_en: t.text("name-en"),
        kind: kind(t, may_have_children),
        help: t.text("help"),
        required: t.flag("required"),
        required_if: t.table("required-if").and_then(|c| condition(&c)),
        visible_if: t.table("visible-if").and_then(|c| condition(&c)),
        valid_from,
        valid_to,
        see: t.words("see", Role::parse, ROLES),
        group: t.text("group"),
        min: t.decimal("min"),
        max: t.decimal("max"),
        approx: t.flag("approx"),
        pending: t.flag("pending"),
        computed: t.table("computed").and_then(|c| computed(&c)),
    };
    t.finish();
    field
}

fn length(t: &Table<'_>, key: &'static str, default: u32, most: i64) -> u32 {
    t.whole(key, 1, most).and_then(|n| u32::try_from(n).ok()).unwrap_or(default)
}

fn kind(t: &Table<'_>, may_have_children: bool) -> FieldKind {
    let text = FieldKind::Text { max_length: 500, pattern: None };
    match t.needed("kind").as_str() {
        "text" => FieldKind::Text {
            max_length: length(t, "max-length", 500, 2000),
            pattern: t.word("pattern", |p| (p == "so-ky-hieu").then_some(Pattern::SoKyHieu), "so-ky-hieu"),
        },
        "long-text" => FieldKind::LongText { max_length: length(t, "max-length", 20_000, 200_000) },
        "date" => FieldKind::Date { not_after: date_limit(t, "not-after"), not_before: date_limit(t, "not-before") },
        "integer" => FieldKind::Integer { unit: t.slug("unit") },
        "quantity" => FieldKind::Quantity {
            unit: t.needed_slug("unit"),
            scale: t.whole("scale", 0, 6).and_then(|n| u8::try_from(n).ok()).unwrap_or(0),
        },
        "money" => FieldKind::Money,
        "choice" => FieldKind::Choice(choice_source(t)),
        "choices" => FieldKind::Choices(choice_source(t)),
        "yes-no" => FieldKind::YesNo,
        "unit" => FieldKind::Unit {
            target: t.word("target", target, "area, organ, either").unwrap_or(Target::Either),
            many: t.flag("many"),
            within: t.flag("within"),
            other: t.flag("other"),
        },
        "document" => FieldKind::Document { many: t.flag("many") },
        "link" => FieldKind::Link { register: t.needed_slug("register"), many: t.flag("many") },
        "attachment" => {
            FieldKind::Attachment { max_files: length(t, "max-files", 20, 200), max_mib: length(t, "max-mib", 20, 100) }
        }
        "children" if may_have_children => {
            let fields: Vec<Field> = t.tables("field").iter().map(|f| field(f, false)).collect();
            twice(t, "field", fields.iter().map(|f| f.slug.as_str()));
            if fields.is_empty() {
                t.tell("field", Problem::error("missing-key", "Trường con chưa có [[field.field]] nào"));
            }
            FieldKind::Children { fields, max_rows: length(t, "max-rows", 2000, 20_000) }
        }
        "children" => {
            t.tell("kind", Problem::error("nested-children", "Dòng con không có dòng con của nó"));
            text
        }
        // told as a missing key already
        "" => text,
        other => {
            let near = domain::registers::did_you_mean(other, KINDS.split(", "));
            let hint = near.map_or(format!("các loại: {KINDS}"), |n| format!("có phải “{n}”?"));
            t.tell("kind", Problem::error("unknown-kind", format!("Không có loại trường “{other}”")).hint(hint));
            text
        }
    }
}

fn target(word: &str) -> Option<Target> {
    match word {
        "area" => Some(Target::Area),
        "organ" => Some(Target::Organ),
        "either" => Some(Target::Either),
        _ => None,
    }
}

fn date_limit(t: &Table<'_>, key: &'static str) -> Option<DateLimit> {
    Some(match t.date_or_text(key)? {
        Ok(date) => DateLimit::Date(date),
        Err(text) if text == "today" => DateLimit::Today,
        Err(text) => DateLimit::Field(text),
    })
}

fn choice_source(t: &Table<'_>) -> ChoiceSource {
    match (t.has("choices"), t.has("scheme")) {
        (true, false) => ChoiceSource::Listed(choices(t, "choices")),
        (false, true) => ChoiceSource::Scheme(t.needed_slug("scheme")),
        (both, _) => {
            let said = if both { "chỉ được có một trong" } else { "phải có một trong" };
            t.tell("choices", Problem::error("missing-key", format!("Trường lựa chọn {said} “choices” và “scheme”")));
            t.slug("scheme");
            ChoiceSource::Listed(choices(t, "choices"))
        }
    }
}

/// Choices under a key.
pub(crate) fn choices(t: &Table<'_>, key: &'static str) -> Vec<Choice> {
    let read = |c: &Table<'_>| {
        let (valid_from, valid_to) = c.validity();
        let choice = Choice { slug: c.needed_slug("slug"), name: c.needed("name"), valid_from, valid_to };
        c.finish();
        choice
    };
    let list: Vec<Choice> = t.tables(key).iter().map(read).collect();
    twice(t, key, list.iter().map(|c| c.slug.as_str()));
    if list.is_empty() {
        t.tell(key, Problem::error("empty", format!("Không có lựa chọn nào trong “{key}”")));
    }
    list
}

/// A condition; `None` after telling what is wrong.
fn condition(t: &Table<'_>) -> Option<Condition> {
    let list = |key| t.tables(key).iter().filter_map(condition).collect::<Vec<_>>();
    let kinds = ["is", "at-least", "at-most", "set", "all", "any", "not"];
    let given: Vec<&str> = kinds.into_iter().filter(|k| t.has(k)).collect();
    let condition = match given[..] {
        ["is"] => Some(Condition::Is(t.needed("field"), t.needed_texts("is"))),
        ["at-least"] => t.decimal("at-least").map(|n| Condition::AtLeast(t.needed("field"), n)),
        ["at-most"] => t.decimal("at-most").map(|n| Condition::AtMost(t.needed("field"), n)),
        ["set"] => Some(Condition::Set(t.needed("field"), t.flag("set"))),
        ["all"] => Some(Condition::All(list("all"))),
        ["any"] => Some(Condition::Any(list("any"))),
        ["not"] => t.table("not").and_then(|c| condition(&c)).map(|c| Condition::Not(Box::new(c))),
        _ => {
            let message = "Điều kiện phải có đúng một trong: is, at-least, at-most, set, all, any, not";
            t.tell(
                "field",
                Problem::error("bad-condition", message).hint("ví dụ { field = \"loai\", is = [\"dot-xuat\"] }"),
            );
            return None;
        }
    };
    t.finish();
    condition
}

fn computed(t: &Table<'_>) -> Option<Computed> {
    let when = t.table("when").and_then(|c| condition(&c));
    let kinds = ["sum", "count", "add", "subtract", "year"];
    let given: Vec<&str> = kinds.into_iter().filter(|k| t.has(k)).collect();
    let computed = match given[..] {
        ["sum"] => {
            let path = t.needed("sum");
            let Some((of, field)) = path.split_once('.') else {
                let problem = Problem::error("bad-computed", format!("“{path}” phải có dạng trường-dòng.trường-số"));
                t.tell("sum", problem.hint("ví dụ \"y-kien.so-luong\""));
                return None;
            };
            Some(Computed::Sum { of: of.to_owned(), field: field.to_owned(), when })
        }
        ["count"] => Some(Computed::Count { of: t.needed("count"), when }),
        ["add"] => Some(Computed::Add(t.needed_texts("add"))),
        ["subtract"] => Some(Computed::Subtract(t.needed_texts("subtract"))),
        ["year"] => Some(Computed::Year(t.needed("year"))),
        _ => {
            let message = "Trường tính phải có đúng một trong: sum, count, add, subtract, year";
            t.tell("sum", Problem::error("bad-computed", message));
            return None;
        }
    };
    t.finish();
    computed
}

fn state(t: &Table<'_>) -> State {
    let state = State {
        slug: t.needed_slug("slug"),
        name: t.needed("name"),
        initial: t.flag("initial"),
        locked: t.flag("locked"),
    };
    t.finish();
    state
}

fn transition(t: &Table<'_>) -> Transition {
    let step = Transition {
        slug: t.needed_slug("slug"),
        name: t.needed("name"),
        from: t.needed_texts("from"),
        to: t.needed("to"),
        who: t.words("who", Role::parse, ROLES),
        requires: t.texts("requires"),
        reason: t.flag("reason"),
        sets: t.text("sets"),
    };
    if step.who.is_empty() && !t.has("who") {
        t.tell("who", Problem::error("missing-key", "Thiếu “who”").hint(format!("các vai trò: {ROLES}")));
    }
    t.finish();
    step
}

fn posting(t: &Table<'_>) -> PostingRule {
    let (valid_from, valid_to) = t.validity();
    let rule = PostingRule {
        slug: t.needed_slug("slug"),
        measure: t.needed("measure"),
        amount: match t.whole_or_text("amount") {
            Some(Ok(n)) => AmountSource::Fixed(n),
            Some(Err(field)) => AmountSource::Field(field),
            None => AmountSource::Fixed(1),
        },
        per: t.text("per"),
        date: t.needed("date"),
        states: t.needed_texts("states"),
        dims: t.map("dims"),
        member: t.text("member").map(|m| match m.as_str() {
            "@co-quan" => Member::OwnerOrgan,
            "@dia-ban" => Member::OwnerArea,
            _ => Member::Field(m),
        }),
        when: t.table("when").and_then(|c| condition(&c)),
        ends: t.flag("ends"),
        valid_from,
        valid_to,
    };
    t.finish();
    rule
}

/// A due rule.
fn due(t: &Table<'_>) -> DueRule {
    let open_when = t.table("open-when");
    if open_when.is_none() && !t.has("open-when") {
        let problem = Problem::error("missing-key", "Thiếu “open-when”: khi nào việc còn chưa xong");
        t.tell("open-when", problem.hint("ví dụ { field = \"ket-qua\", is = [\"giao-giai-quyet\"] }"));
    }
    let rule = DueRule {
        slug: t.needed_slug("slug"),
        name: t.needed("name"),
        name_en: t.text("name-en"),
        rows: t.text("rows"),
        date: t.needed("date"),
        open_when: open_when.and_then(|c| condition(&c)).unwrap_or(Condition::All(Vec::new())),
    };
    t.finish();
    rule
}
