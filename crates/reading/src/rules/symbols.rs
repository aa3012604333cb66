//! How numbers and symbols are written, and whether they agree with the type and the issuer that the sentence states.

use super::references::mentions;
use super::seen::fold;
use super::{Found, Rule, Seen};
use domain::proof::{Citation, Family, Severity, Span};
use rustc_hash::FxHashMap;

/// The same symbol with other separators.
pub const VARIANTS: Rule = Rule {
    name: "symbol-variants",
    severity: Severity::Warning,
    title: "Ký hiệu viết sai dấu nối, hoặc nơi viết thế này nơi viết thế khác",
    about: "Văn bản của Đảng: số-LOẠI/CƠ QUAN (53-KH/HU); của chính quyền: số/LOẠI-CƠ QUAN (53/KH-UBND). “53-KH-HU” không theo cách nào.",
    example: "Thực hiện Kế hoạch số 27-KH-HU, ngày 06/01/2022 của Huyện ủy.",
    mended: "Thực hiện Kế hoạch số 27-KH/HU, ngày 06/01/2022 của Huyện ủy.",
    check: variants,
};

/// A space inside the number and symbol.
pub const SPACING: Rule = Rule {
    name: "symbol-spacing",
    severity: Severity::Note,
    title: "Dấu cách thừa trong số, ký hiệu",
    about: "“16 -CT/TU”, “114- KL/TW”: tìm theo số hiệu sẽ không thấy.",
    example: "Thực hiện Chỉ thị số 22 -CT/TU, ngày 09/8/2021 của Tỉnh ủy.",
    mended: "Thực hiện Chỉ thị số 22-CT/TU, ngày 09/8/2021 của Tỉnh ủy.",
    check: spacing,
};

/// The issuer stated is not the one of the symbol.
pub const ISSUER: Rule = Rule {
    name: "issuer-against-symbol",
    severity: Severity::Error,
    title: "Cơ quan ban hành trái với ký hiệu",
    about: "Ký hiệu /TU là của tỉnh ủy, thành ủy; /HU của huyện ủy; -TTg của Thủ tướng Chính phủ. Chỉ báo khi cơ quan được nêu có ký hiệu riêng khác \
            hẳn, theo bộ từ.",
    example: "Chỉ thị số 14-CT/TU, ngày 02/8/2021 của Ban Thường vụ Huyện ủy về công tác dân vận.",
    mended: "Chỉ thị số 14-CT/HU, ngày 02/8/2021 của Ban Thường vụ Huyện ủy về công tác dân vận.",
    check: issuer,
};

/// The type word is not the one of the symbol.
pub const KIND: Rule = Rule {
    name: "type-against-code",
    severity: Severity::Error,
    title: "Tên loại văn bản trái với ký hiệu",
    about: "“Quyết định số 12-KH/HU”: chữ là quyết định, ký hiệu là kế hoạch. Một ký hiệu có thể dùng cho vài loại (QĐ: quyết định, quy định) thì \
            không báo.",
    example: "Thực hiện Quyết định số 12-KH/HU, ngày 06/01/2022 của Huyện ủy.",
    mended: "Thực hiện Kế hoạch số 12-KH/HU, ngày 06/01/2022 của Huyện ủy.",
    check: kind,
};

/// One of a list lacks what its neighbours state.
pub const NO_ISSUER: Rule = Rule {
    name: "missing-issuer",
    severity: Severity::Note,
    title: "Một văn bản trong dãy không nêu cơ quan ban hành",
    about: "Các văn bản cạnh nó trong cùng câu đều nêu; cơ quan thì không suy ra chắc chắn được từ ký hiệu (TU là tỉnh nào, thành phố nào).",
    example: "Sơ kết Chỉ thị số 17-CT/TU, ngày 15/7/2016 của Tỉnh ủy về người cao tuổi; Chỉ thị số 19-CT/TU, ngày 20/9/2016 của Tỉnh ủy về tảo \
              hôn; Chỉ thị số 34-CT/TU, ngày 13/12/2017 về cán bộ người dân tộc thiểu số.",
    mended: "Sơ kết Chỉ thị số 17-CT/TU, ngày 15/7/2016 của Tỉnh ủy về người cao tuổi; Chỉ thị số 19-CT/TU, ngày 20/9/2016 của Tỉnh ủy về tảo \
             hôn; Chỉ thị số 34-CT/TU, ngày 13/12/2017 của Tỉnh ủy về cán bộ người dân tộc thiểu số.",
    check: no_issuer,
};

/// Date and issuer without "của" between them.
pub const NO_OF: Rule = Rule {
    name: "missing-of",
    severity: Severity::Note,
    title: "Thiếu chữ “của” trước cơ quan ban hành",
    about: "“ngày 26/01/2022 Ban Chấp hành”: mất chữ nối giữa ngày và cơ quan ban hành.",
    example: "Kế hoạch số 27-KH/HU, ngày 06/01/2022 Ban Thường vụ Huyện ủy về công tác dân vận.",
    mended: "Kế hoạch số 27-KH/HU, ngày 06/01/2022 của Ban Thường vụ Huyện ủy về công tác dân vận.",
    check: no_of,
};

/// The symbol with the separators of its family: "KH-HU" of the Party becomes "KH/HU".
fn standard(citation: &Citation) -> Option<String> {
    let symbol = citation.symbol.as_deref()?;
    let (number, code) = (citation.number.as_deref()?, citation.code.as_deref()?);
    let rest = symbol.strip_prefix(code)?.trim_start_matches(['-', '/']);
    (citation.family == Family::Party && !rest.is_empty()).then(|| format!("{number}-{code}/{rest}"))
}

/// Number and symbol as written, without spaces and with one kind of dash.
fn tight(raw: &str) -> String {
    raw.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '\u{2010}'..='\u{2015}') { '-' } else { c })
        .collect()
}

fn variants(seen: &Seen<'_>, found: &mut Found) {
    let mut forms: FxHashMap<String, Span> = FxHashMap::default();
    for citation in &seen.reading.citations {
        forms.entry(tight(seen.of(citation.reference))).or_insert(citation.reference);
    }
    for citation in &seen.reading.citations {
        let Some(right) = standard(citation) else { continue };
        let raw = tight(seen.of(citation.reference));
        if raw == right || !raw.starts_with(|c: char| c.is_ascii_digit()) || raw.to_uppercase() == right.to_uppercase()
        {
            continue;
        }
        let text = format!("Ký hiệu “{}” viết đúng là “{right}”", seen.short(citation.reference));
        let mut finding = VARIANTS.finding(citation.reference, text).suggest(right.clone());
        if let Some(other) = forms.get(&right) {
            finding = finding.related(*other, None);
        }
        found.add(finding);
    }
    for list in mentions(seen) {
        let list: Vec<(&Citation, String)> =
            list.iter().map(|m| (m.citation, tight(seen.of(m.citation.reference)))).collect();
        let votes = |raw: &str| list.iter().filter(|(_, form)| form == raw).count();
        let usual = list.iter().max_by_key(|(c, form)| (votes(form), std::cmp::Reverse(c.span.start)));
        let Some((first, usual)) = usual else { continue };
        for (citation, raw) in list.iter().filter(|(c, raw)| standard(c).is_none() && raw != usual) {
            let squeeze = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            if squeeze(raw) == squeeze(usual) {
                let text = format!("“{raw}” ở đây, “{usual}” ở chỗ khác");
                let finding = VARIANTS.finding(citation.reference, text).suggest(usual.clone());
                found.add(finding.related(first.reference, None));
            }
        }
    }
}

fn spacing(seen: &Seen<'_>, found: &mut Found) {
    for citation in seen.reading.citations.iter().filter(|c| c.number.is_some() && c.symbol.is_some()) {
        let raw = seen.of(citation.reference);
        if raw.contains(char::is_whitespace) {
            let right = tight(raw);
            let text = format!("Dấu cách thừa trong “{}”", seen.short(citation.reference));
            found.add(SPACING.finding(citation.reference, text).hint(format!("viết liền: {right}")).suggest(right));
        }
    }
}

/// The issuer's code: what follows the type in the symbol, when it is one code.
fn code_of_issuer(citation: &Citation) -> Option<&str> {
    let symbol = citation.symbol.as_deref()?;
    let rest = match citation.code.as_deref() {
        Some(code) => symbol.strip_prefix(code)?.trim_start_matches(['-', '/']),
        None => symbol,
    };
    (!rest.is_empty() && !rest.contains(['-', '/'])).then_some(rest)
}

fn issuer(seen: &Seen<'_>, found: &mut Found) {
    let codes: Vec<(&str, Vec<String>)> = seen
        .reader
        .lexicon
        .documents
        .issuer
        .iter()
        .map(|i| (i.code.as_str(), i.names.iter().map(|n| fold(n)).collect()))
        .collect();
    for citation in &seen.reading.citations {
        let (Some(code), Some(span)) = (code_of_issuer(citation), citation.issuer) else { continue };
        let stated = fold(seen.of(span));
        let begins =
            |n: &String| stated.strip_prefix(n.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        let own: Vec<&Vec<String>> = codes.iter().filter(|(c, _)| *c == code).map(|(_, names)| names).collect();
        // A name may be a shorter form of one of the code's: "Ban Thường vụ" alone.
        let fits = own.iter().any(|names| names.iter().any(|n| begins(n) || n.starts_with(&stated)));
        if own.is_empty() || fits {
            continue;
        }
        let Some((other, _)) = codes.iter().find(|(c, names)| *c != code && names.iter().any(begins)) else { continue };
        let reference = seen.short(citation.reference);
        let text = format!("{reference} mang ký hiệu {code} nhưng ghi của “{}” ({other})", seen.short(span));
        let finding = ISSUER.finding(span, text).hint("một trong hai chỗ sai: ký hiệu hoặc tên cơ quan");
        found.add(finding.related(citation.reference, None));
    }
}

fn kind(seen: &Seen<'_>, found: &mut Found) {
    let kinds = &seen.reader.lexicon.documents.kind;
    for citation in &seen.reading.citations {
        let (Some(kind), Some(code)) = (citation.kind.as_deref(), citation.code.as_deref()) else { continue };
        let Some(known) = kinds.iter().find(|k| k.name == kind) else { continue };
        let takes = |codes: &[String]| {
            codes.iter().any(|c| c.eq_ignore_ascii_case(code) || c.to_uppercase() == code.to_uppercase())
        };
        let words = Span::new(citation.span.start, citation.reference.start);
        if takes(&known.codes) || words.is_empty() || !fold(seen.of(words)).starts_with(&fold(kind)) {
            continue;
        }
        let Some(other) = kinds.iter().find(|k| takes(&k.codes)) else { continue };
        if known.codes.is_empty() && citation.family == Family::Letter {
            continue;
        }
        let text = format!("Viết “{kind}” nhưng ký hiệu {code} là của {}", other.name.to_lowercase());
        found.add(KIND.finding(citation.span, text).hint("một trong hai chỗ sai: tên loại hoặc ký hiệu"));
    }
}

fn no_issuer(seen: &Seen<'_>, found: &mut Found) {
    let citations = &seen.reading.citations;
    let mut at = 0;
    while let Some(first) = citations.get(at) {
        let sentence = seen.sentence(first.span);
        let count = citations.iter().skip(at).take_while(|c| c.span.end <= sentence.end).count().max(1);
        let row: Vec<&Citation> = citations
            .iter()
            .skip(at)
            .take(count)
            .filter(|c| {
                c.date.is_some() && matches!(c.family, Family::Party | Family::State | Family::Letter) && !c.own
            })
            .collect();
        let lacking: Vec<&&Citation> = row.iter().filter(|c| c.issuer.is_none()).collect();
        if let [one] = lacking.as_slice()
            && row.len() > 2
            && separate(seen, one, &row)
        {
            let text = format!("{} không nêu cơ quan ban hành, các văn bản cạnh nó đều nêu", seen.short(one.span));
            found.add(NO_ISSUER.finding(one.span, text).hint("thêm “của …”"));
        }
        at += count;
    }
}

/// Whether a citation is an item of its own in a list of such items: parted from the others by semicolons.
fn separate(seen: &Seen<'_>, one: &Citation, row: &[&Citation]) -> bool {
    let with = row.iter().find(|c| c.issuer.is_some());
    let same = with.is_some_and(|c| c.code == one.code && c.symbol.is_some());
    same && seen.of(seen.sentence(one.span)).contains(';')
}

fn no_of(seen: &Seen<'_>, found: &mut Found) {
    let issuers: Vec<String> =
        seen.reader.lexicon.documents.issuer.iter().flat_map(|i| &i.names).map(|n| fold(n)).collect();
    for citation in &seen.reading.citations {
        let Some(date) = seen.date_of(citation) else { continue };
        let rest = seen.after(date.span.end);
        let Some(next) = rest.strip_prefix([' ', '\u{a0}']).filter(|r| r.starts_with(char::is_uppercase)) else {
            continue;
        };
        let words = fold(next.get(..next.find([',', ';', '.', '(']).unwrap_or(next.len())).unwrap_or(next));
        let named = issuers.iter().any(|n| words == *n || words.starts_with(&format!("{n} ")));
        let Some(first) = next.split([' ', ',', ';', '.']).next().filter(|_| named) else { continue };
        let start = date.span.end + (rest.len() - next.len());
        let text = format!("Thiếu “của” trước “{first}…”");
        let span = Span::new(date.span.start, start + first.len());
        let right = format!("{} của {first}", seen.of(date.span));
        found.add(NO_OF.finding(span, text).hint("thêm “của”").suggest(right));
    }
}
