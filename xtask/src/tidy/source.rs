//! Just enough of Rust's grammar to tell code from comments and string literals, and tests from the rest.

/// A string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Line on which it begins, from 1.
    pub line: usize,
    /// What stands between the quotes, escapes not resolved.
    pub text: String,
    /// Offset of its first quote in [`Source::code`].
    pub at: usize,
}

/// One Rust file, taken apart.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The text with comments and the inside of literals blanked, of the same length in characters and lines.
    pub code: Vec<char>,
    /// The string literals, in order.
    pub literals: Vec<Literal>,
}

impl Source {
    /// Takes a file apart. Never fails: what is not Rust just yields odd code.
    pub fn read(text: &str) -> Self {
        Reader { text: text.chars().collect(), at: 0, line: 1, source: Source::default() }.read()
    }

    /// Line of an offset, from 1.
    pub fn line(&self, at: usize) -> usize {
        1 + self.code.iter().take(at).filter(|c| **c == '\n').count()
    }

    /// Offset after the bracket that closes the one at `open`, or the end.
    pub fn after_block(&self, open: usize) -> usize {
        let mut depth = 0usize;
        for (at, c) in self.code.iter().enumerate().skip(open) {
            match c {
                '{' => depth += 1,
                '}' if depth <= 1 => return at + 1,
                '}' => depth -= 1,
                _ => {}
            }
        }
        self.code.len()
    }

    /// Offsets at which the word stands alone in the code.
    pub fn words(&self, word: &str) -> Vec<usize> {
        let word: Vec<char> = word.chars().collect();
        let part = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric() || *c == '_');
        self.code
            .windows(word.len())
            .enumerate()
            .filter(|(at, window)| {
                *window == word.as_slice()
                    && !part(at.checked_sub(1).and_then(|before| self.code.get(before)))
                    && !part(self.code.get(at + word.len()))
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// Ranges of offsets that `#[cfg(test)]` and `#[test]` keep out of the product.
    pub fn test_ranges(&self) -> Vec<(usize, usize)> {
        let code: String = self.code.iter().collect();
        let mut ranges = Vec::new();
        for mark in ["#[cfg(test)]", "#[test]"] {
            for (byte, _) in code.match_indices(mark) {
                let start = code.get(..byte).map_or(0, |s| s.chars().count());
                if ranges.iter().any(|(a, b)| (*a..*b).contains(&start)) {
                    continue;
                }
                let body = self.code.iter().enumerate().skip(start + mark.len()).find(|(_, c)| matches!(c, '{' | ';'));
                let end = match body {
                    Some((open, '{')) => self.after_block(open),
                    Some((semicolon, _)) => semicolon + 1,
                    None => self.code.len(),
                };
                ranges.push((start, end));
            }
        }
        ranges
    }
}

struct Reader {
    text: Vec<char>,
    at: usize,
    line: usize,
    source: Source,
}

impl Reader {
    fn read(mut self) -> Source {
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('/')) => self.blank_until(|r| r.peek(0) == Some('\n')),
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.string(0, true),
                ('r', Some('"' | '#')) if !self.inside_word() => self.raw_string(),
                ('\'', _) => self.quote(),
                _ => self.keep(),
            }
        }
        self.source
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).copied()
    }

    /// Whether the character before belongs to an identifier ("br" and "cr" begin literals too).
    fn inside_word(&self) -> bool {
        let before = |n: usize| self.at.checked_sub(n).and_then(|at| self.text.get(at));
        let part = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric() || *c == '_');
        let prefix = matches!(before(1), Some('b' | 'c')) && !part(before(2));
        part(before(1)) && !prefix
    }

    fn push(&mut self, c: char) {
        self.source.code.push(c);
        self.line += usize::from(c == '\n');
        self.at += 1;
    }
    fn keep(&mut self) {
        if let Some(c) = self.peek(0) {
            self.push(c);
        }
    }
    fn blank(&mut self) {
        if let Some(c) = self.peek(0) {
            self.push(if c == '\n' { '\n' } else { ' ' });
        }
    }
    fn blank_until(&mut self, end: impl Fn(&Self) -> bool) {
        while self.peek(0).is_some() && !end(self) {
            self.blank();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => return,
                _ => {
                    self.blank();
                    continue;
                }
            }
            self.blank();
            self.blank();
            if depth == 0 {
                return;
            }
        }
    }

    /// A literal that ends with a quote and this many `#`.
    fn string(&mut self, hashes: usize, escapes: bool) {
        let (line, at) = (self.line, self.source.code.len());
        self.keep();
        let mut text = String::new();
        loop {
            match self.peek(0) {
                None => break,
                Some('\\') if escapes => {
                    text.extend(self.peek(0));
                    text.extend(self.peek(1));
                    self.blank();
                    self.blank();
                }
                Some('"') if (1..=hashes).all(|n| self.peek(n) == Some('#')) => {
                    self.keep();
                    (0..hashes).for_each(|_| self.keep());
                    break;
                }
                Some(c) => {
                    text.push(c);
                    self.blank();
                }
            }
        }
        self.source.literals.push(Literal { line, text, at });
    }

    fn raw_string(&mut self) {
        let hashes = (1..).take_while(|n| self.peek(*n) == Some('#')).count();
        if self.peek(1 + hashes) != Some('"') {
            return self.keep(); // a raw identifier, r#type
        }
        (0..=hashes).for_each(|_| self.keep());
        self.string(hashes, false);
    }

    /// A character literal, or a lifetime.
    fn quote(&mut self) {
        let literal = match self.peek(1) {
            Some('\\') => true,
            _ => self.peek(2) == Some('\''),
        };
        self.keep();
        if !literal {
            return;
        }
        if self.peek(0) == Some('\\') {
            self.blank();
        }
        self.blank();
        self.blank_until(|r| r.peek(0) == Some('\''));
        self.keep();
    }
}
