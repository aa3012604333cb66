//! Settings: their weight, what is refused, and that a printed file sets the same again.

use super::network::{Network, client};
use super::show::without_password;
use super::{KEYS, Settings, settle};
use crate::cli::{Cli, Command};
use clap::{CommandFactory, Parser};
use std::path::Path;

/// `danvan serve` with these words and this file.
fn settings(words: &[&str], file: &str) -> Result<Settings, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("danvan.toml");
    std::fs::write(&path, file).unwrap();
    read(words, &path)
}

fn read(words: &[&str], path: &Path) -> Result<Settings, Vec<String>> {
    let path = path.display().to_string();
    let cli = Cli::parse_from(["danvan", "serve", "--config", &path].iter().chain(words));
    let Command::Serve(args) = &cli.command else { panic!("not serve") };
    let line = |p: &domain::problem::Problem| {
        format!("{}:{} {}", p.place.line.unwrap_or(0), p.code, p.place.field.clone().unwrap_or_default())
    };
    settle(&cli.common, args).map_err(|problems| problems.iter().map(line).collect())
}

#[test]
fn nothing_said_serves_this_machine_alone() {
    let s = settings(&[], "").unwrap();
    assert_eq!(s.listen.to_string(), "127.0.0.1:8080");
    assert_eq!((s.database.as_str(), s.key_file.to_str()), ("danvan.db", Some("danvan.key")));
    assert!(s.metrics_listen.is_none() && s.tls.is_none() && !s.secure());
}

#[test]
fn a_flag_outweighs_the_file_and_the_file_the_default() {
    let file = "listen = \"127.0.0.1:1\"\nsession-idle-minutes = 5\ndatabase = \"/a/b.db\"\n";
    let s = settings(&["--listen", "127.0.0.1:2"], file).unwrap();
    assert_eq!(s.listen.port(), 2);
    assert_eq!((s.session_idle_minutes, s.session_absolute_hours), (5, 12));
    assert_eq!(s.key_file, Path::new("/a/b.key"));
}

#[test]
fn everything_wrong_in_a_file_is_told_at_once_with_its_line() {
    let file = "listne = \"127.0.0.1:1\"\nlog-format = \"xml\"\nsession-idle-minutes = 0\ntls-key = \"k\"\nlog-level = true\n\
                behind-proxy = [\"proxy\"]\npublic-url = \"https://a.vn/x\"\n";
    let mut told = settings(&[], file).unwrap_err();
    told.sort();
    assert_eq!(
        told,
        [
            "1:unknown-setting listne",
            "2:bad-setting log-format",
            "3:bad-setting session-idle-minutes",
            "4:half-tls tls-key",
            "5:wrong-type log-level",
            "6:bad-setting behind-proxy",
            "7:bad-setting public-url",
        ]
    );
    assert_eq!(settings(&[], "listen = \n").unwrap_err(), ["1:toml-syntax "]);
}

#[test]
fn an_address_that_others_reach_needs_tls_or_a_proxy() {
    let open = ["--listen", "0.0.0.0:80"];
    assert_eq!(settings(&open, "").unwrap_err(), ["0:listen-unprotected --listen"]);
    assert!(settings(&open, "behind-proxy = [\"10.0.0.1\"]").unwrap().secure());
    assert!(settings(&open, "tls-certificate = \"c\"\ntls-key = \"k\"").unwrap().secure());
    assert!(settings(&["--listen", "[::1]:80"], "").is_ok());
}

#[test]
fn what_is_printed_sets_the_same_again() {
    let file = "listen = \"0.0.0.0:443\"\npublic-url = \"https://danvan.vn/\"\ndatabase = \"x.db\"\ncatalogue = [\"a b\", \"c\"]\n\
                tls-certificate = \"c.pem\"\ntls-key = \"k.pem\"\nbehind-proxy = [\"10.0.0.0/8\"]\nupload-limit-mib = 7\n\
                log-format = \"json\"\nlog-level = \"info,web=debug\"\nmetrics-listen = \"127.0.0.1:9\"\nkey-file = \"k\"\n";
    let one = settings(&[], file).unwrap();
    assert_eq!(settings(&[], &one.to_string()).unwrap(), one);
    let plain = settings(&[], "").unwrap();
    assert_eq!(settings(&[], &plain.to_string()).unwrap(), plain);
}

#[test]
fn every_setting_is_a_flag_and_a_variable() {
    let command = Cli::command();
    let serve = command.find_subcommand("serve").unwrap();
    for key in KEYS {
        let all = serve.get_arguments().chain(command.get_arguments());
        let argument = all.into_iter().find(|a| a.get_long() == Some(key)).unwrap_or_else(|| panic!("--{key}"));
        let variable = format!("DANVAN_{}", key.to_uppercase().replace('-', "_"));
        assert_eq!(argument.get_env().and_then(|v| v.to_str()), Some(variable.as_str()));
    }
}

#[test]
fn a_password_in_an_address_is_not_printed() {
    assert_eq!(without_password("postgres://a:b@h:1/d"), "postgres://a:…@h:1/d");
    assert_eq!(without_password("postgres://a@h/d"), "postgres://a@h/d");
    assert_eq!(without_password("danvan.db"), "danvan.db");
}

#[test]
fn a_forwarded_address_is_believed_only_from_trusted_proxies_and_only_their_own_word() {
    let trusted = [Network::parse("10.0.0.0/8").unwrap(), Network::parse("::1").unwrap()];
    let of = |peer: &str, lines: &[&str]| client(peer.parse().unwrap(), lines, &trusted).to_string();
    assert_eq!(of("192.0.2.1", &["203.0.113.9"]), "192.0.2.1", "a stranger's word is not believed");
    assert_eq!(of("10.1.2.3", &["203.0.113.9"]), "203.0.113.9");
    assert_eq!(of("::ffff:10.1.2.3", &["6.6.6.6, 203.0.113.9, 10.9.9.9"]), "203.0.113.9", "what a client wrote itself");
    assert_eq!(of("::1", &["6.6.6.6", "203.0.113.9"]), "203.0.113.9");
    assert_eq!(of("10.1.2.3", &["not an address"]), "10.1.2.3");
    assert_eq!(of("10.1.2.3", &[]), "10.1.2.3");
    assert!(Network::parse("10.0.0.0/33").is_none() && Network::parse("x").is_none());
    assert!(Network::parse("0.0.0.0/0").unwrap().contains("9.9.9.9".parse().unwrap()));
    assert!(!Network::parse("0.0.0.0/0").unwrap().contains("2001:db8::1".parse().unwrap()));
}
