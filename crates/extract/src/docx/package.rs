//! The package of a Word file: a ZIP of XML parts, opened with bounds. Structure: ECMA-376 part 2 (OPC).

use crate::{Limits, refusals};
use domain::problem::Problem;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// An opened package, nothing of it unpacked yet.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    left: usize,
    limits: Limits,
}

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// What is wrong with it, or what else it is.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Problem> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        if archive.len() > limits.parts {
            return Err(refusals::unpacked_too_large(limits));
        }
        let mut names = Vec::with_capacity(archive.len());
        for i in 0..archive.len() {
            let part = archive.by_index_raw(i).map_err(|_| damaged())?;
            if part.encrypted() {
                return Err(refusals::locked("Tệp nén"));
            }
            names.push(part.name().map_err(|_| damaged())?.replace('\\', "/"));
        }
        check_names(&names)?;
        Ok(Package { archive, names, left: limits.unpacked_bytes, limits: limits.clone() })
    }

    /// A part by its name without the leading slash, when it is there.
    ///
    /// # Errors
    /// When it is broken, no UTF-8, or larger than the bounds.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let part = self.archive.by_index(index).map_err(|_| damaged())?;
        let packed = usize::try_from(part.compressed_size()).unwrap_or(usize::MAX);
        let most = packed.saturating_mul(self.limits.ratio).max(1 << 20).min(self.left);
        // The declared size may lie: what is read is counted.
        let mut bytes = Vec::new();
        let read = part.take(most as u64 + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if read > most {
            return Err(refusals::unpacked_too_large(&self.limits));
        }
        self.left = self.left.saturating_sub(read);
        String::from_utf8(bytes).map(Some).map_err(|_| damaged())
    }

    /// Place of a part in the package. Names are compared without regard to case, as the standard has it.
    fn index(&self, name: &str) -> Option<usize> {
        self.names
            .iter()
            .position(|n| n == name)
            .or_else(|| self.names.iter().position(|n| n.eq_ignore_ascii_case(name)))
    }

    /// The name as the package spells it.
    pub(super) fn spelling(&self, name: &str) -> Option<&str> {
        self.index(name).and_then(|i| self.names.get(i)).map(String::as_str)
    }

    /// The archive itself, for copying.
    pub(super) fn into_archive(self) -> ZipArchive<Cursor<&'a [u8]>> {
        self.archive
    }
}

pub(super) fn damaged() -> Problem {
    refusals::damaged("Tệp Word")
}

fn check_names(names: &[String]) -> Result<(), Problem> {
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    let starts = |name: &str| names.iter().any(|n| n.to_lowercase().starts_with(name));
    match () {
        () if starts("word/") => Ok(()),
        () if starts("xl/") => Err(refusals::workbook()),
        () if starts("ppt/") => Err(refusals::slides()),
        () if has("content.xml") && has("mimetype") => Err(refusals::open_document()),
        () if has("[content_types].xml") => Ok(()),
        () if names.is_empty() => Err(damaged()),
        () => Err(refusals::archive()),
    }
}
