//! Relationships between the parts of a package.

use super::xml;
use domain::problem::Problem;

/// One relationship.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type: "footnotes". Transitional and strict files differ in what stands before it.
    pub(super) kind: String,
    /// Name of the part, without the leading slash.
    pub(super) target: String,
}

/// The relationships of a part that lies in `folder` ("word").
pub(super) fn read(xml: &str, folder: &str) -> Result<Vec<Relation>, Problem> {
    let mut found = Vec::new();
    xml::each(xml, |event| {
        if event.name == "Relationship" {
            let external = event.attribute("TargetMode").is_some_and(|m| m == "External");
            if let (Some(id), Some(kind), Some(target), false) =
                (event.attribute("Id"), event.attribute("Type"), event.attribute("Target"), external)
            {
                let kind = kind.rsplit('/').next().unwrap_or("").to_owned();
                found.push(Relation { id, kind, target: resolve(folder, &target) });
            }
        }
    })?;
    Ok(found)
}

/// The name of the relationships' part of a part.
pub(super) fn of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The folder of a part.
pub(super) fn folder(part: &str) -> &str {
    part.rsplit_once('/').map_or("", |(f, _)| f)
}

fn resolve(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    #[test]
    fn targets_are_resolved_against_the_folder_of_their_part() {
        assert_eq!(super::resolve("word", "footnotes.xml"), "word/footnotes.xml");
        assert_eq!(super::resolve("word", "../docProps/app.xml"), "docProps/app.xml");
        assert_eq!(super::resolve("word", "/word/comments.xml"), "word/comments.xml");
        assert_eq!(super::of("word/document.xml"), "word/_rels/document.xml.rels");
    }
}
