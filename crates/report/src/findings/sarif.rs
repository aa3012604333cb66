//! Findings as SARIF 2.1.0 (OASIS): what editors and code hosts show beside a text.

use super::{RuleInfo, Sheet, severity_slug};
use domain::problem::Problem;
use domain::proof::{Finding, Span};
use serde_json::{Value, json};

/// Where the standard's schema is found; nothing is fetched from there.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One run over any number of files. Offsets count code points, lines and columns from 1.
pub struct Run {
    results: Vec<Value>,
    artifacts: Vec<Value>,
    notifications: Vec<Value>,
    rules: Vec<String>,
}

/// Begins a run with these rules.
pub fn sarif(rules: &[RuleInfo<'_>]) -> Run {
    let rules = rules.iter().map(|r| r.name.to_string()).collect();
    Run { results: Vec::new(), artifacts: Vec::new(), notifications: Vec::new(), rules }
}

impl Run {
    /// Adds a text's findings.
    pub fn add(&mut self, sheet: &Sheet<'_>) {
        let index = self.artifact(sheet.file);
        let lines = Lines::of(sheet.original);
        for finding in &sheet.proof.findings {
            let result = self.result(sheet, index, &lines, finding);
            self.results.push(result);
        }
        self.notify(index, sheet.file, &sheet.proof.problems, "warning");
    }

    /// Adds a file that could not be read.
    pub fn fail(&mut self, file: &str, problems: &[Problem]) {
        let index = self.artifact(file);
        self.notify(index, file, problems, "error");
    }

    /// The whole log. `rules` are those it was begun with, `version` the program's.
    pub fn log(self, rules: &[RuleInfo<'_>], version: &str) -> Value {
        let rules: Vec<Value> = rules.iter().map(rule).collect();
        json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "Dân Vận", "semanticVersion": version, "version": version, "language": "vi", "rules": rules,
                } },
                "language": "vi",
                "columnKind": "unicodeCodePoints",
                "artifacts": self.artifacts,
                "results": self.results,
                "invocations": [{
                    "executionSuccessful": !self.notifications.iter().any(|n| n["level"] == "error"),
                    "toolExecutionNotifications": self.notifications,
                }],
            }],
        })
    }

    fn artifact(&mut self, file: &str) -> usize {
        self.artifacts.push(json!({ "location": { "uri": uri(file) } }));
        self.artifacts.len() - 1
    }

    fn notify(&mut self, index: usize, file: &str, problems: &[Problem], level: &str) {
        for problem in problems {
            let hint = problem.hint.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
            self.notifications.push(json!({
                "level": level,
                "descriptor": { "id": problem.code },
                "message": { "text": format!("{}{hint}", problem.message) },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(file), "index": index } } }],
            }));
        }
    }

    fn result(&self, sheet: &Sheet<'_>, index: usize, lines: &Lines, f: &Finding) -> Value {
        let place = |span: Span| {
            json!({
                "artifactLocation": { "uri": uri(sheet.file), "index": index },
                "region": lines.region((sheet.points)(span), span.of(&sheet.text.text)),
            })
        };
        let hint = f.hint.as_ref().map(|h| format!("\n{h}")).unwrap_or_default();
        let mut result = json!({
            "ruleId": f.rule,
            "level": severity_slug(f.severity),
            "message": { "text": format!("{}{hint}", f.message) },
            "locations": [{ "physicalLocation": place(f.span) }],
        });
        let Some(fields) = result.as_object_mut() else { return result };
        if let Some(at) = self.rules.iter().position(|r| r == f.rule) {
            fields.insert("ruleIndex".into(), json!(at));
        }
        if !f.related.is_empty() {
            let related = f.related.iter().enumerate().map(|(n, r)| {
                let mut location = json!({ "id": n + 1, "physicalLocation": place(r.span) });
                if let (Some(note), Some(location)) = (&r.note, location.as_object_mut()) {
                    location.insert("message".into(), json!({ "text": note }));
                }
                location
            });
            fields.insert("relatedLocations".into(), Value::Array(related.collect()));
        }
        if let Some(suggestion) = &f.suggestion {
            let fix = json!([{
                "description": { "text": format!("Đổi thành “{suggestion}”") },
                "artifactChanges": [{
                    "artifactLocation": { "uri": uri(sheet.file), "index": index },
                    "replacements": [{
                        "deletedRegion": lines.region((sheet.points)(f.span), ""),
                        "insertedContent": { "text": suggestion },
                    }],
                }],
            }]);
            fields.insert("fixes".into(), fix);
        }
        if let Some(evidence) = &f.evidence {
            fields.insert("properties".into(), json!({ "evidence": evidence }));
        }
        result
    }
}

fn rule(r: &RuleInfo<'_>) -> Value {
    json!({
        "id": r.name,
        "shortDescription": { "text": r.title },
        "fullDescription": { "text": r.about },
        "defaultConfiguration": { "level": severity_slug(r.severity) },
    })
}

/// A path as a relative reference: what a URI does not allow is percent-encoded, byte by byte.
fn uri(path: &str) -> String {
    let slashed = path.replace('\\', "/");
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    slashed.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Where lines begin, in code points.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        let breaks = text.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(n, _)| n + 1);
        Lines(std::iter::once(0).chain(breaks).collect())
    }

    /// Line and column of a code point, both from 1.
    fn at(&self, point: usize) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= point);
        let start = line.checked_sub(1).and_then(|l| self.0.get(l)).copied().unwrap_or(0);
        (line, point - start + 1)
    }

    fn region(&self, (start, end): (usize, usize), words: &str) -> Value {
        let ((line, column), (last, past)) = (self.at(start), self.at(end));
        let mut region = json!({
            "startLine": line, "startColumn": column, "endLine": last, "endColumn": past,
            "charOffset": start, "charLength": end.saturating_sub(start),
        });
        if let Some(fields) = region.as_object_mut().filter(|_| !words.is_empty()) {
            fields.insert("snippet".into(), json!({ "text": words }));
        }
        region
    }
}
