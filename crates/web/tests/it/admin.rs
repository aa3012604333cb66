//! Administration: within one's units, with the whole installation kept by those of its unit.

use crate::support::{BAC_HA, BAO_NHAI, LAO_CAI, NATION_CODE, PASSWORD, THANH_BA, World, login, unit};
use axum::http::StatusCode;
use domain::organs::Hierarchy::Dang;
use domain::registers::Role::{Administrator, Leader, Officer, Viewer};
use domain::units::Level;

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("“{before}” is not on the page:\n{text}")).1;
    rest.split_once(after).unwrap().0
}

fn account(world: &World, login: &str) -> String {
    world.store().account_by_login(login).unwrap().unwrap().id.to_string()
}

#[tokio::test]
async fn a_new_account_has_a_first_password_that_must_be_changed_before_anything_else() {
    let world = World::new();
    let mut admin = world.signed_in(Administrator, Dang, LAO_CAI).await;
    let place = format!("u:{}", unit(world.store(), BAC_HA).0);
    let form = [
        ("name", "Giàng Thị Thử"),
        ("login", "giang.thu"),
        ("unit", &*place),
        ("he", "dang"),
        ("role", "officer"),
        ("from", "01/07/2025"),
        ("note", "quyết định thử"),
    ];
    let made = admin.post("/quan-tri/tai-khoan/moi", &form).await;
    made.is(StatusCode::OK).shows("Giàng Thị Thử");
    let first = between(&made.text(), "<code>", "</code>").to_string();
    let mut new = world.browser();
    new.post("/dang-nhap", &[("login", "giang.thu"), ("password", &first)]).await.is(StatusCode::SEE_OTHER);
    assert_eq!(new.get("/so").await.location.as_deref(), Some("/toi/mat-khau"));
    let own = "trâu về chuồng trước cơn mưa";
    new.submit("/toi/mat-khau", &[("current", &first), ("password", own), ("again", own)]).await.is(StatusCode::OK);
    new.get("/so").await.is(StatusCode::OK).shows("Xã Bắc Hà");
    let taken = admin.post("/quan-tri/tai-khoan/moi", &form).await;
    taken.is(StatusCode::UNPROCESSABLE_ENTITY).shows("đã có người dùng").shows("Giàng Thị Thử").shows("quyết định thử");
}

#[tokio::test]
async fn an_administrator_neither_sees_nor_changes_accounts_outside_their_units() {
    let world = World::new();
    let mut admin = world.signed_in(Administrator, Dang, LAO_CAI).await;
    let stranger = account(&world, &login(Officer, Dang, THANH_BA));
    admin
        .get("/quan-tri/tai-khoan")
        .await
        .is(StatusCode::OK)
        .shows(&login(Officer, Dang, BAC_HA))
        .hides(&login(Officer, Dang, THANH_BA));
    let path = format!("/quan-tri/tai-khoan/{stranger}");
    admin.get(&path).await.is(StatusCode::NOT_FOUND);
    for what in ["mat-khau", "ngung", "buoc-hai", "phien-het", "ten"] {
        admin.post(&path, &[("viec", what), ("name", "x")]).await.is(StatusCode::NOT_FOUND);
    }
    let elsewhere = format!("u:{}", unit(world.store(), THANH_BA).0);
    let own = account(&world, &login(Officer, Dang, BAC_HA));
    let form =
        [("viec", "phan-cong"), ("unit", &*elsewhere), ("he", "dang"), ("role", "viewer"), ("from", "01/07/2026")];
    admin
        .post(&format!("/quan-tri/tai-khoan/{own}"), &form)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .shows("nằm ngoài phạm vi");
    for role in [Officer, Leader, Viewer] {
        world.signed_in(role, Dang, LAO_CAI).await.get("/quan-tri/tai-khoan").await.is(StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_forgotten_password_is_reset_and_the_lock_lifted_with_it() {
    let world = World::new();
    let mut admin = world.signed_in(Administrator, Dang, BAC_HA).await;
    let name = login(Officer, Dang, BAC_HA);
    let path = format!("/quan-tri/tai-khoan/{}", account(&world, &name));
    let mut person = world.browser();
    for _ in 0..6 {
        person.post("/dang-nhap", &[("login", &name), ("password", "sai")]).await;
    }
    admin.get(&path).await.is(StatusCode::OK).shows("tạm khóa đến");
    let shown = admin.post(&path, &[("viec", "mat-khau")]).await;
    let first = between(&shown.text(), "<code>", "</code>").to_string();
    person.post("/dang-nhap", &[("login", &name), ("password", PASSWORD)]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    person.post("/dang-nhap", &[("login", &name), ("password", &first)]).await.is(StatusCode::SEE_OTHER);
    admin.get("/quan-tri/nhat-ky?deed=password-reset").await.is(StatusCode::OK).shows("đặt lại mật khẩu").shows(&name);
}

#[tokio::test]
async fn a_disabled_account_is_signed_out_at_once_and_can_be_enabled_again() {
    let world = World::new();
    let mut admin = world.signed_in(Administrator, Dang, BAC_HA).await;
    let mut person = world.signed_in(Officer, Dang, BAC_HA).await;
    let path = format!("/quan-tri/tai-khoan/{}", account(&world, &login(Officer, Dang, BAC_HA)));
    admin.submit(&path, &[("viec", "ngung")]).await.is(StatusCode::OK).shows("Đã ngừng tài khoản");
    assert!(person.get("/").await.location.unwrap().starts_with("/dang-nhap"));
    admin.submit(&path, &[("viec", "dung")]).await.shows("dùng lại được");
    let own = format!("/quan-tri/tai-khoan/{}", account(&world, &login(Administrator, Dang, BAC_HA)));
    admin.post(&own, &[("viec", "ngung")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).shows("chính mình");
}

#[tokio::test]
async fn a_handover_is_shown_before_it_moves_assignments_and_drafts() {
    let world = World::new();
    let mut admin = world.signed_in(Administrator, Dang, LAO_CAI).await;
    let (from, to) = (account(&world, &login(Officer, Dang, BAC_HA)), account(&world, &login(Officer, Dang, BAO_NHAI)));
    let day = web::shell::say::date(&world.app.today());
    let preview = admin.get(&format!("/quan-tri/ban-giao?from={from}&to={to}&on={day}")).await;
    preview.is(StatusCode::OK).shows("Xã Bắc Hà").shows("Bàn giao như trên?");
    let alone = admin.get(&format!("/quan-tri/ban-giao?from={from}&to={from}&on={day}")).await;
    alone.is(StatusCode::UNPROCESSABLE_ENTITY).shows("chính là người bàn giao").hides("Bàn giao như trên?");
    let nobody = admin.get(&format!("/quan-tri/ban-giao?from={from}&to=&on={day}")).await;
    nobody.is(StatusCode::UNPROCESSABLE_ENTITY).shows("Phải chọn một người").hides("Bàn giao như trên?");
    let form = [("from", &*from), ("to", &*to), ("on", &*day), ("why", "nghỉ hưu")];
    admin.post("/quan-tri/ban-giao", &form).await.is(StatusCode::OK).shows("Đã bàn giao 1 phân công");
    let mut heir = world.signed_in(Officer, Dang, BAO_NHAI).await;
    heir.get("/toi").await.shows("Xã Bắc Hà").shows("Xã Bảo Nhai");
    admin.post("/quan-tri/ban-giao", &form).await.is(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_log_shows_only_what_concerns_ones_own_units_and_goes_out_as_csv() {
    let world = World::new();
    world.signed_in(Officer, Dang, BAC_HA).await;
    world.signed_in(Officer, Dang, THANH_BA).await;
    let mut admin = world.signed_in(Administrator, Dang, LAO_CAI).await;
    let log = admin.get("/quan-tri/nhat-ky?deed=sign-in").await;
    log.is(StatusCode::OK).shows(&login(Officer, Dang, BAC_HA)).hides(&login(Officer, Dang, THANH_BA));
    let csv = admin.get("/quan-tri/nhat-ky.csv?deed=sign-in").await;
    assert_eq!(csv.media, "text/csv; charset=utf-8");
    csv.shows(&login(Officer, Dang, BAC_HA)).hides(&login(Officer, Dang, THANH_BA));
    let mut top = world.signed_in(Administrator, Dang, NATION_CODE).await;
    top.get("/quan-tri/nhat-ky").await.shows(&login(Officer, Dang, THANH_BA));
    top.get("/quan-tri/nhat-ky?from=32/13/2026").await.is(StatusCode::OK).shows("error-summary");
}

const WHOLE: [&str; 6] = ["sao-luu", "kiem-tra", "ngay-nghi", "don-vi", "ban-do", "sao-luu/tep"];

#[tokio::test]
async fn what_concerns_the_whole_installation_is_for_those_of_its_unit() {
    let world = World::new();
    let mut province = world.signed_in(Administrator, Dang, LAO_CAI).await;
    for page in WHOLE {
        province.get(&format!("/quan-tri/{page}")).await.is(StatusCode::FORBIDDEN);
    }
    for page in ["sao-luu", "kiem-tra", "ngay-nghi", "don-vi"] {
        province.post(&format!("/quan-tri/{page}"), &[]).await.is(StatusCode::FORBIDDEN);
    }
    province.get("/quan-tri").await.is(StatusCode::OK).hides("/quan-tri/sao-luu");
}

#[tokio::test]
async fn a_backup_is_made_in_the_background_and_downloaded_as_a_database_file() {
    let world = World::new();
    let mut admin = world.signed_in(Administrator, Dang, NATION_CODE).await;
    assert_eq!(admin.get("/quan-tri/sao-luu/tep").await.status, 404);
    admin.post("/quan-tri/sao-luu", &[]).await.is(StatusCode::SEE_OTHER);
    for _ in 0..600 {
        if admin.get("/quan-tri/sao-luu/tien-do").await.headers.contains_key("x-go") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    admin.get("/quan-tri/sao-luu").await.is(StatusCode::OK).shows("Tải tệp sao lưu");
    let file = admin.get("/quan-tri/sao-luu/tep").await;
    assert!(file.bytes.starts_with(b"SQLite format 3\0"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    std::fs::write(&path, &file.bytes).unwrap();
    store::backup::check_backup(&path, &mut |_, _, _| {}).unwrap();
    admin.get("/quan-tri/nhat-ky?deed=backed-up").await.shows("sao lưu");
}

#[tokio::test]
async fn the_trial_balance_is_proved_in_the_background() {
    let world = World::new();
    world.dialogue(BAC_HA, "2026-03-05", "Đối thoại với thanh niên", 40);
    let mut admin = world.signed_in(Administrator, Dang, NATION_CODE).await;
    admin.post("/quan-tri/kiem-tra", &[]).await.is(StatusCode::SEE_OTHER);
    for _ in 0..600 {
        if admin.get("/quan-tri/kiem-tra/tien-do").await.headers.contains_key("x-go") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    admin.get("/quan-tri/kiem-tra").await.is(StatusCode::OK).shows("Cân đối vào lúc");
}

#[tokio::test]
async fn a_holiday_is_entered_with_its_basis_and_taken_back() {
    let world = World::new();
    let mut admin = world.signed_in(Administrator, Dang, NATION_CODE).await;
    let bare = [
        ("viec", "ghi"),
        ("date", "05/01/2026"),
        ("kind", "nghi"),
        ("name", "Ngày thử"),
        ("basis", ""),
        ("status", "da-ap-dung"),
    ];
    admin
        .post("/quan-tri/ngay-nghi", &bare)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .shows("văn bản làm căn cứ")
        .shows("Ngày thử");
    let whole = [
        ("viec", "ghi"),
        ("date", "05/01/2026"),
        ("kind", "nghi"),
        ("name", "Ngày thử"),
        ("basis", "Thông báo số 1"),
        ("status", "da-ap-dung"),
    ];
    admin.submit("/quan-tri/ngay-nghi", &whole).await.is(StatusCode::OK).shows("Thông báo số 1");
    admin
        .submit("/quan-tri/ngay-nghi", &[("viec", "bo"), ("date", "05/01/2026")])
        .await
        .is(StatusCode::OK)
        .hides("Thông báo số 1");
}

#[tokio::test]
async fn a_former_unit_is_added_with_what_it_became() {
    let world = World::new();
    let mut admin = world.signed_in(Administrator, Dang, NATION_CODE).await;
    let into = format!("u:{}", unit(world.store(), BAC_HA).0);
    let parent = format!("u:{}", unit(world.store(), LAO_CAI).0);
    let form = [
        ("kind", "xa"),
        ("name", "Bản Thử"),
        ("code", "99991"),
        ("from", "01/07/2025"),
        ("to", "31/12/2025"),
        ("parent", &*parent),
        ("into", &*into),
        ("basis", "Nghị quyết số 1"),
    ];
    let none = form.map(|(k, v)| if k == "basis" { (k, "") } else { (k, v) });
    admin
        .post("/quan-tri/don-vi", &none)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .shows("Chưa ghi văn bản pháp lý")
        .shows("Bản Thử");
    admin.post("/quan-tri/don-vi", &form).await.is(StatusCode::OK).shows("Đã thêm");
}

#[tokio::test]
async fn a_declared_figure_stands_until_the_records_are_confirmed_complete() {
    let world = World::new();
    let mut admin = world.signed_in(Administrator, Dang, LAO_CAI).await;
    let measure = world
        .store()
        .pinned()
        .unwrap()
        .catalogue
        .measures
        .values()
        .find(|m| m.slug.contains("doi-thoai"))
        .unwrap()
        .slug
        .clone();
    let place = format!("u:{}", unit(world.store(), BAC_HA).0);
    let form = |what: &'static str, value: &'static str| {
        vec![
            ("what", what),
            ("unit", &*place),
            ("measure", &*measure),
            ("from", "01/08/2025"),
            ("to", "31/12/2025"),
            ("value", value),
            ("note", "công văn thử"),
        ]
    };
    admin
        .post("/quan-tri/tu-khai", &form("khai", "nhiều lắm"))
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .shows("nhiều lắm");
    admin.submit("/quan-tri/tu-khai", &form("khai", "61")).await.is(StatusCode::OK).shows("đang đứng");
    admin.submit("/quan-tri/tu-khai", &form("xac-nhan", "")).await.is(StatusCode::OK).hides("đang đứng");
    let mut other = world.signed_in(Administrator, Dang, THANH_BA).await;
    other.post("/quan-tri/tu-khai", &form("khai", "5")).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    other.get("/quan-tri/tu-khai").await.hides("công văn thử");
}

#[tokio::test]
async fn a_boundary_file_is_read_before_it_is_kept() {
    let world = World::new();
    let mut admin = world.signed_in(Administrator, Dang, NATION_CODE).await;
    let fields = [("level", "tinh"), ("name", "Cục thử, văn bản số 1")];
    admin
        .upload("/quan-tri/ban-do", &fields, ("file", "a.json", b"{\"type\": \"Point\"}"))
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .shows("Cục thử");
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"15"},"geometry":{"type":"Polygon","coordinates":[[[104,22],[105,22],[105,23],[104,23],[104,22]]]}}]}"#;
    let kept = admin.upload("/quan-tri/ban-do", &fields, ("file", "a.json", square.as_bytes())).await;
    kept.is(StatusCode::SEE_OTHER);
    admin.get("/quan-tri/ban-do").await.is(StatusCode::OK).shows("Cục thử, văn bản số 1");
    admin.submit("/quan-tri/ban-do/bo", &[("level", "tinh")]).await.is(StatusCode::OK).hides("Cục thử, văn bản số 1");
}

#[tokio::test]
async fn a_boundary_file_that_the_map_cannot_read_is_told() {
    let world = World::new();
    let (who, at) = (store::Actor::administrator("máy chủ"), world.app.now());
    let nothing = br#"{"type":"FeatureCollection","features":[]}"#;
    world.store().keep_boundary(&who, at, Level::Tinh, "Tệp của bản trước", nothing).unwrap();
    let mut admin = world.signed_in(Administrator, Dang, NATION_CODE).await;
    let page = admin.get("/quan-tri/ban-do").await;
    page.is(StatusCode::OK).shows("Tệp của bản trước").shows("không đọc được").shows("không có vùng nào");
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"15"},"geometry":{"type":"Polygon","coordinates":[[[104,22],[105,22],[105,23],[104,23],[104,22]]]}}]}"#;
    world.store().keep_boundary(&who, at, Level::Tinh, "Tệp mới", square.as_bytes()).unwrap();
    admin.get("/quan-tri/ban-do").await.shows("Tệp mới").hides("không đọc được");
}

#[tokio::test]
async fn organs_that_have_records_are_listed() {
    let world = World::new();
    world.dialogue(BAC_HA, "2026-03-05", "Đối thoại với thanh niên", 40);
    let mut admin = world.signed_in(Administrator, Dang, LAO_CAI).await;
    admin.get("/quan-tri/co-quan").await.is(StatusCode::OK).shows("1 cơ quan");
    admin.get("/quan-tri/co-quan?organ=99999").await.is(StatusCode::NOT_FOUND);
}
