//! Styles, as far as they tell a heading, a number or a font of before Unicode.

use super::xml::{self, Piece, Walker};
use domain::problem::Problem;
use rustc_hash::FxHashMap;

#[derive(Debug, Default)]
struct Style {
    heading: bool,
    based_on: Option<String>,
    /// Numbering and level.
    number: Option<(String, usize)>,
    font: Option<String>,
}

/// The styles of a file by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: FxHashMap<String, Style>,
    /// Of paragraphs without a style.
    default: Option<String>,
    font: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(text: &str, depth: usize) -> Result<Self, Problem> {
        let mut walker = Walker::new(text, depth);
        let mut styles = Styles::default();
        let mut current: Option<(String, Style)> = None;
        let mut in_defaults = false;
        loop {
            match walker.next()? {
                Piece::Open { tag, closed } => {
                    let value = || tag.attribute("val");
                    let style = current.as_mut().map(|(_, s)| s);
                    match (xml::local(&tag.name), style) {
                        ("docDefaults", _) => in_defaults = !closed,
                        ("style", _) if !closed => {
                            let id = tag.attribute("styleId").unwrap_or_default();
                            let paragraph = tag.attribute("type").as_deref() == Some("paragraph");
                            if paragraph && is_on(tag.attribute("default"), false) {
                                styles.default = Some(id.clone());
                            }
                            current = Some((id, Style::default()));
                        }
                        ("name", Some(style)) => style.heading |= value().is_some_and(|n| is_heading(&n)),
                        ("basedOn", Some(style)) => style.based_on = value(),
                        ("outlineLvl", Some(style)) => style.heading |= value().is_some_and(|v| is_outline(&v)),
                        ("numId", Some(style)) => {
                            style.number =
                                Some((value().unwrap_or_default(), style.number.as_ref().map_or(0, |n| n.1)));
                        }
                        ("ilvl", Some(style)) => {
                            let level = value().and_then(|v| v.parse().ok()).unwrap_or(0);
                            style.number = Some((style.number.take().map_or_else(String::new, |n| n.0), level));
                        }
                        ("rFonts", Some(style)) => style.font = tag.attribute("ascii"),
                        ("rFonts", None) if in_defaults => styles.font = tag.attribute("ascii"),
                        _ => {}
                    }
                }
                Piece::Close { name } => match xml::local(&name) {
                    "style" => styles.styles.extend(current.take()),
                    "docDefaults" => in_defaults = false,
                    _ => {}
                },
                Piece::End => return Ok(styles),
                _ => {}
            }
        }
    }

    /// The style and those it is based on.
    fn chain(&self, id: Option<&str>) -> impl Iterator<Item = &Style> {
        let first = id.or(self.default.as_deref()).and_then(|id| self.styles.get(id));
        // A ring of styles must not hold us.
        std::iter::successors(first, |s| s.based_on.as_ref().and_then(|id| self.styles.get(id))).take(16)
    }

    /// Whether paragraphs of the style are headings.
    pub(super) fn is_heading(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|s| s.heading)
    }

    /// Numbering and level that the style gives.
    pub(super) fn number(&self, id: Option<&str>) -> Option<(String, usize)> {
        self.chain(id).find_map(|s| s.number.clone().filter(|n| !n.0.is_empty()))
    }

    /// Name of the font of the style.
    pub(super) fn font(&self, id: Option<&str>) -> Option<&str> {
        self.chain(id).find_map(|s| s.font.as_deref()).or(self.font.as_deref())
    }
}

/// Word's own headings are named in English in every language of the program.
fn is_heading(name: &str) -> bool {
    let name = name.to_lowercase();
    name == "title" || name.strip_prefix("heading ").is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
}

/// Levels 0–8 are levels of headings, 9 is body text (ECMA-376, 17.3.1.20).
pub(super) fn is_outline(value: &str) -> bool {
    value.parse::<u8>().is_ok_and(|level| level < 9)
}

/// A switch: absent means `absent`, without value means on (ECMA-376, 17.17.4).
pub(super) fn is_on(value: Option<String>, absent: bool) -> bool {
    value.map_or(absent, |v| !matches!(v.as_str(), "0" | "false" | "off"))
}
