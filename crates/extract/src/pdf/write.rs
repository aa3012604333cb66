//! Paragraphs, notes and tables of a PDF to text.

use super::glyphs::Drawn;
use super::lines::Line;
use super::paragraphs::Item;
use super::{Letter, Pdf};
use crate::legacy::{self, Legacy};
use crate::text::{Builder, Spot};
use domain::proof::Role;

struct Writer<'f> {
    builder: Builder,
    letters: Vec<Letter>,
    fonts: &'f [String],
    /// The encoding of the file as a whole.
    legacy: Option<Legacy>,
    converted: Option<Legacy>,
}

/// Writes the text; running heads stand at its end.
pub(super) fn text(items: Vec<Item>, heads: Vec<Line>, fonts: &[String]) -> Pdf {
    let legacy = whole_legacy(&items);
    let mut writer = Writer { builder: Builder::default(), letters: Vec::new(), fonts, legacy, converted: None };
    let mut tables = 0u32;
    for item in items {
        match item {
            Item::Para { letters, close: true } => {
                writer.builder.line();
                writer.stretch(&letters, Role::Body);
            }
            Item::Para { letters, close: false } => {
                writer.builder.paragraph();
                writer.stretch(&letters, Role::Body);
            }
            Item::Note { mark, letters } => {
                writer.builder.paragraph();
                writer.stretch(&letters, Role::Footnote { mark });
            }
            Item::Table(rows) => {
                writer.table(tables, rows);
                tables = tables.saturating_add(1);
            }
        }
    }
    for head in heads {
        writer.builder.paragraph();
        let letters: Vec<Drawn> = head.letters().copied().collect();
        writer.stretch(&letters, Role::Running);
    }
    let problems = writer.converted.into_iter().map(crate::encoding::told).collect();
    let (text, map) = writer.builder.finish();
    Pdf { text, map, letters: writer.letters, problems }
}

/// The encoding of before Unicode that all suspect paragraphs together are in.
fn whole_legacy(items: &[Item]) -> Option<Legacy> {
    let mut sample = String::new();
    for item in items {
        let letters: Vec<&Drawn> = match item {
            Item::Para { letters, .. } | Item::Note { letters, .. } => letters.iter().collect(),
            Item::Table(rows) => rows.iter().flatten().flatten().collect(),
        };
        let text: String = letters.iter().map(|l| l.letter).collect();
        if sample.len() < 1 << 16 && legacy::is_suspect(&text) {
            sample.push_str(&text);
            sample.push('\n');
        }
    }
    legacy::detect(&sample)
}

impl Writer<'_> {
    fn stretch(&mut self, letters: &[Drawn], role: Role) {
        let start = self.builder.len();
        let text: String = letters.iter().map(|l| l.letter).collect();
        let suspect = legacy::is_suspect(&text);
        let named = letters.iter().find_map(|l| Legacy::of_font(self.fonts.get(usize::from(l.font))?));
        let found = match (suspect, named) {
            (true, Some((legacy, _))) => Some(legacy),
            (true, None) => legacy::detect(&text).or(self.legacy),
            (false, _) => None,
        };
        match found {
            Some(legacy) => self.convert(letters, &text, legacy),
            None => {
                let first = self.place_all(letters);
                self.builder.push(&text, first);
            }
        }
        self.builder.region(start, role);
    }

    /// Notes the places of letters; the spot of the first.
    fn place_all(&mut self, letters: &[Drawn]) -> Option<Spot> {
        let first = u32::try_from(self.letters.len()).ok()?;
        self.letters.extend(
            letters
                .iter()
                .map(|l| Letter { page: l.page, bbox: [l.x, l.y - 0.8 * l.size, l.end, l.y + 0.22 * l.size] }),
        );
        Some(Spot { source: 0, offset: first })
    }

    fn convert(&mut self, letters: &[Drawn], text: &str, legacy: Legacy) {
        self.converted = Some(legacy);
        let first = self.place_all(letters);
        let mut done = 0u32;
        for (letter, took) in legacy.convert(text) {
            let font = letters.get(done as usize).and_then(|l| self.fonts.get(usize::from(l.font)));
            let capitals = font.and_then(|f| Legacy::of_font(f)).is_some_and(|(_, c)| c);
            let letter = if capitals { letter.to_uppercase().next().unwrap_or(letter) } else { letter };
            self.builder.push_char(letter, first.map(|s| Spot { offset: s.offset.saturating_add(done), ..s }));
            done = done.saturating_add(u32::from(took));
        }
    }

    fn table(&mut self, table: u32, rows: Vec<Vec<Vec<Drawn>>>) {
        self.builder.paragraph();
        for (row, cells) in (0u32..).zip(rows) {
            if row > 0 {
                self.builder.line();
            }
            for (column, letters) in (0u32..).zip(cells) {
                if column > 0 {
                    self.builder.push("\t", None);
                }
                self.stretch(&letters, Role::Cell { table, row, column });
            }
        }
    }
}
