//! Passwords: Argon2id with the parameters of OWASP's password storage cheat sheet (19 MiB, 2 passes, 1 lane).

use crate::app::App;
use crate::shell::fault::{Fault, Outcome};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

fn hasher() -> Outcome<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|e| Fault::internal(&e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash to keep, in PHC format, with a salt of its own. Takes some 20 ms: blocking threads only.
pub fn hash(app: &App, password: &str) -> Outcome<String> {
    hash_with(&app.random::<16>(), password)
}

/// As [`hash`], with the salt given: for the program, which makes accounts before there is an application.
pub fn hash_with(salt: &[u8; 16], password: &str) -> Outcome<String> {
    let hash = hasher()?.hash_password_with_salt(typed(password).as_bytes(), salt);
    hash.map(|h| h.to_string()).map_err(|e| Fault::internal(&e.to_string()))
}

/// A passphrase as one string however it was typed: keyboards send Vietnamese letters composed or decomposed (NIST SP
/// 800-63B, 3.1.1.2: normalise before hashing), and phones add a space at the end.
fn typed(password: &str) -> String {
    domain::text::tidy(password)
}

/// Whether the password is the one of this hash. With `None` (no such account) it works as long and says no.
pub fn is(hash: Option<&str>, password: &str) -> Outcome<bool> {
    let hasher = hasher()?;
    match hash.and_then(|h| PasswordHash::new(h).ok()) {
        Some(hash) => Ok(hasher.verify_password(typed(password).as_bytes(), &hash).is_ok()),
        None => {
            let _ = hash_with(&[0; 16], password)?;
            Ok(false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_the_same_whether_its_letters_are_typed_composed_or_decomposed() {
        let hash = hash_with(&[1; 16], "đường về bản").unwrap_or_default();
        let decomposed = "đu\u{31b}o\u{31b}\u{300}ng ve\u{302}\u{300} ba\u{309}n ";
        assert!(is(Some(&hash), decomposed).is_ok_and(|right| right));
        assert!(is(Some(&hash), "đường về ban").is_ok_and(|right| !right));
    }
}
