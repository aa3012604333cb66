//! What a password must be: long, and not one that is guessed first. No rules about kinds of characters and no expiry: both
//! make people choose worse ones (NIST SP 800-63B, sections 3.1.1.1 and 3.1.1.2 of revision 4).

use domain::problem::Problem;
use domain::text::fold;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Fewest characters.
pub const SHORTEST: usize = 12;
/// Most characters: far beyond any passphrase, and short enough that hashing costs no more than a form.
pub const LONGEST: usize = 200;
/// Fewest different characters.
const DIFFERENT: usize = 5;
/// Fewest characters that must be left when what everybody knows of the person is taken out.
const REMAINDER: usize = 8;

/// Passwords of eight characters and more that lists of stolen ones hold most often, one a line, in lower case: from the
/// frequency list of zxcvbn 4.5.0 (MIT licence; see NOTICE).
static COMMON: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| include_str!("common.txt").lines().collect());

/// Rows of the keyboard and the ways people count.
const RUNS: [&str; 4] =
    ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn"];

/// Checks a new password, typed twice. `known` is what others know of the person: login name, name, unit.
pub fn check(password: &str, again: &str, known: &[&str]) -> Vec<Problem> {
    let refuse = |text: &str, hint: &str| vec![Problem::error("weak-password", text).field("password").hint(hint)];
    let length = password.chars().count();
    if length < SHORTEST {
        let text = format!("Mật khẩu phải có ít nhất {SHORTEST} ký tự");
        return refuse(&text, "ghép bốn, năm từ không liên quan; dùng dấu cách được");
    }
    if length > LONGEST {
        return refuse(&format!("Mật khẩu dài quá {LONGEST} ký tự"), "rút ngắn lại");
    }
    if password != again {
        let problem = Problem::error("password-differs", "Hai lần gõ mật khẩu mới không giống nhau");
        return vec![problem.field("again").hint("gõ lại cả hai ô")];
    }
    if is_guessed_first(password) {
        return refuse(
            "Mật khẩu này nằm trong số những mật khẩu bị đoán trước tiên",
            "ghép bốn, năm từ không liên quan",
        );
    }
    if is_about(password, known) {
        return refuse(
            "Mật khẩu gần như chỉ gồm tên đăng nhập, họ tên hoặc tên đơn vị",
            "thêm vài từ mà người khác không đoán được",
        );
    }
    Vec::new()
}

/// Common ones, also with what people put before and after; repeated and counted ones.
fn is_guessed_first(password: &str) -> bool {
    let lower = password.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphabetic());
    let digits = lower.trim_matches(|c: char| !c.is_ascii_digit());
    let mut different: Vec<char> = lower.chars().filter(|c| !c.is_whitespace()).collect();
    different.sort_unstable();
    different.dedup();
    let joined: String = fold(&lower).split(' ').collect();
    let run = RUNS.iter().any(|run| run.contains(&joined) || run.chars().rev().collect::<String>().contains(&joined));
    let half = lower.len() / 2;
    let twice = lower.get(..half).is_some_and(|first| lower.len() == 2 * half && lower.get(half..) == Some(first));
    different.len() < DIFFERENT
        || run
        || [lower.as_str(), bare, digits].iter().any(|p| COMMON.contains(p))
        || (twice && lower.get(..half).is_some_and(|first| COMMON.contains(first) || first.len() < REMAINDER))
}

/// Whether little is left when what others know is taken out.
fn is_about(password: &str, known: &[&str]) -> bool {
    let mut left: String = fold(password).split(' ').collect();
    for thing in known {
        let folded = fold(thing);
        let whole: String = folded.split(' ').collect();
        for word in
            std::iter::once(whole.as_str()).chain(folded.split([' ', '.', '-', '_', '@'])).filter(|w| w.len() >= 3)
        {
            left = left.replace(word, "");
        }
    }
    let touched = left.len() < fold(password).split(' ').map(str::len).sum::<usize>();
    touched && left.chars().filter(|c| c.is_alphabetic()).count() < REMAINDER
}

#[cfg(test)]
mod tests {
    use super::check;

    fn codes(password: &str) -> Vec<String> {
        let known = ["nguyen.van-a", "Nguyễn Văn A", "Xã Bắc Hà"];
        check(password, password, &known).into_iter().map(|p| p.code).collect()
    }

    #[test]
    fn a_passphrase_of_plain_words_is_taken_without_rules_about_characters() {
        assert!(codes("con đường qua bản mùa lúa chín").is_empty());
        assert!(codes("muaxuanvetrenban").is_empty());
    }

    #[test]
    fn what_is_guessed_first_is_refused_however_long() {
        for password in [
            "short",
            "123456789012",
            "aaaaaaaaaaaaaa",
            "qwertyuiopas",
            "Password2024!",
            "abcabcabcabc",
            "passwordpassword",
        ] {
            assert_eq!(codes(password), ["weak-password"], "{password}");
        }
    }

    #[test]
    fn the_name_of_the_person_or_of_the_unit_with_a_number_is_refused() {
        for password in ["nguyenvana2024!!", "Xã Bắc Hà 2025", "xabacha@123456"] {
            assert_eq!(codes(password), ["weak-password"], "{password}");
        }
    }

    #[test]
    fn both_typings_must_be_the_same() {
        let told = check("con đường qua bản", "con đường qua bàn", &[]);
        assert_eq!(told.first().map(|p| p.code.as_str()), Some("password-differs"));
    }
}
