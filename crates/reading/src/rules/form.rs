//! The parts of a document: blanks left open, parts missing or out of order. Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW.

use super::{Found, Rule, Seen};
use domain::proof::{Family, PartKind, Severity, Span};

/// The document's number is open.
pub const BLANK_NUMBER: Rule = Rule {
    name: "blank-number",
    severity: Severity::Warning,
    title: "Số của văn bản còn để trống",
    about: "Bản thảo để trống số là thường; bản ký thì phải có.",
    example: "Số: /BC-UBND\n\nBÁO CÁO\nKết quả công tác dân vận chính quyền",
    mended: "Số: 45/BC-UBND\n\nBÁO CÁO\nKết quả công tác dân vận chính quyền",
    check: blank_number,
};

/// The document's date is open.
pub const BLANK_DATE: Rule = Rule {
    name: "blank-date",
    severity: Severity::Warning,
    title: "Ngày còn để trống",
    about: "“ngày   tháng 02 năm 2024”: bản thảo chờ ký, hoặc quên điền.",
    example: "Phú Lương, ngày    tháng 5 năm 2023",
    mended: "Phú Lương, ngày 09 tháng 5 năm 2023",
    check: blank_date,
};

/// A part is missing.
pub const MISSING: Rule = Rule {
    name: "missing-part",
    severity: Severity::Warning,
    title: "Thiếu thành phần thể thức",
    about: "Chỉ xét văn bản rõ là văn bản hành chính (có số, tên loại và nơi nhận hoặc chỗ ký). Văn bản của Đảng không có quốc hiệu. Chữ nằm \
            trong khung, hình của tệp có thể không đọc được: xem lại tệp gốc trước khi sửa.",
    example: "ỦY BAN NHÂN DÂN\nXÃ TÂN HÒA\n\nSố: 45/BC-UBND\n\nBÁO CÁO\nKết quả tiếp công dân quý I năm 2024\n\nTrong quý, xã đã tiếp 12 \
              lượt người.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Nam",
    mended: "ỦY BAN NHÂN DÂN\nXÃ TÂN HÒA\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 45/BC-UBND\n\nTân Hòa, ngày \
             02 tháng 4 năm 2024\n\nBÁO CÁO\nKết quả tiếp công dân quý I năm 2024\n\nTrong quý, xã đã tiếp 12 lượt \
             người.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Nam",
    check: missing,
};

/// Headings that do not follow one another.
pub const ORDER: Rule = Rule {
    name: "disordered-part",
    severity: Severity::Warning,
    title: "Mục đánh số nhảy hoặc lặp",
    about: "Các mục La Mã (I, II, III) và các mục số ngay dưới chúng phải nối nhau: thiếu một số hoặc hai mục cùng số là lỗi khi cắt dán.",
    example: "I. TÌNH HÌNH CHUNG\n\nTình hình ổn định.\n\nII. KẾT QUẢ\n\nCác việc đã xong.\n\nIV. NHIỆM VỤ\n\nTiếp tục thực hiện.",
    mended: "I. TÌNH HÌNH CHUNG\n\nTình hình ổn định.\n\nII. KẾT QUẢ\n\nCác việc đã xong.\n\nIII. NHIỆM VỤ\n\nTiếp tục thực hiện.",
    check: order,
};

fn blank_number(seen: &Seen<'_>, found: &mut Found) {
    let drafts = seen.reading.citations.iter().filter(|c| c.family == Family::Draft).map(|c| c.span);
    let heads = seen.reading.outline.parts.iter().filter(|p| p.kind == PartKind::Number).map(|p| p.span);
    let mut told: Vec<Span> = Vec::new();
    for span in heads.chain(drafts).filter(|s| no_number(seen.of(*s))) {
        if !told.iter().any(|t| t.touches(span)) {
            told.push(span);
            let text = format!("Số văn bản còn để trống: {}", seen.short(span));
            found.add(BLANK_NUMBER.finding(span, text).hint("điền số khi phát hành"));
        }
    }
}

/// Whether nothing stands before the first slash or dash of the number.
fn no_number(head: &str) -> bool {
    let number = head.split(['/', '-']).next().unwrap_or("");
    !number.chars().any(|c| c.is_ascii_digit()) && head.contains(['/', '-'])
}

fn blank_date(seen: &Seen<'_>, found: &mut Found) {
    for date in seen.reading.dates.iter().filter(|d| d.blank) {
        let text = format!("Ngày còn để trống: {}", seen.short(date.span));
        found.add(BLANK_DATE.finding(date.span, text).hint("điền ngày khi ký, hoặc bổ sung ngày của văn bản được dẫn"));
    }
}

fn missing(seen: &Seen<'_>, found: &mut Found) {
    let has = |kind: &PartKind| seen.part(kind);
    let (Some(number), Some(_)) = (has(&PartKind::Number), has(&PartKind::Type)) else { return };
    if has(&PartKind::Recipients).is_none() && has(&PartKind::Authority).is_none() {
        return;
    }
    // The Party's number has a dash after it; its documents bear the Party's name instead of the motto.
    let party = seen.of(number.span).chars().find(|c| matches!(c, '/' | '-')).is_some_and(|c| c == '-');
    let head = if party {
        (PartKind::PartyHead, "tiêu đề “ĐẢNG CỘNG SẢN VIỆT NAM”")
    } else {
        (PartKind::Motto, "quốc hiệu, tiêu ngữ")
    };
    let wanted = [
        head,
        (PartKind::Issuer, "tên cơ quan ban hành"),
        (PartKind::PlaceDate, "địa danh, ngày tháng"),
        (PartKind::Recipients, "nơi nhận"),
        (PartKind::Authority, "quyền hạn, chức vụ người ký"),
        (PartKind::Signer, "họ tên người ký"),
    ];
    let lacking: Vec<&str> = wanted.iter().filter(|(kind, _)| has(kind).is_none()).map(|(_, name)| *name).collect();
    if !lacking.is_empty() {
        let text = format!("Chưa thấy: {}", lacking.join("; "));
        let most = if lacking.len() == wanted.len() { Severity::Note } else { Severity::Warning };
        found.add(
            MISSING
                .finding(number.span, text)
                .hint("đối chiếu thể thức; bỏ qua nếu các phần ấy nằm trong khung của tệp")
                .at_most(most),
        );
    }
}

fn order(seen: &Seen<'_>, found: &mut Found) {
    let mut last: [Option<(u32, Span)>; 3] = [None; 3];
    for part in &seen.reading.outline.parts {
        let PartKind::Heading { depth, label } = &part.kind else { continue };
        // Letters and dashes are lists, which begin anew at will.
        let (depth, value) = match depth {
            0 => (0, roman(label)),
            1 => (1, label.parse().ok()),
            _ => continue,
        };
        let Some(value) = value else { continue };
        let before = last.get(depth).copied().flatten();
        for slot in last.iter_mut().skip(depth) {
            *slot = None;
        }
        if let Some(slot) = last.get_mut(depth) {
            *slot = Some((value, part.span));
        }
        let Some((previous, place)) = before else { continue };
        // A list that begins anew at 1 is another list.
        if value == 1 || value == previous + 1 || (depth == 1 && value > previous + 2) {
            continue;
        }
        let text = if value == previous {
            format!("Hai mục cùng số {label}")
        } else {
            format!("Mục {label} không nối tiếp mục {previous} ở trên")
        };
        let most = if depth == 0 { Severity::Warning } else { Severity::Note };
        found.add(ORDER.finding(part.span, text).hint("đánh lại số mục").related(place, None).at_most(most));
    }
}

fn roman(label: &str) -> Option<u32> {
    let value = |c| {
        Some(match c {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            _ => return None,
        })
    };
    let mut sum = 0u32;
    let mut last = 0u32;
    for c in label.chars().rev() {
        let v: u32 = value(c)?;
        if v < last {
            sum = sum.checked_sub(v)?
        } else {
            sum += v
        }
        last = last.max(v);
    }
    (sum > 0).then_some(sum)
}
