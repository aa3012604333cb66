//! Pages, styles and scripts fit together: words, icons, classes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn here(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Path and text of every file below a folder whose name ends so.
fn files(folder: &Path, end: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.to_string_lossy().ends_with(end) {
            found.push((path.clone(), text(&path)));
        }
    }
    found
}

/// What stands between each `before` and the next `after`.
fn between<'a>(text: &'a str, before: &str, after: char) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}

#[test]
fn every_word_that_a_script_says_is_there_in_both_languages_and_none_is_idle() {
    let words: BTreeMap<String, Vec<String>> = serde_json::from_str(&text(&here("static/words.json"))).unwrap();
    let scripts: String = files(&here("static"), ".js").into_iter().map(|(_, text)| text).collect();
    let missing: BTreeSet<_> =
        between(&scripts, "say(\"", '"').into_iter().filter(|k| !k.ends_with('-') && !words.contains_key(*k)).collect();
    assert!(missing.is_empty(), "words.json lacks {missing:?}");
    for (key, both) in &words {
        assert_eq!(both.len(), 2, "{key} has a Vietnamese and an English text");
        assert!(both.iter().all(|w| !w.trim().is_empty()), "{key} is empty");
        let places = |w: &str| between(w, "{", '}').into_iter().map(str::to_string).collect::<BTreeSet<_>>();
        assert_eq!(places(&both[0]), places(&both[1]), "{key} has the same places in both languages");
        let used = scripts.replace(&format!("\"{key}\":"), "").contains(&format!("\"{key}\""));
        assert!(used || key.starts_with("row-"), "no script says {key}");
    }
}

#[test]
fn every_icon_that_a_page_or_a_script_shows_is_in_the_sprite() {
    let sprite = text(&here("static/icons.svg"));
    let drawn: BTreeSet<_> = between(&sprite, "id=\"i-", '"').into_iter().collect();
    assert!(drawn.len() > 30);
    let mut shown: Vec<(PathBuf, String)> = Vec::new();
    for (path, page) in files(&here("src"), ".html").into_iter().chain(files(&here("src"), ".rs")) {
        shown.extend(between(&page, "\"i-", '"').into_iter().map(|name| (path.clone(), name.to_string())));
    }
    for (path, script) in files(&here("static"), ".js") {
        shown.extend(between(&script, "icon(\"", '"').into_iter().map(|name| (path.clone(), name.to_string())));
    }
    for (path, name) in shown {
        assert!(drawn.contains(name.as_str()), "{}: there is no icon i-{name}", path.display());
    }
}

#[test]
fn pages_carry_no_style_and_no_script_that_the_content_policy_would_refuse() {
    for (path, page) in files(&here("src"), ".html") {
        let place = path.display();
        assert!(!page.contains(" style=\""), "{place}: a style attribute");
        for handler in ["onclick=", "onchange=", "onsubmit=", "oninput=", "onload="] {
            assert!(!page.contains(handler), "{place}: {handler}");
        }
        for script in between(&page, "<script", '>') {
            assert!(
                script.contains("src=") || script.contains("application/json"),
                "{place}: a script in the page: <script{script}>"
            );
        }
    }
    for (path, script) in files(&here("static"), ".js") {
        for word in ["eval(", "new Function", "insertAdjacentHTML", "outerHTML", "document.write"] {
            assert!(!script.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn classes_of_pages_have_a_rule() {
    let css: String = files(&here("static"), ".css").into_iter().map(|(_, text)| text).collect();
    // Marks for scripts and tests, which look like the element that carries them.
    let plain = ["rows-empty", "more", "level"];
    let mut without = BTreeSet::new();
    for (path, page) in files(&here("src"), ".html") {
        for classes in between(&page, "class=\"", '"') {
            // Only classes written out; those of a template's expression are the room's own matter.
            let mut written = String::new();
            let mut rest = classes;
            while let Some((before, after)) = rest.split_once('{') {
                written.push_str(before);
                written.push('{');
                rest = after.split_once('}').map_or("", |(_, after)| after.trim_start_matches('}'));
            }
            written.push_str(rest);
            for class in written.split_whitespace().filter(|c| !c.contains('{') && !plain.contains(c)) {
                if !css.contains(&format!(".{class}")) {
                    without.insert(format!("{}: {class}", path.display()));
                }
            }
        }
    }
    assert!(without.is_empty(), "no rule in app.css: {without:#?}");
}

#[test]
fn the_first_page_stays_light() {
    let size = |name: &str| std::fs::metadata(here("static").join(name)).unwrap().len();
    assert!(size("app.css") < 44 * 1024, "app.css is to stay below 44 KiB");
    assert!(size("app.js") < 25 * 1024, "app.js is to stay below 25 KiB");
    let fonts: u64 =
        std::fs::read_dir(here("static/fonts")).unwrap().map(|f| f.unwrap().metadata().unwrap().len()).sum();
    assert!(fonts < 70 * 1024, "the fonts are to stay below 70 KiB");
}
