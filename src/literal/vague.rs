//! Words for days that name no single one: 4月上旬, 月末, 来週, 明日.
//!
//! 今日 and 本日 are among them: on a page, the day they mean is the day it is read.

use super::Value;
use super::cursor::Cursor;
use super::fold::is_kanji;
use super::place::{Place, Reading};

/// Parts of a month, behind its name.
const PARTS: [&str; 11] = [
    "上旬",
    "中旬",
    "下旬",
    "初旬",
    "末日",
    "末",
    "初め",
    "はじめ",
    "半ば",
    "中頃",
    "頃",
];

/// Words that stand alone. Behind a kanji, those of the second list are parts of others:
/// 説明日程, 日本日報.
const ENDS: [&str; 6] = ["月末", "月初", "年度末", "年度初め", "年度始め", "週明け"];
const DAYS: [&str; 14] = [
    "再来週",
    "再来月",
    "来週",
    "来月",
    "今週",
    "今月",
    "先週",
    "先月",
    "明日",
    "明後日",
    "昨日",
    "今日",
    "本日",
    "近日中",
];

/// Takes a part of a month: 上旬, 末.
pub(super) fn part_of_month(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    ahead.gap();
    ahead.eat('の');
    // 10月中国 is no part of a month.
    let found = ahead.eat_any(&PARTS) || ahead.eat('中') && !ahead.peek().is_some_and(is_kanji);
    if found {
        *cursor = ahead;
    }
    found
}

/// Reads a word that stands at the place.
pub(super) fn word(place: Place<'_>) -> Option<Reading> {
    let mut second = place.cursor();
    second.bump();
    // 年, 月 and 本 are everywhere; most of what they begin is told by the next character.
    #[rustfmt::skip]
    let likely = matches!(second.raw()?,
        '末' | '初' | '度' | '明' | '来' | '週' | '月' | '日' | '後');
    if !likely {
        return None;
    }
    let mut cursor = place.cursor();
    let found = cursor.eat_any(&ENDS)
        || !cursor.before().is_some_and(is_kanji) && cursor.eat_any(&DAYS) && !is_other(cursor);
    found.then(|| Reading::new(Value::Vague, place.start, cursor.at()))
}

/// Whether the word goes on as another: 今日的, 本日程.
fn is_other(cursor: Cursor<'_>) -> bool {
    matches!(cursor.peek(), Some('的' | '程' | '報' | '誌' | '号'))
}
