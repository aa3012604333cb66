use super::*;

fn step(from: &str, slug: &str, role: Role, data: Value, reason: Option<&str>) -> Result<String, Problem> {
    transition(&register(), from, slug, role, data.as_object().unwrap(), reason)
}

#[test]
fn steps_are_taken_by_who_may_and_refusals_say_what_is_possible() {
    let filled = json!({"so-nguoi": 5});
    assert_eq!(step("nhap", "ghi", Role::Officer, filled.clone(), None).unwrap(), "da-ghi");
    assert_eq!(step("da-ghi", "tra", Role::Leader, json!({}), Some("nhầm")).unwrap(), "nhap");
    let table = [
        (step("nhap", "ghi", Role::Viewer, filled.clone(), None), "step-not-allowed", "người xem"),
        (step("nhap", "ghi", Role::Officer, json!({}), None), "step-needs-fields", "so-nguoi"),
        (step("da-ghi", "tra", Role::Officer, json!({}), Some("  ")), "step-needs-reason", "lý do"),
        (step("khoa", "ghi", Role::Officer, filled.clone(), None), "no-such-step", "khoa"),
        (step("nhap", "xoa", Role::Officer, filled, None), "no-such-step", "Bước ghi"),
    ];
    for (result, code, part) in table {
        let problem = result.unwrap_err();
        assert_eq!(problem.code, code);
        assert!(problem.to_string().contains(part), "{problem}");
    }
}

#[test]
fn an_entry_may_be_edited_unless_its_state_is_locked() {
    assert!(editable(&register(), "da-ghi", Role::Officer).is_ok());
    assert_eq!(editable(&register(), "khoa", Role::Officer).unwrap_err().code, "state-locked");
}

#[test]
fn a_slip_of_the_pen_is_guessed_and_something_else_is_not() {
    let known = ["so-nguoi", "chu-de", "title"];
    for (typed, near) in
        [("so-nguoii", Some("so-nguoi")), ("Chủ đề", Some("chu-de")), ("titel", Some("title")), ("xyz", None)]
    {
        assert_eq!(did_you_mean(typed, known), near, "{typed}");
    }
}
