//! Organs in their areas, by dated rules.

use super::*;
use crate::ids::NATION;
use jiff::civil::date;

fn area(unit: i64, name: &str, kind: Kind, level: Level, parent: i64) -> Version {
    Version {
        unit: UnitId(unit),
        name: name.into(),
        full_name: format!("{} {name}", kind.name()),
        code: format!("{unit:03}"),
        kind,
        level,
        parent: Some(UnitId(parent)),
        ..Version::nation()
    }
}

fn rule(cap: Option<Level>, kinds: &[Kind], text: &str) -> NameRule {
    NameRule { cap, area_kinds: kinds.to_vec(), text: text.into() }
}

fn kind(slug: &str, cap: &[Level], names: Vec<NameRule>) -> OrganKind {
    OrganKind {
        slug: slug.into(),
        he: Hierarchy::Dang,
        cap: cap.to_vec(),
        area_kinds: vec![],
        parent: None,
        up: None,
        valid_from: None,
        valid_to: None,
        on_request: false,
        names,
        becomes: vec![],
        basis: vec![],
    }
}

/// The mass mobilisation commission, merged with the propaganda commission in February 2025.
fn kinds() -> OrganKinds {
    let levels = [Level::Tinh, Level::Huyen];
    let mut dan_van = kind(
        "ban-dan-van",
        &levels,
        vec![
            rule(Some(Level::Tinh), &[Kind::ThanhPho], "Ban Dân vận Thành ủy {ten}"),
            rule(Some(Level::Tinh), &[], "Ban Dân vận Tỉnh ủy {ten}"),
            rule(None, &[Kind::Huyen], "Ban Dân vận Huyện ủy {ten}"),
        ],
    );
    dan_van.valid_from = Some(date(1999, 1, 1));
    dan_van.valid_to = Some(date(2025, 1, 31));
    let tuyen_giao = "ban-tuyen-giao-va-dan-van";
    dan_van.becomes = vec![Becomes { organ_kind: tuyen_giao.into(), on: date(2025, 2, 1), kind: BecomesKind::Merged }];
    let mut later = kind(
        tuyen_giao,
        &levels,
        vec![
            rule(Some(Level::Tinh), &[], "Ban Tuyên giáo và Dân vận Tỉnh ủy {ten}"),
            rule(None, &[], "Ban của {don-vi}"),
        ],
    );
    later.valid_from = Some(date(2025, 2, 1));
    let mut building = kind("ban-xay-dung-dang", &[Level::Xa], vec![]);
    building.up = Some(tuyen_giao.into());
    OrganKinds([dan_van, later, building].map(|k| (k.slug.clone(), k)).into())
}

fn bac_ha() -> Version {
    Version { to: Some(date(2025, 6, 30)), ..area(3, "Bắc Hà", Kind::Huyen, Level::Huyen, 2) }
}

#[test]
fn ban_dan_van_of_bac_ha_exists_in_2021_and_not_in_2026() {
    let kinds = kinds();
    let bac_ha = bac_ha();
    assert_eq!(kinds.name_of("ban-dan-van", &bac_ha), "Ban Dân vận Huyện ủy Bắc Hà");
    assert_eq!(kinds.exists_at("ban-dan-van", &bac_ha, date(2021, 3, 31)), Ok(()));
    assert_eq!(kinds.exists_at("ban-dan-van", &bac_ha, date(2026, 3, 31)).unwrap_err().code, "unit-closed");
    assert_eq!(kinds.exists_at("ban-dan-van", &bac_ha, date(1990, 1, 1)).unwrap_err().code, "organ-not-yet");
}

#[test]
fn at_province_level_it_became_ban_tuyen_giao_va_dan_van_in_february_2025_and_the_refusal_says_so() {
    let kinds = kinds();
    let lao_cai = area(2, "Lào Cai", Kind::Tinh, Level::Tinh, NATION.0);
    assert_eq!(kinds.exists_at("ban-dan-van", &lao_cai, date(2025, 1, 31)), Ok(()));
    let refusal = kinds.exists_at("ban-dan-van", &lao_cai, date(2025, 2, 1)).unwrap_err();
    assert_eq!(refusal.code, "organ-ended");
    assert_eq!(
        refusal.message,
        "Ban Dân vận Tỉnh ủy Lào Cai chỉ có đến ngày 31/01/2025, không còn vào ngày 01/02/2025"
    );
    assert_eq!(refusal.hint.as_deref(), Some("từ ngày 01/02/2025 là Ban Tuyên giáo và Dân vận Tỉnh ủy Lào Cai"));
    assert_eq!(kinds.exists_at("ban-tuyen-giao-va-dan-van", &lao_cai, date(2025, 2, 1)), Ok(()));
}

#[test]
fn an_organ_of_another_level_or_unknown_kind_is_refused() {
    let kinds = kinds();
    let commune = area(4, "Bản Phố", Kind::Xa, Level::Xa, 3);
    let code = |kind: &str| kinds.exists_at(kind, &commune, date(2021, 1, 1)).unwrap_err().code;
    assert_eq!((code("ban-dan-van"), code("khong-co")), ("organ-level".into(), "unknown-organ-kind".into()));
    let mut urban = kinds.clone();
    urban.0.get_mut("ban-dan-van").unwrap().area_kinds = vec![Kind::Quan];
    let refusal = urban.exists_at("ban-dan-van", &bac_ha(), date(2021, 1, 1)).unwrap_err();
    assert_eq!(refusal.code, "organ-area-kind");
}

#[test]
fn the_superior_is_the_named_kind_in_the_nearest_area_above_that_has_it() {
    let kinds = kinds();
    let mut commune = area(4, "Bản Phố", Kind::Xa, Level::Xa, 3);
    commune.to = Some(date(2025, 6, 30));
    let now = Version { from: Some(date(2025, 7, 1)), to: None, parent: Some(UnitId(2)), ..commune.clone() };
    let versions = vec![area(2, "Lào Cai", Kind::Tinh, Level::Tinh, NATION.0), bac_ha(), commune, now];
    let units = Units::build(crate::units::Facts { versions, ..Default::default() }).unwrap();
    let up = |kind: &str, area: i64, on| kinds.superior(kind, UnitId(area), on, &units);
    let later = || "ban-tuyen-giao-va-dan-van".to_string();
    assert_eq!(up("ban-dan-van", 3, date(2021, 1, 1)), Some((UnitId(2), "ban-dan-van".into())));
    assert_eq!(up("ban-xay-dung-dang", 4, date(2025, 5, 1)), Some((UnitId(3), later())));
    assert_eq!(up("ban-xay-dung-dang", 4, date(2025, 8, 1)), Some((UnitId(2), later())));
    assert_eq!(up("ban-dan-van", 2, date(2021, 1, 1)), None);
}
