//! Numbers that name a person and do not belong in free text: identity cards and telephones.

/// Runs of digits in a text that look like an identity number (12 digits beginning with 0, or 9 unbroken digits) or a
/// Vietnamese telephone number (0 and 9 or 10 digits, or +84), with single dots, spaces or hyphens between digits.
pub fn personal_numbers(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut i = 0;
    while let Some(c) = chars.get(i) {
        if !c.is_ascii_digit() {
            i += 1;
            continue;
        }
        let plus = i > 0 && chars.get(i - 1) == Some(&'+');
        let end = run_end(&chars, i);
        let run: String = chars.iter().take(end).skip(i).collect();
        let after: String = chars.iter().skip(end).take(8).collect();
        if looks_personal(&run, plus, &after) {
            found.push(if plus { format!("+{run}") } else { run });
        } else {
            // a telephone number may stand right after another number
            let pieces = run.split(['.', ' ', '-']).filter(|p| p.len() > 9 && looks_personal(p, false, ""));
            found.extend(pieces.map(str::to_owned));
        }
        i = end;
    }
    found
}

/// The end of the digits that begin at `i`, over single separators between digits.
fn run_end(chars: &[char], mut i: usize) -> usize {
    loop {
        let digit = |n: usize| chars.get(n).is_some_and(char::is_ascii_digit);
        if digit(i) {
            i += 1;
        } else if matches!(chars.get(i), Some('.' | ' ' | '-')) && digit(i + 1) {
            i += 2;
        } else {
            return i;
        }
    }
}

fn looks_personal(run: &str, plus: bool, after: &str) -> bool {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let unbroken = digits.len() == run.len();
    let after = crate::text::fold(after);
    let after = after.trim_start();
    let letter = |t: &str| t.starts_with(char::is_alphabetic);
    let money = after.starts_with("dong") || after.strip_prefix('d').is_some_and(|rest| !letter(rest));
    if plus {
        return digits.starts_with("84") && matches!(digits.len(), 11 | 12);
    }
    match digits.len() {
        9 => unbroken && !money && !after.starts_with('/'),
        10 | 11 => digits.starts_with('0') && !digits.starts_with("00"),
        12 => digits.starts_with('0'),
        _ => false,
    }
}
