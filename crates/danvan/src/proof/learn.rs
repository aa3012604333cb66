//! `danvan learn …`: what past reports tell of documents and figures, gone through by an officer before it is written.

use super::pile;
use crate::cli::{Common, LearnCommand};
use crate::edge::{Office, Outcome, flagged, read_file, told, write_file};
use crate::out::{self, say};
use desk::proof::Engine;
use desk::proof::pile::Pile;
use std::path::{Path, PathBuf};

/// Reads a pile into a workbook, or writes down what was kept of one.
pub fn learn(common: &Common, what: &LearnCommand) -> Outcome {
    let office = Office::open(common)?;
    match what {
        LearnCommand::Read { files, out } => read(&office, files, out),
        LearnCommand::Keep { file, organ } => keep(&office, file, organ.as_deref()),
    }
}

fn read(office: &Office, named: &[PathBuf], out: &Path) -> Outcome {
    let engine = Engine::of(&office.sources)?;
    let desk = office.desk();
    let files = pile::files(named)?;
    let mut read = Pile::default();
    for (n, listed) in files.list.iter().enumerate() {
        if files.list.len() > 1 {
            eprintln!("Đọc {}/{}: {}", n + 1, files.list.len(), listed.name);
        }
        match read_file(&listed.path) {
            Ok(bytes) => read.read(&engine, &desk, &listed.name, &bytes).map_err(told)?,
            Err(problems) => read.left.extend(problems),
        }
    }
    write_file(out, &read.workbook(&desk).map_err(told)?)?;
    out::problems(&read.left);
    say!(
        "Đã đọc {} tệp, để lại {}: {} văn bản chưa có trong sổ, {} số liệu có thể khai.",
        read.read,
        read.left.len(),
        read.documents.len(),
        read.figures.len()
    );
    say!("Chưa ghi gì. Mở {}, ghi x ở cột “Giữ” vào dòng muốn giữ, bỏ tên người nếu có, rồi:", out.display());
    say!("  danvan learn keep {} --organ ĐƠN-VỊ/CƠ-QUAN --database {}", out.display(), office.database_argument());
    Ok(())
}

fn keep(office: &Office, file: &Path, organ: Option<&str>) -> Outcome {
    let bytes = read_file(file)?;
    let learnt = office.desk().learn(&file.display().to_string(), &bytes, organ).map_err(|e| flagged(e, &["organ"]))?;
    let documents = learnt.documents;
    say!("Đã ghi {} văn bản mới, sửa {}, {} đã có sẵn.", documents.added, documents.changed, documents.same);
    say!("Đã khai {} số liệu, {} đã khai đúng như vậy từ trước.", learnt.declared, learnt.same);
    Ok(())
}
