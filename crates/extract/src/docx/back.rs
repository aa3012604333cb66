//! Where each letter of a Word file stands in its parts: what the way back and the comments need.

/// A part of a Word file that holds words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocxPart {
    /// `word/document.xml`
    Document,
    /// `word/footnotes.xml`
    Footnotes,
    /// `word/endnotes.xml`
    Endnotes,
    /// A header or footer.
    Running,
}

/// Bytes of a part.
pub(super) type Range = (u32, u32);

/// A run of the main part, or what stands in its place for the comments of words that can have none themselves.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run {
    /// The whole run.
    pub(super) whole: Range,
    /// End of its opening tag.
    pub(super) opened: u32,
    /// Its properties, `<w:rPr>…</w:rPr>`; empty when it has none.
    pub(super) properties: Range,
}

/// Something in a run that gave letters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    pub(super) part: DocxPart,
    /// Number of the paragraph in its part, from 0, in the order of the part.
    pub(super) paragraph: u32,
    /// Number of the run in its paragraph, from 0.
    pub(super) run: u32,
    /// Letters of the run before this.
    pub(super) before: u32,
    /// Index of the run (or of the reference to the note, or of the box's run) in [`Back::runs`].
    pub(super) anchor: Option<u32>,
    /// Whether a comment may begin within it; else at its anchor.
    pub(super) inside: bool,
    /// The element in the part: `<w:t>…</w:t>`, `<w:tab/>`.
    pub(super) element: Range,
    /// Of a `w:t`: the letters between its tags.
    pub(super) letters: Option<Range>,
    /// Of a `w:t`: whether it says that white space at its ends is kept.
    pub(super) kept: bool,
}

/// Everything.
#[derive(Debug, Default)]
pub(crate) struct Back {
    pub(super) sources: Vec<Source>,
    pub(super) runs: Vec<Run>,
    /// Checksum of the main part: comments go into no other file.
    pub(super) document: u64,
}

impl Back {
    /// Part, paragraph, run and offset in the run.
    pub(crate) fn place(&self, source: u32, offset: u32) -> Option<(DocxPart, u32, u32, u32)> {
        let found = self.sources.get(source as usize)?;
        Some((found.part, found.paragraph, found.run, found.before.saturating_add(offset)))
    }
}

/// Checksum of a part (FxHash: only meant to notice another file).
pub(super) fn checksum(part: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(part.as_bytes());
    hasher.write_usize(part.len());
    hasher.finish()
}
