//! How a literal differs from the fact that it is close to: in words, and how much.

use crate::diag::{Text, text};
use crate::facts::Difference;

/// How a literal differs from a fact, to stand before the fact.
pub(super) fn apart(difference: Difference) -> Text {
    let counted = |count: i32, japanese: &str, english: &str| {
        let (unsigned, later) = (count.unsigned_abs(), count > 0);
        let plural = if unsigned == 1 { "" } else { "s" };
        let side = if later { "after" } else { "before" };
        let ahead = if later { "後" } else { "前" };
        text!(
            "ちがいます（{unsigned}{japanese}{ahead}）",
            "{unsigned} {english}{plural} {side}"
        )
    };
    match difference {
        Difference::Year => text!("年がちがいます", "in another year than"),
        Difference::Days(days) => counted(days, "日", "day"),
        Difference::Minutes(minutes) => counted(minutes, "分", "minute"),
        Difference::Digits(1) => text!("1桁ちがいます", "one digit off"),
        Difference::Digits(digits) => text!("{digits}桁ちがいます", "{digits} digits off"),
        Difference::Unit => text!("単位がちがいます", "in another unit than"),
        Difference::Count => text!("数がちがいます", "another number than"),
        Difference::Sum => text!("金額がちがいます", "another sum than"),
        Difference::Tax => text!("税込・税抜がちがいます", "not taxed like"),
        Difference::Extension => text!("内線番号がちがいます", "another extension than"),
        Difference::Letter => text!("1文字ちがいます", "one letter off"),
        Difference::Host => text!("「@」より後ろがちがいます", "at another host than"),
        Difference::Lot => text!("番地がちがいます", "another house number than"),
        Difference::Recurrence => text!("くり返す日がちがいます", "on other days than"),
    }
}

/// Whether a difference is no chance even where nothing near speaks of the fact.
pub(super) fn speaks_for_itself(difference: Difference) -> bool {
    match difference {
        Difference::Year
        | Difference::Tax
        | Difference::Extension
        | Difference::Letter
        | Difference::Host
        | Difference::Lot => true,
        Difference::Digits(digits) => digits <= 2,
        Difference::Days(_)
        | Difference::Minutes(_)
        | Difference::Unit
        | Difference::Count
        | Difference::Sum
        | Difference::Recurrence => false,
    }
}

/// For comparing two differences of one literal.
pub(super) fn size(difference: Difference) -> u32 {
    match difference {
        Difference::Days(days) => days.unsigned_abs(),
        Difference::Minutes(minutes) => minutes.unsigned_abs(),
        Difference::Digits(digits) => u32::try_from(digits).unwrap_or(u32::MAX),
        Difference::Unit
        | Difference::Tax
        | Difference::Extension
        | Difference::Letter
        | Difference::Lot => 1,
        Difference::Count | Difference::Host | Difference::Recurrence => 2,
        Difference::Year | Difference::Sum => 10,
    }
}
