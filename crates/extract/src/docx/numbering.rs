//! Numbers and dashes that Word sets before paragraphs of lists: they are no letters of the file, yet a reader sees them.

use super::xml::{self, Piece, Walker};
use domain::problem::Problem;
use rustc_hash::FxHashMap;

/// Levels of a list.
const LEVELS: usize = 9;

#[derive(Debug, Clone)]
struct Level {
    format: String,
    text: String,
    start: u32,
}

impl Default for Level {
    fn default() -> Self {
        Level { format: "decimal".into(), text: String::new(), start: 1 }
    }
}

type Levels = [Level; LEVELS];

/// The lists of a file and where their counting stands.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: FxHashMap<String, Levels>,
    /// List → its abstract one, and levels that begin anew at a number.
    lists: FxHashMap<String, (String, Vec<(usize, u32)>)>,
    counters: FxHashMap<String, [Option<u32>; LEVELS]>,
    begun: Vec<String>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(text: &str, depth: usize) -> Result<Self, Problem> {
        let mut walker = Walker::new(text, depth);
        let mut found = Numbering::default();
        let (mut of, mut list, mut level) = (String::new(), String::new(), 0usize);
        loop {
            let Piece::Open { tag, .. } = (match walker.next()? {
                Piece::End => return Ok(found),
                piece => piece,
            }) else {
                continue;
            };
            let value = || tag.attribute("val").unwrap_or_default();
            let name = xml::local(&tag.name);
            if matches!(name, "lvl" | "lvlOverride") {
                level = tag.attribute("ilvl").and_then(|v| v.parse().ok()).unwrap_or(0);
            }
            match name {
                "abstractNum" => {
                    of = tag.attribute("abstractNumId").unwrap_or_default();
                    list.clear();
                    found.abstracts.insert(of.clone(), Levels::default());
                }
                "num" => {
                    list = tag.attribute("numId").unwrap_or_default();
                    of.clear();
                    found.lists.insert(list.clone(), (String::new(), Vec::new()));
                }
                "abstractNumId" => {
                    if let Some(entry) = found.lists.get_mut(&list) {
                        entry.0 = value();
                    }
                }
                "startOverride" => {
                    if let (Some(entry), Ok(start)) = (found.lists.get_mut(&list), value().parse()) {
                        entry.1.push((level, start));
                    }
                }
                "start" | "numFmt" | "lvlText" => {
                    if let Some(entry) = found.abstracts.get_mut(&of).and_then(|l| l.get_mut(level)) {
                        match name {
                            "start" => entry.start = value().parse().unwrap_or(1),
                            "numFmt" => entry.format = value(),
                            _ => entry.text = value(),
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// What stands before the next paragraph of the list at the level, counting it: "I.", "1.2.", "-". Nothing for lists
    /// that are not known.
    pub(super) fn label(&mut self, list: &str, level: usize) -> Option<String> {
        let (of, restarts) = self.lists.get(list)?.clone();
        let levels = self.abstracts.get(&of)?;
        let here = levels.get(level)?;
        let counters = self.counters.entry(of).or_default();
        if !restarts.is_empty() && !self.begun.iter().any(|l| l == list) {
            self.begun.push(list.to_owned());
            for (level, start) in &restarts {
                if let Some(counter) = counters.get_mut(*level) {
                    *counter = start.checked_sub(1);
                }
            }
        }
        if let Some(counter) = counters.get_mut(level) {
            *counter = Some(counter.map_or(here.start, |n| n.saturating_add(1)));
        }
        for deeper in counters.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        match here.format.as_str() {
            "none" => None,
            "bullet" => Some(bullet(&here.text)),
            _ => Some(fill(&here.text, levels, counters)).filter(|l| !l.trim().is_empty()),
        }
    }
}

/// Signs of fonts of signs lie in the private area; a reader sees a dash or a dot.
fn bullet(text: &str) -> String {
    match text.chars().next() {
        Some(c) if c == 'o' || ('\u{e000}'..='\u{f8ff}').contains(&c) => "•".into(),
        Some(c) => c.to_string(),
        None => "-".into(),
    }
}

/// "%1.%2." with the counters in place.
fn fill(text: &str, levels: &Levels, counters: &[Option<u32>; LEVELS]) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let level = chars.peek().and_then(|d| d.to_digit(10)).and_then(|d| (d as usize).checked_sub(1));
        match (c, level) {
            ('%', Some(level)) => {
                chars.next();
                if let Some(found) = levels.get(level) {
                    let number = counters.get(level).copied().flatten().unwrap_or(found.start);
                    out.push_str(&written(number, &found.format));
                }
            }
            (c, _) => out.push(c),
        }
    }
    out
}

/// A number in a format of ECMA-376, 17.18.59.
fn written(n: u32, format: &str) -> String {
    match format {
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperLetter" => letter(n, 'A'),
        "lowerLetter" => letter(n, 'a'),
        "decimalZero" if n < 10 => format!("0{n}"),
        _ => n.to_string(),
    }
}

fn roman(n: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n > 3_999 {
        return n.to_string();
    }
    let mut left = n;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

/// a … z, aa, bb …, as Word counts.
fn letter(n: u32, first: char) -> String {
    let Some(zero) = n.checked_sub(1) else { return String::new() };
    let c = char::from_u32(first as u32 + zero % 26).unwrap_or(first);
    std::iter::repeat_n(c, (zero / 26 + 1).min(30) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_count_within_those_above_them() {
        let xml = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
            <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl>
            <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
            <w:num w:numId="4"><w:abstractNumId w:val="0"/></w:num>
            <w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>
            </w:numbering>"#;
        let mut numbering = Numbering::read(xml, 64).expect("reads");
        let mut label = |list, level| numbering.label(list, level).unwrap_or_default();
        assert_eq!([label("4", 0), label("4", 1), label("4", 2), label("4", 2)], ["I.", "1.", "1.1.", "1.2."]);
        assert_eq!([label("4", 1), label("4", 2), label("4", 0), label("4", 1)], ["2.", "2.1.", "II.", "1."]);
        assert_eq!([label("4", 3), label("5", 0), label("5", 0), label("6", 0)], ["•", "IX.", "X.", ""]);
    }
}
