//! PostgreSQL: a client with its prepared statements.

use super::{Row, Val};
use crate::error::{Result, StoreError};
use bytes::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use std::collections::HashMap;

/// Prepared statements kept per connection.
const STATEMENTS_MAX: usize = 512;

/// Rows of one statement at most when many are inserted.
const ROWS_MAX: usize = 8192;

/// A client.
pub struct Client {
    inner: postgres::Client,
    slot: i64,
    statements: HashMap<String, postgres::Statement>,
}

impl Client {
    pub(super) fn connect(url: &str, slot: i64) -> Result<Self> {
        let mut config: postgres::Config =
            url.parse().map_err(|e: postgres::Error| StoreError::Unavailable(e.to_string()))?;
        config.connect_timeout(std::time::Duration::from_secs(10)).application_name("danvan");
        Ok(Client { inner: config.connect(postgres::NoTls)?, slot, statements: HashMap::new() })
    }

    pub(super) fn slot(&self) -> i64 {
        self.slot
    }

    fn prepared(&mut self, sql: &str) -> Result<postgres::Statement> {
        if let Some(s) = self.statements.get(sql) {
            return Ok(s.clone());
        }
        let statement = self.inner.prepare(sql)?;
        if self.statements.len() >= STATEMENTS_MAX {
            self.statements.clear();
        }
        self.statements.insert(sql.to_string(), statement.clone());
        Ok(statement)
    }

    pub(super) fn query(&mut self, sql: &str, args: &[Val]) -> Result<Vec<Row>> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = args.iter().map(|v| v as _).collect();
        self.inner.query(&statement, &params)?.iter().map(read_row).collect()
    }

    pub(super) fn exec(&mut self, sql: &str, args: &[Val]) -> Result<u64> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = args.iter().map(|v| v as _).collect();
        Ok(self.inner.execute(&statement, &params)?)
    }

    /// Inserts many rows as one array per column. However many rows there are, it is one statement, planned once: a
    /// list of VALUES costs PostgreSQL several times as much, and a round trip per chunk size.
    pub(super) fn insert_many(&mut self, head: &str, tail: &str, width: usize, values: &[Val]) -> Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        // The server knows the columns' types; the statement for one row is only described, never run.
        let one = (1..=width).map(|k| format!("${k}")).collect::<Vec<_>>().join(",");
        let types = self.prepared(&format!("{head} ({one}){tail}"))?.params().to_vec();
        let arrays = types.iter().enumerate().map(|(k, t)| format!("${}::{}[]", k + 1, t.name()));
        let insert = head.strip_suffix("VALUES").unwrap_or(head);
        let sql = format!("{insert} SELECT * FROM unnest({}){tail}", arrays.collect::<Vec<_>>().join(","));
        let statement = self.prepared(&sql)?;
        for rows in values.chunks(ROWS_MAX * width) {
            let columns: Vec<Column<'_>> =
                (0..width).map(|k| Column(rows.iter().skip(k).step_by(width).collect())).collect();
            let params: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|c| c as _).collect();
            self.inner.execute(&statement, &params)?;
        }
        Ok(())
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(self.inner.batch_execute(sql)?)
    }
}

/// The values of one column, sent as an array.
#[derive(Debug)]
struct Column<'a>(Vec<&'a Val>);

impl ToSql for Column<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        self.0.to_sql(ty, out)
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

fn read_row(row: &postgres::Row) -> Result<Row> {
    let mut values = Vec::with_capacity(row.len());
    for (k, column) in row.columns().iter().enumerate() {
        values.push(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(k)?.into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(k)?.map(i64::from).into(),
            Type::INT2 => row.try_get::<_, Option<i16>>(k)?.map(i64::from).into(),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(k)?.map_or(Val::Null, Val::Bytes),
            Type::BOOL => row.try_get::<_, Option<bool>>(k)?.map(i64::from).into(),
            _ => row.try_get::<_, Option<String>>(k)?.into(),
        });
    }
    Ok(Row(values))
}
