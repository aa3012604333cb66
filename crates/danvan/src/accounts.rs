//! `danvan account add|reset|token|list`: for the administrator at the machine, when nobody can sign in to do it.

use crate::cli::{AccountCommand, Common};
use crate::edge::{Office, Outcome, SystemChance, one, told};
use crate::out::{self, say};
use domain::clock::Chance;
use domain::ids::NATION;
use domain::organs::Hierarchy;
use domain::people::Account;
use domain::problem::Problem;
use domain::registers::Role;
use store::Actor;
use store::people::{AccountFilter, NewAccount, NewAssignment, NewToken};

/// Letters and digits of passwords that are made here, without those that are mistaken for others.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789x";
/// Accounts listed at once.
const PAGE: i64 = 500;

/// Runs an account command.
pub fn run(common: &Common, what: &AccountCommand) -> Outcome {
    // Whoever runs the program at the machine is its administrator, whatever role is said for records.
    let office = Office { actor: Actor::administrator(&common.actor), ..Office::open(common)? };
    match what {
        AccountCommand::Add { login, name, unit, he, post } => {
            add(&office, login, name.as_deref().unwrap_or(login), unit.as_deref(), he, post)
        }
        AccountCommand::Reset { login } => reset(&office, login),
        AccountCommand::Token { login, name, days } => token(&office, login, name, *days),
        AccountCommand::List { words } => list(&office, words.as_deref()),
    }
}

fn add(office: &Office, login: &str, name: &str, unit: Option<&str>, he: &str, post: &str) -> Outcome {
    let unit = match unit {
        Some(text) => office.unit(text)?.0,
        None => NATION,
    };
    let he = Hierarchy::parse(he).ok_or_else(|| {
        one(Problem::error("unknown-hierarchy", format!("Không có hệ “{he}”"))
            .field("--he")
            .hint("chinh-quyen, dang hoặc mat-tran"))
    })?;
    let role = Role::parse(post).ok_or_else(|| {
        one(Problem::error("unknown-role", format!("Không có vai trò “{post}”"))
            .field("--as")
            .hint("officer, leader, viewer hoặc administrator"))
    })?;
    let (password, password_hash) = new_password()?;
    let account = NewAccount { login: login.into(), name: name.into(), password_hash, must_change: true };
    let note = "lập tại máy chủ".to_string();
    let assignment = NewAssignment { unit, he, role, from: office.today, to: None, note };
    office.store.add_account(&office.actor, office.now, &account, &[assignment]).map_err(told)?;
    say!("Đã lập tài khoản {login}. Mật khẩu dùng một lần: {password}");
    say!("Người ấy phải đổi mật khẩu khi đăng nhập lần đầu.");
    Ok(())
}

fn account(office: &Office, login: &str) -> Outcome<Account> {
    office.store.account_by_login(login).map_err(told)?.ok_or_else(|| {
        one(Problem::error("unknown-account", format!("Không có tài khoản “{login}”")).hint("xem: danvan account list"))
    })
}

/// A token for a program that acts for somebody, in the first of their assignments.
fn token(office: &Office, login: &str, name: &str, days: i64) -> Outcome {
    let account = account(office, login)?;
    let assignments = office.store.assignments_on(account.id, office.today).map_err(told)?;
    let assignment = assignments.first().ok_or_else(|| {
        one(Problem::error("no-assignment", "Tài khoản này hiện không có phân công nào").hint("phân công rồi cấp lại"))
    })?;
    let mut bytes = [0u8; 32];
    SystemChance.fill(&mut bytes);
    let secret: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    let last_day = office.today.checked_add(domain::Span::new().days(days.clamp(0, 366)));
    let expires = last_day.map_err(|_| one(Problem::error("bad-expiry", "Số ngày không dùng được").field("--days")))?;
    let token_hash = &web::shell::guard::fingerprint(&secret);
    let new = NewToken { account: account.id, assignment: assignment.id, name, token_hash, expires };
    office.store.new_token(&office.actor, office.now, &new).map_err(told)?;
    say!("Mã truy cập của {login}, dùng đến hết {expires}; chỉ in ra lần này:");
    say!("{secret}");
    Ok(())
}

/// A new password for somebody who lost theirs; ends their sessions and lifts a lock.
fn reset(office: &Office, login: &str) -> Outcome {
    let account = account(office, login)?;
    let (password, hash) = new_password()?;
    office.store.set_password(&office.actor, office.now, account.id, &hash, true, None).map_err(told)?;
    office.store.lift_lock(&office.actor, office.now, account.id).map_err(told)?;
    say!("Mật khẩu mới, dùng một lần, của {login}: {password}");
    Ok(())
}

fn list(office: &Office, words: Option<&str>) -> Outcome {
    let units = office.store.units();
    let filter = AccountFilter { words: words.map(str::to_string), limit: PAGE, ..AccountFilter::default() };
    let (accounts, total) = office.store.accounts(&filter, office.today).map_err(told)?;
    let mut rows = Vec::new();
    for (account, assignments) in &accounts {
        let state = if account.disabled { "ngừng dùng" } else { "" };
        let mut head = (account.login.clone(), account.name.clone());
        let open = assignments.iter().filter(|a| a.in_force(office.today));
        let posts: Vec<String> =
            open.map(|a| format!("{}, {}, {}", units.label(a.unit), a.he.slug(), a.role.name())).collect();
        for post in if posts.is_empty() { vec!["(không có phân công)".to_string()] } else { posts } {
            let (login, name) = std::mem::take(&mut head);
            rows.push(vec![login, name, post, state.to_string()]);
        }
    }
    out::table(&["tài khoản", "họ tên", "phân công", ""], &rows);
    if total > PAGE {
        say!("… {total} tài khoản; lọc bằng --words");
    }
    Ok(())
}

/// A password of some eighty bits that can be read out, and its hash.
fn new_password() -> Outcome<(String, String)> {
    let mut bytes = [0u8; 32];
    SystemChance.fill(&mut bytes);
    let (letters, salt) = bytes.split_at(16);
    let mut password = String::new();
    for (n, byte) in letters.iter().enumerate() {
        if n > 0 && n % 4 == 0 {
            password.push('-');
        }
        password.push(char::from(LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'x')));
    }
    Ok((password.clone(), hash(&password, salt)?))
}

/// The hash of a password, as the screens check it.
pub fn hash(password: &str, salt: &[u8]) -> Outcome<String> {
    let wrong = || one(Problem::error("password-hash", "Không tính được mã của mật khẩu"));
    let salt: [u8; 16] = salt.try_into().map_err(|_| wrong())?;
    web::people::password::hash_with(&salt, password).map_err(|_| wrong())
}
