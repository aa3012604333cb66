//! Values and rows as both databases understand them: integers of 64 bits and text; dates are day numbers or ISO text,
//! amounts scaled integers.

use crate::error::{Result, StoreError};
use bytes::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Val {
    /// NULL.
    Null,
    /// A BIGINT.
    Int(i64),
    /// A TEXT.
    Text(String),
    /// A BLOB, or BYTEA: the content of a file.
    Bytes(Vec<u8>),
}

impl From<i64> for Val {
    fn from(v: i64) -> Self {
        Val::Int(v)
    }
}
impl From<bool> for Val {
    fn from(v: bool) -> Self {
        Val::Int(v.into())
    }
}
impl From<&str> for Val {
    fn from(v: &str) -> Self {
        Val::Text(v.into())
    }
}
impl From<String> for Val {
    fn from(v: String) -> Self {
        Val::Text(v)
    }
}
impl From<&String> for Val {
    fn from(v: &String) -> Self {
        Val::Text(v.clone())
    }
}
impl<T: Into<Val>> From<Option<T>> for Val {
    fn from(v: Option<T>) -> Self {
        v.map_or(Val::Null, Into::into)
    }
}

impl rusqlite::ToSql for Val {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Val::Null => ValueRef::Null,
            Val::Int(i) => ValueRef::Integer(*i),
            Val::Text(t) => ValueRef::Text(t.as_bytes()),
            Val::Bytes(b) => ValueRef::Blob(b),
        }))
    }
}

impl ToSql for Val {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Val::Null, _) => Ok(IsNull::Yes),
            (Val::Int(i), &Type::INT4) => i32::try_from(*i)?.to_sql(ty, out),
            (Val::Int(i), &Type::INT2) => i16::try_from(*i)?.to_sql(ty, out),
            (Val::Int(i), _) => i.to_sql(&Type::INT8, out),
            (Val::Text(t), _) => t.to_sql(&Type::TEXT, out),
            (Val::Bytes(b), _) => b.to_sql(&Type::BYTEA, out),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

/// A row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Val>);

impl Row {
    fn wrong(&self, k: usize, wanted: &str) -> StoreError {
        StoreError::Database(format!("cột {k}: cần {wanted}, có {:?}", self.0.get(k)))
    }
    /// An integer.
    pub fn int(&self, k: usize) -> Result<i64> {
        match self.0.get(k) {
            Some(Val::Int(i)) => Ok(*i),
            _ => Err(self.wrong(k, "số nguyên")),
        }
    }
    /// An integer or NULL.
    pub fn opt_int(&self, k: usize) -> Result<Option<i64>> {
        match self.0.get(k) {
            Some(Val::Null) => Ok(None),
            _ => self.int(k).map(Some),
        }
    }
    /// A text.
    pub fn text(&self, k: usize) -> Result<&str> {
        match self.0.get(k) {
            Some(Val::Text(t)) => Ok(t),
            _ => Err(self.wrong(k, "chữ")),
        }
    }
    /// The content of a file.
    pub fn bytes(&self, k: usize) -> Result<&[u8]> {
        match self.0.get(k) {
            Some(Val::Bytes(b)) => Ok(b),
            _ => Err(self.wrong(k, "nội dung tệp")),
        }
    }
    /// A text or NULL.
    pub fn opt_text(&self, k: usize) -> Result<Option<&str>> {
        match self.0.get(k) {
            Some(Val::Null) => Ok(None),
            _ => self.text(k).map(Some),
        }
    }
}
