//! `danvan entry import|export|template`: entries out of and into files.

use crate::cli::{EntryExportArgs, EntryImportArgs};
use crate::edge::{Office, Outcome, read_file, told, write_file};
use crate::out::{self, say};
use crate::registers::{at_flags, filter};
use desk::exchange::{ImportOptions, ImportPlan, Kind};
use serde_json::json;
use std::path::Path;

/// Reads a file into the register: all or nothing.
pub fn import(office: &Office, args: &EntryImportArgs) -> Outcome {
    let desk = office.desk();
    let pinned = office.store.pinned().map_err(told)?;
    desk::registers::register(&pinned.catalogue, &args.register).map_err(at_flags)?;
    let name = args.file.display().to_string();
    Kind::of(&name).map_err(told)?;
    let bytes = read_file(&args.file)?;
    let options = ImportOptions { organ: args.organ.clone(), draft: args.draft };
    let plan = desk.plan_import(&args.register, &name, &bytes, &options).map_err(at_flags)?;
    if let Some(problems) = plan.refusal() {
        return Err(problems);
    }
    out::problems(&plan.problems);
    if !args.preview {
        let with_file = |p: domain::problem::Problem| p.file(name.clone());
        desk.apply_import(&plan).map_err(|e| told(e).into_iter().map(with_file).collect::<Vec<_>>())?;
    }
    tell(args, &plan);
    Ok(())
}

fn tell(args: &EntryImportArgs, plan: &ImportPlan) {
    let (rows, added, changed, same) = (plan.rows.len(), plan.added, plan.changed, plan.same);
    if args.json {
        let written = !args.preview;
        out::json(&json!({ "rows": rows, "added": added, "changed": changed, "unchanged": same, "written": written }));
    } else {
        let what = if args.preview { "Xem trước, chưa ghi" } else { "Đã nhập" };
        say!("{what}: {added} mục mới, {changed} mục sửa, {same} mục không đổi.");
    }
}

/// Writes entries to a file.
pub fn export(office: &Office, args: &EntryExportArgs) -> Outcome {
    let base = filter(office, Some(&args.register), args.unit.as_deref(), args.from.as_deref(), args.to.as_deref())?;
    let kind = Kind::of(&args.out.display().to_string()).map_err(told)?;
    let export = office.desk().export(&args.register, &base, kind).map_err(at_flags)?;
    write_file(&args.out, &export.bytes)?;
    say!("Đã xuất {} mục ra {}", export.entries, args.out.display());
    if export.left > 0 {
        say!("Còn {} mục chưa xuất: chia theo kỳ bằng --from, --to.", export.left);
    }
    Ok(())
}

/// An empty workbook to fill in.
pub fn template(office: &Office, slug: &str, organ: Option<&str>, path: &Path) -> Outcome {
    let bytes = office.desk().template(slug, organ.is_some()).map_err(at_flags)?;
    write_file(path, &bytes)?;
    say!("Đã tạo {}: điền từ dòng 3, mỗi dòng một mục.", path.display());
    Ok(())
}
