//! The answer of `danvan proof`, given file by file in the form that was asked for.

use super::made_name;
use super::pile::{Files, Listed};
use crate::cli::{ProofArgs, ProofFormat};
use crate::edge::{Outcome, one, write_file};
use crate::out::{self, say};
use domain::problem::Problem;
use extract::{Comment, Extracted, FileKind, with_comments};
use reading::rules::RULES;
use report::findings::{
    Counts, Look, Proofed, RuleInfo, SarifRun, Sheet, comment, failed, failed_text, json, page, sarif, text,
};
use std::io::IsTerminal;
use std::path::PathBuf;

/// Who the comments in a Word file are by.
const AUTHOR: &str = "Dân Vận – soát báo cáo";

/// An answer under way.
pub struct Answer<'a> {
    args: &'a ProofArgs,
    single: bool,
    /// Files answered so far.
    given: usize,
    unread: usize,
    counts: Counts,
    run: Option<SarifRun>,
}

fn rules() -> Vec<RuleInfo<'static>> {
    RULES.iter().map(|r| RuleInfo { name: r.name, severity: r.severity, title: r.title, about: r.about }).collect()
}

impl<'a> Answer<'a> {
    /// Begins an answer. Refused: pages of several files without a folder to put them into.
    pub fn begin(args: &'a ProofArgs, files: &Files) -> Outcome<Answer<'a>> {
        if args.format == ProofFormat::Html && files.list.len() > 1 && args.out.is_none() {
            let text = "Nhiều tệp thì mỗi tệp ra một trang";
            return Err(one(Problem::error("folder-missing", text)
                .field("--out")
                .hint("nêu thư mục đặt các trang: --out THƯ-MỤC")));
        }
        if let Some(folder) = &args.out {
            std::fs::create_dir_all(folder).map_err(|e| {
                let text = format!("Không tạo được thư mục: {e}");
                one(Problem::error("cannot-write", text).file(folder.display().to_string()))
            })?;
        }
        let run = (args.format == ProofFormat::Sarif).then(|| sarif(&rules()));
        Ok(Answer { args, single: files.single, given: 0, unread: 0, counts: Counts::default(), run })
    }

    /// Answers for a text.
    pub fn add(&mut self, listed: &Listed, bytes: &[u8], extracted: &Extracted, sheet: &Sheet<'_>) -> Outcome {
        self.counts = self.counts.and(Counts::of(sheet.proof));
        match self.args.format {
            ProofFormat::Text => self.text(&text(sheet, look())),
            ProofFormat::Json => self.json(&json(sheet, self.args.with_text))?,
            ProofFormat::Sarif => {
                if let Some(run) = &mut self.run {
                    run.add(sheet);
                }
            }
            ProofFormat::Html => {
                let page = page(sheet).map_err(one)?;
                match self.args.out {
                    Some(_) => self.make(listed, "html", page.as_bytes())?,
                    None => say!("{page}"),
                }
            }
            ProofFormat::Docx => self.docx(listed, bytes, extracted, sheet)?,
        }
        self.given += 1;
        Ok(())
    }

    /// Answers for a file that could not be read.
    pub fn failed(&mut self, name: &str, problems: &[Problem]) -> Outcome {
        self.unread += 1;
        match self.args.format {
            ProofFormat::Text => self.text(&failed_text(name, problems, look())),
            ProofFormat::Json => self.json(&failed(name, problems))?,
            ProofFormat::Sarif => {
                if let Some(run) = &mut self.run {
                    run.fail(name, problems);
                }
            }
            ProofFormat::Html | ProofFormat::Docx => out::problems(problems),
        }
        self.given += 1;
        Ok(())
    }

    /// Ends the answer.
    pub fn end(self) -> Outcome {
        match self.args.format {
            ProofFormat::Json if !self.single => say!("{}", if self.given == 0 { "[]" } else { "]" }),
            ProofFormat::Sarif => {
                if let Some(run) = self.run {
                    out::json(&run.log(&rules(), env!("CARGO_PKG_VERSION")));
                }
            }
            ProofFormat::Text if self.given > 1 => {
                let unread = if self.unread > 0 {
                    format!("; {} tệp không đọc được", self.unread)
                } else {
                    String::new()
                };
                say!("\n{} tệp: {}{unread}", self.given, self.counts.words());
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&self, text: &str) {
        if self.given > 0 {
            say!("");
        }
        say!("{}", text.trim_end());
    }

    /// One object; of several a list, each object given as soon as it is there.
    fn json(&self, proofed: &Proofed) -> Outcome {
        let text = serde_json::to_string_pretty(proofed)
            .map_err(|e| one(Problem::error("cannot-write", format!("Không ghi được JSON: {e}"))))?;
        match (self.single, self.given) {
            (true, _) => say!("{text}"),
            (false, 0) => say!("[\n{text}"),
            (false, _) => say!(",\n{text}"),
        }
        Ok(())
    }

    fn docx(&self, listed: &Listed, bytes: &[u8], extracted: &Extracted, sheet: &Sheet<'_>) -> Outcome {
        if extracted.kind != FileKind::Docx {
            let text = "Chỉ tệp Word (.docx) mới ghi nhận xét vào được";
            return Err(one(Problem::error("not-docx", text).file(&listed.name).hint("dùng --format html hoặc text")));
        }
        let comments: Vec<Comment> = sheet
            .proof
            .findings
            .iter()
            .map(|f| Comment { span: f.span, author: AUTHOR.into(), text: comment(f) })
            .collect();
        let commented = with_comments(bytes, extracted, &comments).map_err(|p| one(p.file(&listed.name)))?;
        self.make(listed, "docx", &commented)
    }

    /// Writes a file made from another: into the folder asked for, else beside it.
    fn make(&self, listed: &Listed, ending: &str, bytes: &[u8]) -> Outcome {
        let name = made_name(&listed.path, ending);
        let path: PathBuf = match &self.args.out {
            Some(folder) => folder.join(name),
            None => listed.path.with_file_name(name),
        };
        write_file(&path, bytes)?;
        say!("{}", path.display());
        Ok(())
    }
}

/// A hundred letters wide; colours for a terminal whose user has not declined them.
fn look() -> Look {
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    Look { colour, ..Look::default() }
}
