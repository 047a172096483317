//! What a slip is: what is said of it, and what follows from it.

use super::is_unseen;
use crate::diag::{Code, Text, code, text};

/// What a slip is.
#[derive(Clone, Debug)]
pub(super) struct Mistake {
    pub(super) code: Code,
    /// What is wrong.
    pub(super) message: Text,
    /// What to do, where the right line cannot be typed out.
    pub(super) help: Option<Text>,
    /// Whether the value that it is in cannot be taken for what its author meant.
    pub(super) spoils_value: bool,
    /// Whether it is known what was meant, if the parser can read it.
    pub(super) is_certain: bool,
    /// Whether it is text in three quotes that goes on to the end.
    pub(super) is_never_closed: bool,
}

/// What to do where nothing better can be said.
pub(super) fn the_form() -> Text {
    text!(
        "「項目 = \"文字\"」の形で、記号は半角で書いてください",
        "write it like `key = \"text\"`, with signs of half width"
    )
}

impl Mistake {
    /// A sign that is wrong or missing; the values beside it are what they are.
    pub(super) const fn of_sign(message: Text) -> Self {
        Self {
            code: code::SYNTAX,
            message,
            help: None,
            spoils_value: false,
            is_certain: true,
            is_never_closed: false,
        }
    }

    /// A value that is not written as it should be.
    pub(super) fn of_value(message: Text) -> Self {
        let mut mistake = Self::of_sign(message);
        mistake.spoils_value = true;
        mistake
    }

    pub(super) fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// The same, where it is known what was meant only if `is_certain`.
    pub(super) const fn certain(mut self, is_certain: bool) -> Self {
        self.is_certain = is_certain;
        self
    }

    /// A sign of full width in the place of TOML's.
    pub(super) fn wide(written: char, meant: char) -> Self {
        let mut mistake = Self::of_sign(text!(
            "「{written}」は使えません（ここに入るのは半角の「{meant}」です）",
            "`{written}` cannot stand here; what belongs here is `{meant}`"
        ));
        mistake.spoils_value = meant == '"';
        mistake
    }

    /// A blank that is no space of ASCII, or something else of which nothing is seen.
    pub(super) fn blank(blank: char) -> Self {
        Self::of_sign(if is_unseen(blank) {
            let point = u32::from(blank);
            text!(
                "目に見えない文字（U+{point:04X}）が入っています",
                "there is a character here that cannot be seen (U+{point:04X})"
            )
        } else {
            text!(
                "全角の空白が入っています",
                "there is a full-width space here"
            )
        })
    }

    /// A name or a value in full width, or with something in it of which nothing is seen.
    pub(super) fn not_narrow(written: &str, message: Text) -> Text {
        let unseen = written.chars().find(|c| is_unseen(*c));
        unseen.map_or(message, |unseen| Self::blank(unseen).message)
    }

    /// `[…]` with the wrong brackets, or too few.
    pub(super) fn header() -> Self {
        Self::of_sign(text!(
            "見出しの行のかっこ［ ］が正しくありません",
            "the brackets around this name are not right"
        ))
    }

    /// Two keys with their values on one line.
    pub(super) fn two_entries() -> Self {
        Self::of_sign(text!(
            "一行に二つの項目が書かれています",
            "two keys with their values stand on one line"
        ))
    }

    /// Something behind a value.
    pub(super) fn left_over(left: &str) -> Self {
        Self::of_value(text!(
            "値のあとに余分なもの「{left}」があります",
            "`{left}` is left over behind the value"
        ))
        .help(text!(
            "値は一行に一つです。文字の中の「\"」は「『』」などに変え、説明は「#」のあとに書いてください",
            "a line holds one value: use other marks for quotes within text, and write notes behind `#`"
        ))
    }

    /// No value behind the `=`.
    pub(super) fn no_value() -> Self {
        Self::of_value(text!(
            "「=」の右側に値がありません",
            "there is no value behind `=`"
        ))
        .help(text!(
            "「=」の右側に値を書くか、使わないなら行ごと消してください",
            "write a value, or delete the line"
        ))
        .certain(false)
    }

    /// A line that is neither key and value nor anything else.
    pub(super) fn no_entry(line: &str) -> Self {
        Self::of_sign(text!(
            "「{line}」は「項目 = 値」の形になっていません",
            "`{line}` is not of the form `key = value`"
        ))
        .help(text!(
            "「項目 = \"文字\"」の形で書いてください。説明の行なら、先頭に「#」を付けます",
            "write `key = \"text\"`; a line that explains something begins with `#`"
        ))
        .certain(false)
    }

    /// Text whose second quote is missing.
    pub(super) fn no_closing_quote() -> Self {
        Self::of_value(text!(
            "文字の終わりに「\"」がありません",
            "the quote at the end of this text is missing"
        ))
        .help(text!(
            "文字が終わるところに「\"」を書いてください",
            "write `\"` where the text ends"
        ))
    }

    /// Three quotes that are not closed in the rest of the file.
    pub(super) fn never_closed(quotes: &str) -> Self {
        let mut mistake = Self::of_value(text!(
            "「{quotes}」が、ファイルの終わりまで閉じられていません",
            "`{quotes}` is not closed up to the end of the file"
        ))
        .help(text!(
            "文章が終わるところに「{quotes}」を書いてください",
            "write `{quotes}` where the text ends"
        ));
        mistake.is_certain = false;
        mistake.is_never_closed = true;
        mistake
    }

    /// A bracket that is not closed, and what would close it.
    pub(super) fn no_closing_bracket(close: char) -> Self {
        Self::of_value(text!(
            "かっこが「{close}」で閉じられていません",
            "the bracket is not closed with `{close}`"
        ))
    }
}
