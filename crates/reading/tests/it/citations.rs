//! Citations: the table of sentences in `tests/fixtures/citations.txt`, and what sentences say of two documents.

use super::read;
use domain::proof::{Citation, Reading, Relation};

const TABLE: &str = include_str!("../fixtures/citations.txt");

/// The fields of a line of the table, as the reader found them.
fn found(text: &str, reading: &Reading, c: &Citation) -> [String; 8] {
    let words = |s: &str| s.replace('\n', "\\n");
    let or_dash = |s: Option<String>| s.unwrap_or_else(|| "-".to_owned());
    let date = c.date.and_then(|d| reading.dates[d].date).map(|d| d.to_string());
    let title = c.title.map(|t| format!("{}{}", if c.title_quoted { "“" } else { "" }, words(t.of(text))));
    [
        words(c.span.of(text)),
        format!("{:?}", c.family).to_lowercase(),
        or_dash(c.kind.clone()),
        or_dash(c.number.clone()),
        or_dash(c.symbol.clone()),
        or_dash(date),
        or_dash(c.issuer.map(|i| words(i.of(text)))),
        or_dash(title),
    ]
}

/// Sentences of the table with the lines that belong to them.
fn table() -> Vec<(String, Vec<Vec<String>>)> {
    let mut out: Vec<(String, Vec<Vec<String>>)> = Vec::new();
    for line in TABLE.lines() {
        if let Some(sentence) = line.strip_prefix("> ") {
            out.push((sentence.replace("\\n", "\n"), Vec::new()));
        } else if let Some(row) = line.strip_prefix("= ") {
            let fields = row.split(" | ").map(|f| f.trim().to_owned()).collect();
            out.last_mut().expect("a sentence stands before its citations").1.push(fields);
        }
    }
    out
}

#[test]
fn every_citation_of_the_table_is_read_and_nothing_else() {
    let mut faults = Vec::new();
    let mut count = 0;
    for (sentence, rows) in table() {
        let reading = read(&sentence);
        count += rows.len();
        let got: Vec<_> = reading.citations.iter().map(|c| found(&sentence, &reading, c)).collect();
        let same = |row: &Vec<String>, got: &[String; 8]| {
            assert_eq!(row.len(), 8, "eight fields: {row:?}");
            row.iter().zip(got).all(|(want, have)| want == "*" || want == have)
        };
        if got.len() != rows.len() || !rows.iter().zip(&got).all(|(r, g)| same(r, g)) {
            let lines = |rows: Vec<String>| rows.join("\n    ");
            faults.push(format!(
                "{sentence}\n  expected\n    {}\n  found\n    {}",
                lines(rows.iter().map(|r| r.join(" | ")).collect()),
                lines(got.iter().map(|r| r.join(" | ")).collect())
            ));
        }
    }
    assert!(faults.is_empty(), "{} sentences read wrongly:\n{}", faults.len(), faults.join("\n"));
    assert!(count >= 150, "the table has {count} citations");
}

/// What a text says of its documents: "a carries out b".
#[track_caller]
fn relations(text: &str, expected: &[(&str, Relation, &str)]) {
    let reading = read(text);
    let name = |c: &Citation| c.reference.of(text).to_owned();
    let got: Vec<_> = reading
        .citations
        .iter()
        .flat_map(|c| c.relations.iter().map(|(r, to)| (name(c), *r, name(&reading.citations[*to]))))
        .collect();
    let expected: Vec<_> = expected.iter().map(|(a, r, b)| ((*a).to_owned(), *r, (*b).to_owned())).collect();
    assert_eq!(got, expected, "{text}");
}

#[test]
fn sentences_tie_documents_together() {
    use Relation::{Amends, Continues, Implements};
    relations(
        "Kế hoạch số 20/KH-UBND ngày 05/4/2022 của UBND huyện về triển khai thực hiện Chỉ thị số 09-CT/TU của Tỉnh ủy",
        &[("20/KH-UBND", Implements, "09-CT/TU")],
    );
    relations(
        "Kết luận số 33-KL/TU của Tỉnh ủy về tiếp tục thực hiện Nghị quyết số 06-NQ/TU",
        &[("33-KL/TU", Continues, "06-NQ/TU")],
    );
    relations(
        "Nghị định số 12/2024/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 44/2014/NĐ-CP",
        &[("12/2024/NĐ-CP", Amends, "44/2014/NĐ-CP")],
    );
    relations(
        "Kế hoạch số 31-KH/HU thực hiện Nghị quyết số 02-NQ/TU và Kết luận số 15-KL/TU",
        &[("31-KH/HU", Implements, "02-NQ/TU"), ("31-KH/HU", Implements, "15-KL/TU")],
    );
    relations("Chỉ thị số 09-CT/TU; Kế hoạch số 20/KH-UBND và Công văn số 15/UBND-NV", &[]);
    relations("Thực hiện Chỉ thị số 09-CT/TU, UBND huyện ban hành Kế hoạch số 20/KH-UBND", &[]);
}

#[test]
fn only_the_number_in_the_head_is_the_documents_own() {
    let text =
        "UBND XÃ PÙ NHI\nSố: 12/BC-UBND\n\nBÁO CÁO\n\nThực hiện Kế hoạch số 03/KH-UBND\nSố 04/KH-UBND đã hết hiệu lực";
    let own: Vec<_> = read(text).citations.iter().map(|c| (c.reference.of(text).to_owned(), c.own)).collect();
    assert_eq!(
        own,
        [("12/BC-UBND".to_owned(), true), ("03/KH-UBND".to_owned(), false), ("04/KH-UBND".to_owned(), false)]
    );
}
