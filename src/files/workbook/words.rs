//! The words that cells of some columns hold.

/// Words with those that mean the same, in lower case; the first is the one that is written.
pub(super) type Words = [(&'static str, &'static [&'static str])];

pub(super) const YES_NO: &Words = &[
    ("yes", &["y", "true", "1", "是", "有", "对"]),
    ("no", &["n", "false", "0", "否", "无", "不"]),
];

/// Monday first.
pub(super) const WEEKDAYS: &Words = &[
    ("Mon", &["monday", "1", "周一", "星期一", "礼拜一"]),
    ("Tue", &["tuesday", "2", "周二", "星期二", "礼拜二"]),
    ("Wed", &["wednesday", "3", "周三", "星期三", "礼拜三"]),
    ("Thu", &["thursday", "4", "周四", "星期四", "礼拜四"]),
    ("Fri", &["friday", "5", "周五", "星期五", "礼拜五"]),
    ("Sat", &["saturday", "6", "周六", "星期六", "礼拜六"]),
    (
        "Sun",
        &[
            "sunday",
            "7",
            "周日",
            "周天",
            "星期日",
            "星期天",
            "礼拜日",
            "礼拜天",
        ],
    ),
];

/// In the order of `Level::ALL`.
pub(super) const LEVELS: &Words = &[
    ("A1", &[]),
    ("A2", &[]),
    ("B1", &[]),
    ("B2", &[]),
    ("C1", &[]),
    ("C2", &[]),
    ("N", &["native", "母语"]),
];

pub(super) const AWAY_EXTRA: &Words = &[
    ("away", &["请假", "休假", "不在"]),
    ("extra", &["加班", "加时", "另可"]),
];

pub(super) const HOME_OFFICE: &Words = &[
    ("home", &["家", "住处", "住所"]),
    ("office", &["单位", "办公室", "律所"]),
];

/// In the order of `OnHoliday::EACH`.
pub(super) const SKIP_MOVE_KEEP: &Words = &[
    ("skip", &["跳过", "取消"]),
    ("move", &["顺延", "改期"]),
    ("keep", &["照常", "保留"]),
];

pub(super) const OFF_WORK: &Words = &[
    ("off", &["休", "放假", "休息"]),
    ("work", &["班", "上班", "补班"]),
];

/// In the order of `LegalService::EACH`.
pub(super) const SERVICES: &Words = &[
    ("advice", &["咨询", "法律咨询"]),
    ("drafting", &["代书", "代写文书", "代拟法律文书"]),
    ("representation", &["代理"]),
    ("mediation", &["调解"]),
    ("mediation-support", &["协助调解", "调解协助"]),
    ("publicity", &["宣传", "法治宣传", "普法"]),
    ("interpreting", &["翻译"]),
    ("counselling", &["心理", "心理疏导"]),
    ("observation", &["观察", "旁听"]),
];

/// In the order of `Theme::EACH`.
pub(super) const THEMES: &Words = &[
    ("migrant-workers", &["农民工", "外来务工人员"]),
    ("minorities", &["少数民族"]),
    ("rural", &["农村", "乡村"]),
    ("business", &["企业"]),
    ("youth", &["青少年", "未成年人"]),
];
