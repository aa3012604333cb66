//! What people do that the audit log remembers, besides changes of records.

/// One kind of event, with its stable slug and its words in both languages.
macro_rules! deeds {
    ($($(#[$doc:meta])* $deed:ident $slug:literal $vi:literal $en:literal,)*) => {
        /// A kind of event in the audit log (nhật ký).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Deed { $($(#[$doc])* $deed,)* }

        impl Deed {
            /// All kinds.
            pub const ALL: &[Deed] = &[$(Deed::$deed,)*];
            /// The stable slug, as it is stored.
            pub const fn slug(self) -> &'static str {
                match self { $(Deed::$deed => $slug,)* }
            }
            /// What happened, in Vietnamese.
            pub const fn name(self) -> &'static str {
                match self { $(Deed::$deed => $vi,)* }
            }
            /// What happened, in English.
            pub const fn name_en(self) -> &'static str {
                match self { $(Deed::$deed => $en,)* }
            }
            /// The kind of a slug.
            pub fn parse(slug: &str) -> Option<Deed> {
                Deed::ALL.iter().copied().find(|d| d.slug() == slug)
            }
        }
    };
}

deeds! {
    /// Signed in.
    SignIn "sign-in" "đăng nhập" "signed in",
    /// A wrong password or second factor.
    SignInFailed "sign-in-failed" "đăng nhập không thành công" "failed to sign in",
    /// Signed out.
    SignOut "sign-out" "đăng xuất" "signed out",
    /// A session was ended from elsewhere.
    SessionEnded "session-ended" "chấm dứt phiên" "ended a session",
    /// Another assignment is acted in.
    ActsFor "acts-for" "chuyển sang phân công khác" "switched assignment",
    /// Too many wrong passwords: a wait began.
    Locked "locked" "tạm khóa vì nhập sai nhiều lần" "locked after too many attempts",
    /// An administrator lifted a wait.
    LockLifted "lock-lifted" "mở khóa" "lifted a lock",
    /// An account was made.
    AccountAdded "account-added" "thêm tài khoản" "added an account",
    /// Name or language was changed.
    AccountChanged "account-changed" "sửa tài khoản" "changed an account",
    /// An account was disabled.
    AccountDisabled "account-disabled" "ngừng tài khoản" "disabled an account",
    /// An account was enabled again.
    AccountEnabled "account-enabled" "cho dùng lại tài khoản" "enabled an account",
    /// The person changed their own password.
    PasswordChanged "password-changed" "đổi mật khẩu" "changed the password",
    /// Somebody else set the password.
    PasswordReset "password-reset" "đặt lại mật khẩu" "reset a password",
    /// An assignment was given.
    Assigned "assigned" "phân công" "assigned",
    /// An assignment was ended.
    AssignmentEnded "assignment-ended" "kết thúc phân công" "ended an assignment",
    /// Work was handed over to another person.
    HandedOver "handed-over" "bàn giao công việc" "handed work over",
    /// A second factor was set up.
    SecondFactorSet "second-factor-set" "bật xác thực hai bước" "set up a second factor",
    /// The second factor was taken away.
    SecondFactorRemoved "second-factor-removed" "tắt xác thực hai bước" "removed the second factor",
    /// A recovery code was used up.
    RecoveryCodeUsed "recovery-code-used" "dùng mã khôi phục" "used a recovery code",
    /// A token for programs was made.
    TokenAdded "token-added" "tạo mã truy cập cho chương trình" "added an API token",
    /// A token was used, for the first time that day.
    TokenUsed "token-used" "chương trình dùng mã truy cập" "used an API token",
    /// A token was revoked.
    TokenRevoked "token-revoked" "thu hồi mã truy cập" "revoked an API token",
    /// A setting of the installation was changed.
    SettingChanged "setting-changed" "đổi thiết lập" "changed a setting",
    /// Records were taken out in a file.
    Exported "exported" "xuất dữ liệu" "exported records",
    /// A backup was made.
    BackedUp "backed-up" "sao lưu" "made a backup",
    /// The demonstration was prepared.
    DemoPrepared "demo-prepared" "chuẩn bị dữ liệu trình diễn" "prepared the demonstration",
}
