//! The two schemas are twins.

use crate::furniture::open;
use std::collections::BTreeSet;
use store::Store;
use testkit::{Database, on_postgresql};

/// Table, column, type, whether it must be filled, and its place in the primary key.
type Column = (String, String, String, bool, i64);

fn columns(store: &Store, sql: &str) -> BTreeSet<Column> {
    let rows = store.read(|conn| conn.query(sql, &[])).unwrap();
    let column = |r: &store::db::Row| {
        let text = |k| r.text(k).unwrap().to_lowercase();
        let key = r.int(4).unwrap();
        (
            text(0),
            text(1),
            text(2).replace("bigint", "integer").replace("bytea", "blob"),
            r.int(3).unwrap() == 1 || key > 0,
            key,
        )
    };
    rows.iter().map(column).collect()
}

#[test]
fn both_databases_have_the_same_tables_columns_types_and_keys() {
    on_postgresql(|_| {
        let (_a, sqlite, _) = open(Database::Sqlite);
        let (_b, postgres, _) = open(Database::Postgres);
        let one = columns(
            &sqlite,
            "SELECT m.name, p.name, p.type, p.\"notnull\", p.pk FROM sqlite_master m JOIN pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'",
        );
        let other = columns(
            &postgres,
            "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), CAST(c.data_type AS TEXT), \
             CASE WHEN c.is_nullable = 'NO' THEN 1 ELSE 0 END, CAST(COALESCE(k.ordinal_position, 0) AS BIGINT) \
             FROM information_schema.columns c LEFT JOIN information_schema.table_constraints t \
             ON t.table_schema = 'public' AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY' \
             LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = 'public' \
             AND k.constraint_name = t.constraint_name AND k.column_name = c.column_name AND k.table_name = c.table_name \
             WHERE c.table_schema = 'public'",
        );
        assert!(one.len() > 100, "{}", one.len());
        assert_eq!(one.difference(&other).collect::<Vec<_>>(), other.difference(&one).collect::<Vec<_>>());
    });
}

#[test]
fn both_databases_have_the_same_indexes() {
    on_postgresql(|_| {
        let (_a, sqlite, _) = open(Database::Sqlite);
        let (_b, postgres, _) = open(Database::Postgres);
        let names = |store: &Store, sql: &str| -> BTreeSet<(String, i64)> {
            let rows = store.read(|conn| conn.query(sql, &[])).unwrap();
            rows.iter().map(|r| (r.text(0).unwrap().to_string(), r.int(1).unwrap())).collect()
        };
        let one = names(
            &sqlite,
            "SELECT name, CASE WHEN sql LIKE '%UNIQUE%' THEN 1 ELSE 0 END FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        );
        let other = names(
            &postgres,
            "SELECT CAST(i.indexname AS TEXT), CASE WHEN i.indexdef LIKE '%UNIQUE%' THEN 1 ELSE 0 END FROM pg_indexes i \
             WHERE i.schemaname = 'public' AND i.indexname NOT LIKE '%\\_pkey' AND i.indexname NOT LIKE '%\\_key'",
        );
        assert!(!one.is_empty());
        assert_eq!(one, other);
    });
}

#[test]
fn a_schema_that_ran_with_another_text_is_refused() {
    testkit::both(|db| {
        let (place, store, _) = open(db);
        store.write(|conn| conn.exec("UPDATE migration SET checksum = 'khác'", &[])).unwrap();
        let refused = Store::open(place.location().clone(), false).map(|_| ());
        assert_eq!(crate::furniture::codes(refused), ["schema-changed"]);
    });
}

#[test]
fn a_missing_file_is_not_made_by_mistake() {
    let place = Database::Sqlite.empty();
    assert_eq!(crate::furniture::codes(Store::open(place.location().clone(), false).map(|_| ())), ["no-database"]);
    assert!(store::Location::parse("mysql://x/y").is_err() && store::Location::parse("").is_err());
}
