//! The two languages of the screens. Both stand side by side where they are used, so that neither can be forgotten.

use axum::http::HeaderMap;

/// Name of the cookie that keeps the language chosen.
pub const COOKIE: &str = "dv_lang";

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Vietnamese, the first.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Tag for `lang` attributes and the cookie.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }
    /// The language of a tag.
    pub fn parse(tag: &str) -> Option<Lang> {
        match tag {
            "vi" => Some(Lang::Vi),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
    /// The words in this language.
    pub const fn say<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
    /// The words in this language with each `{}` filled in order.
    pub fn fill<D: std::fmt::Display>(self, vi: &str, en: &str, values: impl IntoIterator<Item = D>) -> String {
        let mut parts = self.say(vi, en).split("{}");
        let mut out = parts.next().unwrap_or_default().to_string();
        let mut values = values.into_iter();
        for part in parts {
            if let Some(value) = values.next() {
                out.push_str(&value.to_string());
            }
            out.push_str(part);
        }
        out
    }
    /// Words with a number in them, `{}`: English tells one from more, Vietnamese does not.
    pub fn count<D: std::fmt::Display>(self, n: D, vi: &str, one: &str, more: &str) -> String {
        let n = n.to_string();
        self.fill(vi, if n == "1" { one } else { more }, [n])
    }
    /// A name of the catalogue: English where it has one and it is asked for.
    pub fn name<'a>(self, vi: &'a str, en: &'a Option<String>) -> &'a str {
        match (self, en) {
            (Lang::En, Some(en)) => en,
            _ => vi,
        }
    }
    /// The language of a request: the one chosen, else Vietnamese. The browser's wish is not asked: a machine in an office
    /// is often set up in English while its officer reads Vietnamese.
    pub fn of(headers: &HeaderMap) -> Lang {
        super::guard::cookie(headers, COOKIE).and_then(Lang::parse).unwrap_or_default()
    }
}

impl Lang {
    /// What a problem says. Its words are Vietnamese; in English the general meaning of its kind stands before them.
    pub fn problem(self, p: &domain::problem::Problem) -> String {
        match (self, super::problems::english(&p.code)) {
            (Lang::En, Some(english)) => format!("{english} — {}", p.message),
            _ => p.message.clone(),
        }
    }
}
