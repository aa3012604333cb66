//! The trial balance: everything that is derived is worked out again and compared. Each room has its own check.

mod derived;

use crate::Store;
use crate::db::Conn;
use crate::error::Result;
use crate::ledger::{Batch, Posting};
use crate::papers::verify_papers;
use crate::registers::{Entry, desired_postings, entries_page, files_in, standing_postings};
use domain::calendar::{date_of, half_month};
use domain::ledger::Total;
use std::collections::{BTreeMap, BTreeSet};

/// Something that does not balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Room.
    pub room: &'static str,
    /// What is wrong, in Vietnamese.
    pub text: String,
}

/// Breaches told per check at most; the rest is counted.
const TOLD_MAX: usize = 20;

/// Gathers breaches of one room.
pub(crate) struct Told {
    room: &'static str,
    list: Vec<Breach>,
    more: usize,
}

impl Told {
    pub(crate) fn new(room: &'static str) -> Self {
        Told { room, list: Vec::new(), more: 0 }
    }
    pub(crate) fn say(&mut self, text: String) {
        if self.list.len() < TOLD_MAX {
            self.list.push(Breach { room: self.room, text });
        } else {
            self.more += 1;
        }
    }
    pub(crate) fn done(mut self) -> Vec<Breach> {
        if self.more > 0 {
            self.list.push(Breach { room: self.room, text: format!("… và {} chỗ khác", self.more) });
        }
        self.list
    }
}

impl Store {
    /// Proves every room's invariants. Empty when all is well. `progress` is told what is being checked.
    pub fn verify(&self, progress: &mut dyn FnMut(&str)) -> Result<Vec<Breach>> {
        let mut breaches = Vec::new();
        progress("đơn vị");
        breaches.extend(self.verify_units()?);
        progress("mục trong sổ");
        breaches.extend(self.read(verify_registers)?);
        progress("bút toán theo mục");
        breaches.extend(self.verify_postings()?);
        breaches.extend(self.read(verify_ledger)?);
        progress("số dồn theo bút toán");
        breaches.extend(self.read(verify_cells)?);
        progress("số tự khai");
        breaches.extend(self.read(verify_declared)?);
        progress("việc có hạn, tệp đính kèm, báo cáo");
        breaches.extend(self.verify_derived()?);
        breaches.extend(self.read(verify_papers)?);
        progress("tài khoản");
        let units = self.units();
        breaches.extend(self.read(|conn| crate::people::verify::verify_people(conn, &units))?);
        Ok(breaches)
    }

    /// `unit_under` is what the versions say.
    fn verify_units(&self) -> Result<Vec<Breach>> {
        let mut told = Told::new("units");
        let wanted = crate::units::under_rows(&self.units());
        let have = self.read(|conn| {
            let rows = conn.query("SELECT ancestor, unit, from_day, to_day FROM unit_under", &[])?;
            rows.iter().map(|r| Ok(((r.int(0)?, r.int(1)?, r.int(2)?), r.int(3)?))).collect::<Result<BTreeMap<_, _>>>()
        })?;
        for (key, to) in &wanted {
            if have.get(key) != Some(to) {
                told.say(format!("đơn vị {} thiếu dòng thuộc {}", key.1, key.0));
            }
        }
        for key in have.keys().filter(|k| !wanted.contains_key(k)) {
            told.say(format!("đơn vị {} thừa dòng thuộc {}", key.1, key.0));
        }
        Ok(told.done())
    }

    /// Each entry can be read, its standing postings are those that its catalogue makes from its data, and its files are
    /// here.
    fn verify_postings(&self) -> Result<Vec<Breach>> {
        let mut told = Told::new("ledger");
        let mut after = String::new();
        loop {
            // One snapshot for all, so that nobody's writing meanwhile looks like a breach.
            let (page, stands, files) = self.read(|conn| {
                let page = entries_page(conn, &after, 500)?;
                let (Some((first, _)), Some((last, _))) = (page.first(), page.last()) else {
                    return Ok((page, BTreeMap::new(), BTreeSet::new()));
                };
                let stands = standing_postings(conn, first, last)?;
                let named =
                    page.iter().filter_map(|(_, e)| e.as_ref().ok()).flat_map(|e| files_in(&e.data).into_keys());
                let files = crate::files::present(conn, &named.collect())?;
                Ok((page, stands, files))
            })?;
            let Some((last, _)) = page.last() else { break };
            after = last.clone();
            for (id, entry) in &page {
                let have = stands.get(id).cloned().unwrap_or_default();
                match entry.as_ref().map_err(ToString::to_string).and_then(|e| {
                    let want = if e.voided { Ok(BTreeMap::new()) } else { self.wanted(e) };
                    Ok((e, want.map_err(|why| why.to_string())?))
                }) {
                    Err(why) => told.say(format!("mục {id}: không đọc hoặc không tính lại được: {why}")),
                    Ok((e, want)) => {
                        if have != want {
                            told.say(format!("mục {id} (“{}”): bút toán khác với dữ liệu của mục", e.title));
                        }
                        if let Some(missing) = files_in(&e.data).into_keys().find(|f| !files.contains(f)) {
                            told.say(format!("mục {id} (“{}”): mất tệp đính kèm {missing}", e.title));
                        }
                    }
                }
            }
        }
        Ok(told.done())
    }

    fn wanted(&self, entry: &Entry) -> Result<BTreeMap<Posting, Total>> {
        let pinned = self.pinned()?;
        let units = self.units();
        let catalogue = self.catalogue_version(&entry.catalogue)?;
        let organ = self.organ_by_id(entry.organ)?;
        let Some(organ) = organ else { return Ok(BTreeMap::new()) };
        let kind = catalogue.organ_kinds.get(&organ.kind);
        let version = units.nearest_version(organ.area, entry.record_date);
        let (Some(kind), Some(version)) = (kind, version) else { return Ok(BTreeMap::new()) };
        let owner = domain::registers::Owner {
            he: kind.he,
            cap: version.level,
            co_quan: organ.kind.clone(),
            organ: organ.id,
            area: organ.area,
        };
        desired_postings(&catalogue, &pinned, &units, &mut Batch::new(0, 0), entry, &owner)
    }
}

fn verify_registers(conn: &mut Conn) -> Result<Vec<Breach>> {
    let mut told = Told::new("registers");
    let rows = conn.query(
        "SELECT e.id, e.version, COUNT(v.version), COALESCE(MAX(v.version), 0) FROM entry e LEFT JOIN entry_version v ON v.entry = e.id \
         GROUP BY e.id, e.version HAVING COUNT(v.version) <> e.version OR COALESCE(MAX(v.version), 0) <> e.version",
        &[],
    )?;
    for row in rows {
        told.say(format!("mục {}: lịch sử có {} bản, mục ở bản {}", row.text(0)?, row.int(2)?, row.int(1)?));
    }
    let rows = conn.query(
        "SELECT e.register, e.organ, e.year, MAX(e.number) FROM entry e LEFT JOIN counter c ON c.register = e.register AND c.organ = e.organ \
         AND c.year = e.year GROUP BY e.register, e.organ, e.year HAVING MAX(e.number) > COALESCE(MAX(c.last), 0)",
        &[],
    )?;
    for row in rows {
        told.say(format!("sổ {} của cơ quan {} năm {}: số thứ tự vượt bộ đếm", row.text(0)?, row.int(1)?, row.int(2)?));
    }
    let rows = conn.query(
        "SELECT e.id FROM entry e JOIN entry_version v ON v.entry = e.id AND v.version = e.version \
         WHERE v.data <> e.data OR v.state <> e.state OR CAST(substr(e.record_date, 1, 4) AS BIGINT) <> e.year ORDER BY e.id",
        &[],
    )?;
    for row in rows {
        told.say(format!("mục {}: dữ liệu, trạng thái hoặc năm khác với bản cuối của lịch sử", row.text(0)?));
    }
    let rows = conn.query(
        "SELECT register, identity, COUNT(*) FROM entry WHERE identity IS NOT NULL AND voided = 0 \
         GROUP BY register, identity HAVING COUNT(*) > 1 ORDER BY register, identity",
        &[],
    )?;
    for row in rows {
        told.say(format!("sổ {}: {} mục cùng một định danh {}", row.text(0)?, row.int(2)?, row.text(1)?));
    }
    let rows = conn.query(
        "SELECT e.id FROM entry e LEFT JOIN succession s ON s.old_unit = e.area AND s.new_unit = e.assigned \
         AND s.kind IN ('merged', 'split') WHERE e.assigned IS NOT NULL AND s.old_unit IS NULL ORDER BY e.id",
        &[],
    )?;
    for row in rows {
        told.say(format!("mục {}: phân cho một đơn vị không nhận phần nào của địa bàn ấy", row.text(0)?));
    }
    let rows = conn.query(
        "SELECT p.entry FROM posting p LEFT JOIN entry e ON e.id = p.entry WHERE e.id IS NULL GROUP BY p.entry",
        &[],
    )?;
    for row in rows {
        told.say(format!("bút toán của mục không có trong sổ: {}", row.text(0)?));
    }
    Ok(told.done())
}

/// Reversals take back a posting of the same entry, and every dimension set that is used is there.
fn verify_ledger(conn: &mut Conn) -> Result<Vec<Breach>> {
    let mut told = Told::new("ledger");
    let rows = conn.query(
        "SELECT p.id, p.entry FROM posting p LEFT JOIN posting r ON r.id = p.reverses AND r.entry = p.entry AND r.line = p.line \
         AND r.measure = p.measure WHERE p.reverses IS NOT NULL AND r.id IS NULL ORDER BY p.id",
        &[],
    )?;
    for row in rows {
        told.say(format!("mục {}: bút toán đảo {} không có bút toán gốc", row.text(1)?, row.int(0)?));
    }
    let rows = conn.query(
        "SELECT s.dimset FROM (SELECT DISTINCT dimset FROM posting) s LEFT JOIN dimset d ON d.id = s.dimset WHERE d.id IS NULL \
         ORDER BY s.dimset",
        &[],
    )?;
    for row in rows {
        told.say(format!("thiếu bộ chiều {} của bút toán", row.int(0)?));
    }
    Ok(told.done())
}

/// The cells are the sums of the postings, own and below, per half month and per year, shards added up.
fn verify_cells(conn: &mut Conn) -> Result<Vec<Breach>> {
    let mut told = Told::new("roll-ups");
    for row in conn.query("SELECT DISTINCT day, half FROM posting", &[])? {
        if half_month(date_of(row.int(0)?)) != row.int(1)? {
            told.say(format!("bút toán ngày {}: sai nửa tháng", date_of(row.int(0)?)));
        }
    }
    let sums = |t: &str| {
        ["qty", "n", "n_over", "n_under", "n_pending"]
            .map(|c| format!("CAST(SUM({t}.{c}) AS BIGINT) AS {c}"))
            .join(", ")
    };
    let bucket = [(0, "p.half"), (1, "(p.half - (p.half % 24)) / 24")];
    for (part, join) in [
        (0, String::new()),
        (1, "JOIN unit_under u ON u.unit = p.area AND u.ancestor <> p.area AND p.tree_day BETWEEN u.from_day AND u.to_day".into()),
    ] {
        let unit = if part == 0 { "p.area" } else { "u.ancestor" };
        for (level, bucket) in bucket {
            let fresh = format!(
                "SELECT {unit} AS unit, p.measure AS measure, {bucket} AS bucket, p.dimset AS dimset, p.member AS member, {} \
                 FROM posting p {join} GROUP BY {unit}, p.measure, {bucket}, p.dimset, p.member",
                sums("p")
            );
            let kept = format!(
                "SELECT c.unit AS unit, c.measure AS measure, c.bucket AS bucket, c.dimset AS dimset, c.member AS member, {} \
                 FROM cell c WHERE c.part = {part} AND c.level = {level} GROUP BY c.unit, c.measure, c.bucket, c.dimset, c.member",
                sums("c")
            );
            let live = "WHERE qty <> 0 OR n <> 0 OR n_over <> 0 OR n_under <> 0 OR n_pending <> 0";
            for (a, b, what) in [(&fresh, &kept, "thiếu hoặc sai"), (&kept, &fresh, "thừa hoặc sai")] {
                let sql = format!(
                    "SELECT unit, measure, bucket, qty FROM (SELECT * FROM ({a}) s1 {live} EXCEPT SELECT * FROM ({b}) s2 {live}) d \
                     ORDER BY unit, measure, bucket LIMIT 50"
                );
                for row in conn.query(&sql, &[])? {
                    told.say(format!(
                        "đơn vị {}, số đo {}, kỳ {} (mức {level}, phần {part}): số dồn {what}: {}",
                        row.int(0)?,
                        row.int(1)?,
                        row.int(2)?,
                        row.int(3)?
                    ));
                }
            }
        }
    }
    Ok(told.done())
}

fn verify_declared(conn: &mut Conn) -> Result<Vec<Breach>> {
    let mut told = Told::new("declared");
    let rows = conn.query(
        "SELECT unit, measure, dims, to_date, COUNT(*) FROM declared WHERE closed_tx IS NULL \
         GROUP BY unit, measure, dims, COALESCE(from_date, ''), to_date HAVING COUNT(*) > 1",
        &[],
    )?;
    for row in rows {
        told.say(format!("đơn vị {}: {} số khai cùng đứng cho một kỳ đến {}", row.int(0)?, row.int(4)?, row.text(3)?));
    }
    let rows = conn.query(
        "SELECT d.id FROM declared d JOIN confirmation c ON c.unit = d.unit AND c.measure = d.measure \
         AND COALESCE(c.from_date, '0001-01-01') <= COALESCE(d.from_date, '0001-01-01') AND d.to_date <= c.to_date \
         WHERE d.closed_tx IS NULL GROUP BY d.id ORDER BY d.id",
        &[],
    )?;
    for row in rows {
        told.say(format!("số khai {}: vẫn đứng dù đơn vị đã xác nhận đủ hồ sơ", row.int(0)?));
    }
    let rows = conn.query("SELECT id FROM declared WHERE closed_tx IS NOT NULL AND closed_tx < tx", &[])?;
    for row in rows {
        told.say(format!("số khai {}: đóng trước khi khai", row.int(0)?));
    }
    Ok(told.done())
}
