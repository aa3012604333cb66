//! Pages that are made of the same few parts: facts, tables with buttons, forms, notes. One template draws them all, so
//! that pages of one's account and of administration look and behave alike.

use super::frame::Frame;
use super::lang::Lang;
use askama::Template;
use domain::problem::Problem;

/// A page made of parts.
#[derive(Template)]
#[template(path = "shell/board.html")]
pub struct Board {
    /// Its frame.
    pub f: Frame,
    /// One line under the title.
    pub lead: String,
    /// Buttons beside the title: (path, words).
    pub tools: Vec<(String, String)>,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a page.
pub enum Part {
    /// A note: class (info, warning, error, success), title, text.
    Note(&'static str, String, String),
    /// Names and values.
    Facts(String, Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A form.
    Form(Ask),
    /// Ways on: title, then (path, name, what is there).
    Ways(String, Vec<(String, String, String)>),
    /// Something shown once: title, advice, lines to keep.
    Once(String, String, Vec<String>),
    /// A picture of a code to be scanned: its words for who cannot see it, side in modules, path data.
    Code(String, i32, String),
    /// Background work: what is being done, percent; polled at the path.
    Progress(String, String, i64),
    /// Pages of a list: (previous, words, next).
    Pages(Option<String>, String, Option<String>),
    /// A heading with paragraphs.
    Words(String, Vec<String>),
}

/// A table.
#[derive(Default)]
pub struct Table {
    /// Id of its caption.
    pub id: &'static str,
    /// Caption.
    pub caption: String,
    /// Heads of its columns.
    pub heads: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
    /// What stands there when it has no rows.
    pub empty: String,
}

impl Table {
    /// Head of the column with an index.
    pub fn head(&self, column: &usize) -> &str {
        self.heads.get(*column).map_or("", String::as_str)
    }
    /// Whether anything stands in a column; one that is empty in all rows is left out.
    pub fn used(&self, column: &usize) -> bool {
        self.rows.iter().any(|row| row.get(*column).is_some_and(|c| !c.is_empty()))
    }
    /// Whether a column holds numbers.
    pub fn counts(&self, column: &usize) -> bool {
        self.rows.iter().any(|row| row.get(*column).is_some_and(|c| c.number))
    }
}

/// A cell.
#[derive(Default)]
pub struct Cell {
    /// Text.
    pub text: String,
    /// Where its text leads.
    pub path: Option<String>,
    /// Smaller text under it.
    pub meta: String,
    /// Badges: class and words.
    pub badges: Vec<(&'static str, String)>,
    /// Buttons.
    pub buttons: Vec<Button>,
    /// It is a number, to stand under the others.
    pub number: bool,
}

impl Cell {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }
    /// A number, as it is written.
    pub fn number(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), number: true, ..Cell::default() }
    }
    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.meta.is_empty() && self.badges.is_empty() && self.buttons.is_empty()
    }
    /// Text that leads somewhere.
    pub fn link(path: impl Into<String>, text: impl Into<String>) -> Cell {
        Cell { text: text.into(), path: Some(path.into()), ..Cell::default() }
    }
    /// With smaller text under it.
    pub fn meta(mut self, text: impl Into<String>) -> Cell {
        self.meta = text.into();
        self
    }
    /// With a badge.
    pub fn badge(mut self, class: &'static str, words: impl Into<String>) -> Cell {
        self.badges.push((class, words.into()));
        self
    }
    /// With a button.
    pub fn button(mut self, button: Button) -> Cell {
        self.buttons.push(button);
        self
    }
}

/// A button that sends a form of its own.
pub struct Button {
    /// Where to.
    pub action: String,
    /// What it sends.
    pub fields: Vec<(&'static str, String)>,
    /// Its words.
    pub label: String,
    /// More for who only hears it: which one.
    pub of: String,
    /// What is asked before.
    pub confirm: Option<String>,
}

/// A form.
#[derive(Default)]
pub struct Ask {
    /// Title.
    pub title: String,
    /// What it does.
    pub lead: String,
    /// Where it goes.
    pub action: String,
    /// Hidden fields.
    pub hidden: Vec<(&'static str, String)>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Words of its button.
    pub submit: String,
    /// Whether it reads only (a filter).
    pub get: bool,
    /// Whether it carries a file.
    pub upload: bool,
    /// Asked before it is sent.
    pub confirm: Option<String>,
    /// Problems that belong to no field.
    pub errors: Vec<String>,
}

/// How a field is filled in.
pub enum Kind {
    /// One line; the value of `autocomplete`.
    Line(&'static str),
    /// A secret; the value of `autocomplete`.
    Secret(&'static str),
    /// A date.
    Date,
    /// One of: (value, words).
    Choice(Vec<(String, String)>),
    /// A unit, by typing; the one chosen so far (value, name).
    Unit(Option<(String, String)>),
    /// A box to tick.
    Tick,
    /// A file; what it may be.
    File(&'static str),
}

/// A field.
pub struct Field {
    /// Name in the form; also of the place that problems name.
    pub name: &'static str,
    /// Label.
    pub label: String,
    /// Help.
    pub hint: String,
    /// How it is filled in.
    pub kind: Kind,
    /// What is in it.
    pub value: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl Field {
    /// A field that must be filled in.
    pub fn new(name: &'static str, kind: Kind, label: &str) -> Field {
        let (label, hint, value) = (label.to_string(), String::new(), String::new());
        Field { name, label, hint, kind, value, required: true, error: None }
    }
    /// May stay empty.
    pub fn optional(mut self) -> Field {
        self.required = false;
        self
    }
    /// With help.
    pub fn hint(mut self, text: &str) -> Field {
        self.hint = text.to_string();
        self
    }
    /// Filled with something.
    pub fn value(mut self, text: impl Into<String>) -> Field {
        self.value = text.into();
        self
    }
    /// What describes it, for `aria-describedby`.
    pub fn described(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("f-{}-h", self.name));
        let error = self.error.is_some().then(|| format!("f-{}-e", self.name));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

impl Ask {
    /// Puts problems beside their fields; the others stand at the top of the form.
    pub fn problems(mut self, t: Lang, problems: &[Problem]) -> Ask {
        for p in problems {
            let hint = p.hint.as_deref().map_or_else(String::new, |h| format!(" ({h})"));
            let text = format!("{}{hint}", t.problem(p));
            let place = p.place.field.as_deref().unwrap_or_default();
            match self.fields.iter_mut().find(|f| f.name == place) {
                Some(field) if field.error.is_none() => field.error = Some(text),
                _ => self.errors.push(text),
            }
        }
        self
    }
    /// Fields with an error: (name, what is wrong).
    pub fn wrong(&self) -> Vec<(&'static str, String)> {
        self.fields.iter().filter_map(|f| f.error.clone().map(|e| (f.name, e))).collect()
    }
    /// How many things are wrong.
    pub fn wrong_count(&self) -> usize {
        self.errors.len() + self.fields.iter().filter(|f| f.error.is_some()).count()
    }
}

impl Board {
    /// A page without parts yet.
    pub fn new(f: Frame) -> Board {
        Board { f, lead: String::new(), tools: Vec::new(), parts: Vec::new() }
    }
    /// One line under the title.
    pub fn lead(mut self, text: impl Into<String>) -> Board {
        self.lead = text.into();
        self
    }
    /// A button beside the title.
    pub fn tool(mut self, path: impl Into<String>, words: &str) -> Board {
        self.tools.push((path.into(), words.to_string()));
        self
    }
    /// One more part.
    pub fn part(mut self, part: Part) -> Board {
        self.parts.push(part);
        self
    }
}
