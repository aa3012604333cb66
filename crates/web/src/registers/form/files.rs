//! Files that a form carries along. A form names a file that is kept already by a token that only this installation can
//! make, so that nobody attaches, and so reads, a file by guessing or learning its digest.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Makes and reads the tokens.
#[derive(Clone, Copy)]
pub struct Tokens<'a>(pub &'a [u8; 32]);

impl Tokens<'_> {
    /// The token of a file as an entry's data names it; `None` when it is not of that shape.
    pub fn write(&self, file: &Value) -> Option<String> {
        let (sha256, name) = (file.get("sha256")?.as_str()?, file.get("ten")?.as_str()?);
        let bytes = file.get("bytes")?.as_u64()?;
        Some(format!("{sha256}.{bytes}.{}.{name}", self.mark(sha256, bytes, name)))
    }
    /// The file of a token; `None` when it was not made here.
    pub fn read(&self, token: &str) -> Option<Value> {
        let mut parts = token.splitn(4, '.');
        let (sha256, bytes) = (parts.next()?, parts.next()?.parse().ok()?);
        let (mark, name) = (parts.next()?, parts.next()?);
        (mark == self.mark(sha256, bytes, name)).then(|| json!({ "ten": name, "sha256": sha256, "bytes": bytes }))
    }
    /// The key stands at both ends, so that a mark cannot be lengthened.
    fn mark(&self, sha256: &str, bytes: u64, name: &str) -> String {
        let mut sum = Sha256::new();
        sum.update(self.0);
        sum.update(format!("tep|{sha256}|{bytes}|{name}|"));
        sum.update(self.0);
        sum.finalize().iter().take(12).map(|b| format!("{b:02x}")).collect()
    }
}

/// "1,2 MiB", "340 KiB".
pub fn size_text(bytes: u64) -> String {
    let tenths = |unit: u64| bytes.saturating_mul(10).div_ceil(unit);
    let (tenths, name) = if bytes >= 1 << 20 { (tenths(1 << 20), "MiB") } else { (tenths(1 << 10), "KiB") };
    match tenths % 10 {
        0 => format!("{} {name}", tenths / 10),
        rest => format!("{},{rest} {name}", tenths / 10),
    }
}
