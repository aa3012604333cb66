//! The letters of a page with their places: the operators of text and of forms (ISO 32000-1, 9.4 and 8.10) over the fonts of
//! `hayro-font`. Colours, pictures and paths are passed over, so that nothing a file says of them is ever worked out.

use hayro_font::hayro_cmap::BfString;
use hayro_font::hayro_syntax::Pdf;
use hayro_font::hayro_syntax::content::TypedIter;
use hayro_font::hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_font::hayro_syntax::object::dict::keys::{BASE_FONT, MATRIX, RESOURCES, SUBTYPE};
use hayro_font::hayro_syntax::object::{Dict, Name, Number, Object, Stream};
use hayro_font::hayro_syntax::page::Resources;
use hayro_font::kurbo::{Affine, Point};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use std::sync::Arc;

use super::rules::{Paths, Rule};

/// A drawn letter. Places are in points from the page's upper left corner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawn {
    pub(super) letter: char,
    /// Left and right end.
    pub(super) x: f32,
    pub(super) end: f32,
    /// Base line.
    pub(super) y: f32,
    pub(super) size: f32,
    /// Index in [`Pages::fonts`]; 0 is unknown.
    pub(super) font: u16,
    pub(super) page: u32,
}

/// Everything drawn.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pub(super) pages: Vec<PageLetters>,
    /// Names of fonts.
    pub(super) fonts: Vec<String>,
    /// Letters of which the file does not say which they are.
    pub(super) unknown: usize,
}

/// The letters of a page.
#[derive(Debug, Default)]
pub(super) struct PageLetters {
    pub(super) letters: Vec<Drawn>,
    pub(super) height: f32,
    pub(super) pictures: usize,
    /// Drawn lines.
    pub(super) rules: Vec<Rule>,
}

/// The file asked for more than the bounds, or the time is over.
pub(super) struct Stopped;

/// Depth of forms within forms, number of forms on a page, letters on a page, saved states: more than any page has.
const MOST_DEPTH: usize = 12;
const MOST_FORMS: usize = 20_000;
const MOST_LETTERS: usize = 400_000;
const MOST_SAVED: usize = 512;
/// Operators between two looks at the clock.
const LOOK: usize = 512;

/// Reads all pages; at most so many bytes of operators.
///
/// # Errors
/// When there are more, or the time is over.
pub(super) fn read(pdf: &Pdf, most: usize, stopped: &dyn Fn() -> bool) -> Result<Pages, Stopped> {
    let cache = FontCache::new();
    // Fonts that are not embedded are measured by those of the standard set.
    let fonts: FontResolverFn = Arc::new(|query| match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
    });
    let cmaps: CMapResolverFn = Arc::new(|_| None);
    let mut out = Pages { fonts: vec![String::new()], ..Pages::default() };
    let mut left = most;
    for (number, page) in (1u32..).zip(pdf.pages().iter()) {
        left = left.checked_sub(page.page_stream().map_or(0, <[u8]>::len)).ok_or(Stopped)?;
        let (width, height) = page.render_dimensions();
        let mut reader = Reader {
            cache: &cache,
            resolvers: (&fonts, &cmaps),
            names: &mut out.fonts,
            letters: Vec::new(),
            page: number,
            pictures: 0,
            unknown: 0,
            forms: 0,
            ops: 0,
            paths: Paths::default(),
            left,
            stopped,
        };
        let start = State::new(Affine::new(page.initial_transform(true).as_coeffs()));
        reader.content(page.typed_operations(), page.resources(), start, 0)?;
        left = reader.left;
        out.unknown += reader.unknown;
        let (letters, turn) = upright(reader.letters, width, height);
        let pictures = reader.pictures;
        // Lines are of use on pages that are read as they lie.
        let rules = if turn == 0 { reader.paths.rules } else { Vec::new() };
        out.pages.push(PageLetters { letters, height: if turn % 2 == 1 { width } else { height }, pictures, rules });
    }
    Ok(out)
}

/// What holds for the letters to come.
#[derive(Clone)]
struct State<'a> {
    /// From the content's space to the page's.
    matrix: Affine,
    font: Option<(Font<'a>, u16)>,
    size: f64,
    spacing: f64,
    words: f64,
    /// Horizontal scale, 1 for none.
    scale: f64,
    leading: f64,
    rise: f64,
}

impl State<'_> {
    fn new(matrix: Affine) -> Self {
        State { matrix, font: None, size: 1.0, spacing: 0.0, words: 0.0, scale: 1.0, leading: 0.0, rise: 0.0 }
    }
}

/// The two matrices of a text object.
#[derive(Clone, Copy)]
struct Cursor {
    at: Affine,
    line: Affine,
}

impl Cursor {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
        self.at = self.line;
    }
}

/// A letter before it is known which way the page is read: quarter turns clockwise, 4 for other directions.
struct Placed {
    drawn: Drawn,
    turn: u8,
}

struct Reader<'a, 'r> {
    cache: &'r FontCache<'a>,
    resolvers: (&'r FontResolverFn, &'r CMapResolverFn),
    names: &'r mut Vec<String>,
    letters: Vec<Placed>,
    page: u32,
    pictures: usize,
    unknown: usize,
    forms: usize,
    ops: usize,
    paths: Paths,
    /// Bytes of operators that may still come.
    left: usize,
    stopped: &'r dyn Fn() -> bool,
}

impl<'a> Reader<'a, '_> {
    fn content(
        &mut self,
        mut ops: TypedIter<'_>,
        resources: &Resources<'a>,
        mut state: State<'a>,
        depth: usize,
    ) -> Result<(), Stopped> {
        let mut saved: Vec<State<'a>> = Vec::new();
        let mut cursor = Cursor { at: Affine::IDENTITY, line: Affine::IDENTITY };
        while let Some(op) = ops.next() {
            self.ops = self.ops.wrapping_add(1);
            if (self.ops.is_multiple_of(LOOK) && (self.stopped)()) || self.letters.len() > MOST_LETTERS {
                return Err(Stopped);
            }
            match &op {
                Op::SaveState(_) if saved.len() < MOST_SAVED => saved.push(state.clone()),
                Op::RestoreState(_) => state = saved.pop().unwrap_or(state),
                Op::Transform(m) => state.matrix *= affine([m.0, m.1, m.2, m.3, m.4, m.5]),
                Op::InlineImage(_) => self.pictures += 1,
                Op::XObject(name) => {
                    if let Some(stream) = resources.get_x_object(name.0) {
                        self.object(&stream, resources, &state, depth)?;
                    }
                }
                Op::TextFont(font) => {
                    state.size = font.1.as_f64();
                    state.font = resources.get_font(font.0).and_then(|d| self.font(&d));
                }
                op => {
                    self.paths.take(op, state.matrix);
                    self.text(op, &mut state, &mut cursor);
                }
            }
        }
        Ok(())
    }

    /// A picture or a form.
    fn object(
        &mut self,
        stream: &Stream<'a>,
        outer: &Resources<'a>,
        state: &State<'a>,
        depth: usize,
    ) -> Result<(), Stopped> {
        let dict = stream.dict();
        let kind = dict.get::<Name<'_>>(SUBTYPE);
        if kind.as_deref() != Some(b"Form".as_slice()) {
            self.pictures += 1;
            return Ok(());
        }
        self.forms += 1;
        if depth >= MOST_DEPTH {
            return Ok(());
        }
        if self.forms > MOST_FORMS {
            return Err(Stopped);
        }
        let Ok(content) = stream.decoded() else { return Ok(()) };
        self.left = self.left.checked_sub(content.len()).ok_or(Stopped)?;
        let own = dict.get::<Dict<'_>>(RESOURCES).map(Resources::new);
        let mut inner = state.clone();
        if let Some(matrix) = dict.get::<[f64; 6]>(MATRIX) {
            inner.matrix *= Affine::new(matrix);
        }
        self.content(TypedIter::new(&content), own.as_ref().unwrap_or(outer), inner, depth + 1)
    }

    fn font(&mut self, dict: &Dict<'a>) -> Option<(Font<'a>, u16)> {
        let font = self.cache.font(dict, self.resolvers.0, self.resolvers.1)?;
        let name = dict.get::<Name<'_>>(BASE_FONT).map(|n| n.as_str().to_owned()).unwrap_or_default();
        let index = self.names.iter().position(|n| *n == name).unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        Some((font, u16::try_from(index).unwrap_or(0)))
    }

    /// The operators of text.
    fn text(&mut self, op: &Op<'_, '_>, state: &mut State<'a>, cursor: &mut Cursor) {
        match op {
            Op::BeginText(_) => *cursor = Cursor { at: Affine::IDENTITY, line: Affine::IDENTITY },
            Op::CharacterSpacing(n) => state.spacing = n.0.as_f64(),
            Op::WordSpacing(n) => state.words = n.0.as_f64(),
            Op::HorizontalScaling(n) => state.scale = n.0.as_f64() / 100.0,
            Op::TextLeading(n) => state.leading = n.0.as_f64(),
            Op::TextRise(n) => state.rise = n.0.as_f64(),
            Op::NextLine(n) => cursor.next_line(n.0.as_f64(), n.1.as_f64()),
            Op::NextLineAndSetLeading(n) => {
                state.leading = -n.1.as_f64();
                cursor.next_line(n.0.as_f64(), n.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => cursor.next_line(0.0, -state.leading),
            Op::SetTextMatrix(m) => {
                cursor.line = affine([m.0, m.1, m.2, m.3, m.4, m.5]);
                cursor.at = cursor.line;
            }
            Op::ShowText(text) => self.show(text.0.as_bytes(), state, cursor),
            Op::NextLineAndShowText(text) => {
                cursor.next_line(0.0, -state.leading);
                self.show(text.0.as_bytes(), state, cursor);
            }
            Op::ShowTextWithParameters(text) => {
                (state.words, state.spacing) = (text.0.as_f64(), text.1.as_f64());
                cursor.next_line(0.0, -state.leading);
                self.show(text.2.as_bytes(), state, cursor);
            }
            Op::ShowTexts(texts) => {
                for item in texts.0.iter::<Object<'_>>() {
                    match item {
                        Object::String(text) => self.show(text.as_bytes(), state, cursor),
                        Object::Number(n) => {
                            let x = -n.as_f64() / 1000.0 * state.size * state.scale;
                            cursor.at *= Affine::translate((x, 0.0));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// Letters of a string.
    fn show(&mut self, bytes: &[u8], state: &State<'a>, cursor: &mut Cursor) {
        let Some((font, name)) = &state.font else { return };
        let mut at = 0;
        while at < bytes.len() && self.letters.len() <= MOST_LETTERS {
            let (code, took) = font.read_code(bytes, at);
            let took = took.max(1);
            at += took;
            let advance = font.code_advance(code).x / 1000.0;
            let space = Affine::new([state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise]);
            let whole = state.matrix * cursor.at * space;
            let letters = match font.glyph(font.map_code(code), code) {
                FontGlyph::Outline(glyph) => glyph.as_unicode(),
                FontGlyph::Type3(glyph) => glyph.as_unicode(),
            };
            match letters {
                Some(BfString::Char(letter)) => self.add(letter, whole, (0.0, advance), *name),
                Some(BfString::String(letters)) => {
                    let step = advance / letters.chars().count().max(1) as f64;
                    for (n, letter) in letters.chars().take(16).enumerate() {
                        self.add(letter, whole, (n as f64 * step, (n + 1) as f64 * step), *name);
                    }
                }
                None => self.unknown += 1,
            }
            let words = if code == 32 && took == 1 { state.words } else { 0.0 };
            let x = (advance * state.size + state.spacing + words) * state.scale;
            cursor.at *= Affine::translate((x, 0.0));
        }
    }

    fn add(&mut self, letter: char, whole: Affine, (from, to): (f64, f64), font: u16) {
        let letter = match letter {
            // Signs of fonts of signs: bullets, mostly.
            '\u{e000}'..='\u{f8ff}' => '•',
            c if c.is_whitespace() && c != '\u{a0}' => ' ',
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{fffd}') => return,
            c => c,
        };
        let (at, to) = (whole * Point::new(from, 0.0), whole * Point::new(to, 0.0));
        let (dx, dy) = (to.x - at.x, to.y - at.y);
        // A letter without width says nothing of the direction; its upright does.
        let up = whole * Point::new(from, 1.0);
        let (ux, uy) = (up.x - at.x, up.y - at.y);
        let turn = match (ux.abs() * 8.0 <= uy.abs(), uy.abs() * 8.0 <= ux.abs()) {
            (true, _) => {
                if uy <= 0.0 {
                    0
                } else {
                    2
                }
            }
            (_, true) => {
                if ux >= 0.0 {
                    1
                } else {
                    3
                }
            }
            _ => 4,
        };
        let size = ux.hypot(uy);
        let drawn = Drawn {
            letter,
            x: at.x as f32,
            end: (at.x + dx.hypot(dy)) as f32,
            y: at.y as f32,
            size: size as f32,
            font,
            page: self.page,
        };
        let sane = |v: f32| v.is_finite() && v.abs() < 100_000.0;
        if sane(drawn.x) && sane(drawn.end) && sane(drawn.y) && drawn.size > 0.5 && drawn.size < 2_000.0 {
            self.letters.push(Placed { drawn, turn });
        }
    }
}

fn affine(numbers: [Number; 6]) -> Affine {
    Affine::new(numbers.map(|n| n.as_f64()))
}

/// The letters of the page's main direction, turned to be read from left to right, and by how many quarters.
/// Others (water marks, stamps) are left out.
fn upright(placed: Vec<Placed>, width: f32, height: f32) -> (Vec<Drawn>, u8) {
    let count = |turn: u8| placed.iter().filter(|p| p.turn == turn).count();
    let main = (0..4u8).max_by_key(|t| (count(*t), 4 - t)).unwrap_or(0);
    let turned = |d: Drawn| {
        let length = d.end - d.x;
        let (x, y) = match main {
            // Written downwards: what was down is right, what was left is down.
            1 => (d.y, width - d.x),
            2 => (width - d.x, height - d.y),
            3 => (height - d.y, d.x),
            _ => (d.x, d.y),
        };
        Drawn { x, end: x + length, y, ..d }
    };
    let letters = placed.into_iter().filter(|p| p.turn == main).map(|p| turned(p.drawn)).collect();
    (letters, main)
}
