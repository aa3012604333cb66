//! `danvan catalogue check|show`.

use crate::cli::{CatalogueCommand, Common};
use crate::edge::{Outcome, load, one, sources};
use crate::out::{self, say};
use domain::problem::Problem;
use domain::registers::{Catalogue, did_you_mean};

/// Runs a catalogue command.
pub fn run(common: &Common, what: &CatalogueCommand) -> Outcome {
    let mut layers = sources(common)?;
    match what {
        CatalogueCommand::Check { dir } => {
            if let Some(dir) = dir {
                layers.push(catalogue::read_dir(dir)?);
            }
            check(&layers)
        }
        CatalogueCommand::Show { slug } => show(&load(&layers)?, slug.as_deref()),
    }
}

fn check(layers: &[catalogue::Source]) -> Outcome {
    let loaded = catalogue::load(layers);
    let mut problems = Vec::new();
    let mut templates = 0;
    for layer in layers {
        for (slug, files) in catalogue::report_files(layer) {
            templates += 1;
            match report::Template::parse(&files, &slug) {
                Ok(template) => problems.extend(template.warnings),
                Err(list) => problems.extend(list),
            }
        }
    }
    let counts = match loaded {
        Ok((catalogue, warnings)) => {
            problems.splice(0..0, warnings);
            format!(
                "{} sổ, {} số đo, {} chỉ tiêu, {} loại cơ quan, {} kỳ báo cáo, {templates} mẫu báo cáo",
                catalogue.registers.len(),
                catalogue.measures.len(),
                catalogue.indicators.len(),
                catalogue.organ_kinds.0.len(),
                catalogue.periods.len()
            )
        }
        Err(list) => {
            problems.splice(0..0, list);
            String::new()
        }
    };
    let errors = problems.iter().filter(|p| p.is_error()).count();
    if errors > 0 {
        problems.push(Problem::error("catalogue", format!("Danh mục có {errors} lỗi")));
        return Err(problems);
    }
    out::problems(&problems);
    say!("Danh mục đúng: {counts}.");
    Ok(())
}

fn show(catalogue: &Catalogue, slug: Option<&str>) -> Outcome {
    let Some(slug) = slug else {
        say!("Sổ:");
        for r in catalogue.registers.values() {
            say!("  {:<16} {}", r.slug, r.name);
        }
        say!("Chỉ tiêu:");
        for i in catalogue.indicators.values() {
            say!("  {:<36} {}", i.slug, i.name);
        }
        say!("Cơ quan:");
        for k in catalogue.organ_kinds.0.values() {
            say!("  {:<36} {}", k.slug, k.he.name());
        }
        say!("Kỳ báo cáo:");
        for p in catalogue.periods.values() {
            say!("  {:<16} {}", p.slug, p.name);
        }
        return Ok(());
    };
    if let Some(indicator) = catalogue.indicators.get(slug) {
        say!("{}", catalogue::explain(catalogue, &indicator.slug));
        return Ok(());
    }
    if let Some(register) = catalogue.registers.get(slug) {
        say!("{} ({})\n{}\n", register.name, register.slug, register.description);
        let rows: Vec<Vec<String>> = register
            .fields
            .iter()
            .flat_map(|f| {
                let own = std::iter::once((f.slug.clone(), f));
                let below = register.child_fields(&f.slug).iter().map(|c| (format!("{}.{}", f.slug, c.slug), c));
                own.chain(below).collect::<Vec<_>>()
            })
            .map(|(path, f)| {
                let must = if f.required {
                    "bắt buộc"
                } else if f.required_if.is_some() {
                    "tùy trường hợp"
                } else {
                    ""
                };
                vec![path, f.name.clone(), f.kind.slug().to_string(), must.to_string()]
            })
            .collect();
        out::table(&["trường", "tên", "loại", ""], &rows);
        for t in &register.transitions {
            say!("bước {}: {} → {} ({})", t.slug, t.from.join(", "), t.to, t.name);
        }
        return Ok(());
    }
    let known = catalogue.indicators.keys().chain(catalogue.registers.keys()).map(String::as_str);
    let problem = Problem::error("unknown-slug", format!("Danh mục không có “{slug}”"));
    Err(one(match did_you_mean(slug, known) {
        Some(near) => problem.hint(format!("có phải “{near}”?")),
        None => problem,
    }))
}
