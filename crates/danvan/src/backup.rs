//! `danvan backup` and `danvan restore`.

use crate::cli::{BackupArgs, Common, RestoreArgs, ServeArgs};
use crate::edge::{Office, Outcome, SystemClock, one, told};
use crate::out::say;
use crate::settings;
use crate::units::progress_line;
use domain::clock::Clock;
use domain::problem::Problem;
use std::path::Path;
use store::backup::Manifest;
use store::{Actor, Location, Store};

/// Writes a backup while others work on the database.
pub fn backup(common: &Common, args: &BackupArgs) -> Outcome {
    let common = &match &args.config {
        None => common.clone(),
        Some(_) => {
            let serving = ServeArgs { config: args.config.clone(), ..ServeArgs::default() };
            let settings = settings::settle(common, &serving)?;
            Common { database: Some(settings.database), catalogue: settings.catalogue, ..common.clone() }
        }
    };
    let office = Office::open(common)?;
    let version = env!("CARGO_PKG_VERSION");
    let manifest = office.store.backup(&args.file, version, office.now, &mut progress_line).map_err(told)?;
    say!("Đã sao lưu vào {}: {}.", args.file.display(), content(&manifest));
    say!("Đã đọc lại và so từng bảng: đúng.");
    if args.full {
        prove(common, &args.file)?;
        say!("Cân đối của bản sao: đúng.");
    }
    say!("Tệp khóa niêm phong của máy chủ (key-file) không nằm trong bản sao lưu: giữ riêng một bản ở nơi khác.");
    Ok(())
}

/// Restores a backup into the database that `--database` names, which must be new.
pub fn restore(common: &Common, args: &RestoreArgs) -> Outcome {
    if args.check {
        let manifest = store::backup::check_backup(&args.file, &mut progress_line).map_err(told)?;
        say!("Bản sao lưu lành lặn: {}.", content(&manifest));
        return Ok(());
    }
    let location = Location::parse(common.database()).map_err(told)?;
    let who = Actor::administrator(&common.actor);
    let at = SystemClock.now();
    let manifest = store::backup::restore(&args.file, &location, &who, at, &mut progress_line).map_err(told)?;
    let office = Office::open(common)?;
    say!("Đã khôi phục vào {}: {}.", office.place(), content(&manifest));
    balance(&office.store)?;
    say!("Cân đối: đúng. Không ai còn đăng nhập ở bản này; mọi người đăng nhập lại.");
    Ok(())
}

/// What a backup holds, in words.
fn content(manifest: &Manifest) -> String {
    let rows = |name: &str| manifest.tables.iter().find(|t| t.name == name).map_or(0, |t| t.rows);
    let number = |n: u64| {
        let scaled = i64::try_from(n).unwrap_or(i64::MAX);
        crate::out::number(domain::indicators::Decimal { scaled, scale: 0 })
    };
    let at = manifest.at.to_string();
    format!(
        "{} mục, {} bút toán, {} dòng trong {} bảng, lúc {at}, mã {}",
        number(rows("entry")),
        number(rows("posting")),
        number(manifest.rows()),
        manifest.tables.len(),
        manifest.sha256.get(..16).unwrap_or_default()
    )
}

/// Proves the trial balance of a backup, in a copy of it that is gone afterwards.
fn prove(common: &Common, file: &Path) -> Outcome {
    let mut name = file.as_os_str().to_owned();
    name.push(".proof");
    let copy = name.to_string_lossy().into_owned();
    let location = Location::Sqlite(copy.clone());
    let who = Actor::administrator(&common.actor);
    let done = store::backup::restore(file, &location, &who, SystemClock.now(), &mut progress_line).map_err(told);
    let proved = done.and_then(|_| Office::open_at(common, &copy, false)).and_then(|office| balance(&office.store));
    for end in ["", "-wal", "-shm"] {
        std::fs::remove_file(format!("{copy}{end}")).ok();
    }
    proved
}

/// Works out the trial balance; what differs is told.
fn balance(store: &Store) -> Outcome {
    let breaches = store.verify(&mut |what| progress_line(&format!("Kiểm tra {what}"), 1, 1)).map_err(told)?;
    if breaches.is_empty() {
        return Ok(());
    }
    let mut problems: Vec<Problem> =
        breaches.into_iter().map(|b| Problem::error("breach", b.text).field(b.room)).collect();
    problems.extend(one(Problem::error("unbalanced", "Dữ liệu khôi phục không cân đối").hint("dùng bản sao lưu khác")));
    Err(problems)
}
