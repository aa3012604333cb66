//! What Typst may see: one layout, one piece of data, four fonts. No file of the machine, no clock, no network.

use domain::problem::Problem;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// Liberation Serif: as wide as Times New Roman letter by letter, with every Vietnamese letter. SIL Open Font License.
static FONTS: [&[u8]; 4] = [
    include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf"),
];

const LAYOUT: &str = include_str!("../layout/report.typ");

/// What all jobs share.
pub(crate) struct Resources {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Resources {
    pub(crate) fn new() -> Self {
        let fonts: Vec<Font> = FONTS.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect();
        Resources {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    }
}

/// One report to be laid out.
pub(crate) struct Job<'r> {
    resources: &'r Resources,
    layout: Source,
    data: Bytes,
    data_id: FileId,
}

impl<'r> Job<'r> {
    pub(crate) fn new(resources: &'r Resources, data: Vec<u8>) -> Result<Self, Problem> {
        Ok(Job {
            resources,
            layout: Source::new(id("report.typ")?, LAYOUT.into()),
            data: Bytes::new(data),
            data_id: id("data.json")?,
        })
    }
}

fn id(name: &str) -> Result<FileId, Problem> {
    let path = VirtualPath::new(name)
        .map_err(|e| Problem::error("pdf-layout", format!("Không mở được khuôn trang {name}: {e:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.resources.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.resources.book
    }

    fn main(&self) -> FileId {
        self.layout.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.layout.id() { Ok(self.layout.clone()) } else { Err(absent(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(absent(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.resources.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
