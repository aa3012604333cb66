//! `danvan proof`: somebody's texts read and proofed. It needs no database; with one, citations and figures are held against it.

mod answer;
mod learn;
mod pile;

pub use learn::learn;

use crate::cli::{Common, ProofArgs, ProofFormat};
use crate::edge::{Office, Outcome, SystemClock, one, read_file, sources, told};
use crate::out::{self, say};
use answer::Answer;
use desk::proof::{Engine, Subject, place};
use desk::{Desk, proof::Ledger};
use domain::Date;
use domain::clock::Clock;
use domain::problem::Problem;
use domain::proof::{Knowledge, Nothing, Proof, Severity, Span};
use domain::registers::did_you_mean;
use extract::{Extracted, FileKind};
use pile::Listed;
use reading::Asked;
use reading::rules::RULES;
use report::findings::Sheet;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

/// Nothing found, or notes only.
const CLEAN: u8 = 0;
/// Warnings were found.
const WARNINGS: u8 = 1;
/// Errors were found.
const ERRORS: u8 = 2;
/// A file could not be read, or the command not carried out.
const UNREAD: u8 = 3;

/// Proofs files; the exit code says how bad the worst is.
pub fn proof(common: &Common, args: &ProofArgs) -> ExitCode {
    match run(common, args) {
        Ok(code) => ExitCode::from(code),
        Err(problems) => {
            out::problems(&problems);
            ExitCode::from(UNREAD)
        }
    }
}

fn run(common: &Common, args: &ProofArgs) -> Outcome<u8> {
    if args.rules {
        say!("{}", reading::rules::document().trim_end());
        return Ok(CLEAN);
    }
    let asked = asked(args)?;
    let files = pile::files(&args.files)?;
    // Only whoever names a database waits for it: units and registers are not read otherwise.
    let office = common.database.is_some().then(|| Office::open(common)).transpose()?;
    let engine = match &office {
        Some(office) => Engine::of(&office.sources)?,
        None => Engine::of(&sources(common)?)?,
    };
    let work = Work { engine, desk: office.as_ref().map(Office::desk), asked, args };
    let mut answer = Answer::begin(args, &files)?;
    let mut worst = CLEAN;
    for (n, listed) in files.list.iter().enumerate() {
        if files.list.len() > 1 && progress(args.format) {
            eprintln!("Soát {}/{}: {}", n + 1, files.list.len(), listed.name);
        }
        worst = worst.max(work.one(listed, &mut answer)?);
    }
    answer.end()?;
    Ok(worst)
}

/// Whether to tell on standard error how far the work is: not where the answer itself goes by on the same screen.
fn progress(format: ProofFormat) -> bool {
    format != ProofFormat::Text || !std::io::stdout().is_terminal()
}

/// What is asked; a rule that there is not is told with the one that was meant.
fn asked(args: &ProofArgs) -> Outcome<Asked> {
    let names = || RULES.iter().map(|r| r.name);
    let unknown = args.off.iter().filter(|off| !names().any(|n| n == off.as_str())).map(|off| {
        let near = did_you_mean(off, names());
        let hint = near.map_or("xem tên các quy tắc: danvan proof --rules".into(), |n| format!("có phải “{n}”?"));
        Problem::error("unknown-rule", format!("Không có quy tắc “{off}”")).field("--off").hint(hint)
    });
    let problems: Vec<Problem> = unknown.collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let today: Date = match &args.today {
        Some(text) => Office::date(text, "--today")?,
        None => SystemClock.today(),
    };
    Ok(Asked { today, off: args.off.iter().cloned().collect() })
}

/// What all files share.
struct Work<'a> {
    engine: Engine,
    desk: Option<Desk<'a>>,
    asked: Asked,
    args: &'a ProofArgs,
}

impl Work<'_> {
    /// Proofs one file; how bad it is.
    fn one(&self, listed: &Listed, answer: &mut Answer<'_>) -> Outcome<u8> {
        let opened = read_file(&listed.path)
            .and_then(|bytes| self.engine.open(&listed.name, &bytes).map(|text| (bytes, text)).map_err(one));
        let (bytes, extracted) = match opened {
            Ok(opened) => opened,
            Err(problems) => {
                answer.failed(&listed.name, &problems)?;
                return Ok(UNREAD);
            }
        };
        let proof = self.proof(&extracted);
        with_sheet(&listed.name, &extracted, &proof, |sheet| answer.add(listed, &bytes, &extracted, sheet))?;
        Ok(match proof.worst() {
            Some(Severity::Error) => ERRORS,
            Some(Severity::Warning) => WARNINGS,
            Some(Severity::Note) | None => CLEAN,
        })
    }

    /// The proof of a text; where the database does not answer the rest stands, and that is told.
    fn proof(&self, extracted: &Extracted) -> Proof {
        let ledger = self.desk.as_ref().map(|desk| self.ledger(desk, extracted));
        let (knowledge, problems): (&dyn Knowledge, Vec<Problem>) = match &ledger {
            Some(Ok(ledger)) => (ledger, Vec::new()),
            Some(Err(problems)) => (&Nothing, problems.clone()),
            None => (&Nothing, Vec::new()),
        };
        let mut proof = self.engine.proof(extracted, knowledge, &self.asked);
        proof.problems.extend(problems);
        proof
    }

    fn ledger<'d>(&'d self, desk: &'d Desk<'d>, extracted: &Extracted) -> Outcome<Ledger<'d>> {
        let subject = match &self.args.unit {
            Some(text) => {
                let (unit, on) = desk.unit(text).map_err(told)?;
                let found = Subject::find(desk, &extracted.text, &self.engine.read(extracted)).map_err(told)?;
                let (he, period) = found.map_or((None, None), |s| (s.he, s.period));
                Some(Subject { unit, on, he, period })
            }
            None => None,
        };
        self.engine.ledger(desk, extracted, subject).map_err(told)
    }
}

/// Shows a proof with its ways back into the file.
fn with_sheet<T>(name: &str, extracted: &Extracted, proof: &Proof, show: impl FnOnce(&Sheet<'_>) -> T) -> T {
    // In all but plain files offsets count in the text, which a table answers at once.
    let table = extracted.text.code_points();
    let points = |span: Span| match extracted.kind {
        FileKind::Plain => extracted.file_points(span),
        _ => table.span(span),
    };
    let at = |span: Span| place(extracted, span);
    let original = extracted.original();
    show(&Sheet { file: name, text: &extracted.text, proof, original, points: &points, place: &at })
}

/// The name of a file that is made from another: "báo cáo.docx" gives "báo cáo.soat.docx".
fn made_name(path: &Path, ending: &str) -> String {
    let stem = path.file_stem().map_or_else(|| "van-ban".into(), |s| s.to_string_lossy().into_owned());
    format!("{stem}.soat.{ending}")
}
