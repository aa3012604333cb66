//! XML put together element by element; what goes in as text stays text.

use quick_xml::escape::escape;

/// A document being written.
#[derive(Default)]
pub(crate) struct Xml {
    out: String,
}

/// An attribute: name and value.
pub(crate) type Attr<'a> = (&'a str, &'a str);

impl Xml {
    /// A document with the declaration that all parts begin with.
    pub(crate) fn part() -> Self {
        Xml { out: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_string() }
    }

    fn tag(&mut self, name: &str, attributes: &[Attr<'_>], end: &str) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push_str(&format!(" {key}=\"{}\"", escape(allowed(value))));
        }
        self.out.push_str(end);
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[Attr<'_>]) {
        self.tag(name, attributes, "/>");
    }

    /// An element whose only attribute is `w:val`.
    pub(crate) fn val(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// An element with what `inside` writes.
    pub(crate) fn element(&mut self, name: &str, attributes: &[Attr<'_>], inside: impl FnOnce(&mut Xml)) {
        self.tag(name, attributes, ">");
        inside(self);
        self.out.push_str(&format!("</{name}>"));
    }

    /// Words.
    pub(crate) fn text(&mut self, words: &str) {
        self.out.push_str(&escape(allowed(words)));
    }

    /// The document.
    pub(crate) fn finish(self) -> String {
        self.out
    }
}

/// Without the characters that no XML document may hold, escaped or not.
fn allowed(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(*c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let mut xml = Xml::default();
        xml.element("a", &[("k", "\"<&\u{1}>")], |x| x.text("</a> & \u{7}vui"));
        assert_eq!(xml.finish(), "<a k=\"&quot;&lt;&amp;&gt;\">&lt;/a&gt; &amp; vui</a>");
    }
}
