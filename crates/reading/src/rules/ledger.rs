//! What the register of documents and the ledger know better. Without them these rules are silent.

use super::seen::{fold, number, shown};
use super::{Found, Rule, Seen};
use domain::proof::{Citation, Claim, Family, Figure, FigureKind, KnownDocument, Reference, Severity};
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

/// Not in the register.
pub const UNKNOWN: Rule = Rule {
    name: "document-unknown",
    severity: Severity::Note,
    title: "Văn bản được dẫn chưa có trong sổ văn bản",
    about: "Chỉ khi soát cùng cơ sở dữ liệu có sổ văn bản. Có thể thêm văn bản vào sổ ngay từ chỗ này.",
    example: "Thực hiện Kế hoạch số 77-KH/HU, ngày 06/01/2022 của Huyện ủy.",
    mended: "Thực hiện Nghị quyết số 05-NQ/HU, ngày 12/3/2021 của Huyện ủy.",
    check: unknown,
};

/// The register has another date.
pub const DATE: Rule = Rule {
    name: "document-date-differs",
    severity: Severity::Error,
    title: "Ngày văn bản khác với sổ văn bản",
    about: "Sổ có văn bản cùng số, ký hiệu nhưng ngày khác. Nếu sổ có nhiều văn bản trùng số thì chỉ báo khi không văn bản nào khớp.",
    example: "Thực hiện Nghị quyết số 05-NQ/HU, ngày 12/4/2021 của Huyện ủy.",
    mended: "Thực hiện Nghị quyết số 05-NQ/HU, ngày 12/3/2021 của Huyện ủy.",
    check: date,
};

/// The register has another issuer.
pub const ISSUER: Rule = Rule {
    name: "document-issuer-differs",
    severity: Severity::Warning,
    title: "Cơ quan ban hành khác với sổ văn bản",
    about: "Cùng số, ký hiệu, ngày không trái, nhưng sổ ghi cơ quan khác hẳn. Tên gọi ngắn của cùng cơ quan không bị báo.",
    example: "Thực hiện Nghị quyết số 05-NQ/HU, ngày 12/3/2021 của Ban Thường vụ Huyện ủy.",
    mended: "Thực hiện Nghị quyết số 05-NQ/HU, ngày 12/3/2021 của Huyện ủy.",
    check: issuer,
};

/// Something took its place.
pub const SUPERSEDED: Rule = Rule {
    name: "document-superseded",
    severity: Severity::Warning,
    title: "Văn bản đã được thay thế",
    about: "Theo sổ văn bản, văn bản này đã có văn bản khác thay trước ngày báo cáo. Nhắc lại chuyện cũ thì vẫn dẫn được: xem câu rồi hãy sửa.",
    example: "Tiếp tục thực hiện Quyết định số 08-QĐ/HU, ngày 02/02/2019 của Huyện ủy.",
    mended: "Tiếp tục thực hiện Nghị quyết số 05-NQ/HU, ngày 12/3/2021 của Huyện ủy.",
    check: superseded,
};

/// The ledger counts otherwise.
pub const FIGURE: Rule = Rule {
    name: "figure-differs",
    severity: Severity::Error,
    title: "Số liệu khác với sổ số liệu",
    about: "So theo cụm từ của chỉ tiêu, đơn vị đếm, nơi và kỳ. Là lỗi khi sổ đã đủ; là cảnh báo khi sổ của đơn vị còn thiếu. Số ước lượng và số không rõ nơi, kỳ thì \
            không so.",
    example: "Năm 2021, huyện tổ chức 63 cuộc đối thoại.",
    mended: "Năm 2021, huyện tổ chức 61 cuộc đối thoại.",
    check: figure,
};

/// A citation as the register is asked for it.
fn reference(seen: &Seen<'_>, citation: &Citation) -> Option<Reference> {
    let numbered = matches!(citation.family, Family::Party | Family::State | Family::Letter | Family::Normative);
    let number = citation.number.as_deref().filter(|_| numbered && !citation.own)?;
    Some(Reference {
        family: citation.family,
        kind: citation.kind.clone(),
        number: number.trim_start_matches('0').to_owned(),
        year: citation.year,
        symbol: citation.symbol.clone(),
        date: seen.date_of(citation).and_then(|d| d.date),
        issuer: citation.issuer.map(|i| seen.of(i).to_owned()),
    })
}

/// Asks the register of every numbered citation, and tells each rule the answer. A register that does not answer is a problem
/// once, not an error of the text.
fn each(seen: &Seen<'_>, found: &mut Found, mut look: impl FnMut(&Citation, &Reference, &[KnownDocument], &mut Found)) {
    if !seen.knowledge.has_register() {
        return;
    }
    for citation in &seen.reading.citations {
        let Some(reference) = reference(seen, citation) else { continue };
        match seen.knowledge.documents(&reference) {
            Ok(known) => look(citation, &reference, &known, found),
            Err(problem) => {
                if !found.problems.iter().any(|p| p.code == problem.code) {
                    found.problems.push(problem);
                }
                return;
            }
        }
    }
}

fn unknown(seen: &Seen<'_>, found: &mut Found) {
    let mut told: FxHashSet<super::references::Key> = FxHashSet::default();
    each(seen, found, |citation, _, known, found| {
        let Some(key) = super::references::key(citation).filter(|_| known.is_empty()) else {
            return;
        };
        if !told.insert(key) {
            return;
        }
        let text = format!("{} chưa có trong sổ văn bản", seen.short(citation.span));
        found.add(UNKNOWN.finding(citation.span, text).hint("thêm vào sổ nếu đúng là có văn bản này"));
    });
}

fn date(seen: &Seen<'_>, found: &mut Found) {
    each(seen, found, |citation, reference, known, found| {
        let Some(day) = reference.date else { return };
        if known.is_empty() || known.iter().any(|k| k.date.is_none_or(|d| d == day)) {
            return;
        }
        let Some((one, right)) = known.iter().find_map(|k| Some((k, k.date?))) else { return };
        let place = seen.date_of(citation).map_or(citation.span, |d| d.span);
        let text = format!("{} ghi ngày {}; sổ văn bản: {}", seen.short(citation.reference), shown(day), one.citation);
        // With several documents of the number it cannot be told which is meant.
        let most = if known.len() == 1 { Severity::Error } else { Severity::Warning };
        let mut finding = DATE
            .finding(place, text)
            .hint("sửa ngày, hoặc sửa sổ nếu sổ sai")
            .evidence(one.evidence.clone())
            .at_most(most);
        if known.len() == 1 && seen.date_of(citation).is_some_and(|d| seen.of(d.span).contains('/')) {
            let words = seen.of(place);
            let head = words.get(..words.find(|c: char| c.is_ascii_digit()).unwrap_or(0)).unwrap_or("");
            finding = finding.suggest(format!("{head}{}", shown(right)));
        }
        found.add(finding);
    });
}

fn issuer(seen: &Seen<'_>, found: &mut Found) {
    each(seen, found, |citation, reference, known, found| {
        let (Some(span), Some(stated)) = (citation.issuer, reference.issuer.as_deref()) else { return };
        let near: Vec<&KnownDocument> =
            known.iter().filter(|k| reference.date.is_none() || k.date.is_none() || k.date == reference.date).collect();
        let [one] = near.as_slice() else { return };
        let Some(right) = one.issuer.as_deref().filter(|right| !same_issuer(stated, right)) else { return };
        let text = format!("Ghi của “{}”; sổ văn bản: {right}", seen.short(span));
        found.add(ISSUER.finding(span, text).hint("đối chiếu với văn bản gốc").evidence(one.evidence.clone()));
    });
}

/// Whether two names may mean one body: one holds all words of the other that tell bodies apart.
fn same_issuer(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let plain = fold(name).replace("ubnd", "ủy ban nhân dân").replace("hđnd", "hội đồng nhân dân");
        let plain = plain.split(" khóa ").next().unwrap_or("").to_owned();
        plain.split(' ').filter(|w| !matches!(*w, "đảng" | "việt" | "nam" | "")).map(str::to_owned).collect()
    };
    let (x, y) = (words(a), words(b));
    let within = |s: &[String], l: &[String]| s.iter().all(|w| l.contains(w));
    within(&x, &y) || within(&y, &x)
}

fn superseded(seen: &Seen<'_>, found: &mut Found) {
    let day = seen.when.map_or(seen.today, |(_, last)| last);
    each(seen, found, |citation, reference, known, found| {
        let fits = |k: &&KnownDocument| reference.date.is_none() || k.date.is_none() || k.date == reference.date;
        let near: Vec<&KnownDocument> = known.iter().filter(fits).collect();
        let [one] = near.as_slice() else { return };
        let Some((other, since)) = one.superseded.as_ref().filter(|(_, since)| since.is_none_or(|s| s <= day)) else {
            return;
        };
        let when = since.map_or(String::new(), |s| format!(" từ {}", shown(s)));
        let text = format!("{} đã được thay bằng {other}{when}", seen.short(citation.span));
        found.add(
            SUPERSEDED
                .finding(citation.span, text)
                .hint("dẫn văn bản mới nếu nói chuyện hiện nay")
                .evidence(one.evidence.clone()),
        );
    });
}

/// How many single units a counting unit is.
type Factors<'a> = FxHashMap<&'a str, u64>;

/// A figure as the ledger is asked for it.
fn claim(seen: &Seen<'_>, factors: &Factors<'_>, index: usize, figure: &Figure) -> Option<Claim> {
    let counted = matches!(figure.kind, FigureKind::Count | FigureKind::Measure | FigureKind::Money);
    if !counted || figure.approx.is_some() || figure.spelled || figure.of.is_some() || seen.aside(figure.span.start) {
        return None;
    }
    let factor = figure.unit.as_deref().and_then(|u| factors.get(u)).copied().unwrap_or(1).max(1);
    let stated = figure.period.and_then(|i| seen.reading.periods.get(i)).and_then(|p| Some((p.from?, p.to?)));
    Some(Claim {
        value: figure.value.checked_mul(Decimal::from(factor))?,
        unit: figure.unit.clone(),
        phrase: fold(&crate::around(&seen.text.text, seen.reading, index)),
        scope: figure.scope.map(|s| seen.of(s).to_owned()),
        period: stated,
    })
}

fn figure(seen: &Seen<'_>, found: &mut Found) {
    let factors: Factors<'_> = seen.reader.lexicon.counting.unit.iter().map(|u| (u.name.as_str(), u.factor)).collect();
    for (index, figure) in seen.reading.figures.iter().enumerate() {
        let Some(claim) = claim(seen, &factors, index, figure) else { continue };
        let known = match seen.knowledge.figures(&claim) {
            Ok(known) => known,
            Err(problem) => {
                if !found.problems.iter().any(|p| p.code == problem.code) {
                    found.problems.push(problem);
                }
                return;
            }
        };
        // Words that fit several indicators contradict none when one of them agrees.
        if known.is_empty() || known.iter().any(|k| k.value == claim.value) {
            continue;
        }
        let Some(one) = known.first() else { continue };
        let most = if one.complete && known.len() == 1 { Severity::Error } else { Severity::Warning };
        let text = format!(
            "Ở đây {}; sổ số liệu: {} ({}, {})",
            number(claim.value),
            number(one.value),
            one.indicator,
            one.context
        );
        let hint = if one.complete {
            "soát lại báo cáo, hoặc sổ nếu sổ thiếu"
        } else {
            "sổ của đơn vị chưa đủ: xem lại cả hai"
        };
        found.add(FIGURE.finding(figure.span, text).hint(hint).evidence(one.evidence.clone()).at_most(most));
    }
}
