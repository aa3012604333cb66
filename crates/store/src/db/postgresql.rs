//! PostgreSQL: a client with its prepared statements.

use super::{Row, Val};
use crate::error::{Result, StoreError};
use postgres::types::{ToSql, Type};
use std::collections::HashMap;

/// Prepared statements kept per connection.
const STATEMENTS_MAX: usize = 512;

/// A client.
pub struct Client {
    inner: postgres::Client,
    statements: HashMap<String, postgres::Statement>,
}

impl Client {
    pub(super) fn connect(url: &str) -> Result<Self> {
        let mut config: postgres::Config =
            url.parse().map_err(|e: postgres::Error| StoreError::Unavailable(e.to_string()))?;
        config.connect_timeout(std::time::Duration::from_secs(10)).application_name("danvan");
        Ok(Client { inner: config.connect(postgres::NoTls)?, statements: HashMap::new() })
    }

    pub(super) fn is_closed(&self) -> bool {
        self.inner.is_closed()
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

    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(self.inner.batch_execute(sql)?)
    }
}

fn read_row(row: &postgres::Row) -> Result<Row> {
    let mut values = Vec::with_capacity(row.len());
    for (k, column) in row.columns().iter().enumerate() {
        values.push(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(k)?.into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(k)?.map(i64::from).into(),
            Type::INT2 => row.try_get::<_, Option<i16>>(k)?.map(i64::from).into(),
            Type::BOOL => row.try_get::<_, Option<bool>>(k)?.map(i64::from).into(),
            _ => row.try_get::<_, Option<String>>(k)?.into(),
        });
    }
    Ok(Row(values))
}
