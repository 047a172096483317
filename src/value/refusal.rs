//! What is said of what the parser refuses and nobody else has told apart.

use crate::diag::{Code, Text, code, text};

/// The code, what is wrong and what to do, for what the parser says (in the words of the TOML
/// specification, naming what it expected) of what is written there.
pub(super) fn words(detail: &str, written: &str) -> (Code, Text, Text) {
    let is = |start: &str| detail.starts_with(start);
    if is("invalid date") || is("invalid time") {
        (
            code::INVALID_VALUE,
            text!(
                "「{written}」という日付・時刻はありません",
                "there is no such day or time: `{written}`"
            ),
            text!(
                "日付は「2024-04-09」、時刻は「09:00」、日時は「2024-04-09T17:00」の形で、暦にある日と時刻を書いてください",
                "write a day that exists like `2024-04-09`, a time like `09:00`, both like `2024-04-09T17:00`"
            ),
        )
    } else if is("duplicate key") {
        (
            code::SYNTAX,
            text!(
                "同じ名前の項目が二つあります",
                "this key stands here a second time"
            ),
            if written.starts_with('[') {
                text!(
                    "いくつも書くものなら、どれも「[{written}]」と書いてください。そうでなければ、一つにまとめてください",
                    "write `[{written}]` each time for one of several; otherwise make one of the two"
                )
            } else {
                text!(
                    "どちらか一方の行を消してください",
                    "delete one of the two lines"
                )
            },
        )
    } else if is("invalid unquoted key") {
        (
            code::SYNTAX,
            text!(
                "項目の名前「{written}」に、半角の英数字でないものが入っています",
                "`{written}` is not made of letters, digits, `-` and `_`, as keys are"
            ),
            text!(
                "項目の名前は半角の英数字で書きます。事実の日本語の名前は label に書きます",
                "use letters and digits; a fact has its other name in `label`"
            ),
        )
    } else {
        (
            code::SYNTAX,
            text!(
                "書式（TOML）の誤りで読み取れません",
                "this is not valid TOML: {detail}"
            ),
            text!(
                "「項目 = \"文字\"」の形か、引用符・かっこの閉じ忘れ、全角の記号（＝ ” ［］）がないかを確かめてください",
                "check for the form `key = \"text\"`, for a quote or bracket that is not closed, and for full-width signs"
            ),
        )
    }
}
