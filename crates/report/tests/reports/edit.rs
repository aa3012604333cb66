//! The writer's words around the numbers.

use crate::common::*;
use proptest::prelude::*;
use report::edit::{self, Change, Draft, EditBlock, Edits, Kind};
use report::model::{Block, Run};
use report::{Answers, ReportParams, Template, compose, text};
use std::collections::BTreeMap;

const SHIPPED: [&str; 3] = ["bao-cao-nam-dang", "bao-cao-nam-ubnd", "bao-cao-chuyen-de-doi-thoai"];

fn blocks(t: &Template, answers: &Answers, edits: &Edits) -> Vec<EditBlock> {
    edit::blocks(t, &params(t), answers, edits).unwrap()
}

fn drawn(t: &Template, answers: &Answers, edits: &Edits) -> Draft {
    edit::compose(t, &params(t), answers, edits).unwrap_or_else(|p| panic!("{p:#?}"))
}

/// The block whose text holds the words.
fn holding(t: &Template, answers: &Answers, words: &str) -> EditBlock {
    let all = blocks(t, answers, &Edits::default());
    all.into_iter().find(|b| b.original.contains(words)).unwrap_or_else(|| panic!("no block with {words}"))
}

/// Every block rewritten with the text that it has already.
fn all_rewritten(blocks: &[EditBlock]) -> Edits {
    let changed = blocks.iter().filter(|b| b.kind != Kind::Prompt);
    let change = |b: &EditBlock| (b.id.clone(), Change { text: b.original.clone(), base: b.original.clone() });
    Edits { blocks: changed.map(change).collect(), ..Edits::default() }
}

/// Answers to every request of a template, made from a list of numbers; zeros among them.
fn numbered(t: &Template, params: &ReportParams, numbers: &[i64]) -> Answers {
    let mut next = numbers.iter().copied().cycle();
    let mut number = || next.next().unwrap_or(0);
    let mut out = Answers::new();
    for r in t.requests(params) {
        let made = match &r.by {
            None => answer("cuộc", figure(number(), 0)),
            Some(dim) => {
                let labels = [("huyen", "Cấp huyện"), ("xa", "Cấp xã"), ("thi-xa", "Hội Cựu chiến binh")];
                let values: Vec<_> = labels.iter().map(|(v, l)| (*v, *l, number())).collect();
                cells("cuộc", dim, &values)
            }
        };
        out.insert(r.id.clone(), made);
    }
    out
}

#[test]
fn text_that_is_written_again_as_it_stood_gives_the_same_report() {
    for slug in SHIPPED {
        let t = shipped(slug);
        let answers = year(&t);
        let plain = compose(&t, &params(&t), &answers).unwrap();
        assert_eq!(drawn(&t, &answers, &Edits::default()).report, plain);
        let edits = all_rewritten(&blocks(&t, &answers, &Edits::default()));
        assert!(edits.blocks.len() > 10);
        let again = drawn(&t, &answers, &edits);
        assert_eq!(text(&again.report), text(&plain));
        assert_eq!(again.report, plain);
        assert_eq!(again.warnings, []);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whatever the numbers, the text of the blocks holds all that the report says.
    #[test]
    fn the_text_of_the_blocks_is_the_report(
        numbers in prop::collection::vec(prop_oneof![Just(0), 1i64..20, 1000i64..5_000_000_000], 1..40),
        topic in "[a-zđươ*_\\[\\]<>&{}#`|\\\\ 0-9.()-]{0,24}",
    ) {
        for slug in SHIPPED {
            let t = shipped(slug);
            let mut p = params(&t);
            if slug == "bao-cao-nam-dang" {
                p.values = BTreeMap::from([("chu-de".to_string(), topic.clone())]);
            }
            let answers = numbered(&t, &p, &numbers);
            let plain = compose(&t, &p, &answers).unwrap();
            let edits = all_rewritten(&edit::blocks(&t, &p, &answers, &Edits::default()).unwrap());
            let again = edit::compose(&t, &p, &answers, &edits).unwrap();
            prop_assert_eq!(again.report, plain);
        }
    }

    /// No text that a writer may type makes anything but a report or a list of problems.
    #[test]
    fn any_text_is_a_report_or_told(words in "(\\PC|\n|\\{\\{|\\}\\}|[-*#|>\\[^\\] ]|\\{\\{doi-thoai\\}\\}){0,80}") {
        let t = shipped("bao-cao-nam-dang");
        let answers = year(&t);
        let block = holding(&t, &answers, "{{nguoi-du}}");
        let mut edits = Edits::default();
        edits.set(&block, &words);
        match edit::compose(&t, &params(&t), &answers, &edits) {
            Ok(draft) => prop_assert!(!draft.report.blocks.is_empty()),
            Err(problems) => {
                prop_assert!(problems.iter().any(|p| p.is_error()));
                for p in &problems {
                    prop_assert_eq!(p.place.field.as_deref(), Some(block.id.as_str()));
                }
            }
        }
    }
}

#[test]
fn a_writers_words_stay_when_the_numbers_change() {
    let t = shipped("bao-cao-nam-dang");
    let answers = year(&t);
    let block = holding(&t, &answers, "{{nguoi-du}}");
    assert!(block.original.contains("đã tổ chức {{doi-thoai}} cuộc"), "{}", block.original);
    let mut edits = Edits::default();
    edits.set(&block, "Cả năm có **{{doi-thoai}} cuộc** đối thoại ({{doi-thoai:cap}}), {{nguoi-du}} người dự[^du].");
    let draft = drawn(&t, &answers, &edits);
    let page = flat(&text(&draft.report));
    assert!(
        page.contains("Cả năm có 61 cuộc đối thoại (cấp huyện 09 cuộc; cấp xã 52 cuộc), 4.675 người dự[1]."),
        "{page}"
    );
    assert_eq!(draft.warnings, []);
    let place = draft.places.iter().position(|id| id.as_deref() == Some(block.id.as_str())).unwrap();
    let Block::Paragraph(runs) = &draft.report.blocks[place] else { panic!("{:?}", draft.report.blocks[place]) };
    assert!(runs.iter().any(|r| matches!(r, Run::Figure { anchor, style, .. } if anchor == "doi-thoai" && style.bold)));

    let mut more = answers.clone();
    more.insert("doi-thoai".into(), answer("cuộc", figure(62, 0)));
    let draft = drawn(&t, &more, &edits);
    assert!(flat(&text(&draft.report)).contains("Cả năm có 62 cuộc đối thoại"));
    assert!(draft.report.bindings.iter().any(|b| b.anchor == "doi-thoai" && b.text == "62"));
}

#[test]
fn a_number_taken_out_is_named_and_one_that_does_not_exist_is_refused() {
    let t = shipped("bao-cao-nam-ubnd");
    let answers = year(&t);
    let block = holding(&t, &answers, "{{don-vi-kiem-tra}}");
    let mut edits = Edits::default();
    edits.set(&block, "Đã tiến hành {{kiem-tra}} cuộc kiểm tra.");
    let draft = drawn(&t, &answers, &edits);
    let [lost] = draft.warnings.as_slice() else { panic!("{:?}", draft.warnings) };
    assert_eq!((lost.code.as_str(), lost.place.field.as_deref()), ("lost-figure", Some(block.id.as_str())));
    assert!(lost.hint.as_deref().unwrap().contains("{{don-vi-kiem-tra}}"));

    // moved to another block it is not lost
    let other = holding(&t, &answers, "{{tien}}");
    edits.set(&other, "Kiểm tra {{don-vi-kiem-tra}} đơn vị; thu {{tien}}; làm {{duong-be-tong}} km, {{sua-duong}} km, {{kenh-muong}} km.");
    assert_eq!(drawn(&t, &answers, &edits).warnings, []);

    edits.set(&block, "Dòng đầu.\n\nĐã tiến hành {{kiem-tr}} cuộc; {{mo-hinh:cap}}.");
    let problems = edit::compose(&t, &params(&t), &answers, &edits).unwrap_err();
    let codes: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.place.line)).collect();
    assert_eq!(codes, [("unknown-figure", Some(3)), ("unknown-figure", Some(3))]);
    assert_eq!(problems[0].hint.as_deref(), Some("có phải {{kiem-tra}}?"));
}

#[test]
fn a_number_that_the_ledger_gains_later_is_told_beside_the_changed_text() {
    let t = shipped("bao-cao-nam-dang");
    let mut answers = year(&t);
    let block = holding(&t, &answers, "{{nguoi-du}}");
    let later = holding(
        &t,
        &{
            let mut more = answers.clone();
            more.insert("tin-bai".into(), answer("tin, bài", figure(12, 0)));
            more.insert("hoi-nghi".into(), answer("cuộc", figure(3, 0)));
            more
        },
        "{{tin-bai}}",
    );
    assert_ne!(later.id, block.id);
    let mut edits = Edits::default();
    edits.blocks.insert(later.id.clone(), Change { text: "Tuyên truyền được chú trọng.".into(), base: String::new() });
    assert_eq!(drawn(&t, &answers, &edits).warnings, []);
    answers.insert("tin-bai".into(), answer("tin, bài", figure(12, 0)));
    let draft = drawn(&t, &answers, &edits);
    let codes: Vec<_> = draft.warnings.iter().map(|w| w.code.as_str()).collect();
    assert_eq!(codes, ["new-figure"]);
    assert!(flat(&text(&draft.report)).contains("Tuyên truyền được chú trọng."));
}

#[test]
fn a_change_whose_block_has_gone_from_the_template_is_kept_and_told() {
    let figures = [("a", "so")];
    let before = template(&config(&figures), "Đoạn một có {{a}} cuộc.\n\nĐoạn hai.").unwrap();
    let answers = Answers::from([("a".to_string(), answer("cuộc", figure(5, 0)))]);
    let second = holding(&before, &answers, "Đoạn hai");
    let mut edits = Edits::default();
    edits.set(&second, "Đoạn hai do người viết sửa.");

    // a paragraph put in before it does not move the change
    let grown = template(&config(&figures), "Đoạn một có {{a}} cuộc.\n\nĐoạn mới.\n\nĐoạn hai.").unwrap();
    let page = text(&drawn(&grown, &answers, &edits).report);
    assert!(page.contains("Đoạn mới.") && page.contains("Đoạn hai do người viết sửa."), "{page}");

    let rewritten = template(&config(&figures), "Đoạn một có {{a}} cuộc.\n\nĐoạn hai viết lại.").unwrap();
    let draft = drawn(&rewritten, &answers, &edits);
    assert!(text(&draft.report).contains("Đoạn hai viết lại."));
    assert_eq!(draft.orphans.len(), 1);
    assert_eq!(draft.orphans[0].change.text, "Đoạn hai do người viết sửa.");
    assert_eq!(draft.warnings[0].code, "edit-without-place");
}

#[test]
fn paragraphs_lists_and_headings_are_written_as_a_writer_types_them() {
    let t = shipped("bao-cao-nam-dang");
    let answers = year(&t);
    let all = blocks(&t, &answers, &Edits::default());
    let prompt = all.iter().find(|b| b.kind == Kind::Prompt).unwrap();
    assert!(prompt.text.is_empty() && prompt.ask.as_deref().unwrap().starts_with("Nêu những việc"));
    assert_eq!(edit::open_prompts(&drawn(&t, &answers, &Edits::default()).report), 3);
    let mut edits = Edits::default();
    edits.set(prompt, "");
    assert_eq!(edits, Edits::default());
    let typed = "Nền nếp hơn năm trước.\n\tCó *ba* việc:\n- một\n- hai\n  tiếp\n\n1. đầu\n2. sau\nHết.\n#### a) Mục nhỏ\n| A | B |\n|---|---|\n| x | {{doi-thoai}} |";
    edits.set(prompt, typed);
    let heading = all.iter().find(|b| b.original.ends_with("Khen thưởng")).unwrap();
    edits.set(heading, "6. Thi đua, khen thưởng\nĐoạn thêm dưới tiêu đề.");
    let draft = drawn(&t, &answers, &edits);
    let of = |id: &str| -> Vec<&Block> {
        let pairs = draft.places.iter().zip(&draft.report.blocks);
        pairs.filter(|(place, _)| place.as_deref() == Some(id)).map(|(_, b)| b).collect()
    };
    let shape: Vec<String> = of(&prompt.id)
        .iter()
        .map(|b| match b {
            Block::Paragraph(_) => "p".to_string(),
            Block::List { start, items } => format!("{start:?} {}", items.len()),
            Block::Heading { level, .. } => format!("h{level}"),
            Block::Table { rows, .. } => format!("table {}", rows.len()),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(shape, ["p", "p", "None 2", "Some(1) 2", "p", "h3", "table 1"]);
    assert!(matches!(of(&heading.id).as_slice(), [Block::Heading { level: 2, .. }, Block::Paragraph(_)]));
    assert_eq!(edit::open_prompts(&draft.report), 2);

    // left out: gone from the report, and still there to be taken back
    edits.leave_out(prompt);
    assert_eq!(edit::open_prompts(&drawn(&t, &answers, &edits).report), 2);
    assert!(!text(&drawn(&t, &answers, &edits).report).contains("Nền nếp"));
    edits.set(prompt, "");
    assert_eq!(edits.blocks[&prompt.id].text, "");
    edits.undo(&prompt.id);
    edits.set(prompt, "Viết rồi xóa.");
    edits.set(prompt, "");
    assert_eq!(edit::open_prompts(&drawn(&t, &answers, &edits).report), 3);
}

#[test]
fn the_heading_and_signature_take_what_the_writer_sets() {
    let t = shipped("bao-cao-nam-ubnd");
    let answers = year(&t);
    let edits = Edits {
        number: Some("7".into()),
        date: Some(date("2021-12-05")),
        place: Some("Suối Mơ".into()),
        subject: Some("Kết quả dân vận {{@nam}}".into()),
        recipients: Some(vec!["Lưu: VT".into()]),
        signer: Some(vec!["KT. CHỦ TỊCH".into(), "PHÓ CHỦ TỊCH".into()]),
        signer_name: Some("Nguyễn Văn Mẫu".into()),
        ..Edits::default()
    };
    let report = drawn(&t, &answers, &edits).report;
    assert_eq!(report.meta.number, "Số: 07/BC-UBND");
    assert_eq!(report.meta.place_date, "Suối Mơ, ngày 05 tháng 12 năm 2021");
    assert_eq!(report.meta.subject, "Kết quả dân vận năm 2021");
    assert!(!report.meta.draft);
    let Some(Block::Signature { recipients, signer, name }) = report.blocks.last() else { panic!() };
    assert_eq!((recipients.len(), signer[1].as_str(), name.as_deref()), (1, "PHÓ CHỦ TỊCH", Some("Nguyễn Văn Mẫu")));
    let json = serde_json::to_string(&edits).unwrap();
    assert_eq!(serde_json::from_str::<Edits>(&json).unwrap(), edits);
}

#[test]
fn a_footnote_may_be_changed_and_added() {
    let t = shipped("bao-cao-nam-dang");
    let answers = year(&t);
    let all = blocks(&t, &answers, &Edits::default());
    let note = all.iter().find(|b| b.kind == Kind::Footnote).unwrap();
    assert_eq!(note.id, "chu-thich-du");
    let mut edits = Edits::default();
    edits.set(note, "Tính theo lượt người.");
    let block = holding(&t, &answers, "{{nguoi-du}}");
    edits.set(
        &block,
        "Có {{doi-thoai}} cuộc[^cuoc] ({{doi-thoai:cap}}), {{nguoi-du}} người[^du].\n[^cuoc]: Kể cả cuộc đột xuất.",
    );
    let report = drawn(&t, &answers, &edits).report;
    let page = flat(&text(&report));
    assert!(page.contains("61 cuộc[1] (cấp huyện 09 cuộc; cấp xã 52 cuộc), 4.675 người[2]."), "{page}");
    assert!(page.contains("[1] Kể cả cuộc đột xuất. [2] Tính theo lượt người."), "{page}");
    edits.set(&block, "Có {{doi-thoai}} cuộc[^khac].");
    let problems = edit::compose(&t, &params(&t), &answers, &edits).unwrap_err();
    assert_eq!(problems[0].code, "unknown-note");
}

#[test]
fn numbers_typed_into_the_prose_are_listed() {
    let t = shipped("bao-cao-nam-dang");
    let answers = year(&t);
    assert_eq!(edit::loose_numbers(&drawn(&t, &answers, &Edits::default()).report), []);
    let all = blocks(&t, &answers, &Edits::default());
    let prompt = all.iter().find(|b| b.kind == Kind::Prompt).unwrap();
    let mut edits = Edits::default();
    edits.set(prompt, "Theo Nghị quyết 25-NQ/TW năm 2013, đã giúp 37 hộ và {{doi-thoai}} cuộc.");
    let found = edit::loose_numbers(&drawn(&t, &answers, &edits).report);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].number.as_str(), found[0].around.contains("đã giúp 37 hộ")), ("37", true));
}
