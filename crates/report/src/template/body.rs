//! `body.md`: CommonMark with tables and footnotes, and `{{…}}` tags.

use super::nodes::{BodyBlock, Node, Token, nest};
use super::tags::{Piece, Placed, pieces, put_back, take_out};
use crate::model::Style;
use domain::problem::Problem;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// What body.md says.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) blocks: Vec<BodyBlock>,
    /// Name of each block: made from its own words, so that it stays the same when others change around it.
    pub(super) ids: Vec<String>,
    /// Footnotes by label.
    pub(super) notes: BTreeMap<String, Vec<Node>>,
    /// The tags with their lines, for checking names.
    pub(super) tags: Vec<Placed>,
    /// Labels of footnotes referred to, with their lines.
    pub(super) labels: Vec<(String, u32)>,
    /// Words with their line, for the check of bare digits.
    pub(super) words: Vec<(String, u32)>,
}

/// Reads the body; problems come without file.
pub(super) fn read(text: &str) -> (Body, Vec<Problem>) {
    let (markdown, tags, mut problems) = take_out(text);
    let parser = Parser::new_ext(&markdown, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES);
    let events: Vec<(Event<'_>, Range<usize>)> = parser.into_offset_iter().collect();
    let mut builder = Builder { markdown: &markdown, tags: &tags, problems: Vec::new(), body: Body::default() };
    let mut events = events.into_iter();
    let placed = builder.placed(&mut events);
    let (mut body, found) = (builder.body, builder.problems);
    problems.extend(found);
    for (block, at) in placed {
        let source = markdown.get(at).unwrap_or_default();
        let id = name_of(&put_back(source, &tags));
        let same = body.ids.iter().filter(|known| known.split('-').next() == Some(id.as_str())).count();
        body.ids.push(if same == 0 { id } else { format!("{id}-{}", same + 1) });
        body.blocks.push(block);
    }
    body.labels = labels(&markdown);
    body.tags = tags;
    (body, problems)
}

/// A short name for a text, the same on every machine: FNV-1a of its words.
fn name_of(source: &str) -> String {
    let words = source.split_whitespace().collect::<Vec<_>>().join(" ");
    let hash = words
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("d{:012x}", hash & 0xffff_ffff_ffff)
}

/// Every `[^label]` with its line. (CommonMark leaves a reference to a footnote that is not defined as plain text.)
fn labels(markdown: &str) -> Vec<(String, u32)> {
    let mut out = Vec::new();
    for (i, line) in markdown.lines().enumerate() {
        let found = line.split("[^").skip(1).filter_map(|rest| rest.split_once(']'));
        out.extend(found.map(|(label, _)| (label.to_string(), u32::try_from(i + 1).unwrap_or(u32::MAX))));
    }
    out
}

/// Reads one line of text outside the body (the subject).
pub(super) fn read_line(text: &str) -> (Vec<Node>, Vec<Placed>, Vec<Problem>) {
    let (line, tags, mut problems) = take_out(text);
    let mut tokens = Vec::new();
    words(line.trim_end(), Style::default(), &mut tokens);
    let nodes = nest(tokens, &tags, &mut problems);
    (nodes, tags, problems)
}

fn words(text: &str, style: Style, tokens: &mut Vec<Token>) {
    for piece in pieces(text) {
        tokens.push(match piece {
            Piece::Words(w) => Token::Words(w.to_string(), style),
            Piece::Tag(n) => Token::Tag(n, style),
        });
    }
}

struct Builder<'m> {
    markdown: &'m str,
    tags: &'m [Placed],
    problems: Vec<Problem>,
    body: Body,
}

type Events<'e> = std::vec::IntoIter<(Event<'e>, Range<usize>)>;

impl Builder<'_> {
    fn line(&self, at: &Range<usize>) -> u32 {
        let before = self.markdown.as_bytes().iter().take(at.start).filter(|b| **b == b'\n').count();
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn unsupported(&mut self, what: &str, at: &Range<usize>) {
        let line = self.line(at);
        let p = Problem::error("unsupported-markdown", format!("Mẫu báo cáo không dùng {what}"));
        let hint = "dùng tiêu đề, đoạn văn, danh sách, bảng, chú thích, chữ đậm, chữ nghiêng";
        self.problems.push(p.hint(hint).line(line));
    }

    /// Blocks up to the end of the container.
    fn blocks(&mut self, events: &mut Events<'_>) -> Vec<BodyBlock> {
        self.placed(events).into_iter().map(|(block, _)| block).collect()
    }

    /// Blocks up to the end of the container, with their places in the Markdown. Loose text (a tight list item's)
    /// becomes a paragraph.
    fn placed(&mut self, events: &mut Events<'_>) -> Vec<(BodyBlock, Range<usize>)> {
        let mut out = Vec::new();
        let mut loose: Vec<Token> = Vec::new();
        let mut style = Style::default();
        while let Some((event, at)) = events.next() {
            if let Event::End(TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::List(_) | TagEnd::BlockQuote(_)) =
                event
            {
                break;
            }
            let start = match event {
                Event::Start(tag) if is_block(&tag) => tag,
                inline => {
                    self.inline(inline, &at, &mut style, &mut loose);
                    continue;
                }
            };
            self.flush(&mut loose, &mut out);
            match start {
                Tag::Paragraph => {
                    let nodes = self.line_nodes(events);
                    out.push((BodyBlock::Paragraph(nodes), at));
                }
                Tag::Heading { level, .. } => {
                    let nodes = self.line_nodes(events);
                    // `#` and `##` are both the first level: the report's own title stands above the body.
                    out.push((BodyBlock::Heading((level as u8).saturating_sub(1).max(1), nodes), at));
                }
                Tag::BlockQuote(_) => {
                    for block in self.blocks(events) {
                        match block {
                            BodyBlock::Paragraph(nodes) => out.push((BodyBlock::Prompt(nodes), at.clone())),
                            _ => self.unsupported("khối lồng trong chỗ để người viết điền (>)", &at),
                        }
                    }
                }
                Tag::List(start) => out.push((self.list(start, events), at)),
                Tag::Table(_) => out.push((self.table(events), at)),
                Tag::FootnoteDefinition(label) => self.note(&label, events, &at),
                other => {
                    self.unsupported("mã nguồn hay HTML", &at);
                    self.skip(&other, events);
                }
            }
        }
        self.flush(&mut loose, &mut out);
        out
    }

    fn flush(&mut self, loose: &mut Vec<Token>, out: &mut Vec<(BodyBlock, Range<usize>)>) {
        if !loose.is_empty() {
            // loose text stands in items only, which have no name of their own
            out.push((BodyBlock::Paragraph(nest(std::mem::take(loose), self.tags, &mut self.problems)), 0..0));
        }
    }

    fn list(&mut self, start: Option<u64>, events: &mut Events<'_>) -> BodyBlock {
        let mut items = Vec::new();
        while let Some((event, _)) = events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.blocks(events)),
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        BodyBlock::List { start, items }
    }

    fn table(&mut self, events: &mut Events<'_>) -> BodyBlock {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        let mut row = Vec::new();
        while let Some((event, _)) = events.next() {
            match event {
                Event::Start(Tag::TableCell) => row.push(self.line_nodes(events)),
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        BodyBlock::Table { head, rows }
    }

    fn note(&mut self, label: &str, events: &mut Events<'_>, at: &Range<usize>) {
        let mut nodes = Vec::new();
        for block in self.blocks(events) {
            match block {
                BodyBlock::Paragraph(more) => nodes.extend(more),
                _ => self.unsupported("danh sách hay bảng trong chú thích", at),
            }
        }
        if self.body.notes.insert(label.to_string(), nodes).is_some() {
            let line = self.line(at);
            self.problems.push(Problem::error("duplicate-note", format!("Chú thích [^{label}] có hai lần")).line(line));
        }
    }

    fn skip(&mut self, opened: &Tag<'_>, events: &mut Events<'_>) {
        let end = opened.to_end();
        for (event, _) in events.by_ref() {
            if event == Event::End(end) {
                break;
            }
        }
    }

    /// Inline content up to the end of its container.
    fn line_nodes(&mut self, events: &mut Events<'_>) -> Vec<Node> {
        let mut tokens = Vec::new();
        let mut style = Style::default();
        for (event, at) in events.by_ref() {
            if let Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell) = event {
                break;
            }
            self.inline(event, &at, &mut style, &mut tokens);
        }
        nest(tokens, self.tags, &mut self.problems)
    }

    fn inline(&mut self, event: Event<'_>, at: &Range<usize>, style: &mut Style, tokens: &mut Vec<Token>) {
        match event {
            Event::Text(text) => {
                let line = self.line(at);
                let prose: Vec<&str> = pieces(&text).iter().filter_map(Piece::words).collect();
                self.body.words.push((prose.join("…"), line));
                words(&text, *style, tokens);
            }
            Event::SoftBreak => tokens.push(Token::Words(" ".to_string(), *style)),
            Event::HardBreak => tokens.push(Token::Break),
            Event::FootnoteReference(label) => tokens.push(Token::Note(label.to_string())),
            Event::Start(Tag::Strong) => style.bold = true,
            Event::End(TagEnd::Strong) => style.bold = false,
            Event::Start(Tag::Emphasis) => style.italic = true,
            Event::End(TagEnd::Emphasis) => style.italic = false,
            Event::Start(Tag::Link { .. }) => self.unsupported("liên kết", at),
            Event::Start(Tag::Image { .. }) => self.unsupported("hình ảnh", at),
            Event::Html(_) | Event::InlineHtml(_) => self.unsupported("HTML", at),
            Event::Code(_) => self.unsupported("chữ trong dấu `…`", at),
            Event::Rule => self.unsupported("đường kẻ ngang", at),
            _ => {}
        }
    }
}

/// Whether the tag opens a block (anything but a style, a link or an image).
fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}
