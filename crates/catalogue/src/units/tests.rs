//! The real units of Viet Nam, both generations.

use super::{from_csv, shipped};
use domain::Date;
use domain::ids::{NATION, UnitId};
use domain::units::{Direction, Kind, Level, PiecePart, Scope, SuccessionKind, Units};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static UNITS: LazyLock<Units> = LazyLock::new(|| Units::build(shipped().unwrap()).unwrap());
const TODAY: Date = Date::constant(2026, 11, 22);
const OLD: Date = Date::constant(2021, 12, 31);

fn unit(code: &str, on: Date) -> UnitId {
    UNITS.resolve(code, on).unwrap()
}

fn names(units: impl IntoIterator<Item = UnitId>) -> Vec<String> {
    let mut names: Vec<String> = units.into_iter().map(|u| UNITS.label(u)).collect();
    names.sort();
    names
}

/// The cells of a scope as text: "Tỉnh Lào Cai (15) own".
fn cells(scope: &Scope) -> Vec<String> {
    let part = |p| if p == PiecePart::Own { "own" } else { "below" };
    let cell = |p: &domain::units::Piece| {
        assert_eq!(p.during, None, "{}", UNITS.label(p.unit));
        format!("{} {}", UNITS.label(p.unit), part(p.part))
    };
    let mut cells: Vec<String> = scope.pieces.iter().map(cell).collect();
    cells.sort();
    cells
}

#[test]
fn today_there_are_34_provinces_and_3321_communes_of_the_kinds_in_law() {
    let mut kinds: BTreeMap<(Level, Kind), usize> = BTreeMap::new();
    for u in UNITS.subtree_on(NATION, TODAY) {
        let v = UNITS.version_on(u, TODAY).unwrap();
        *kinds.entry((v.level, v.kind)).or_default() += 1;
    }
    let expected = [
        ((Level::TrungUong, Kind::Nuoc), 1),
        ((Level::Tinh, Kind::Tinh), 25),
        ((Level::Tinh, Kind::ThanhPho), 9),
        ((Level::Xa, Kind::Xa), 2_599),
        ((Level::Xa, Kind::Phuong), 709),
        ((Level::Xa, Kind::DacKhu), 13),
    ];
    assert_eq!(kinds, BTreeMap::from(expected));
}

#[test]
fn on_its_last_day_the_old_tree_had_63_provinces_696_districts_and_10035_communes() {
    let end = Date::constant(2025, 6, 30);
    let mut levels: BTreeMap<Level, usize> = BTreeMap::new();
    for u in UNITS.subtree_on(NATION, end) {
        *levels.entry(UNITS.version_on(u, end).unwrap().level).or_default() += 1;
    }
    let expected = [(Level::TrungUong, 1), (Level::Tinh, 63), (Level::Huyen, 696), (Level::Xa, 10_035)];
    assert_eq!(levels, BTreeMap::from(expected));
    assert!(UNITS.incomplete_on(end) && !UNITS.incomplete_on(TODAY));
}

#[test]
fn the_same_code_or_name_does_not_make_the_same_unit_but_continuing_does() {
    let (lao_cai, old_lao_cai, yen_bai) = (unit("15", TODAY), unit("10", OLD), unit("15", OLD));
    assert!(lao_cai != old_lao_cai && lao_cai != yen_bai);
    assert_eq!(names(UNITS.came_from(lao_cai).iter().map(|s| s.old)), ["Tỉnh Lào Cai (10)", "Tỉnh Yên Bái (15)"]);
    assert_eq!(unit("01", OLD), unit("01", TODAY), "Hà Nội continues");
    assert_eq!(unit("75", Date::constant(2025, 8, 1)), unit("75", TODAY), "Đồng Nai only changed its kind in 2026");
}

#[test]
fn an_island_district_continues_as_a_special_zone_at_commune_level() {
    let ly_son = unit("Lý Sơn", OLD);
    assert_eq!(UNITS.resolve("đặc khu Lý Sơn", TODAY).unwrap(), ly_son);
    assert_eq!(UNITS.version_on(ly_son, OLD).unwrap().level, Level::Huyen);
    assert_eq!(UNITS.version_on(ly_son, TODAY).unwrap().level, Level::Xa);
    assert_eq!(UNITS.became(ly_son).iter().map(|s| s.kind).collect::<Vec<_>>(), [SuccessionKind::Renamed]);
}

#[test]
fn lao_cai_restated_is_itself_with_old_lao_cai_and_yen_bai_and_as_it_was_itself_alone() {
    let lao_cai = unit("15", TODAY);
    let scope = UNITS.scope_restated(lao_cai, TODAY);
    let expected = [
        "Tỉnh Lào Cai (10) below",
        "Tỉnh Lào Cai (10) own",
        "Tỉnh Lào Cai (15) below",
        "Tỉnh Lào Cai (15) own",
        "Tỉnh Yên Bái (15) below",
        "Tỉnh Yên Bái (15) own",
    ];
    assert_eq!(cells(&scope), expected);
    assert_eq!(scope.caveats, []);
    assert!(scope.dissolved.contains(&unit("085", OLD)), "records of dissolved districts are named");
    let was = UNITS.scope_was(lao_cai);
    assert_eq!(cells(&was), ["Tỉnh Lào Cai (15) below", "Tỉnh Lào Cai (15) own"]);
    assert_eq!(names(was.predecessors), ["Tỉnh Lào Cai (10)", "Tỉnh Yên Bái (15)"]);
}

#[test]
fn the_nation_is_two_cells_in_any_tree() {
    for date in [OLD, TODAY] {
        assert_eq!(cells(&UNITS.scope_restated(NATION, date)), ["Việt Nam (VN) below", "Việt Nam (VN) own"]);
    }
}

#[test]
fn every_province_of_today_is_a_few_whole_cells() {
    let restatement = UNITS.restatement(TODAY);
    let mut cells = 0;
    for province in UNITS.children_on(NATION, TODAY) {
        let scope = UNITS.scope_in(province, &restatement);
        assert!(scope.pieces.iter().all(|p| p.during.is_none()), "{}", UNITS.label(province));
        cells += scope.pieces.len();
    }
    // own and below of 23 new and 11 continued provinces and of the 52 that were merged
    assert_eq!(cells, 2 * (34 + 52));
}

#[test]
fn records_of_bac_ha_district_count_from_the_province_up() {
    let restated = UNITS.restate(unit("085", OLD), TODAY);
    assert_eq!(restated.to, unit("15", TODAY));
    assert_eq!(restated.direction, Direction::Forward);
    assert!(restated.dissolved && restated.candidates.is_empty());
}

#[test]
fn bac_ha_commune_restated_is_itself_and_its_six_old_communes() {
    let expected = [
        "Thị trấn Bắc Hà (02839) own",
        "Xã Bản Phố (02869) own",
        "Xã Bắc Hà (02839) own",
        "Xã Hoàng Thu Phố (02857) own",
        "Xã Na Hối (02878) own",
        "Xã Nậm Mòn (02881) own",
        "Xã Thải Giàng Phố (02854) own",
    ];
    let strip = |cells: Vec<String>| -> Vec<String> {
        cells.into_iter().map(|c| c.split(" (").next().unwrap_or_default().to_string()).collect()
    };
    let scope = UNITS.scope_restated(unit("02839", TODAY), TODAY);
    assert_eq!(strip(cells(&scope)), strip(expected.map(str::to_string).to_vec()));
    assert!(scope.pieces.iter().all(|p| p.part == PiecePart::Own) && scope.caveats.is_empty());
}

#[test]
fn backwards_over_a_merger_only_what_lies_above_all_parts_is_certain() {
    let restated = UNITS.restate(unit("02839", TODAY), OLD);
    assert_eq!(UNITS.label(restated.to), "Huyện Bắc Hà (085)");
    assert_eq!((restated.direction, restated.candidates.len()), (Direction::Backward, 6));
    let old_lao_cai = unit("10", OLD);
    let scope = UNITS.scope_restated(old_lao_cai, OLD);
    let backward: Vec<UnitId> = scope.caveats.iter().map(|c| c.area).collect();
    assert!(scope.caveats.iter().all(|c| c.direction == Direction::Backward));
    assert!(backward.contains(&unit("15", TODAY)), "today's Lào Cai holds more than the old one");
    assert!(!backward.contains(&unit("02839", TODAY)), "today's Bắc Hà lies wholly in old Lào Cai");
}

#[test]
fn a_commune_that_took_part_of_a_split_one_answers_at_least() {
    // Xã Cao Sơn (Lương Sơn, Hòa Bình) went in parts to Xã Liên Sơn and Xã Lương Sơn of today's Phú Thọ.
    let cao_son = UNITS.resolve("xã Cao Sơn, Lương Sơn", OLD).unwrap();
    let restated = UNITS.restate(cao_son, TODAY);
    let candidates: Vec<String> = restated.candidates.iter().map(|c| UNITS.placed(*c, TODAY)).collect();
    assert_eq!(UNITS.placed(restated.to, TODAY), "Tỉnh Phú Thọ (25)");
    assert_eq!(candidates.len(), 2);
    assert!(candidates.iter().any(|c| c.starts_with("Xã Liên Sơn")));
    for commune in &restated.candidates {
        let scope = UNITS.scope_restated(*commune, TODAY);
        assert!(scope.caveats.iter().any(|c| c.area == cao_son && c.direction == Direction::Forward));
        assert!(scope.pieces.iter().all(|p| p.unit != cao_son));
    }
    let province = UNITS.scope_restated(restated.to, TODAY);
    assert!(province.caveats.is_empty(), "above the parts the sum is exact");
}

#[test]
fn area_without_people_takes_no_records_along() {
    let facts = UNITS.facts();
    let bare = facts.successions.iter().find(|s| !s.part.takes_people()).unwrap();
    let restated = UNITS.restate(bare.old, TODAY);
    assert!(restated.to != bare.new && !restated.candidates.contains(&bare.new));
}

#[test]
fn restating_is_total_and_lands_in_the_tree() {
    for tree in [OLD, Date::constant(2025, 7, 1), TODAY] {
        let restatement = UNITS.restatement(tree);
        for (u, r) in restatement.iter() {
            assert!(UNITS.alive(r.to, tree), "{} → {}", UNITS.label(u), UNITS.label(r.to));
            assert!(r.candidates.iter().all(|c| UNITS.alive(*c, tree)));
        }
        let split = restatement.iter().filter(|(_, r)| r.direction == Direction::Forward && !r.candidates.is_empty());
        // 441 communes were split; of 58 all the people, of 2 all who are mentioned, went one way
        assert_eq!(split.count(), if tree == OLD { 0 } else { 441 - 58 - 2 });
    }
}

#[test]
fn names_are_found_with_and_without_marks_kinds_and_what_lies_above() {
    let found = |text: &str, on: Date| UNITS.resolve(text, on).map(|u| UNITS.placed(u, on));
    assert_eq!(found("Bắc Hà", TODAY).unwrap(), "Xã Bắc Hà (02839), Tỉnh Lào Cai");
    assert_eq!(found("xa bac ha", TODAY).unwrap(), "Xã Bắc Hà (02839), Tỉnh Lào Cai");
    assert_eq!(found("huyện bắc hà", OLD).unwrap(), "Huyện Bắc Hà (085), Tỉnh Lào Cai");
    assert_eq!(found("tt. Bắc Hà", OLD).unwrap(), "Thị trấn Bắc Hà (02839), Huyện Bắc Hà, Tỉnh Lào Cai");
    assert_eq!(found("tx Sơn Tây", OLD).unwrap(), "Thị xã Sơn Tây (269), Thành phố Hà Nội");
    assert_eq!(found("p. 1, q. 3, TP. Hồ Chí Minh", OLD).unwrap(), "Phường 1 (27160), Quận 3, Thành phố Hồ Chí Minh");
    let ambiguous = found("bac ha", OLD).unwrap_err();
    assert_eq!(ambiguous.code, "unit-ambiguous");
    assert!(ambiguous.message.contains("Huyện Bắc Hà (085)") && ambiguous.message.contains("Phường Bắc Hà (11449)"));
}

#[test]
fn a_unit_that_is_no_more_or_not_yet_is_refused_with_what_it_became_or_came_from() {
    let closed = UNITS.resolve("huyện Bắc Hà", TODAY).unwrap_err();
    assert_eq!(closed.code, "unit-closed");
    assert!(closed.message.contains("chỉ có đến ngày 30/06/2025"), "{closed}");
    let merged = UNITS.resolve("10", TODAY).unwrap_err();
    assert!(merged.message.contains("sau đó là Tỉnh Lào Cai (15)"), "{merged}");
    let early = UNITS.resolve("xã Bắc Hà", OLD).unwrap_err();
    assert!(early.message.contains("có từ ngày 01/07/2025, hình thành từ"), "{early}");
    assert_eq!(UNITS.resolve("Không Đâu Cả", TODAY).unwrap_err().code, "unknown-unit");
}

#[test]
fn the_story_of_bac_ha_tells_districts_successors_namesakes_and_gaps() {
    let hits = UNITS.search("Bắc Hà", None);
    assert_eq!(hits.first().map(|h| h.version.full_name.as_str()), Some("Xã Bắc Hà"));
    assert!(hits.iter().any(|h| h.unit == unit("085", OLD)));
    let commune = UNITS.story(unit("02839", TODAY)).lines().join("\n");
    for told in [
        "Xã Bắc Hà (mã 02839)",
        "1673/NQ-UBTVQH15",
        "Huyện Bắc Hà (085), Tỉnh Lào Cai, đến 30/06/2025",
        "Thị trấn Bắc Hà (02839), Huyện Bắc Hà",
    ] {
        assert!(commune.contains(told), "{told}\n{commune}");
    }
    let district = UNITS.story(unit("085", OLD)).lines().join("\n");
    for told in ["không có đơn vị kế thừa", "Xã Bảo Nhai (02890), Tỉnh Lào Cai", "Không rõ huyện Bắc Hà có từ ngày nào"]
    {
        assert!(district.contains(told), "{told}\n{district}");
    }
}

#[test]
fn all_wrong_lines_of_the_files_are_told_at_once() {
    let units = "generation,code,name,full_name,kind,level,parent_code,valid_from,valid_to,alt_names\n\
                 moi,01,A,Tỉnh A,tinh,tinh,,,2025-06-31,\nmoi,02,B,Làng B,lang,tinh,,,,\nmoi,03,C\nmoi,04,D,Xã D,xa,xa,99,,,\n";
    let successions = "effective_date,old_generation,old_code,new_generation,new_code,kind,part,legal_ref\n\
                       2025-07-01,moi,07,moi,04,merged,toan-bo,\n";
    let problems = from_csv(("u.csv", units), ("s.csv", successions)).unwrap_err();
    let told: Vec<(String, Option<u32>)> = problems.iter().map(|p| (p.code.clone(), p.place.line)).collect();
    let expected =
        [("bad-csv-row", 4), ("no-such-date", 2), ("unknown-choice", 3), ("unknown-unit", 2), ("unknown-unit", 5)];
    assert_eq!(told, expected.map(|(c, l)| (c.to_string(), Some(l))));
}
