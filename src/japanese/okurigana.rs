//! One word, many spellings: 申込, 申込み, 申し込み.
//!
//! The cabinet's rules for writing kana after kanji (送り仮名の付け方, notification 2 of 1973,
//! rules 4, 6 and 7) let a compound leave out kana where it cannot be misread, and the rules
//! for official documents (公用文における漢字使用等について, instruction 1 of 2010, and
//! 法令における漢字使用等について of the same day) prescribe which nouns do. So an office meets
//! all the spellings, and a reader types any of them.

use super::words::Words;
use std::sync::LazyLock;

/// The words, each once: the full spelling, which all are turned into; the other spellings of
/// the noun; and what its verb begins with, where the noun may drop all kana, so that 申込む
/// and 申し込む become equal too.
///
/// Left out are spellings that are another word (組合, 待合, 貼付, 譲渡), or that turn up where
/// two words meet (設立会社 is no 立会, 質問合計 no 問合, 時差出勤 no 差出). Of spellings in kana
/// only those of five kana or more are here that cannot be read otherwise: うけつけ, とどけで
/// and うちあわせ occur within お届けで and このうち合わせて.
///
/// What makes the replacement stable, so that to fold twice is to fold once: no spelling goes
/// on where a full one ends, and a full one makes no word with what stands before it that
/// was not there before it was full. A test holds it.
#[rustfmt::skip]
pub const OKURIGANA: &[(&str, &str, &str)] = &[
    ("申し込み", "申込み 申込 申しこみ もうしこみ", "申し込"),
    ("問い合わせ", "問い合せ 問合わせ 問合せ 問いあわせ といあわせ", ""),
    ("取り扱い", "取扱い 取扱 取りあつかい", "取り扱"),
    ("手続き", "手続", ""),
    ("受け付け", "受付け 受付", "受け付"),
    ("引き継ぎ", "引継ぎ 引継", "引き継"),
    ("締め切り", "締切り 締切 〆切 〆切り", "締め切"),
    ("届け出", "届出", ""),
    ("打ち合わせ", "打ち合せ 打合わせ 打合せ 打ちあわせ", ""),
    ("振り込み", "振込み 振込", "振り込"),
    ("見積もり", "見積り 見積", ""),
    ("払い込み", "払込み 払込", "払い込"),
    ("払い戻し", "払戻し 払戻", "払い戻"),
    ("割り引き", "割引き 割引", "割り引"),
    ("値引き", "値引", ""),
    ("取り引き", "取引き 取引", "取り引"),
    ("見直し", "見なおし", ""),
    ("立ち会い", "立会い", ""),
    ("引き渡し", "引渡し 引渡", "引き渡"),
    ("受け渡し", "受渡し 受渡", "受け渡"),
    ("受け取り", "受取り 受取", "受け取"),
    ("支払い", "支払", ""),
    ("前払い", "前払", ""),
    ("後払い", "後払", ""),
    ("未払い", "未払", ""),
    ("申し立て", "申立て 申立", "申し立"),
    ("取り消し", "取消し 取消 取りけし", "取り消"),
    ("切り替え", "切替え 切替 切りかえ", "切り替"),
    ("書き換え", "書換え 書換 書きかえ", "書き換"),
    ("貸し出し", "貸出し 貸出", "貸し出"),
    ("貸し付け", "貸付け 貸付", "貸し付"),
    ("借り入れ", "借入れ 借入", "借り入"),
    ("借り換え", "借換え 借換", "借り換"),
    ("繰り越し", "繰越し 繰越", "繰り越"),
    ("繰り返し", "繰返し 繰返 繰りかえし", "繰り返"),
    ("組み合わせ", "組み合せ 組合わせ 組合せ 組みあわせ", ""),
    ("組み立て", "組立て 組立", "組み立"),
    ("組み替え", "組替え 組替", "組み替"),
    ("差し替え", "差替え 差替 差しかえ", "差し替"),
    ("差し戻し", "差戻し 差戻", "差し戻"),
    ("差し引き", "差引き 差引", "差し引"),
    ("差し押さえ", "差し押え 差押さえ 差押え 差押", "差し押"),
    ("入れ替え", "入替え 入替", "入れ替"),
    ("申し出", "申出", ""),
    ("申し入れ", "申入れ 申入", "申し入"),
    ("申し合わせ", "申し合せ 申合わせ 申合せ", ""),
    ("待ち合わせ", "待ち合せ 待合わせ 待合せ", ""),
    ("手引き", "手引", ""),
    ("呼び出し", "呼出し 呼出", "呼び出"),
    ("読み込み", "読込み 読込", "読み込"),
    ("読み替え", "読替え 読替", "読み替"),
    ("書き込み", "書込み 書込", "書き込"),
    ("落ち込み", "落込み 落込", "落ち込"),
    ("取り込み", "取込み 取込", "取り込"),
    ("取り下げ", "取下げ", ""),
    ("取り替え", "取替え 取替", "取り替"),
    ("取り付け", "取付け", ""),
    ("取り寄せ", "取寄せ", ""),
    ("取り決め", "取決め", ""),
    ("取り組み", "取組み 取組", "取り組"),
    ("引き落とし", "引き落し 引落とし 引落し 引落", "引き落"),
    ("引き換え", "引換え 引換", "引き換"),
    ("引き受け", "引受け 引受", "引き受"),
    ("引き上げ", "引上げ", ""),
    ("引き下げ", "引下げ", ""),
    ("引き出し", "引出し", ""),
    ("売り上げ", "売上げ", ""),
    ("買い換え", "買換え 買換", "買い換"),
    ("乗り換え", "乗換え 乗換", "乗り換"),
    ("受け入れ", "受入れ 受入", "受け入"),
    ("割り当て", "割当て 割当", "割り当"),
    ("割り増し", "割増し 割増", "割り増"),
    ("割り込み", "割込み 割込", "割り込"),
    ("立て替え", "立替え 立替", "立て替"),
    ("立ち入り", "立入り 立入", "立ち入"),
    ("立ち上げ", "立上げ", ""),
    ("積み立て", "積立て 積立", "積み立"),
    ("積み込み", "積込み 積込", "積み込"),
    ("持ち込み", "持込み 持込", "持ち込"),
    ("持ち出し", "持出し", ""),
    ("振り替え", "振替え 振替", "振り替"),
    ("折り返し", "折返し 折返", "折り返"),
    ("切り捨て", "切捨て", ""),
    ("切り上げ", "切上げ", ""),
    ("締め出し", "締出し", ""),
    ("見込み", "見込", ""),
    ("売り切れ", "売切れ", ""),
    ("備え付け", "備付け", ""),
    ("貼り付け", "貼付け", ""),
    ("話し合い", "話合い", ""),
    ("問い直し", "問直し", ""),
];

/// What a spelling stands for.
#[derive(Clone, Copy)]
pub(super) struct Okurigana {
    /// The full spelling.
    pub(super) full: &'static str,
    /// Whether it is what a verb begins with, and not the noun.
    is_stem: bool,
}

/// Whether the beginnings of verbs count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verbs {
    Counted,
    Ignored,
}

static SPELLINGS: LazyLock<Words<Okurigana>> = LazyLock::new(|| {
    Words::new(OKURIGANA.iter().flat_map(|&(full, others, stem)| {
        let noun = |spelling: &str| {
            (
                Box::from(spelling),
                Okurigana {
                    full,
                    is_stem: false,
                },
            )
        };
        let stem = (
            Box::from(stem),
            Okurigana {
                full,
                is_stem: true,
            },
        );
        let nouns = others.split(' ').chain([full]).map(noun);
        nouns.chain([stem])
    }))
});

/// The words, to be looked up.
pub(super) fn spellings() -> &'static Words<Okurigana> {
    &SPELLINGS
}

/// The longest spelling that `folded` begins with: its length in bytes and the full spelling.
pub(super) fn longest(folded: &str, verbs: Verbs) -> Option<(usize, &'static str)> {
    let mut longest = None;
    SPELLINGS.beginning(folded, |length, word| {
        if !word.is_stem || verbs == Verbs::Counted {
            longest = Some((length, word.full));
        }
    });
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// All spellings of one row.
    fn spellings(row: &(&'static str, &'static str, &'static str)) -> Vec<&'static str> {
        let (full, others, stem) = *row;
        let stem = Some(stem).filter(|stem| !stem.is_empty());
        others.split(' ').chain([full]).chain(stem).collect()
    }

    #[test]
    fn no_spelling_is_empty_or_stands_for_two_words() {
        let mut seen = BTreeSet::new();
        for spelling in OKURIGANA.iter().flat_map(spellings) {
            assert!(!spelling.is_empty());
            assert!(seen.insert(spelling), "{spelling}");
        }
    }

    #[test]
    fn to_replace_twice_is_to_replace_once() {
        let all: Vec<&str> = OKURIGANA.iter().flat_map(spellings).collect();
        for row in OKURIGANA {
            let full = row.0;
            for spelling in &all {
                assert!(
                    *spelling == full || !spelling.starts_with(full),
                    "{spelling} goes on where {full} ends"
                );
                for (at, _) in spelling.char_indices().skip(1) {
                    let (head, tail) = spelling.split_at(at);
                    if !full.starts_with(tail) && !tail.starts_with(full) {
                        continue;
                    }
                    // What becomes the full spelling must not have been one after `head`.
                    for own in spellings(row) {
                        let before = longest(&format!("{head}{own}"), Verbs::Counted);
                        assert!(
                            own.starts_with(tail) || before.is_some(),
                            "{spelling} runs into {full}, which was {own}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_longest_spelling_counts_and_a_verb_only_if_asked_for() {
        let longest = |text, verbs| longest(text, verbs).map(|(length, _)| &text[..length]);
        assert_eq!(longest("申込みの", Verbs::Ignored), Some("申込み"));
        assert_eq!(longest("申し込む", Verbs::Counted), Some("申し込"));
        assert_eq!(longest("申し込む", Verbs::Ignored), None);
        assert_eq!(longest("組合の", Verbs::Counted), None);
    }
}
