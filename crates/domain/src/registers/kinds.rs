//! Each kind of field: from what people give to the canonical value, and its limits.

use crate::calendar::parse_date;
use crate::ledger::Approx;
use crate::problem::Problem;
use crate::text::{fold, tidy};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::amount::{Number, compare, convert, find_unit_near, format_number, parse_number, parse_plain};
use super::check::{Checker, vn, wrong_kind};
use super::condition::Scope;
use super::definition::{Choice, ChoiceSource, DateLimit, Field, FieldKind, Pattern};
use super::near::did_you_mean;
use super::personal::personal_numbers;
use super::value::{parse_approx, read_number, write_number};
use crate::indicators::Decimal;

impl Checker<'_> {
    /// The canonical value of what was given for a field; `None` after telling what is wrong.
    pub(super) fn value(&mut self, field: &Field, given: &Value, path: &str) -> Option<Value> {
        let value = match &field.kind {
            FieldKind::Text { max_length, pattern } => self.text(given, *max_length, *pattern, false, path),
            FieldKind::LongText { max_length } => self.text(given, *max_length, None, true, path),
            FieldKind::Date { .. } => match given {
                Value::String(s) => parse_date(s).map(|d| Value::String(d.to_string())),
                other => Err(wrong_kind("ngày, ví dụ 31/03/2021", other)),
            },
            FieldKind::Integer { .. } | FieldKind::Quantity { .. } | FieldKind::Money => self.number(field, given),
            FieldKind::Choice(source) => self.choice(source, given),
            FieldKind::Choices(source) => return self.choices(source, given, path),
            FieldKind::YesNo => yes_no(given),
            FieldKind::Unit { .. } => return self.units(field, given, path),
            FieldKind::Document { .. } | FieldKind::Link { .. } => return self.links(field, given, path),
            FieldKind::Attachment { max_files, max_mib } => return self.files(given, *max_files, *max_mib, path),
            // rows are checked by the entry's checker
            FieldKind::Children { .. } => Err(wrong_kind("giá trị đơn", given)),
        };
        value.map_err(|problem| self.tell(path, problem)).ok()
    }

    fn text(
        &mut self,
        given: &Value,
        max_length: u32,
        pattern: Option<Pattern>,
        long: bool,
        path: &str,
    ) -> Result<Value, Problem> {
        let text = match given {
            // a sheet's cell with "12" is a number
            Value::Number(n) => n.to_string(),
            Value::String(s) => s.clone(),
            other => return Err(wrong_kind("chữ", other)),
        };
        let text = if long { tidy_lines(&text) } else { tidy(&text) };
        if let Some(c) = text.chars().find(|c| c.is_control() && *c != '\n') {
            return Err(Problem::error("control-character", format!("Có ký tự điều khiển U+{:04X}", u32::from(c)))
                .hint("xóa ký tự đó rồi ghi lại"));
        }
        let length = text.chars().count();
        if length > usize::try_from(max_length).unwrap_or(usize::MAX) {
            return Err(Problem::error("too-long", format!("Dài {length} ký tự, nhiều nhất là {max_length}")));
        }
        match pattern {
            Some(Pattern::SoKyHieu) if !is_so_ky_hieu(&text) => {
                return Err(Problem::error("bad-pattern", format!("“{text}” không phải số, ký hiệu văn bản"))
                    .hint("ghi như 25-NQ/TW, 09/2019/NĐ-CP, 12/KH-UBND"));
            }
            Some(Pattern::SoKyHieu) => {}
            None => self.warn_personal(&text, path),
        }
        self.search.push(text.clone());
        Ok(text.into())
    }

    /// Warns about numbers that name a person.
    pub(super) fn warn_personal(&mut self, text: &str, path: &str) {
        for number in personal_numbers(text) {
            let message = format!("“{number}” giống số định danh cá nhân hoặc số điện thoại");
            let hint = "không ghi dữ liệu cá nhân vào nội dung; xóa nếu đúng là số của một người";
            self.tell(path, Problem::warning("personal-number", message).hint(hint));
        }
    }

    fn number(&mut self, field: &Field, given: &Value) -> Result<Value, Problem> {
        let Number { value, approx, unit } = read_given_number(given)?;
        if approx == Approx::Pending && !field.pending {
            return Err(Problem::error(
                "pending-not-allowed",
                format!("“{}” phải có số, không ghi “đang chờ”", field.name),
            ));
        }
        if !matches!(approx, Approx::Exact | Approx::Pending) && !field.approx {
            let message = format!("“{}” phải là số đúng, không ghi “trên”, “gần”, “khoảng”", field.name);
            return Err(Problem::error("approx-not-allowed", message));
        }
        let (own, scale) = field.number_unit().unwrap_or((None, 0));
        let catalogue = self.context.catalogue;
        let scaled = match (own, unit.is_empty()) {
            (None, false) => {
                return Err(Problem::error(
                    "wrong-unit",
                    format!("“{}” không có đơn vị tính, đã ghi “{unit}”", field.name),
                )
                .hint("chỉ ghi số"));
            }
            (own, true) => convert(catalogue, value, own.unwrap_or(""), own.unwrap_or(""), scale)?,
            (Some(own), false) => {
                let symbol = catalogue.counting_units.get(own).map_or(own, |u| &u.symbol);
                let from = find_unit_near(catalogue, &unit, own).ok_or_else(|| {
                    Problem::error("wrong-unit", format!("Không có đơn vị tính “{unit}”; cần “{symbol}”"))
                        .hint(format!("ghi theo đơn vị tính “{symbol}”"))
                })?;
                convert(catalogue, value, &from.slug, own, scale)?
            }
        };
        Ok(write_number(&field.kind, Decimal { scaled, scale }, approx))
    }

    fn choice(&mut self, source: &ChoiceSource, given: &Value) -> Result<Value, Problem> {
        let text = match given {
            Value::String(s) => tidy(s),
            Value::Number(n) => n.to_string(),
            other => return Err(wrong_kind("một lựa chọn", other)),
        };
        let catalogue = self.context.catalogue;
        let allowed = catalogue.choices(source, self.context.owner, self.on);
        if let Some(choice) = find_choice(&allowed, &text) {
            self.search.push(choice.name.clone());
            return Ok(choice.slug.clone().into());
        }
        let list = allowed.iter().map(|c| format!("“{}” ({})", c.name, c.slug)).collect::<Vec<_>>().join(", ");
        let list =
            if list.is_empty() { "không có lựa chọn nào cho cơ quan và ngày này".to_owned() } else { list };
        let elsewhere = find_choice(&catalogue.all_choices(source), &text).is_some();
        if elsewhere {
            let message = format!("Lựa chọn “{text}” không dùng cho cơ quan này vào ngày {}", vn(self.on));
            return Err(Problem::error("choice-not-valid", message).hint(format!("chọn: {list}")));
        }
        let near = did_you_mean(&text, allowed.iter().flat_map(|c| [c.slug.as_str(), c.name.as_str()]));
        let hint = near.map_or(String::new(), |n| format!("có phải “{n}”? "));
        Err(Problem::error("unknown-choice", format!("Không có lựa chọn “{text}”")).hint(format!("{hint}chọn: {list}")))
    }

    fn choices(&mut self, source: &ChoiceSource, given: &Value, path: &str) -> Option<Value> {
        let items = match given {
            // a name may hold a comma, so only semicolons and lines part a list
            Value::String(s) => split_list(s),
            Value::Array(list) => list.clone(),
            other => vec![other.clone()],
        };
        let mut chosen: Vec<String> = Vec::new();
        let mut right = true;
        for (i, item) in items.iter().enumerate() {
            match self.choice(source, item) {
                Ok(Value::String(slug)) if !chosen.contains(&slug) => chosen.push(slug),
                Ok(_) => {}
                Err(problem) => {
                    right = false;
                    self.tell(&format!("{path}[{}]", i + 1), problem);
                }
            }
        }
        let order: Vec<&str> =
            self.context.catalogue.all_choices(source).into_iter().map(|c| c.slug.as_str()).collect();
        chosen.sort_by_key(|slug| order.iter().position(|o| o == slug));
        right.then(|| chosen.into())
    }

    /// What limits say about a canonical value.
    pub(super) fn limits(&self, field: &Field, value: &Value, scope: Scope<'_>) -> Vec<Problem> {
        if let FieldKind::Date { not_after, not_before } = &field.kind {
            let Some(date) = value.as_str().and_then(|s| s.parse::<Date>().ok()) else { return Vec::new() };
            let late = not_after.as_ref().and_then(|l| self.limit(l, scope)).filter(|(limit, _)| date > *limit);
            let early = not_before.as_ref().and_then(|l| self.limit(l, scope)).filter(|(limit, _)| date < *limit);
            let told = |code, word: &str, (limit, name): (Date, String)| {
                Problem::error(code, format!("“{}” {} phải không {word} {name} ({})", field.name, vn(date), vn(limit)))
            };
            return late
                .map(|l| told("date-too-late", "sau", l))
                .into_iter()
                .chain(early.map(|l| told("date-too-early", "trước", l)))
                .collect();
        }
        if !field.kind.is_number() {
            return Vec::new();
        }
        let Some((d, approx)) = read_number(value).filter(|(_, a)| *a != Approx::Pending) else { return Vec::new() };
        let (min, max) = (field.min.unwrap_or(Decimal { scaled: 0, scale: 0 }), field.max);
        let mut out = Vec::new();
        if compare(d, min).is_lt() {
            let message = format!("“{}” là {}, ít nhất phải là {}", field.name, format_number(d), format_number(min));
            out.push(Problem::error("below-min", message));
        }
        if let Some(max) = max.filter(|max| compare(d, *max).is_gt()) {
            let message = format!("“{}” là {}, nhiều nhất là {}", field.name, format_number(d), format_number(max));
            out.push(Problem::error("above-max", message));
        }
        if approx != Approx::Exact && d.scaled == 0 {
            out.push(Problem::error("approx-of-nothing", "“trên”, “gần”, “khoảng” phải đi với một số khác 0"));
        }
        out
    }

    fn limit(&self, limit: &DateLimit, scope: Scope<'_>) -> Option<(Date, String)> {
        match limit {
            DateLimit::Today => Some((self.context.today, "hôm nay".to_owned())),
            DateLimit::Date(date) => Some((*date, "ngày quy định".to_owned())),
            DateLimit::Field(slug) => {
                let date = scope.get(slug)?.as_str()?.parse().ok()?;
                let plain = slug.strip_prefix("../").unwrap_or(slug);
                Some((
                    date,
                    self.context.register.field(plain).map_or(format!("“{plain}”"), |f| format!("“{}”", f.name)),
                ))
            }
        }
    }
}

/// A number as a program, a sheet or a person gives it.
fn read_given_number(given: &Value) -> Result<Number, Problem> {
    let exact = |value| Number { value, approx: Approx::Exact, unit: String::new() };
    let bad = || Problem::error("bad-number", "Số không đúng dạng").hint("ghi số như 75; 4.675; 2,5 km; trên 600");
    match given {
        Value::Number(n) => parse_plain(&n.to_string()).or_else(|| whole_float(n)).map(exact).ok_or_else(bad),
        Value::String(s) => parse_number(s),
        Value::Object(o) => {
            let known = ["so", "don-vi", "gan-dung", "cho"];
            if let Some(key) = o.keys().find(|k| !known.contains(&k.as_str())) {
                return Err(Problem::error("unknown-field", format!("Số không có phần “{key}”"))
                    .hint("các phần: so, don-vi, gan-dung, cho"));
            }
            if o.get("cho") == Some(&Value::Bool(true)) {
                return parse_number("đang chờ");
            }
            // a text here is a program's: "2.5" has a decimal point, and "2,5" can mean only one thing
            let value = match o.get("so") {
                Some(Value::String(s)) => parse_plain(&s.trim().replace(',', ".")),
                Some(Value::Number(n)) => parse_plain(&n.to_string()),
                _ => None,
            };
            let text = |key: &str| o.get(key).and_then(Value::as_str).unwrap_or_default();
            let approx = parse_approx(text("gan-dung")).ok_or_else(bad)?;
            Ok(Number { value: value.ok_or_else(bad)?, approx, unit: tidy(text("don-vi")) })
        }
        other => Err(wrong_kind("số", other)),
    }
}

/// A large whole number that a sheet keeps as a floating-point one (2e9).
fn whole_float(n: &serde_json::Number) -> Option<Decimal> {
    let f = n.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < 9e15)?;
    parse_plain(&format!("{f:.0}"))
}

fn find_choice<'a>(choices: &[&'a Choice], text: &str) -> Option<&'a Choice> {
    let key = fold(text);
    let by = |test: &dyn Fn(&Choice) -> bool| choices.iter().find(|c| test(c)).copied();
    by(&|c| c.slug == text).or_else(|| by(&|c| tidy(&c.name) == text)).or_else(|| by(&|c| fold(&c.name) == key))
}

/// Splits a cell's text into a list.
pub(super) fn split_list(text: &str) -> Vec<Value> {
    text.split([';', '\n']).map(tidy).filter(|t| !t.is_empty()).map(Value::String).collect()
}

fn yes_no(given: &Value) -> Result<Value, Problem> {
    match given {
        Value::Bool(b) => Ok(json!(b)),
        Value::Number(n) if n.as_i64() == Some(1) => Ok(json!(true)),
        Value::Number(n) if n.as_i64() == Some(0) => Ok(json!(false)),
        Value::String(s) => match fold(s).as_str() {
            "co" | "x" | "✓" | "true" | "1" | "dung" | "roi" | "da" => Ok(json!(true)),
            "khong" | "false" | "0" | "chua" | "sai" => Ok(json!(false)),
            _ => Err(Problem::error("wrong-kind", format!("“{s}” không phải là có hoặc không"))
                .hint("ghi “có” hoặc “không”")),
        },
        other => Err(wrong_kind("có hoặc không", other)),
    }
}

/// Tidies each line; not more than one empty line between paragraphs.
fn tidy_lines(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for line in text.lines().map(tidy) {
        if !(line.is_empty() && out.last().is_none_or(String::is_empty)) {
            out.push(line);
        }
    }
    out.join("\n").trim_end().to_owned()
}

/// Number and symbol of a document: parts joined by "/" or "-", the first beginning with a digit.
fn is_so_ky_hieu(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    let part = |p: &&str| !p.is_empty() && p.chars().all(|c| c.is_alphanumeric() || ".+()&".contains(c));
    parts.len() >= 2 && parts.iter().all(part) && text.starts_with(|c: char| c.is_ascii_digit())
}
