//! What can be proved of people: every account, assignment, session and token fits the others.

use super::rows::{ACCOUNT_COLUMNS, ACCOUNT_WIDTH, ASSIGNMENT_COLUMNS, read_account, read_assignment};
use crate::db::Conn;
use crate::error::Result;
use crate::verify::{Breach, Told};
use domain::people::{Deed, check_login};
use domain::text::fold;
use domain::units::Units;

/// Checks the room. Names of people are not told, only keys.
pub(crate) fn verify_people(conn: &mut Conn, units: &Units) -> Result<Vec<Breach>> {
    let mut told = Told::new("people");
    for row in conn.query(&format!("SELECT {ACCOUNT_COLUMNS}, c.search FROM account c ORDER BY c.id"), &[])? {
        match read_account(&row, 0) {
            Err(why) => told.say(format!("tài khoản không đọc được: {why}")),
            Ok(a) => {
                if check_login(&a.login).ok().as_ref() != Some(&a.login) {
                    told.say(format!("tài khoản {}: tên đăng nhập không hợp lệ", a.id));
                }
                if row.text(ACCOUNT_WIDTH)? != fold(&format!("{} {}", a.name, a.login)) {
                    told.say(format!("tài khoản {}: chữ để tìm khác với tên", a.id));
                }
            }
        }
    }
    for row in conn.query(&format!("SELECT {ASSIGNMENT_COLUMNS} FROM assignment s ORDER BY s.id"), &[])? {
        match read_assignment(&row, 0) {
            Err(why) => told.say(format!("phân công không đọc được: {why}")),
            Ok(a) => {
                if !units.exists(a.unit) {
                    told.say(format!("phân công {}: không có đơn vị {}", a.id, a.unit));
                } else if !units.alive(a.unit, a.from) {
                    told.say(format!("phân công {}: đơn vị {} không có vào ngày {}", a.id, a.unit, a.from));
                }
                if a.to.is_some_and(|to| to.tomorrow().is_ok_and(|next| next < a.from)) {
                    told.say(format!("phân công {}: kết thúc trước khi bắt đầu", a.id));
                }
            }
        }
    }
    let pairs = [
        (
            "SELECT n.id FROM session n JOIN assignment s ON s.id = n.assignment WHERE s.account <> n.account ORDER BY n.id",
            "phiên theo phân công của người khác",
        ),
        (
            "SELECT k.id FROM api_token k JOIN assignment s ON s.id = k.assignment WHERE s.account <> k.account ORDER BY k.id",
            "mã truy cập theo phân công của người khác",
        ),
        (
            "SELECT n.id FROM session n JOIN account c ON c.id = n.account WHERE c.disabled <> 0 ORDER BY n.id",
            "phiên của tài khoản đã ngừng",
        ),
        (
            "SELECT t.seq FROM tx t LEFT JOIN account c ON c.id = t.account WHERE t.account IS NOT NULL AND c.id IS NULL ORDER BY t.seq",
            "giao dịch của tài khoản không có",
        ),
        (
            "SELECT r.account FROM recovery_code r JOIN account c ON c.id = r.account WHERE c.totp IS NULL ORDER BY r.account",
            "mã khôi phục của tài khoản không bật hai bước",
        ),
        ("SELECT misses FROM throttle WHERE misses < 0 ORDER BY misses", "số lần nhập sai âm"),
    ];
    for (sql, what) in pairs {
        for row in conn.query(sql, &[])? {
            told.say(format!("{what}: {}", row.int(0)?));
        }
    }
    for row in conn.query("SELECT what, MIN(id) FROM audit GROUP BY what ORDER BY what", &[])? {
        if Deed::parse(row.text(0)?).is_none() {
            told.say(format!("nhật ký: dòng {} có loại việc lạ “{}”", row.int(1)?, row.text(0)?));
        }
    }
    Ok(told.done())
}
