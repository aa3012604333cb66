//! What a register is: its fields, workflow and posting rules, as the catalogue defines them.

use crate::indicators::Decimal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::catalogue::Owners;
use super::due::DueRule;

/// What a person may do in an organ; fields and transitions name the roles that may see or do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Keeps the register (cán bộ).
    Officer,
    /// Heads the organ (lãnh đạo).
    Leader,
    /// Reads only.
    Viewer,
    /// Keeps the system, units and catalogue.
    Administrator,
}

impl Role {
    /// All roles, in the order of their slugs in the catalogue's README.
    pub const ALL: [Role; 4] = [Role::Officer, Role::Leader, Role::Viewer, Role::Administrator];
    /// Slug in the catalogue.
    pub const fn slug(self) -> &'static str {
        match self {
            Role::Officer => "officer",
            Role::Leader => "leader",
            Role::Viewer => "viewer",
            Role::Administrator => "administrator",
        }
    }
    /// Vietnamese name.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Officer => "cán bộ",
            Role::Leader => "lãnh đạo",
            Role::Viewer => "người xem",
            Role::Administrator => "quản trị",
        }
    }
    /// The role of a slug.
    pub fn parse(slug: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.slug() == slug)
    }
}

/// A register (sổ): entries of one kind with one workflow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Register {
    /// Slug, "doi-thoai".
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// What is kept in it.
    pub description: String,
    /// Slug of the date field by which closed units, parents and running numbers are judged.
    pub record_date: String,
    /// Fields that make an entry's one-line title.
    pub title: Vec<String>,
    /// Who may own entries.
    pub owners: Owners,
    /// Fields in which no two live entries are all alike; empty = no such rule.
    pub identity: Vec<String>,
    /// First record date; `None` = open.
    pub valid_from: Option<Date>,
    /// Last record date; `None` = open.
    pub valid_to: Option<Date>,
    /// Citations that order it.
    pub basis: Vec<String>,
    /// Fields, in the order of the form.
    pub fields: Vec<Field>,
    /// States; exactly one is initial.
    pub states: Vec<State>,
    /// Transitions between states.
    pub transitions: Vec<Transition>,
    /// What entries post.
    pub postings: Vec<PostingRule>,
    /// What entries have still to be done by a date. Catalogues kept from before there were such rules have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dues: Vec<DueRule>,
}

impl Register {
    /// The field with this slug.
    pub fn field(&self, slug: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.slug == slug)
    }
    /// The state with this slug.
    pub fn state(&self, slug: &str) -> Option<&State> {
        self.states.iter().find(|s| s.slug == slug)
    }
    /// The state in which an entry begins; empty only in a catalogue that was not checked.
    pub fn initial_state(&self) -> &str {
        self.states.iter().find(|s| s.initial).map_or("", |s| s.slug.as_str())
    }
    /// The fields of a children field; empty when there is no such field.
    pub fn child_fields(&self, slug: &str) -> &[Field] {
        match self.field(slug).map(|f| &f.kind) {
            Some(FieldKind::Children { fields, .. }) => fields,
            _ => &[],
        }
    }
}

/// One field of a register or of its child rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Slug: the key in an entry's data.
    pub slug: String,
    /// Vietnamese name, the label on the form.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// What values it takes.
    pub kind: FieldKind,
    /// Shown beside the field.
    pub help: Option<String>,
    /// Must always be filled when it is asked.
    pub required: bool,
    /// Must be filled when this holds.
    pub required_if: Option<Condition>,
    /// Asked only when this holds; a hidden field may not be given.
    pub visible_if: Option<Condition>,
    /// First record date on which the field is asked.
    pub valid_from: Option<Date>,
    /// Last record date on which the field is asked.
    pub valid_to: Option<Date>,
    /// Roles that may see it; empty = all.
    pub see: Vec<Role>,
    /// Heading on the form.
    pub group: Option<String>,
    /// Least value of a number, in the field's unit; 0 when not given.
    pub min: Option<Decimal>,
    /// Greatest value of a number, in the field's unit.
    pub max: Option<Decimal>,
    /// Takes "trên 600", "gần 1.400", "khoảng 50".
    pub approx: bool,
    /// Takes "đang chờ".
    pub pending: bool,
    /// Never typed: worked out on saving.
    pub computed: Option<Computed>,
}

impl Field {
    /// Whether the field is asked for entries of this record date.
    pub fn valid_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|f| f <= date) && self.valid_to.is_none_or(|t| date <= t)
    }
    /// Whether a role may see it.
    pub fn seen_by(&self, role: Role) -> bool {
        self.see.is_empty() || self.see.contains(&role)
    }
    /// The counting unit and decimal places of a number field ("dong" for money); `None` for other kinds.
    pub fn number_unit(&self) -> Option<(Option<&str>, u8)> {
        match &self.kind {
            FieldKind::Integer { unit } => Some((unit.as_deref(), 0)),
            FieldKind::Quantity { unit, scale } => Some((Some(unit), *scale)),
            FieldKind::Money => Some((Some(MONEY_UNIT), 0)),
            _ => None,
        }
    }
}

/// Slug of the counting unit of money; a catalogue with a money field defines it.
pub const MONEY_UNIT: &str = "dong";

/// What values a field takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FieldKind {
    /// One line of text.
    Text {
        /// Greatest number of characters.
        max_length: u32,
        /// A named pattern that it must follow.
        pattern: Option<Pattern>,
    },
    /// Paragraphs.
    LongText {
        /// Greatest number of characters.
        max_length: u32,
    },
    /// A civil date.
    Date {
        /// Not after this.
        not_after: Option<DateLimit>,
        /// Not before this.
        not_before: Option<DateLimit>,
    },
    /// A whole number.
    Integer {
        /// Counting unit slug, if it counts something.
        unit: Option<String>,
    },
    /// A decimal number of a counting unit.
    Quantity {
        /// Counting unit slug.
        unit: String,
        /// Decimal places kept.
        scale: u8,
    },
    /// Whole đồng.
    Money,
    /// One of a set.
    Choice(ChoiceSource),
    /// Some of a set.
    Choices(ChoiceSource),
    /// Yes or no.
    YesNo,
    /// A unit or organ.
    Unit {
        /// Which of them.
        target: Target,
        /// Several may be given.
        many: bool,
        /// Only inside the owner's area.
        within: bool,
        /// A body outside the lists may be given by name.
        other: bool,
    },
    /// A document: an entry of the register `van-ban`, or a citation.
    Document {
        /// Several may be given.
        many: bool,
    },
    /// An entry of another register.
    Link {
        /// Slug of that register.
        register: String,
        /// Several may be given.
        many: bool,
    },
    /// Rows of their own fields.
    Children {
        /// Fields of a row; none of them is `Children`.
        fields: Vec<Field>,
        /// Greatest number of rows.
        max_rows: u32,
    },
    /// Files, kept by their digest.
    Attachment {
        /// Greatest number of files.
        max_files: u32,
        /// Greatest size of one file in MiB.
        max_mib: u32,
    },
}

impl FieldKind {
    /// Slug in the catalogue.
    pub const fn slug(&self) -> &'static str {
        match self {
            FieldKind::Text { .. } => "text",
            FieldKind::LongText { .. } => "long-text",
            FieldKind::Date { .. } => "date",
            FieldKind::Integer { .. } => "integer",
            FieldKind::Quantity { .. } => "quantity",
            FieldKind::Money => "money",
            FieldKind::Choice(_) => "choice",
            FieldKind::Choices(_) => "choices",
            FieldKind::YesNo => "yes-no",
            FieldKind::Unit { .. } => "unit",
            FieldKind::Document { .. } => "document",
            FieldKind::Link { .. } => "link",
            FieldKind::Children { .. } => "children",
            FieldKind::Attachment { .. } => "attachment",
        }
    }
    /// Whether the value is a list that can be counted.
    pub const fn is_many(&self) -> bool {
        match self {
            FieldKind::Choices(_) | FieldKind::Children { .. } | FieldKind::Attachment { .. } => true,
            FieldKind::Unit { many, .. } | FieldKind::Document { many } | FieldKind::Link { many, .. } => *many,
            _ => false,
        }
    }
    /// Whether the value is a number.
    pub const fn is_number(&self) -> bool {
        matches!(self, FieldKind::Integer { .. } | FieldKind::Quantity { .. } | FieldKind::Money)
    }
}

/// A named pattern of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// A document's number and symbol, "25-NQ/TW", "09/2019/NĐ-CP" (Decree 30/2020/NĐ-CP, Appendix I).
    SoKyHieu,
}

/// The other end of a date's limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateLimit {
    /// The day of entering.
    Today,
    /// A fixed date.
    Date(Date),
    /// Another date field of the entry (in a child row: of the row, `../x` of the entry).
    Field(String),
}

/// Where a choice field's choices come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceSource {
    /// Listed in the field.
    Listed(Vec<Choice>),
    /// The family of schemes of this name: the owner and the record date decide which scheme.
    Scheme(String),
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Slug, kept in data and posted as a dimension's value.
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// First record date on which it may be chosen.
    pub valid_from: Option<Date>,
    /// Last record date on which it may be chosen.
    pub valid_to: Option<Date>,
}

/// What a unit field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// An administrative unit.
    Area,
    /// An organ in one.
    Organ,
    /// One or the other.
    Either,
}

/// A condition on an entry's data. A name is a field; in a child row it is the row's field and `../x` the entry's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// The choice is one of these (of several choices: any is); a yes-no field's values are "co" and "khong".
    Is(String, Vec<String>),
    /// The number is at least this.
    AtLeast(String, Decimal),
    /// The number is at most this.
    AtMost(String, Decimal),
    /// The field is filled, or is not.
    Set(String, bool),
    /// All hold.
    All(Vec<Condition>),
    /// One holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// The fields it names, with `../` as written.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Condition::Is(f, _) | Condition::AtLeast(f, _) | Condition::AtMost(f, _) | Condition::Set(f, _) => vec![f],
            Condition::All(list) | Condition::Any(list) => list.iter().flat_map(Condition::fields).collect(),
            Condition::Not(c) => c.fields(),
        }
    }
}

/// How a computed field is worked out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Computed {
    /// The sum of one number over child rows.
    Sum {
        /// Children field.
        of: String,
        /// The rows' field.
        field: String,
        /// Only rows for which this holds.
        when: Option<Condition>,
    },
    /// How many rows, units, choices … a field holds.
    Count {
        /// A field that holds a list.
        of: String,
        /// Only child rows for which this holds.
        when: Option<Condition>,
    },
    /// The sum of fields; an empty one adds nothing.
    Add(Vec<String>),
    /// The first field less the others.
    Subtract(Vec<String>),
    /// The year of a date.
    Year(String),
}

/// A state of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Slug.
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// New entries begin here.
    pub initial: bool,
    /// The entry may not be edited in this state.
    pub locked: bool,
}

/// A step from one state to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// Slug.
    pub slug: String,
    /// Vietnamese name, the label on the button.
    pub name: String,
    /// States from which it goes.
    pub from: Vec<String>,
    /// State to which it goes.
    pub to: String,
    /// Roles that may take it.
    pub who: Vec<Role>,
    /// Fields that must be filled by then.
    pub requires: Vec<String>,
    /// A reason must be given.
    pub reason: bool,
    /// A date field that the step asks for.
    pub sets: Option<String>,
}

/// How much a posting rule posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AmountSource {
    /// A fixed whole number.
    Fixed(i64),
    /// A number field; or a field that holds a list: how many.
    Field(String),
}

/// What is counted once by a distinct measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Member {
    /// What a field names: each unit, organ, text or choice.
    Field(String),
    /// The organ that owns the entry.
    OwnerOrgan,
    /// The area of the organ that owns the entry.
    OwnerArea,
}

/// What entries of a register post, in which states, on which date, by which dimensions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PostingRule {
    /// Slug, unique in the register.
    pub slug: String,
    /// Measure slug.
    pub measure: String,
    /// How much.
    pub amount: AmountSource,
    /// Once per row of this children field.
    pub per: Option<String>,
    /// The date field.
    pub date: String,
    /// States in which it stands.
    pub states: Vec<String>,
    /// Dimension → field of kind choice, unit or yes-no.
    pub dims: BTreeMap<String, String>,
    /// What a distinct measure counts once.
    pub member: Option<Member>,
    /// Only when this holds.
    pub when: Option<Condition>,
    /// Posts the amount negated: the thing of a stock ended on the date.
    pub ends: bool,
    /// First posting date.
    pub valid_from: Option<Date>,
    /// Last posting date.
    pub valid_to: Option<Date>,
}

impl PostingRule {
    /// Whether the rule makes postings on this date.
    pub fn valid_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|f| f <= date) && self.valid_to.is_none_or(|t| date <= t)
    }
}
