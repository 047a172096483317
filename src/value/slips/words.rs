//! What is said of each slip.

use crate::diag::{Text, text};

/// What a slip is.
#[derive(Clone, Debug)]
pub(super) enum Mistake {
    /// A sign of full width in the place of TOML's.
    Wide(char, char),
    /// Full-width blanks.
    WideBlank,
    /// A key in full width.
    WideKey,
    /// A value in full width.
    WideValue,
    /// `[…]` with the wrong brackets, or too few.
    Header,
    /// A colon in the place of `=`.
    Colon(char),
    /// No `=` between key and value.
    NoSign,
    /// A second `=`.
    SecondSign,
    /// No value behind the `=`.
    NoValue,
    /// A line that is neither key and value nor anything else.
    NoEntry(String),
    /// A day that is not written as TOML does.
    Day,
    /// A time that is not written as TOML does.
    Time,
    /// Yes or no in other words.
    Boolean,
    /// A number with commas or a unit.
    Number,
    /// Text without quotes.
    NoQuotes,
    /// Text whose first quote is missing.
    NoOpeningQuote,
    /// Text whose second quote is missing.
    NoClosingQuote,
    /// Text in quotes that are not TOML's.
    ForeignQuotes(char, char),
    /// Three quotes that are not closed in the rest of the file.
    NeverClosed(&'static str),
    /// A `\` before a character that cannot stand there.
    Backslash(char),
    /// No comma between two values.
    NoComma,
    /// A bracket that is not closed, and what would close it.
    NoClosingBracket(char),
    /// Two keys with their values on one line.
    TwoEntries,
    /// Something behind a value.
    LeftOver(String),
}

/// What is said.
pub(super) struct Words {
    /// What is wrong.
    pub(super) message: Text,
    /// What to do, where the right line cannot be written out.
    pub(super) help: Text,
}

impl Mistake {
    /// Whether the value that it is in cannot be taken for what its author meant.
    pub(super) const fn spoils_value(&self) -> bool {
        match self {
            Self::Wide(_, meant) => *meant == '"',
            Self::WideBlank
            | Self::WideKey
            | Self::Header
            | Self::Colon(_)
            | Self::NoSign
            | Self::SecondSign
            | Self::NoComma
            | Self::TwoEntries
            | Self::NoEntry(_) => false,
            Self::WideValue
            | Self::NoValue
            | Self::Day
            | Self::Time
            | Self::Boolean
            | Self::Number
            | Self::NoQuotes
            | Self::NoOpeningQuote
            | Self::NoClosingQuote
            | Self::ForeignQuotes(..)
            | Self::NeverClosed(_)
            | Self::Backslash(_)
            | Self::NoClosingBracket(_)
            | Self::LeftOver(_) => true,
        }
    }

    pub(super) const fn is_never_closed(&self) -> bool {
        matches!(self, Self::NeverClosed(_))
    }

    pub(super) fn words(&self) -> Words {
        Words {
            message: self.message(),
            help: self.help(),
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one sentence for each mistake, to be read side by side"
    )]
    fn message(&self) -> Text {
        match self {
            Self::Wide(written, meant) => text!(
                "「{written}」は使えません（ここに入るのは半角の「{meant}」です）",
                "`{written}` cannot stand here; what belongs here is `{meant}`"
            ),
            Self::WideBlank => text!(
                "全角の空白が入っています",
                "there is a full-width space here"
            ),
            Self::WideKey => text!(
                "項目の名前が全角です",
                "this key is written in full-width letters"
            ),
            Self::WideValue => text!(
                "値に全角の文字が入っています",
                "this value is written in full-width characters"
            ),
            Self::Header => text!(
                "見出しの行のかっこ［ ］が正しくありません",
                "the brackets around this name are not right"
            ),
            Self::Colon(colon) => text!(
                "項目と値の間が「{colon}」になっています（ここに入るのは「=」です）",
                "`{colon}` stands between key and value, where `=` belongs"
            ),
            Self::NoSign => text!(
                "項目と値の間に「=」がありません",
                "there is no `=` between key and value"
            ),
            Self::SecondSign => text!("「=」が二つ続いています", "there is a second `=`"),
            Self::NoValue => text!(
                "「=」の右側に値がありません",
                "there is no value behind `=`"
            ),
            Self::NoEntry(line) => text!(
                "「{line}」は「項目 = 値」の形になっていません",
                "`{line}` is not of the form `key = value`"
            ),
            Self::Day => text!(
                "日付の書き方が違います",
                "days are not written like this here"
            ),
            Self::Time => text!(
                "時刻の書き方が違います",
                "times are not written like this here"
            ),
            Self::Boolean => text!(
                "「はい・いいえ」は true か false で書きます",
                "yes and no are written `true` and `false`"
            ),
            Self::Number => text!(
                "数は、数字だけで書きます",
                "numbers are written as digits and nothing else"
            ),
            Self::NoQuotes => text!(
                "文字が「\"」で囲まれていません",
                "text has to stand in quotes"
            ),
            Self::NoOpeningQuote => text!(
                "文字の前に「\"」がありません",
                "the quote before this text is missing"
            ),
            Self::NoClosingQuote => text!(
                "文字の終わりに「\"」がありません",
                "the quote at the end of this text is missing"
            ),
            Self::ForeignQuotes(open, close) => text!(
                "文字が「\"」ではなく {open}…{close} で囲まれています",
                "this text stands in `{open}…{close}`, not in `\"…\"`"
            ),
            Self::NeverClosed(quotes) => text!(
                "「{quotes}」が、ファイルの終わりまで閉じられていません",
                "`{quotes}` is not closed up to the end of the file"
            ),
            Self::Backslash(c) => text!(
                "「\\{c}」は使えません（記号「\\」そのものは「\\\\」と書きます）",
                "`\\{c}` cannot stand here; a backslash itself is written `\\\\`"
            ),
            Self::NoComma => text!(
                "値と値の間に「,」がありません",
                "there is no comma between these two"
            ),
            Self::NoClosingBracket(close) => text!(
                "かっこが「{close}」で閉じられていません",
                "the bracket is not closed with `{close}`"
            ),
            Self::TwoEntries => text!(
                "一行に二つの項目が書かれています",
                "two keys with their values stand on one line"
            ),
            Self::LeftOver(left) => text!(
                "値のあとに余分なもの「{left}」があります",
                "`{left}` is left over behind the value"
            ),
        }
    }

    fn help(&self) -> Text {
        match self {
            Self::NoValue => text!(
                "「=」の右側に値を書くか、使わないなら行ごと消してください",
                "write a value, or delete the line"
            ),
            Self::NoEntry(_) => text!(
                "「項目 = \"文字\"」の形で書いてください。説明の行なら、先頭に「#」を付けます",
                "write `key = \"text\"`; a line that explains something begins with `#`"
            ),
            Self::TwoEntries => text!(
                "「,」を消して、ここで改行してください",
                "write the second on a line of its own, without the comma"
            ),
            Self::NoClosingBracket(close) => text!(
                "下に「{close}」だけの行を加えてください",
                "add a line `{close}` below"
            ),
            Self::NoClosingQuote => text!(
                "文字が終わるところに「\"」を書いてください",
                "write `\"` where the text ends"
            ),
            Self::NeverClosed(quotes) => text!(
                "文章が終わるところに「{quotes}」を書いてください",
                "write `{quotes}` where the text ends"
            ),
            Self::NoQuotes => text!(
                "前後を「\"」で囲み、中の「\"」は「『』」などに変えてください",
                "put `\"` before and after it, and other marks in the place of those within"
            ),
            Self::LeftOver(_) => text!(
                "値は一行に一つです。文字の中の「\"」は「『』」などに変え、説明は「#」のあとに書いてください",
                "a line holds one value: use other marks for quotes within text, and write notes behind `#`"
            ),
            Self::Wide(..)
            | Self::WideBlank
            | Self::WideKey
            | Self::WideValue
            | Self::Header
            | Self::Colon(_)
            | Self::NoSign
            | Self::SecondSign
            | Self::Day
            | Self::Time
            | Self::Boolean
            | Self::Number
            | Self::NoOpeningQuote
            | Self::ForeignQuotes(..)
            | Self::Backslash(_)
            | Self::NoComma => text!(
                "「項目 = \"文字\"」の形で、記号は半角で書いてください",
                "write it like `key = \"text\"`, with signs of half width"
            ),
        }
    }
}
