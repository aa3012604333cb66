//! A page's tags to blocks of text: what a reader sees as paragraphs, headings and cells.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

/// A block.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) text: String,
    /// First byte in the text, number of the text node, letters of the node before.
    pub(super) pieces: Vec<(usize, u32, u32)>,
    /// Letters within links.
    pub(super) linked: usize,
    pub(super) heading: bool,
    /// Within an element that says it is no part of the article: navigation, aside, page head and foot.
    pub(super) chrome: bool,
    /// Within an element that says it is the article.
    pub(super) inside: bool,
    /// Table, row, column.
    pub(super) cell: Option<(u32, u32, u32)>,
    /// Whether it was judged to be no part of the article.
    pub(super) furniture: bool,
}

/// All blocks of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) blocks: Vec<Block>,
    pub(super) nodes: Vec<u32>,
}

/// Elements whose text nobody sees, or that are controls.
const UNSEEN: [&[u8]; 12] = [
    b"script",
    b"style",
    b"noscript",
    b"template",
    b"svg",
    b"select",
    b"iframe",
    b"object",
    b"head",
    b"textarea",
    b"canvas",
    b"datalist",
];
const INLINE: [&[u8]; 30] = [
    b"a", b"abbr", b"b", b"bdi", b"bdo", b"big", b"cite", b"code", b"del", b"dfn", b"em", b"font", b"i", b"ins",
    b"kbd", b"label", b"mark", b"q", b"s", b"samp", b"small", b"span", b"strike", b"strong", b"sub", b"sup", b"time",
    b"tt", b"u", b"var",
];
const VOID: [&[u8]; 14] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param", b"source",
    b"track", b"wbr",
];
const CHROME: [&[u8]; 5] = [b"nav", b"aside", b"footer", b"form", b"button"];

/// An open element.
struct Open {
    name: Vec<u8>,
    chrome: bool,
    inside: bool,
    unseen: bool,
    heading: bool,
    link: bool,
}

struct Reader {
    page: Page,
    open: Vec<Open>,
    block: Block,
    tables: u32,
    /// Open tables: number, row, column; columns count from the first cell.
    table: Vec<(u32, u32, u32)>,
}

/// Reads a page; nothing when it is nested too deep.
pub(super) fn read(page: &str, depth: usize) -> Option<Page> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader =
        Reader { page: Page::default(), open: Vec::new(), block: Block::default(), tables: 0, table: Vec::new() };
    for token in Tokenizer::new_with_emitter(page, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => {
                reader.start(&tag);
                if reader.open.len() > depth {
                    return None;
                }
            }
            Ok(Token::EndTag(tag)) => reader.end(&tag.name),
            Ok(Token::String(text)) => {
                reader.letters(&String::from_utf8_lossy(&text.value), text.span.start);
            }
            _ => {}
        }
    }
    reader.flush();
    layouts(&mut reader.page.blocks);
    Some(reader.page)
}

/// Tables of which a cell holds several blocks, and those a sentence long, lay out the page: they are no tables of the text.
fn layouts(blocks: &mut [Block]) {
    let mut layout: Vec<u32> = Vec::new();
    for pair in blocks.windows(2) {
        if let [a, b] = pair
            && let (Some(cell), true) = (a.cell, a.cell == b.cell)
            && a.text.split_whitespace().count() + b.text.split_whitespace().count() > 20
            && layout.last() != Some(&cell.0)
        {
            layout.push(cell.0);
        }
    }
    for block in blocks {
        block.cell = block.cell.filter(|c| !layout.contains(&c.0));
    }
}

impl Reader {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name: &[u8] = &tag.name;
        match name {
            b"br" => self.block.push_line(),
            b"img" | b"wbr" | b"input" => {}
            _ if INLINE.contains(&name) => {}
            _ => self.flush(),
        }
        match name {
            b"table" => {
                self.table.push((self.tables, 0, 0));
                self.tables = self.tables.saturating_add(1);
            }
            b"tr" => {
                if let Some(table) = self.table.last_mut() {
                    *table = (table.0, table.1.saturating_add(1), 0);
                }
            }
            b"td" | b"th" => {
                if let Some(table) = self.table.last_mut() {
                    table.2 = table.2.saturating_add(1);
                }
            }
            _ => {}
        }
        if VOID.contains(&name) || tag.self_closing {
            return;
        }
        // Ends that authors leave out: a paragraph, item, row or cell ends the one before.
        let ended: &[&[u8]] = match name {
            b"p" => &[b"p"],
            b"li" => &[b"li"],
            b"td" | b"th" => &[b"td", b"th"],
            b"tr" => &[b"tr"],
            _ => &[],
        };
        if let Some(last) = self.open.last()
            && ended.contains(&last.name.as_slice())
        {
            self.open.pop();
        }
        let outer = self.open.last();
        let heading = matches!(name, b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6");
        let open = Open {
            name: name.to_vec(),
            chrome: outer.is_some_and(|o| o.chrome) || CHROME.contains(&name) || says(tag, &CHROME_WORDS),
            inside: outer.is_some_and(|o| o.inside)
                || matches!(name, b"article" | b"main")
                || says(tag, &ARTICLE_WORDS),
            unseen: outer.is_some_and(|o| o.unseen) || UNSEEN.contains(&name) || hidden(tag),
            heading: outer.is_some_and(|o| o.heading) || heading,
            link: outer.is_some_and(|o| o.link) || name == b"a",
        };
        self.open.push(open);
    }

    fn end(&mut self, name: &[u8]) {
        if !INLINE.contains(&name) {
            self.flush();
        }
        if let Some(at) = self.open.iter().rposition(|o| o.name == name) {
            self.open.truncate(at);
        }
        if name == b"table" {
            self.table.pop();
        }
    }

    /// Letters of a text node: white space runs are one space, as a browser shows them.
    fn letters(&mut self, text: &str, byte: usize) {
        let (unseen, link) = self.open.last().map_or((false, false), |o| (o.unseen, o.link));
        if unseen || text.is_empty() {
            return;
        }
        let node = u32::try_from(self.page.nodes.len()).unwrap_or(u32::MAX);
        self.page.nodes.push(u32::try_from(byte).unwrap_or(u32::MAX));
        let block = &mut self.block;
        let mut fresh = true;
        let mut spaced = block.text.is_empty() || block.text.ends_with([' ', '\n']);
        for (n, c) in (0u32..).zip(text.chars()) {
            let space = c.is_ascii_whitespace();
            if (space && spaced) || c == '\u{feff}' || c == '\u{ad}' {
                fresh = true;
                continue;
            }
            if fresh {
                block.pieces.push((block.text.len(), node, n));
                fresh = false;
            }
            block.text.push(if space { ' ' } else { c });
            block.linked += usize::from(link);
            spaced = space;
        }
    }

    /// Ends the block.
    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        if block.text.trim().is_empty() {
            return;
        }
        if let Some(open) = self.open.last() {
            (block.heading, block.chrome, block.inside) = (open.heading, open.chrome, open.inside);
        }
        block.cell = self.table.last().map(|t| (t.0, t.1.saturating_sub(1), t.2.saturating_sub(1)));
        self.page.blocks.push(block);
    }
}

impl Block {
    fn push_line(&mut self) {
        if !self.text.is_empty() {
            self.text.truncate(self.text.trim_end_matches(' ').len());
            let end = self.text.len();
            self.pieces.retain(|p| p.0 < end);
            // The line end belongs to the piece before it; that counts on, but no letter stands there.
            self.text.push('\n');
        }
    }
}

/// Words in the class or id of elements around articles, and of articles, on portals and common web kits.
const CHROME_WORDS: [&str; 22] = [
    "nav",
    "menu",
    "breadcrumb",
    "sidebar",
    "footer",
    "banner",
    "share",
    "social",
    "comment",
    "related",
    "widget",
    "pagination",
    "tags",
    "toolbar",
    "search",
    "copyright",
    "lien-quan",
    "tin-khac",
    "other-news",
    "news-other",
    "binh-luan",
    "luot-xem",
];
const ARTICLE_WORDS: [&str; 9] = [
    "article",
    "journal-content",
    "news-content",
    "detail-content",
    "entry-content",
    "post-content",
    "content-detail",
    "noi-dung",
    "noidung",
];

fn says(tag: &StartTag<usize>, words: &[&str]) -> bool {
    let value = |name: &[u8]| tag.attributes.get(name).map(|v| String::from_utf8_lossy(&v.value).to_lowercase());
    [value(b"class"), value(b"id"), value(b"role")]
        .into_iter()
        .flatten()
        .any(|v| v.split_whitespace().any(|class| words.iter().any(|w| has_word(class, w))))
}

/// Whether the class name has the word between its hyphens: "main-nav" has "nav", "navy" has not.
fn has_word(class: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric();
    class.match_indices(word).any(|(at, _)| {
        let before = class.get(..at).and_then(|t| t.chars().next_back());
        let after = class.get(at + word.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

fn hidden(tag: &StartTag<usize>) -> bool {
    let style = tag.attributes.get(b"style".as_slice()).map(|v| String::from_utf8_lossy(&v.value).replace(' ', ""));
    tag.attributes.contains_key(b"hidden".as_slice()) || style.is_some_and(|s| s.contains("display:none"))
}
