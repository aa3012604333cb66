//! The frame around each page: who acts for which unit, where one is, the ways to the rooms.

use super::assets;
use super::guard::Viewer;
use super::lang::Lang;
use super::say;
use crate::app::App;
use domain::registers::Role;
use std::sync::LazyLock;

/// What a page says about itself to its frame.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Title: of the window and of the one h1.
    pub title: String,
    /// Path of the room it belongs to, "/so"; marks the way to it.
    pub room: &'static str,
    /// Way from home: (path, name); the page itself is not in it.
    pub crumbs: Vec<(String, String)>,
    /// Script files beyond `app.js`: "form.js", "editor.js".
    pub scripts: Vec<&'static str>,
    /// A sentence said once, after something was done.
    pub flash: Option<String>,
}

impl Page {
    /// A page with a title.
    pub fn new(title: &str) -> Self {
        Page { title: title.to_string(), ..Page::default() }
    }
    /// Of a room.
    pub fn room(mut self, path: &'static str) -> Self {
        self.room = path;
        self
    }
    /// Adds a step of the way from home.
    pub fn crumb(mut self, path: impl Into<String>, name: impl Into<String>) -> Self {
        self.crumbs.push((path.into(), name.into()));
        self
    }
    /// Loads a script after `app.js`.
    pub fn script(mut self, name: &'static str) -> Self {
        self.scripts.push(name);
        self
    }
    /// Says a sentence at the top.
    pub fn flash(mut self, text: Option<String>) -> Self {
        self.flash = text;
        self
    }
}

/// A way to a room.
#[derive(Debug, Clone)]
pub struct Way {
    /// Path.
    pub path: &'static str,
    /// Name.
    pub name: &'static str,
    /// Icon in the sprite.
    pub icon: &'static str,
    /// Whether one is there.
    pub here: bool,
}

/// The frame, ready for the templates, which call it `f`.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Language.
    pub t: Lang,
    /// The page.
    pub page: Page,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// Ways to the rooms, the four most used first.
    pub ways: Vec<Way>,
    /// Chosen theme: "light", "dark" or "" (as the system).
    pub theme: &'static str,
    /// Version of the program.
    pub version: String,
    /// Whether this is the demonstration.
    pub demonstration: bool,
    /// Tour of this page as JSON, and whether it begins by itself.
    pub tour: Option<(String, bool)>,
}

const WAYS: &[(&str, &str, &str, &str)] = &[
    ("/", "Trang chủ", "Home", "i-home"),
    ("/so", "Sổ", "Registers", "i-book"),
    ("/so-lieu", "Số liệu", "Figures", "i-chart"),
    ("/bao-cao", "Báo cáo", "Reports", "i-report"),
    ("/soat", "Soát báo cáo", "Proof a report", "i-check"),
    ("/don-vi", "Đơn vị", "Units", "i-unit"),
    ("/danh-muc", "Danh mục", "Catalogue", "i-catalogue"),
];
const ADMIN_WAY: (&str, &str, &str, &str) = ("/quan-tri", "Quản trị", "Administration", "i-gear");

impl Frame {
    /// The frame of a signed-in viewer's page.
    pub fn of(app: &App, viewer: &Viewer, page: Page) -> Self {
        let admin = viewer.role() == Role::Administrator;
        let ways = WAYS.iter().chain(admin.then_some(&ADMIN_WAY));
        let ways = ways
            .map(|(path, vi, en, icon)| Way { path, name: viewer.lang.say(vi, en), icon, here: page.room == *path })
            .collect();
        Frame { ways, viewer: Some(viewer.clone()), ..Frame::bare(app, viewer.lang, page) }
    }
    /// The frame of a page for anyone: sign-in, faults.
    pub fn bare(app: &App, t: Lang, page: Page) -> Self {
        let settings = app.settings();
        Frame {
            t,
            page,
            viewer: None,
            ways: Vec::new(),
            theme: "",
            version: settings.version.clone(),
            demonstration: settings.demonstration,
            tour: None,
        }
    }
    /// The words in the page's language.
    pub fn say<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        self.t.say(vi, en)
    }
    /// Hierarchy acted for, or "" for a page without a viewer.
    pub fn he(&self) -> &'static str {
        self.viewer.as_ref().map_or("", |v| v.assignment.he.slug())
    }
    /// Address of a static file.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }
    /// Address of an icon.
    pub fn icon(&self, name: &str) -> String {
        format!("{}#{name}", assets::address("icons.svg"))
    }
    /// A date.
    pub fn date(&self, d: &domain::Date) -> String {
        say::date(d)
    }
    /// A whole number with points between thousands.
    pub fn number(&self, n: &i64) -> String {
        say::thousands(*n)
    }
    /// An instant in Việt Nam's time.
    pub fn time(&self, at: &domain::Timestamp) -> String {
        say::time(at)
    }
    /// The words that scripts show, as JSON.
    pub fn words(&self) -> &'static str {
        match self.t {
            Lang::Vi => &WORDS_VI,
            Lang::En => &WORDS_EN,
        }
    }
}

static WORDS_VI: LazyLock<String> = LazyLock::new(|| words(0));
static WORDS_EN: LazyLock<String> = LazyLock::new(|| words(1));

/// `words.json` holds both languages of each word; a page carries one.
fn words(which: usize) -> String {
    let all = assets::content("words.json").unwrap_or_default();
    let all: std::collections::BTreeMap<String, Vec<String>> = serde_json::from_slice(&all).unwrap_or_default();
    let one: std::collections::BTreeMap<_, _> =
        all.into_iter().filter_map(|(k, v)| v.into_iter().nth(which).map(|w| (k, w))).collect();
    // "</" would end the script element that carries it, and "<!--" hide its end.
    serde_json::to_string(&one).unwrap_or_default().replace('<', "\\u003c")
}
