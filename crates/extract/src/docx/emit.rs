//! Paragraphs and tables to text: notes after the paragraph that refers to them, cells parted by tabs.

use super::back::{Back, DocxPart};
use super::numbering::Numbering;
use super::story::{Cell, Chunk, Item, Note, NoteRef, Para};
use super::styles::Styles;
use crate::legacy::{self, Legacy};
use crate::text::{Builder, Spot};
use domain::proof::Role;

/// Tables of so few rows and columns, with several paragraphs in a cell, are layout: the heads and signatures of letters.
const LAYOUT_ROWS: usize = 3;
const LAYOUT_COLUMNS: usize = 3;

/// Writes the text of a file.
pub(super) struct Emitter<'a> {
    pub(super) builder: Builder,
    pub(super) back: &'a mut Back,
    pub(super) styles: &'a Styles,
    pub(super) numbering: Numbering,
    pub(super) footnotes: Vec<Note>,
    pub(super) endnotes: Vec<Note>,
    /// The encoding that the file as a whole is in, for paragraphs too short to tell.
    pub(super) legacy: Option<Legacy>,
    /// An encoding that was found and converted.
    pub(super) converted: Option<Legacy>,
    pub(super) tables: u32,
}

impl Emitter<'_> {
    pub(super) fn items(&mut self, items: Vec<Item>) {
        for item in items {
            match item {
                Item::Para(para) => self.paragraph(para),
                Item::Table(rows) if is_layout(&rows) => {
                    rows.into_iter().flatten().flat_map(|c| c.paras).for_each(|p| self.paragraph(p));
                }
                Item::Table(rows) => self.table(rows),
            }
        }
    }

    fn paragraph(&mut self, para: Para) {
        if !para.text.trim().is_empty() {
            self.builder.paragraph();
            let start = self.builder.len();
            self.number(&para);
            self.letters(&para);
            self.builder.region(start, if para.heading { Role::Heading } else { Role::Body });
        }
        self.hanging(para.notes, para.boxes);
    }

    /// What stands after a paragraph: its notes and boxes.
    fn hanging(&mut self, notes: Vec<NoteRef>, boxes: Vec<Para>) {
        for note in notes {
            self.note(&note);
        }
        for para in boxes {
            self.paragraph(para);
        }
    }

    fn number(&mut self, para: &Para) {
        let own = para.number.clone();
        let style = || self.styles.number(para.style.as_deref());
        let number = match own {
            Some((list, level)) if list.is_empty() => style().map(|(l, _)| (l, level)),
            Some(found) => Some(found),
            None => style(),
        };
        if let Some(label) = number.and_then(|(list, level)| self.numbering.label(&list, level)) {
            self.builder.push(&format!("{label} "), None);
        }
    }

    fn letters(&mut self, para: &Para) {
        let suspect = legacy::is_suspect(&para.text);
        let found = suspect.then(|| legacy::detect(&para.text).or(self.legacy)).flatten();
        let ends = para.chunks.iter().skip(1).map(|c| c.at).chain([para.text.len()]);
        for (chunk, end) in para.chunks.iter().zip(ends) {
            let text = para.text.get(chunk.at..end).unwrap_or("");
            match (suspect, chunk.legacy, found) {
                (true, Some((legacy, capitals)), _) => self.convert(text, chunk, legacy, capitals),
                (true, None, Some(legacy)) => self.convert(text, chunk, legacy, false),
                _ => self.builder.push(text, chunk.source.map(|source| Spot { source, offset: 0 })),
            }
        }
    }

    /// Letters of an encoding of before Unicode.
    fn convert(&mut self, text: &str, chunk: &Chunk, legacy: Legacy, capitals: bool) {
        self.converted = Some(legacy);
        let mut offset = 0u32;
        for (letter, took) in legacy.convert(text) {
            let letter = if capitals { letter.to_uppercase().next().unwrap_or(letter) } else { letter };
            self.builder.push_char(letter, chunk.source.map(|source| Spot { source, offset }));
            offset = offset.saturating_add(u32::from(took));
        }
    }

    fn note(&mut self, reference: &NoteRef) {
        let notes = if reference.part == DocxPart::Footnotes { &mut self.footnotes } else { &mut self.endnotes };
        let Some((_, paras)) = notes.iter_mut().find(|(id, _)| *id == reference.id) else { return };
        let paras: Vec<Para> = std::mem::take(paras).into_iter().filter(|p| !p.text.trim().is_empty()).collect();
        if paras.is_empty() {
            return;
        }
        for source in paras.iter().flat_map(|p| &p.chunks).filter_map(|c| c.source) {
            if let Some(found) = self.back.sources.get_mut(source as usize) {
                found.anchor = reference.anchor;
                found.inside = false;
            }
        }
        self.builder.paragraph();
        let start = self.builder.len();
        self.builder.push(&reference.mark, None);
        for (n, para) in paras.iter().enumerate() {
            if n > 0 {
                self.builder.line();
            } else if !para.text.starts_with(char::is_whitespace) {
                self.builder.push(" ", None);
            }
            self.letters(para);
        }
        self.builder.region(start, Role::Footnote { mark: reference.mark.clone() });
    }

    fn table(&mut self, rows: Vec<Vec<Cell>>) {
        let table = self.tables;
        self.tables = table.saturating_add(1);
        let (mut notes, mut boxes) = (Vec::new(), Vec::new());
        self.builder.paragraph();
        for (row, cells) in (0u32..).zip(rows) {
            if row > 0 {
                self.builder.line();
            }
            let mut column = 0;
            for cell in cells {
                while column < cell.column {
                    self.builder.push("\t", None);
                    column += 1;
                }
                let start = self.builder.len();
                for (n, para) in cell.paras.into_iter().enumerate() {
                    if n > 0 && self.builder.len() > start && !para.text.is_empty() {
                        self.builder.push(" ", None);
                    }
                    self.number(&para);
                    self.letters(&Para { text: para.text.replace(['\n', '\t'], " "), ..Para::like(&para) });
                    notes.extend(para.notes);
                    boxes.extend(para.boxes);
                }
                self.builder.region(start, Role::Cell { table, row, column: cell.column });
            }
        }
        self.hanging(notes, boxes);
    }

    /// Headers and footers, each text once.
    pub(super) fn running(&mut self, stories: Vec<Vec<Item>>) {
        let mut seen: Vec<String> = Vec::new();
        for item in stories.into_iter().flatten() {
            let paras = match item {
                Item::Para(para) => vec![para],
                Item::Table(rows) => rows.into_iter().flatten().flat_map(|c| c.paras).collect(),
            };
            for para in paras {
                let words = para.text.trim();
                // A page number alone says nothing.
                if words.chars().all(|c| !c.is_alphabetic()) || seen.iter().any(|s| s == words) {
                    continue;
                }
                seen.push(words.to_owned());
                self.builder.paragraph();
                let start = self.builder.len();
                self.letters(&para);
                self.builder.region(start, Role::Running);
            }
        }
    }
}

impl Para {
    /// The same chunks, for a text of the same length.
    fn like(other: &Para) -> Para {
        Para { chunks: other.chunks.clone(), ..Para::default() }
    }
}

fn is_layout(rows: &[Vec<Cell>]) -> bool {
    let several = |cell: &Cell| cell.paras.iter().filter(|p| !p.text.trim().is_empty()).count() > 1;
    rows.len() <= LAYOUT_ROWS
        && rows.iter().all(|r| r.len() <= LAYOUT_COLUMNS)
        && (rows.iter().flatten().any(several) || rows.iter().all(|r| r.len() <= 1))
}
