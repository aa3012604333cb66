//! A report of many pages, for the tests of printers.

use crate::common::*;
use report::model::{Block, Run};
use report::{Report, compose};

/// A report of many pages: the Party committee's with a table of as many rows as given put in before the signature, and
/// a note that hangs twice.
pub fn long(rows: usize) -> Report {
    let t = shipped("bao-cao-nam-dang");
    let mut report = compose(&t, &params(&t), &year(&t)).unwrap();
    let words = |text: String| vec![Run::Text { text, style: Default::default() }];
    let head = ["STT", "Đơn vị", "Nội dung", "Số cuộc"].map(|w| words(w.to_string())).to_vec();
    let row = |i: usize| {
        let figure =
            Run::Figure { anchor: "doi-thoai".into(), text: format!("{}", i % 97), nth: 1, style: Default::default() };
        vec![
            words((i + 1).to_string()),
            words(format!("Xã Quỳnh Lưu {i}")),
            words("Đối thoại về bồi thường, giải phóng mặt bằng, sắp xếp chợ và vệ sinh môi trường".into()),
            vec![figure],
        ]
    };
    let at = report.blocks.len() - 2;
    report.blocks.insert(at, Block::Table { head, rows: (0..rows).map(row).collect() });
    report
}
