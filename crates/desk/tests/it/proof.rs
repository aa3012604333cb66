//! What the store knows of somebody's text, and what of the text is kept.

use crate::furniture::{House, dialogue};
use desk::Desk;
use desk::proof::pile::Pile;
use desk::proof::{Engine, Source, place};
use domain::clock::Clock;
use domain::organs::Hierarchy;
use domain::proof::{Finding, Knowledge, Proof};
use domain::registers::Role;
use extract::Extracted;
use reading::Asked;
use serde_json::{Value, json};
use sheets::{CellOut, ColumnOut, Properties, TableOut};
use std::collections::BTreeSet;
use testkit::{both, day, morning};

fn engine() -> Engine {
    Engine::of(&[catalogue::built_in()]).unwrap()
}

fn opened(engine: &Engine, text: &str) -> Extracted {
    engine.open("bao-cao.txt", text.as_bytes()).unwrap()
}

fn asked() -> Asked {
    Asked { today: morning().today(), off: BTreeSet::new() }
}

fn proofed(desk: &Desk<'_>, text: &str) -> Proof {
    let engine = engine();
    let extracted = opened(&engine, text);
    let ledger = engine.ledger(desk, &extracted, None).unwrap();
    engine.proof(&extracted, &ledger, &asked())
}

fn of<'p>(proof: &'p Proof, rule: &str) -> Vec<&'p Finding> {
    proof.findings.iter().filter(|f| f.rule == rule).collect()
}

fn document(number: &str, symbol: &str, date: &str, issuer: &str, title: &str) -> Value {
    json!({
        "chieu": "den", "loai": "ke-hoach", "so": number, "ky-hieu": symbol, "ngay": date, "co-quan-ban-hanh": issuer,
        "cap-ban-hanh": "tinh", "trich-yeu": title,
    })
}

/// A report of commune A with its dialogues of a year.
fn report(count: u32) -> String {
    format!(
        "ỦY BAN NHÂN DÂN XÃ A\n\nBÁO CÁO\nCông tác dân vận năm 2025\n\nNăm 2025, Ủy ban nhân dân xã đã tổ chức {count} cuộc đối thoại với \
         Nhân dân.\n"
    )
}

/// Three dialogues of A and one of Bê in 2025.
fn four_dialogues(house: &House) {
    for (unit, date) in
        [(house.a, "2025-02-10"), (house.a, "2025-05-11"), (house.a, "2025-09-12"), (house.b, "2025-09-13")]
    {
        let add = |desk: &Desk<'_>| {
            house.add(desk, "doi-thoai", &house.organ(unit, "ubnd"), dialogue(date, 7)).unwrap();
        };
        house.officer(unit, add);
    }
}

#[test]
fn a_figure_is_held_against_the_records_of_the_unit_in_the_head_and_opens_them() {
    both(|db| {
        let house = House::new(db);
        four_dialogues(&house);
        house.officer(house.a, |desk| {
            let engine = engine();
            let extracted = opened(&engine, &report(5));
            let ledger = engine.ledger(desk, &extracted, None).unwrap();
            let subject = ledger.subject().unwrap();
            assert_eq!((subject.unit, subject.he), (house.a, Some(Hierarchy::ChinhQuyen)));
            let period = subject.period.unwrap();
            assert_eq!((period.from, period.to), (day("2025-01-01"), day("2025-12-31")));
            let proof = engine.proof(&extracted, &ledger, &asked());
            let [finding] = of(&proof, "figure-differs")[..] else { panic!("{:#?}", proof.findings) };
            assert_eq!(finding.span.of(&extracted.text.text), "5 cuộc");
            assert!(finding.message.contains('3'), "{}", finding.message);
            assert_eq!(finding.severity, domain::proof::Severity::Warning, "nobody has said the records are complete");
            let evidence = finding.evidence.as_ref().unwrap();
            let query = format!(
                "/so-lieu/ho-so?don-vi=u%3A{}&ngay=2025-12-31&tu=2025-01-01&den=2025-12-31&chi-tieu=doi-thoai.so-cuoc",
                house.a
            );
            assert_eq!(evidence.path, query);
            assert!(of(&proofed(desk, &report(3)), "figure-differs").is_empty(), "what agrees is not told");
        });
    });
}

#[test]
fn records_that_were_confirmed_complete_make_it_an_error() {
    both(|db| {
        let house = House::new(db);
        four_dialogues(&house);
        house.officer(house.a, |desk| {
            let year = testkit::days(day("2025-01-01"), day("2025-12-31"));
            desk.store.confirm_records(desk.actor, desk.now, house.a, "doi-thoai.cuoc", year, "đủ").unwrap();
            let proof = proofed(desk, &report(5));
            assert_eq!(of(&proof, "figure-differs")[0].severity, domain::proof::Severity::Error);
        });
    });
}

#[test]
fn what_the_viewer_may_not_read_and_what_nobody_records_is_not_answered() {
    both(|db| {
        let house = House::new(db);
        four_dialogues(&house);
        let told = |unit, text: &str| house.officer(unit, |desk| of(&proofed(desk, text), "figure-differs").len());
        assert_eq!(told(house.b, &report(5)), 0, "a neighbour's");
        assert_eq!(told(house.province, &report(5)), 1, "one below");
        let models = report(0).replace("0 cuộc đối thoại", "12 mô hình “Dân vận khéo” được công nhận");
        assert_eq!(told(house.a, &models), 0, "no records of models are kept: zeros contradict nobody");
        let elsewhere = report(5).replace("Năm 2025, Ủy ban", "Năm 2019, Ủy ban");
        assert_eq!(told(house.a, &elsewhere), 0, "nothing was recorded in 2019");
    });
}

#[test]
fn citations_are_held_against_the_register_with_the_entry_that_contradicts_them() {
    both(|db| {
        let house = House::new(db);
        let id = house.officer(house.province, |desk| {
            let organ = house.organ(house.province, "ubnd");
            let plan = document("12", "KH/TU", "2022-03-04", "Tỉnh ủy Tê", "thực hiện quy chế dân chủ");
            let id = house.add(desk, "van-ban", &organ, plan).unwrap().done.id;
            let later = json!({
                "chieu": "den", "loai": "ke-hoach", "so": "30", "ky-hieu": "KH/TU", "ngay": "2024-05-06",
                "co-quan-ban-hanh": "Tỉnh ủy Tê", "cap-ban-hanh": "tinh", "trich-yeu": "thay kế hoạch cũ",
                "quan-he": [{ "loai-quan-he": "thay-the", "van-ban": { "muc": id.to_string() } }],
            });
            house.add(desk, "van-ban", &organ, later).unwrap();
            id
        });
        let text = "ỦY BAN NHÂN DÂN TỈNH TÊ\n\nBÁO CÁO\nnăm 2025\n\nThực hiện Kế hoạch số 12-KH/TU, ngày 05/3/2022 của Tỉnh ủy và Kế \
                    hoạch số 99-KH/TU, ngày 01/01/2023 của Tỉnh ủy.\n";
        house.officer(house.province, |desk| {
            let proof = proofed(desk, text);
            let [date] = of(&proof, "document-date-differs")[..] else { panic!("{:#?}", proof.findings) };
            assert_eq!(date.evidence.as_ref().unwrap().path, format!("/muc/{id}"));
            assert!(date.message.contains("04/3/2022"), "{}", date.message);
            assert_eq!(of(&proof, "document-unknown").len(), 1, "{:#?}", proof.findings);
            let right = proofed(desk, &text.replace("05/3/2022", "04/3/2022"));
            assert!(of(&right, "document-date-differs").is_empty());
            let [superseded] = of(&right, "document-superseded")[..] else { panic!("{:#?}", right.findings) };
            assert!(superseded.message.contains("30-KH/TU"), "{}", superseded.message);
        });
        house.officer(house.b, |desk| {
            let text = text.replace("TỈNH TÊ", "XÃ BÊ");
            let proof = proofed(desk, &text);
            let date = of(&proof, "document-date-differs");
            let path = date.first().and_then(|f| f.evidence.as_ref()).map(|e| e.path.as_str());
            assert_eq!(
                path,
                Some(""),
                "a document is known to all, its entry opened by its readers: {:#?}",
                proof.findings
            );
        });
    });
}

#[test]
fn an_empty_register_finds_nothing_missing() {
    both(|db| {
        let house = House::new(db);
        house.officer(house.a, |desk| {
            let engine = engine();
            let extracted = opened(&engine, "Thực hiện Kế hoạch số 12-KH/TU, ngày 05/3/2022 của Tỉnh ủy.");
            let ledger = engine.ledger(desk, &extracted, None).unwrap();
            assert!(!ledger.has_register());
            assert!(of(&engine.proof(&extracted, &ledger, &asked()), "document-unknown").is_empty());
        });
    });
}

/// The workbook with an x in the rows of a sheet that a text stands in, and cells filled in.
fn marked(bytes: &[u8], fill: &[(&str, &str)], rows: impl Fn(&str) -> bool) -> Vec<u8> {
    let shape = |name: &str, title: &str, keys: &[&str]| TableOut {
        name: name.into(),
        title: title.into(),
        columns: keys.iter().map(|k| ColumnOut::text(*k, *k)).collect(),
        rows: Vec::new(),
    };
    let mut tables = vec![
        shape(
            "van-ban",
            "Văn bản",
            &[
                "giu",
                "khoa-dong",
                "chieu",
                "loai",
                "so",
                "ky-hieu",
                "ngay",
                "co-quan-ban-hanh",
                "cap-ban-hanh",
                "trich-yeu",
                "noi-neu",
            ],
        ),
        shape(
            "so-lieu",
            "Số liệu",
            &["giu", "chi-tieu", "don-vi", "so-do", "chieu-so-lieu", "tu", "den", "gia-tri", "noi-neu", "tep"],
        ),
    ];
    let book = sheets::read_xlsx(bytes, &tables, &sheets::Limits::default()).unwrap();
    for table in &mut tables {
        let Some(read) = book.table(&table.name) else { continue };
        for row in &read.rows {
            let text = |key: &str| match row.value(key) {
                sheets::CellValue::Text(t) => t.clone(),
                sheets::CellValue::Number(n) => n.clone(),
                sheets::CellValue::Date(d) => d.to_string(),
                _ => String::new(),
            };
            let all: String = table.columns.iter().map(|c| text(&c.key) + " ").collect();
            let cell = |c: &ColumnOut| {
                let filled = fill.iter().find(|(key, _)| *key == c.key && text(&c.key).is_empty());
                let words = match filled {
                    _ if c.key == "giu" => {
                        if rows(&all) {
                            "x".into()
                        } else {
                            String::new()
                        }
                    }
                    Some((_, value)) => (*value).to_string(),
                    None => text(&c.key),
                };
                if words.is_empty() { CellOut::Empty } else { CellOut::Text(words) }
            };
            let cells = table.columns.iter().map(cell).collect();
            table.rows.push(cells);
        }
    }
    let about = Properties { title: "thử".into(), author: "thử".into(), created: morning().now() };
    sheets::write_xlsx(&tables, &about).unwrap()
}

const PAST: &str = "ỦY BAN NHÂN DÂN XÃ A\n\nBÁO CÁO\nCông tác dân vận năm 2024\n\nThực hiện Kế hoạch số 12-KH/TU, ngày 04/3/2022 của Tỉnh ủy \
                    về thực hiện quy chế dân chủ.\nNăm 2024, đã tổ chức 14 cuộc đối thoại với Nhân dân; Nhân dân hiến 2.500 m2 đất làm đường.\n";

#[test]
fn a_pile_of_reports_is_read_looked_through_and_only_then_written() {
    both(|db| {
        let house = House::new(db);
        house.desk(Role::Officer, house.a, Hierarchy::ChinhQuyen, |desk| {
            let engine = engine();
            let mut pile = Pile::default();
            let petition = "ĐƠN KHIẾU NẠI\nKính gửi: Ủy ban nhân dân xã\nTôi tên là Người Thử";
            let picture: &[u8] = b"\x89PNG\r\n\x1a\n";
            let (past, petition) = (PAST.as_bytes(), petition.as_bytes());
            for (name, bytes) in
                [("2024.txt", past), ("bản sao.txt", past), ("don.txt", petition), ("anh.png", picture)]
            {
                pile.read(&engine, desk, name, bytes).unwrap();
            }
            assert_eq!((pile.read, pile.documents.len()), (1, 1), "the same file counts once: {pile:#?}");
            let codes: Vec<&str> = pile.left.iter().map(|p| p.code.as_str()).collect();
            assert_eq!((codes[0], codes.len()), ("looks-like-petition", 2));
            assert!(!format!("{:?}", pile.left).contains("Người Thử"));
            let measures: BTreeSet<&str> = pile.figures.iter().map(|f| f.measure.as_str()).collect();
            assert_eq!(measures, BTreeSet::from(["doi-thoai.cuoc", "dong-gop.dat-hien"]), "{:#?}", pile.figures);
            let book = pile.workbook(desk).unwrap();

            let nothing = desk.learn("b.xlsx", &book, Some("00003/ubnd")).unwrap();
            assert_eq!((nothing.documents.added, nothing.declared), (0, 0), "what is not marked is not written");

            let half =
                marked(&book, &[("trich-yeu", "thực hiện quy chế dân chủ")], |row| row.contains("doi-thoai"));
            let learnt = desk.learn("b.xlsx", &half, None).unwrap();
            assert_eq!((learnt.declared, learnt.same), (1, 0));
            let standing = desk.store.declared(Some(house.a), false).unwrap();
            assert_eq!((standing[0].amount.scaled, standing.len()), (14, 1));
            assert!(
                standing[0].note.contains(&Source::of("", PAST.as_bytes()).sha256)
                    && !standing[0].note.contains("2024.txt")
            );

            let filled = [
                ("trich-yeu", "thực hiện quy chế dân chủ"),
                ("co-quan-ban-hanh", "Tỉnh ủy Tê"),
                ("cap-ban-hanh", "tinh"),
            ];
            let all = marked(&book, &filled, |_| true);
            let learnt = desk.learn("b.xlsx", &all, Some("00003/ubnd")).unwrap();
            assert_eq!((learnt.documents.added, learnt.declared, learnt.same), (1, 1, 1));
            let again = desk.learn("b.xlsx", &all, Some("00003/ubnd")).unwrap();
            assert_eq!((again.documents.added, again.documents.same, again.declared, again.same), (0, 1, 0, 2));
            assert!(engine.proposals(desk, &opened(&engine, PAST), &Source::of("", b"")).unwrap().documents.is_empty());
        });
    });
}

#[test]
fn what_is_wrong_in_a_marked_row_is_told_at_its_cell_and_nothing_is_written() {
    both(|db| {
        let house = House::new(db);
        house.desk(Role::Officer, house.a, Hierarchy::ChinhQuyen, |desk| {
            let engine = engine();
            let mut pile = Pile::default();
            let text = PAST.replace(", ngày 04/3/2022 của Tỉnh ủy", "");
            pile.read(&engine, desk, "2024.txt", text.as_bytes()).unwrap();
            let all = marked(&pile.workbook(desk).unwrap(), &[], |_| true);
            let Err(store::StoreError::Refused(problems)) = desk.learn("b.xlsx", &all, Some("00003/ubnd")) else {
                panic!("a document without a date was taken")
            };
            assert!(problems.iter().any(|p| p.place.field.as_deref() == Some("ngay")), "{problems:#?}");
            assert!(problems.iter().all(|p| p.place.file.as_deref() == Some("b.xlsx")));
            assert!(desk.store.declared(None, false).unwrap().is_empty(), "no figure either");
        });
        house.desk(Role::Officer, house.b, Hierarchy::ChinhQuyen, |desk| {
            let engine = engine();
            let extracted = opened(&engine, PAST);
            assert_eq!(
                place(&extracted, domain::proof::Span::new(PAST.find("BÁO CÁO").unwrap(), PAST.len())),
                "dòng 3"
            );
            let mut pile = Pile::default();
            pile.read(&engine, desk, "2024.txt", PAST.as_bytes()).unwrap();
            let all = marked(&pile.workbook(desk).unwrap(), &[], |row| row.contains("doi-thoai.cuoc"));
            let refused = desk.learn("b.xlsx", &all, None);
            assert!(matches!(refused, Err(store::StoreError::Refused(_))), "a neighbour declares nothing: {refused:?}");
        });
    });
}
