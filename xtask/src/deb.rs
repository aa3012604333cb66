//! `cargo xtask deb`: the Debian package, put together with dpkg-deb alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What goes where: path in the workspace, path in the package, mode.
const FILES: &[(&str, &str, u32)] = &[
    ("packaging/danvan.service", "usr/lib/systemd/system/danvan.service", 0o644),
    ("packaging/danvan-backup.service", "usr/lib/systemd/system/danvan-backup.service", 0o644),
    ("packaging/danvan-backup.timer", "usr/lib/systemd/system/danvan-backup.timer", 0o644),
    ("packaging/danvan.toml", "etc/danvan/danvan.toml", 0o644),
    ("docs/vi/van-hanh.md", "usr/share/doc/danvan/van-hanh.md", 0o644),
    ("docs/vi/can-bo.md", "usr/share/doc/danvan/can-bo.md", 0o644),
    ("README.md", "usr/share/doc/danvan/README.md", 0o644),
    ("README.vi.md", "usr/share/doc/danvan/README.vi.md", 0o644),
    ("NOTICE", "usr/share/doc/danvan/NOTICE", 0o644),
    ("LICENSE", "usr/share/doc/danvan/copyright", 0o644),
    ("packaging/debian/postinst", "DEBIAN/postinst", 0o755),
    ("packaging/debian/prerm", "DEBIAN/prerm", 0o755),
    ("packaging/debian/postrm", "DEBIAN/postrm", 0o755),
];

/// Files that an administrator edits: an upgrade asks before it replaces one.
const CONFFILES: &str = "/etc/danvan/danvan.toml\n";

/// Builds the package of a binary into a folder; its path.
pub fn package(root: &Path, binary: &Path, folder: &Path) -> Result<PathBuf, String> {
    let version = version(root)?;
    let architecture = told(Command::new("dpkg").arg("--print-architecture"))?;
    let name = format!("danvan_{version}_{architecture}");
    let tree = folder.join(&name);
    fs::remove_dir_all(&tree).ok();
    put(binary, &tree.join("usr/bin/danvan"), 0o755)?;
    for (from, to, mode) in FILES {
        put(&root.join(from), &tree.join(to), *mode)?;
    }
    let page = tree.join("usr/share/man/man1/danvan.1");
    write(&page, &manual(binary, &version)?, 0o644)?;
    told(Command::new("gzip").args(["-9", "-n"]).arg(&page))?;
    write(&tree.join("DEBIAN/conffiles"), CONFFILES, 0o644)?;
    let control = fs::read_to_string(root.join("packaging/debian/control")).map_err(|e| e.to_string())?;
    let size = told(Command::new("du").args(["-sk", "--exclude=DEBIAN"]).arg(&tree))?;
    let size = size.split_whitespace().next().unwrap_or("0");
    let control =
        control.replace("@VERSION@", &version).replace("@ARCHITECTURE@", &architecture).replace("@SIZE@", size);
    write(&tree.join("DEBIAN/control"), &control, 0o644)?;
    let package = folder.join(format!("{name}.deb"));
    told(Command::new("dpkg-deb").args(["--root-owner-group", "--build"]).arg(&tree).arg(&package))?;
    fs::remove_dir_all(&tree).map_err(|e| e.to_string())?;
    Ok(package)
}

/// The version of the workspace.
fn version(root: &Path) -> Result<String, String> {
    let text = fs::read_to_string(root.join("Cargo.toml")).map_err(|e| e.to_string())?;
    let line = text.lines().find_map(|l| l.strip_prefix("version = \""));
    Ok(line.ok_or("Cargo.toml: no version")?.trim_end_matches('"').to_string())
}

/// A manual page made of the program's own help.
fn manual(binary: &Path, version: &str) -> Result<String, String> {
    let help = told(Command::new(binary).arg("--help"))?;
    // A backslash, and a point or quote at the head of a line, mean something in a manual page.
    let line = |l: &str| format!("\\&{}\n", l.replace('\\', "\\e").replace('-', "\\-"));
    let body: String = help.lines().map(line).collect();
    Ok(format!(
        ".TH DANVAN 1 \"\" \"danvan {version}\"\n.SH NAME\ndanvan \\- registers, figures and reports of people-relations work\n\
         .SH SYNOPSIS\n.nf\ndanvan COMMAND \\-\\-help\n.fi\n.SH DESCRIPTION\n.nf\n{body}.fi\n.SH FILES\n\
         /etc/danvan/danvan.toml, /var/lib/danvan, /usr/share/doc/danvan\n"
    ))
}

fn put(from: &Path, to: &Path, mode: u32) -> Result<(), String> {
    folder_of(to)?;
    fs::copy(from, to).map_err(|e| format!("{}: {e}", from.display()))?;
    set_mode(to, mode)
}

fn write(to: &Path, text: &str, mode: u32) -> Result<(), String> {
    folder_of(to)?;
    fs::write(to, text).map_err(|e| format!("{}: {e}", to.display()))?;
    set_mode(to, mode)
}

/// Makes the folders above a file, readable by all whatever the mask of whoever builds.
fn folder_of(to: &Path) -> Result<(), String> {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    set_mode(folder, 0o755)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(|e| format!("{}: {e}", path.display()))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) -> Result<(), String> {
    Ok(())
}

/// Runs a program; what it said, or why it failed.
fn told(command: &mut Command) -> Result<String, String> {
    let done = command.output().map_err(|e| format!("{command:?}: {e}"))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).trim().to_string());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&done.stderr)))
}

#[cfg(test)]
mod tests {
    use super::{FILES, package, told};
    use std::path::Path;
    use std::process::Command;

    /// The package of a stand-in for the program: what is tried here is the package, not the program.
    #[test]
    fn the_package_holds_program_unit_settings_and_documents_and_keeps_data_on_upgrades() {
        if !Path::new("/etc/debian_version").exists() {
            eprintln!("not a Debian: there is no dpkg-deb here");
            return;
        }
        let root = crate::root();
        let folder = std::env::temp_dir().join(format!("danvan-deb-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let binary = folder.join("program");
        super::write(&binary, "#!/bin/sh\necho 'Usage: danvan COMMAND'\n", 0o755).unwrap();
        let made = package(&root, &binary, &folder).unwrap();
        let list = told(Command::new("dpkg-deb").arg("-c").arg(&made)).unwrap();
        for (_, to, _) in FILES.iter().filter(|(_, to, _)| !to.starts_with("DEBIAN/")) {
            assert!(list.contains(&format!(" ./{to}\n")) || list.ends_with(&format!(" ./{to}")), "{to}: {list}");
        }
        let program = list.lines().find(|l| l.ends_with(" ./usr/bin/danvan")).unwrap();
        assert!(program.starts_with("-rwxr-xr-x root/root"), "{program}");
        assert!(list.contains("./usr/share/man/man1/danvan.1.gz"));
        assert!(!list.contains("var/lib"), "no data is in the package, so none is replaced");
        let about = told(Command::new("dpkg-deb").arg("-I").arg(&made)).unwrap();
        for part in ["Package: danvan", "conffiles", "postinst", "postrm", "prerm", "Depends: libc6, adduser"] {
            assert!(about.contains(part), "{part}: {about}");
        }
        let settings = told(Command::new("dpkg-deb").arg("-I").arg(&made).arg("conffiles")).unwrap();
        assert_eq!(settings, "/etc/danvan/danvan.toml");
        for script in ["postinst", "prerm", "postrm"] {
            told(Command::new("sh").arg("-n").arg(root.join("packaging/debian").join(script))).unwrap();
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
