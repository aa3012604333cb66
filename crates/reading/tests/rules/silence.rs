//! What is right is left in peace.

use crate::errors;

#[test]
fn placeholder_is_replaced() {
    assert!(errors("Năm 2023, huyện tổ chức 61 cuộc đối thoại.").is_empty());
}
