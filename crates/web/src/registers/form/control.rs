//! How each kind of field is filled in.

/// Something to tick or choose.
pub struct Pick {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it is chosen.
    pub on: bool,
}

/// A file that the form carries.
pub struct Kept {
    /// What is sent.
    pub token: String,
    /// Its name.
    pub name: String,
    /// Its size in words.
    pub size: String,
    /// Where it can be looked at; empty when it is not an entry's yet.
    pub path: String,
}

/// A row of children.
pub struct RowView {
    /// Number in names: "0", or `__i__` in the template.
    pub number: String,
    /// Number for people.
    pub shown: String,
    /// Its id; empty for a new one.
    pub id: String,
    /// Its fields, drawn.
    pub fields: Vec<String>,
    /// What is wrong with the row as a whole.
    pub errors: Vec<String>,
}

/// How a field is filled in.
pub enum Control {
    /// A line.
    Line {
        /// What stands in it.
        value: String,
        /// Longest text, in characters.
        max: u32,
    },
    /// Paragraphs.
    Long {
        /// What stands in it.
        value: String,
        /// Longest text, in characters.
        max: u32,
    },
    /// A date.
    Day {
        /// What stands in it.
        value: String,
    },
    /// A number with its unit and how exact it is.
    Number {
        /// What stands in it.
        value: String,
        /// Decimal places.
        decimals: u8,
        /// Counting unit, as printed.
        unit: String,
        /// How exact it may be said to be; empty when it must be counted.
        approx: Vec<Pick>,
    },
    /// One or several to tick.
    Ticks {
        /// Several.
        many: bool,
        /// So many that a box narrows them.
        find: bool,
        /// What can be ticked.
        picks: Vec<Pick>,
    },
    /// One of a list to open.
    List {
        /// What can be chosen.
        picks: Vec<Pick>,
    },
    /// Something found by typing.
    Combo {
        /// Where suggestions come from.
        source: String,
        /// Several.
        many: bool,
        /// A text that names nothing known may stay.
        free: bool,
        /// What is chosen.
        picks: Vec<Pick>,
        /// What is typed beside it.
        typed: String,
    },
    /// Files.
    Files {
        /// Those that are kept already.
        kept: Vec<Kept>,
        /// Largest one, in MiB.
        max_mib: u32,
        /// How many at most.
        max_files: u32,
    },
    /// Worked out on saving.
    Computed {
        /// What it is now.
        value: String,
    },
    /// Rows.
    Rows {
        /// Those that are there.
        rows: Vec<RowView>,
        /// An empty one, to be copied by script.
        template: RowView,
        /// How many at most.
        max: u32,
        /// Words of the button that adds one.
        adds: String,
    },
}
