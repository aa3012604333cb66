//! What must hold for any bytes; used by the tests of hostile files and by the targets of `fuzz/`.

use domain::proof::Span;
use extract::{Comment, FileKind, Limits, extract, with_comments};
use std::time::{Duration, Instant};

fn limits() -> Limits {
    Limits { unpacked_bytes: 16 << 20, time: Duration::from_secs(4), ..Limits::default() }
}

/// What must hold for any bytes.
pub fn holds(name: &str, bytes: &[u8]) {
    let begun = Instant::now();
    let outcome = extract(name, bytes, &limits());
    assert!(begun.elapsed() < Duration::from_secs(10), "too slow");
    let found = match outcome {
        Err(problem) => return assert!(problem.is_error() && problem.hint.is_some() && !problem.message.is_empty()),
        Ok(found) => found,
    };
    let text = &found.text.text;
    assert!(text.len() <= 64 << 20);
    let mut last = 0;
    for region in &found.text.regions {
        assert!(region.span.start >= last && region.span.end <= text.len() && !region.span.of(text).is_empty());
        last = region.span.end;
    }
    let points: Vec<usize> = text.char_indices().map(|(i, _)| i).step_by(text.len() / 50 + 1).collect();
    let length = found.original().chars().count();
    for pair in points.windows(2) {
        found.origin(pair[0]);
        let (from, to) = found.file_points(Span::new(pair[0], pair[1]));
        assert!(from <= to && to <= length, "{from} {to} {length}");
    }
    if found.kind == FileKind::Docx {
        let comments: Vec<Comment> = points
            .windows(2)
            .map(|p| Comment { span: Span::new(p[0], p[1]), author: "A".into(), text: "B".into() })
            .collect();
        if let Ok(out) = with_comments(bytes, &found, &comments) {
            let again = extract(name, &out, &limits()).expect("still a Word file");
            assert_eq!(again.text.text, found.text.text);
        }
    }
}
