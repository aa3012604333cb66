//! The parts put together into one file.

use crate::notes::{self, Notes};
use crate::runs::Writer;
use crate::xml::{Attr, Xml};
use crate::{Page, body};
use report::Report;
use std::io::{Cursor, Write};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What the parts with text may name. `w15` is for programs that know it; others pass over it.
pub(crate) const NAMESPACES: &[Attr<'static>] = &[
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("xmlns:w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
    ("mc:Ignorable", "w15"),
];

/// The file.
pub(crate) fn bytes(report: &Report) -> ZipResult<Vec<u8>> {
    let mut writer = Writer::new(report, Notes::of(report));
    let document = body::part(report, &mut writer);
    let footnotes = notes::part(&mut writer);
    let parts: [(&str, String); 13] = [
        ("[Content_Types].xml", include_str!("../parts/content-types.xml").to_string()),
        ("_rels/.rels", include_str!("../parts/package.rels").to_string()),
        ("docProps/core.xml", core(report)),
        ("docProps/app.xml", include_str!("../parts/app.xml").to_string()),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", include_str!("../parts/document.rels").to_string()),
        ("word/styles.xml", styles(Page::of(report.meta.layout))),
        ("word/settings.xml", include_str!("../parts/settings.xml").to_string()),
        ("word/footnotes.xml", footnotes),
        ("word/header1.xml", include_str!("../parts/header.xml").to_string()),
        ("word/fontTable.xml", include_str!("../parts/font-table.xml").to_string()),
        ("word/theme/theme1.xml", include_str!("../parts/theme.xml").to_string()),
        ("word/header2.xml", include_str!("../parts/header-first.xml").to_string()),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // without the machine's clock: each part bears the first day that the format knows
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    for (name, text) in parts {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn styles(page: &Page) -> String {
    include_str!("../parts/styles.xml").replace("@title@", &page.title.to_string())
}

/// Title, organ and language, as file managers and archives read them.
fn core(report: &Report) -> String {
    let mut xml = Xml::part();
    let names = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.element("cp:coreProperties", &names, |x| {
        x.element("dc:title", &[], |x| x.text(&format!("{} {}", report.meta.title, report.meta.subject)));
        x.element("dc:creator", &[], |x| x.text(&report.meta.organ));
        x.element("dc:language", &[], |x| x.text("vi-VN"));
    });
    xml.finish()
}
