//! One part of words (the body, the notes, a header) as paragraphs and tables. Tracked changes are read as accepted.

use super::back::{Back, DocxPart};
use super::runs::{Open, RunState};
use super::styles::{Styles, is_on, is_outline};
use super::xml::{self, Piece, Tag, Walker};
use crate::legacy::Legacy;
use domain::problem::Problem;

/// Letters of a paragraph from one source, or generated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    /// First byte in the paragraph's text.
    pub(super) at: usize,
    pub(super) source: Option<u32>,
    /// What the run's font says of its encoding; whether the font is one of capitals.
    pub(super) legacy: Option<(Legacy, bool)>,
}

/// A reference to a note.
#[derive(Debug, Clone)]
pub(super) struct NoteRef {
    pub(super) part: DocxPart,
    pub(super) id: String,
    pub(super) mark: String,
    /// The run with the reference.
    pub(super) anchor: Option<u32>,
}

/// A paragraph.
#[derive(Debug, Default)]
pub(super) struct Para {
    pub(super) text: String,
    pub(super) chunks: Vec<Chunk>,
    pub(super) style: Option<String>,
    pub(super) heading: bool,
    /// Numbering and level.
    pub(super) number: Option<(String, usize)>,
    pub(super) notes: Vec<NoteRef>,
    /// Paragraphs of text boxes that hang on it.
    pub(super) boxes: Vec<Para>,
    /// Its end was deleted: the next one goes on in it.
    pub(super) joined: bool,
}

/// A cell.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) column: u32,
    pub(super) paras: Vec<Para>,
}

/// What a part is made of.
#[derive(Debug)]
pub(super) enum Item {
    Para(Para),
    Table(Vec<Vec<Cell>>),
}

/// A note with its id.
pub(super) type Note = (String, Vec<Para>);

/// A container that is open.
enum Frame {
    Table(Vec<Vec<Cell>>),
    Row { cells: Vec<Cell>, next: u32, deleted: bool },
    Cell { cell: Cell, width: u32 },
    Box(Vec<Para>),
    Note(String, Vec<Para>),
}

/// What comes out of a part.
#[derive(Default)]
pub(super) struct Story {
    pub(super) items: Vec<Item>,
    pub(super) notes: Vec<Note>,
    /// Relationship ids of headers and footers, in order.
    pub(super) running: Vec<String>,
}

/// The walk over a part.
pub(super) struct Walk<'a, 'b> {
    pub(super) walker: Walker<'a>,
    /// Prefix of the part's own namespace with its colon: "w:".
    prefix: String,
    pub(super) part: DocxPart,
    pub(super) back: &'b mut Back,
    pub(super) styles: &'b Styles,
    pub(super) paragraphs: u32,
    /// Open paragraphs; more than one within text boxes.
    pub(super) open: Vec<Open>,
    /// Open fields: whether their result has begun.
    pub(super) fields: Vec<bool>,
    /// Notes referred to so far: of footnotes, of endnotes.
    pub(super) counted: [u32; 2],
    frames: Vec<Frame>,
    carry: Option<Para>,
    story: Story,
}

/// Parts that hold no words of the text, or those of before a change.
const PASSED_OVER: [&str; 18] = [
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "delInstrText",
    "sdtPr",
    "sdtEndPr",
    "tblPr",
    "tblGrid",
    "tcPr",
    "pPrChange",
    "rPrChange",
    "sectPrChange",
    "rt",
    "object",
    "tblPrEx",
    "customXmlPr",
    "smartTagPr",
];

impl<'a, 'b> Walk<'a, 'b> {
    pub(super) fn new(text: &'a str, part: DocxPart, depth: usize, back: &'b mut Back, styles: &'b Styles) -> Self {
        Walk {
            walker: Walker::new(text, depth),
            prefix: String::new(),
            part,
            back,
            styles,
            paragraphs: 0,
            open: Vec::new(),
            fields: Vec::new(),
            counted: [0, 0],
            frames: Vec::new(),
            carry: None,
            story: Story::default(),
        }
    }

    /// Walks over the whole part.
    pub(super) fn run(mut self) -> Result<Story, Problem> {
        let mut root = true;
        loop {
            match self.walker.next()? {
                Piece::Open { tag, closed } => {
                    if std::mem::take(&mut root) {
                        self.prefix = tag.name.split_once(':').map_or(String::new(), |(p, _)| format!("{p}:"));
                    }
                    self.opened(&tag, closed)?;
                }
                Piece::Close { name } => self.closed(&name),
                Piece::End => break,
                Piece::Letters(_) | Piece::Letter(_) => {}
            }
        }
        if let Some(para) = self.carry.take() {
            self.place(para);
        }
        Ok(self.story)
    }

    /// The name without prefix, when it is of the part's own namespace.
    fn own<'n>(&self, name: &'n str) -> Option<&'n str> {
        name.strip_prefix(self.prefix.as_str()).filter(|n| !n.contains(':'))
    }

    fn opened(&mut self, tag: &Tag<'_>, closed: bool) -> Result<(), Problem> {
        let Some(name) = self.own(&tag.name) else { return self.foreign(tag, closed) };
        match name {
            "p" => self.begin_paragraph(closed),
            "pPr" if !closed => return self.paragraph_properties(),
            "r" if !closed => self.begin_run(),
            "rPr" if !closed => return self.run_properties(),
            "sectPr" if !closed => return self.section(),
            "tbl" if !closed => self.frames.push(Frame::Table(Vec::new())),
            "tr" if !closed => self.frames.push(Frame::Row { cells: Vec::new(), next: 0, deleted: false }),
            "trPr" if !closed => return self.row_properties(),
            "tc" if !closed => {
                let column = if let Some(Frame::Row { next, .. }) = self.frames.last() { *next } else { 0 };
                self.frames.push(Frame::Cell { cell: Cell { column, paras: Vec::new() }, width: 1 });
            }
            "tcPr" if !closed => return self.cell_properties(),
            "txbxContent" if !closed => self.frames.push(Frame::Box(Vec::new())),
            "footnote" | "endnote" if !closed => {
                // Separators have a type; notes have none or "normal".
                if tag.attribute("type").is_some_and(|t| t != "normal") {
                    return self.walker.skip();
                }
                self.frames.push(Frame::Note(tag.attribute("id").unwrap_or_default(), Vec::new()));
            }
            name if PASSED_OVER.contains(&name) => {
                if !closed {
                    return self.walker.skip();
                }
            }
            name => return self.in_run(name, tag, closed),
        }
        Ok(())
    }

    /// Tags of other namespaces: of the alternatives for older programs the first is read, formulas give their letters.
    fn foreign(&mut self, tag: &Tag<'_>, closed: bool) -> Result<(), Problem> {
        match (tag.name.as_str(), xml::local(&tag.name)) {
            (_, "Fallback") if !closed => self.walker.skip(),
            ("m:t", _) if !closed => self.formula(),
            _ => Ok(()),
        }
    }

    fn closed(&mut self, name: &str) {
        match self.own(name) {
            Some("p") => self.end_paragraph(),
            Some("r") => self.end_run(),
            Some("tc") => {
                self.settle();
                if let Some(Frame::Cell { cell, width }) = self.frames.pop()
                    && let Some(Frame::Row { cells, next, .. }) = self.frames.last_mut()
                {
                    *next = cell.column.saturating_add(width);
                    cells.push(cell);
                }
            }
            Some("tr") => {
                if let Some(Frame::Row { cells, deleted: false, .. }) = self.frames.pop()
                    && let Some(Frame::Table(rows)) = self.frames.last_mut()
                {
                    rows.push(cells);
                }
            }
            Some("tbl") => {
                if let Some(Frame::Table(rows)) = self.frames.pop() {
                    self.place_table(rows);
                }
            }
            Some("txbxContent") => {
                self.settle();
                if let Some(Frame::Box(paras)) = self.frames.pop()
                    && let Some(host) = self.open.last_mut()
                {
                    host.para.boxes.extend(paras);
                }
            }
            Some("footnote" | "endnote") => {
                self.settle();
                if let Some(Frame::Note(id, paras)) = self.frames.pop() {
                    self.story.notes.push((id, paras));
                }
            }
            _ => {}
        }
    }

    fn begin_paragraph(&mut self, closed: bool) {
        let anchor = self.anchor();
        let para = self.carry.take().map(|p| Para { joined: false, ..p }).unwrap_or_default();
        self.open.push(Open { para, number: self.paragraphs, runs: 0, run: None, host: anchor, outer: Vec::new() });
        self.paragraphs = self.paragraphs.saturating_add(1);
        if closed {
            self.end_paragraph();
        }
    }

    /// The run that the comments of a text box's words hang on.
    fn anchor(&self) -> Option<u32> {
        let host = self.open.last()?;
        host.host.or(host.run.as_ref().and_then(|r: &RunState| r.index))
    }

    fn end_paragraph(&mut self) {
        let Some(Open { mut para, .. }) = self.open.pop() else { return };
        para.heading |= self.styles.is_heading(para.style.as_deref());
        if para.joined {
            self.carry = Some(para);
        } else {
            self.place(para);
        }
    }

    /// A paragraph whose end was deleted, with none after it in its container, stands for itself.
    fn settle(&mut self) {
        if let Some(para) = self.carry.take() {
            self.place(para);
        }
    }

    fn place(&mut self, para: Para) {
        match self.frames.last_mut() {
            Some(Frame::Cell { cell, .. }) => cell.paras.push(para),
            Some(Frame::Box(paras) | Frame::Note(_, paras)) => paras.push(para),
            Some(Frame::Table(_) | Frame::Row { .. }) | None => self.story.items.push(Item::Para(para)),
        }
    }

    /// A table within a cell, a box or a note gives its paragraphs to it.
    fn place_table(&mut self, rows: Vec<Vec<Cell>>) {
        let flat = |rows: Vec<Vec<Cell>>| rows.into_iter().flatten().flat_map(|c| c.paras);
        match self.frames.last_mut() {
            Some(Frame::Cell { cell, .. }) => cell.paras.extend(flat(rows)),
            Some(Frame::Box(paras) | Frame::Note(_, paras)) => paras.extend(flat(rows)),
            Some(Frame::Table(_) | Frame::Row { .. }) | None => self.story.items.push(Item::Table(rows)),
        }
    }

    /// Calls for each own tag until the element that has just been opened is closed.
    fn properties(&mut self, mut call: impl FnMut(&mut Self, &str, &Tag<'_>)) -> Result<(), Problem> {
        let mut depth = 1usize;
        while depth > 0 {
            match self.walker.next()? {
                Piece::Open { tag, closed } => {
                    let name = xml::local(&tag.name);
                    if name.ends_with("Change") {
                        if !closed {
                            self.walker.skip()?;
                        }
                        continue;
                    }
                    call(self, name, &tag);
                    depth += usize::from(!closed);
                }
                Piece::Close { .. } => depth -= 1,
                Piece::End => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn paragraph_properties(&mut self) -> Result<(), Problem> {
        self.properties(|walk, name, tag| {
            let value = tag.attribute("val");
            if matches!(name, "headerReference" | "footerReference") {
                walk.story.running.extend(tag.attribute("id"));
            }
            let Some(Open { para, .. }) = walk.open.last_mut() else { return };
            match name {
                "pStyle" => para.style = value,
                "outlineLvl" => para.heading |= value.is_some_and(|v| is_outline(&v)),
                "numId" => para.number = Some((value.unwrap_or_default(), para.number.as_ref().map_or(0, |n| n.1))),
                "ilvl" => {
                    let level = value.and_then(|v| v.parse().ok()).unwrap_or(0);
                    para.number = Some((para.number.take().map_or_else(String::new, |n| n.0), level));
                }
                // Here it says that the paragraph's end was deleted or moved away.
                "del" | "moveFrom" => para.joined = true,
                _ => {}
            }
        })
    }

    fn section(&mut self) -> Result<(), Problem> {
        self.properties(|walk, name, tag| {
            if matches!(name, "headerReference" | "footerReference") {
                walk.story.running.extend(tag.attribute("id"));
            }
        })
    }

    fn row_properties(&mut self) -> Result<(), Problem> {
        self.properties(|walk, name, _| {
            if let (Some(Frame::Row { deleted, .. }), "del") = (walk.frames.last_mut(), name) {
                *deleted = true;
            }
        })
    }

    fn cell_properties(&mut self) -> Result<(), Problem> {
        self.properties(|walk, name, tag| {
            if let (Some(Frame::Cell { width, .. }), "gridSpan") = (walk.frames.last_mut(), name) {
                *width = tag.attribute("val").and_then(|v| v.parse().ok()).unwrap_or(1);
            }
        })
    }

    fn run_properties(&mut self) -> Result<(), Problem> {
        let start = self.walker.start;
        let (mut hidden, mut font) = (None, None);
        self.properties(|_, name, tag| match name {
            "vanish" => hidden = Some(is_on(tag.attribute("val"), true)),
            "rFonts" => font = tag.attribute("ascii").or_else(|| tag.attribute("hAnsi")),
            _ => {}
        })?;
        let end = self.walker.end;
        self.set_run(start, end, hidden, font.as_deref());
        Ok(())
    }
}
