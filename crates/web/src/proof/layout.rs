//! A text in paragraphs and tables as it is shown, and these in parts of some forty printed pages, so that a long text stays
//! quick on an old machine.

use domain::proof::{Role, Span, Text};

/// Bytes of text in a part, more or less: a printed page has some 2,500 letters, a letter some 1.3 bytes.
const PART: usize = 130_000;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph of the body.
    Body,
    /// A heading by the file's own word.
    Heading,
    /// A footnote.
    Footnote,
    /// Running heads, and the furniture of web pages.
    Aside,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Words(Kind, Span),
    /// A table: rows of cells.
    Table(Vec<Vec<Span>>),
}

impl Block {
    fn weight(&self) -> usize {
        match self {
            Block::Words(_, span) => span.len(),
            Block::Table(rows) => rows.iter().flatten().map(|c| c.len() + 16).sum(),
        }
    }

    fn start(&self) -> usize {
        match self {
            Block::Words(_, span) => span.start,
            Block::Table(rows) => rows.iter().flatten().map(|c| c.start).min().unwrap_or_default(),
        }
    }
}

/// A stretch of the text that is shown at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// From the beginning of its first block to that of the next part's: parts leave no gap.
    pub span: Span,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// A text as it is shown: one part at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout(pub Vec<Part>);

impl Layout {
    /// Which part shows a byte of the text.
    pub fn part_of(&self, byte: usize) -> usize {
        self.0.partition_point(|p| p.span.start <= byte).saturating_sub(1)
    }
}

/// Lays a text out.
pub fn lay_out(text: &Text) -> Layout {
    let mut blocks = Vec::new();
    let mut at = 0;
    let mut table: Option<(u32, u32)> = None;
    for region in &text.regions {
        lines(&text.text, Span::new(at, region.span.start), Kind::Body, &mut blocks);
        at = region.span.end;
        match &region.role {
            Role::Cell { table: number, row, .. } => {
                cell(region.span, *number, *row, &mut table, &mut blocks);
                continue;
            }
            Role::Heading => lines(&text.text, region.span, Kind::Heading, &mut blocks),
            Role::Footnote { .. } => lines(&text.text, region.span, Kind::Footnote, &mut blocks),
            Role::Running | Role::Furniture => lines(&text.text, region.span, Kind::Aside, &mut blocks),
            Role::Body => lines(&text.text, region.span, Kind::Body, &mut blocks),
        }
        table = None;
    }
    lines(&text.text, Span::new(at, text.text.len()), Kind::Body, &mut blocks);
    parts(text.text.len(), blocks)
}

/// The lines of a stretch as paragraphs; blank ones are left out.
fn lines(text: &str, span: Span, kind: Kind, blocks: &mut Vec<Block>) {
    let mut at = span.start;
    for line in span.of(text).split('\n') {
        let end = at + line.len();
        if !line.trim().is_empty() {
            blocks.push(Block::Words(kind, Span::new(at, end)));
        }
        at = end + 1;
    }
}

/// Puts a cell into its table. A table longer than a part goes on as another one.
fn cell(span: Span, number: u32, row: u32, open: &mut Option<(u32, u32)>, blocks: &mut Vec<Block>) {
    let new_row = *open != Some((number, row));
    let same_table = open.is_some_and(|(table, _)| table == number);
    let full = new_row && blocks.last().is_some_and(|b| b.weight() > PART);
    if !same_table || full {
        blocks.push(Block::Table(Vec::new()));
    }
    *open = Some((number, row));
    if let Some(Block::Table(rows)) = blocks.last_mut() {
        match rows.last_mut() {
            Some(last) if !new_row => last.push(span),
            _ => rows.push(vec![span]),
        }
    }
}

fn parts(length: usize, blocks: Vec<Block>) -> Layout {
    let mut parts: Vec<Part> = Vec::new();
    let mut weight = PART + 1;
    for block in blocks {
        if weight > PART {
            let start = if parts.is_empty() { 0 } else { block.start() };
            if let Some(last) = parts.last_mut() {
                last.span.end = start;
            }
            parts.push(Part { span: Span::new(start, length), blocks: Vec::new() });
            weight = 0;
        }
        weight += block.weight();
        if let Some(last) = parts.last_mut() {
            last.blocks.push(block);
        }
    }
    if parts.is_empty() {
        parts.push(Part { span: Span::new(0, length), blocks: Vec::new() });
    }
    Layout(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::proof::Region;
    use proptest::prelude::*;

    fn words<'t>(text: &'t Text, layout: &Layout) -> Vec<&'t str> {
        let blocks = layout.0.iter().flat_map(|p| &p.blocks);
        let spans = blocks.flat_map(|b| match b {
            Block::Words(_, span) => vec![*span],
            Block::Table(rows) => rows.iter().flatten().copied().collect(),
        });
        spans.map(|s| s.of(&text.text)).collect()
    }

    #[test]
    fn cells_become_tables_and_lines_paragraphs() {
        let text = "Mở đầu\n\nXã\tSố cuộc\nMột\t12\nKết thúc";
        let span = |words: &str| {
            let at = text.find(words).unwrap();
            Span::new(at, at + words.len())
        };
        let cell = |words: &str, row, column| Region { span: span(words), role: Role::Cell { table: 0, row, column } };
        let regions = vec![cell("Xã", 0, 0), cell("Số cuộc", 0, 1), cell("Một", 1, 0), cell("12", 1, 1)];
        let text = Text { text: text.into(), regions };
        let layout = lay_out(&text);
        assert_eq!(words(&text, &layout), ["Mở đầu", "Xã", "Số cuộc", "Một", "12", "Kết thúc"]);
        let table = layout.0[0].blocks.iter().find_map(|b| match b {
            Block::Table(rows) => Some(rows.iter().map(Vec::len).collect::<Vec<_>>()),
            Block::Words(..) => None,
        });
        assert_eq!(table, Some(vec![2, 2]));
    }

    proptest! {
        /// Each word of a text is shown once, in its order; parts leave no gap and none is much too long.
        #[test]
        fn nothing_of_a_text_is_lost_in_its_parts(lines in prop::collection::vec("[a-zđ ]{0,4000}", 0..160)) {
            let text = Text::plain(lines.join("\n"));
            let layout = lay_out(&text);
            let shown: Vec<&str> = words(&text, &layout);
            let all: Vec<&str> = text.text.split('\n').filter(|l| !l.trim().is_empty()).collect();
            prop_assert_eq!(shown, all);
            let mut at = 0;
            for (n, part) in layout.0.iter().enumerate() {
                prop_assert_eq!(part.span.start, at);
                prop_assert!(part.span.len() < PART + 20_000);
                if !part.span.is_empty() {
                    prop_assert_eq!(layout.part_of(part.span.start), n);
                }
                at = part.span.end;
            }
            prop_assert_eq!(at, text.text.len());
        }
    }
}
