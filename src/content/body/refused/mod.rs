//! What to type instead of HTML that may not be typed: what people paste from Word and from
//! web pages.

pub(super) mod tag;

use self::tag::{attributes, inside, name};
use super::Element;
use crate::diag::{Text, text};
use crate::japanese::emphasis;

/// What to type instead of a tag.
#[derive(Debug)]
pub(super) struct Remedy {
    pub(super) help: Text,
    /// What mends it, where that is certain.
    pub(super) fix: Option<Replacement>,
}

/// From the beginning of the tag on, so many bytes become this.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Replacement {
    pub(super) length: usize,
    pub(super) text: String,
}

/// A tag that is refused, and what stands around it.
pub(super) struct Refused<'a> {
    /// The text up to the tag.
    before: &'a str,
    /// The tag.
    tag: &'a str,
    /// The text behind the tag.
    behind: &'a str,
    /// Whether it stands in running text, where Markdown is read.
    is_inline: bool,
    /// What stands up to the end tag on the same line, and how long both are.
    inside: Option<(&'a str, usize)>,
}

/// Longer words are not typed out.
const LONGEST: usize = 60;

impl<'a> Refused<'a> {
    /// A tag between two texts; whether it stands in running text, where Markdown is read.
    pub(super) fn new(before: &'a str, tag: &'a str, behind: &'a str, is_inline: bool) -> Self {
        Self {
            before,
            tag,
            behind,
            is_inline,
            inside: inside(&name(tag), behind),
        }
    }

    /// What to type instead.
    pub(super) fn remedy(&self) -> Remedy {
        let name = name(self.tag);
        match name.as_str() {
            _ if self.tag.starts_with("</") => plain(text!(
                "始まりのない終わりのタグです。「{}」を消してください",
                "it ends nothing: take `{}` out",
                self.tag
            )),
            "b" | "strong" => self.signs("**"),
            "i" | "em" => self.signs("*"),
            "s" | "del" | "strike" => self.signs("~~"),
            "a" => self.link(),
            "img" => self.image(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(&name),
            "hr" => self.rule(),
            _ if Element::ALL.iter().any(|one| one.name() == name)
                || ["br", "wbr"].contains(&name.as_str()) =>
            {
                self.without_attributes(&name)
            }
            _ => self.blocks(&name),
        }
    }

    /// The words that the tag is around, as far as they can be typed out.
    fn words(&self) -> &str {
        let words = self.inside.map_or("…", |(inside, _)| inside.trim());
        if words.is_empty() || words.contains('<') || words.chars().count() > LONGEST {
            "…"
        } else {
            words
        }
    }

    /// The replacement for all from the start tag to the end tag.
    fn whole(&self, text: &str) -> Option<Replacement> {
        let (_, length) = self.inside?;
        Some(Replacement {
            length: self.tag.len() + length,
            text: text.to_owned(),
        })
    }

    fn has_attributes(&self) -> bool {
        attributes(self.tag).is_none_or(|attributes| !attributes.is_empty())
    }

    fn signs(&self, signs: &str) -> Remedy {
        let words = self.words();
        let text = format!("{signs}{words}{signs}");
        let after = self.inside.map_or("", |(_, length)| &self.behind[length..]);
        let (before, after) = (self.before.chars().next_back(), after.chars().next());
        let is_free = [before, after]
            .iter()
            .flatten()
            .all(|c| !"*~\\".contains(*c));
        let is_certain = self.is_inline
            && is_free
            && words != "…"
            && !self.has_attributes()
            && !words.contains(['*', '~', '\\'])
            && emphasis::has_effect(before, words, after);
        let fix = self.whole(&text).filter(|_| is_certain);
        Remedy {
            help: write(&text),
            fix,
        }
    }

    fn link(&self) -> Remedy {
        let words = self.words();
        let attributes = attributes(self.tag);
        let value = |wanted: &str| {
            let found = attributes.iter().flatten().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.as_str())
        };
        if let (None, Some(name)) = (value("href"), value("name").or(value("id"))) {
            return plain(text!(
                "タグを消し、見出しの行の終わりに「{{#{name}}}」と書いてください",
                "take the tags out, and write `{{#{name}}}` at the end of the heading"
            ));
        }
        let target = value("href")
            .filter(|target| is_plain(target))
            .unwrap_or("…");
        let text = format!("[{words}]({target})");
        let knows_all = attributes
            .iter()
            .flatten()
            .all(|(name, _)| ["href", "target", "rel"].contains(&name.as_str()));
        let is_certain = self.is_inline
            && knows_all
            && words != "…"
            && !words.contains(['[', ']', '\\'])
            && target != "…";
        let fix = self.whole(&text).filter(|_| is_certain);
        Remedy {
            help: write(&text),
            fix,
        }
    }

    fn image(&self) -> Remedy {
        let attributes = attributes(self.tag);
        let value = |wanted: &str| {
            let found = attributes.iter().flatten().find(|(name, _)| name == wanted);
            found
                .map(|(_, value)| value.as_str())
                .filter(|value| !value.is_empty())
        };
        let (source, alt) = (value("src"), value("alt"));
        let text = format!("![{}]({})", alt.unwrap_or("…"), source.unwrap_or("…"));
        let known = ["src", "alt", "width", "height", "border", "loading"];
        let knows_all = attributes
            .iter()
            .flatten()
            .all(|(name, _)| known.contains(&name.as_str()));
        let is_certain = knows_all
            && (self.is_inline || self.is_alone(self.tag.len()))
            && alt.is_some_and(|alt| !alt.contains(['[', ']', '\\', '<']))
            && source.is_some_and(|source| is_plain(source) && !source.contains(':'));
        let replacement = Replacement {
            length: self.tag.len(),
            text: text.clone(),
        };
        let mut help = write(&text);
        if alt.is_none() {
            help = text!(
                "「{text}」と書き、「[ ]」の中に何の画像かを書いてください",
                "write `{text}`, and between the brackets what the picture shows"
            );
        }
        Remedy {
            help,
            fix: is_certain.then_some(replacement),
        }
    }

    fn heading(&self, name: &str) -> Remedy {
        let level = name
            .bytes()
            .last()
            .map_or(2, |digit| usize::from(digit - b'0'));
        let words = self.words();
        let text = format!("{} {words}", "#".repeat(level));
        let is_certain = words != "…" && !self.has_attributes();
        let fix = self.whole(&text);
        let fix = fix.filter(|fix| is_certain && self.is_alone(fix.length));
        Remedy {
            help: write(&text),
            fix,
        }
    }

    fn rule(&self) -> Remedy {
        // Below words, `---` would make a heading of them.
        let line = self.before.trim_end_matches([' ', '\t']);
        let above = line.trim_end_matches(['\n', '\r']);
        let breaks = line[above.len()..].matches('\n').count();
        let sign = if above.is_empty() || breaks > 1 {
            "---"
        } else {
            "***"
        };
        let replacement = Replacement {
            length: self.tag.len(),
            text: sign.to_owned(),
        };
        let fix = Some(replacement).filter(|fix| self.is_alone(fix.length));
        Remedy {
            help: write(sign),
            fix,
        }
    }

    fn without_attributes(&self, name: &str) -> Remedy {
        let text = format!("<{name}>");
        let help = text!(
            "タグの中に class などは書けません。「{text}」とだけ書いてください",
            "it takes no attributes: write `{text}`"
        );
        let replacement = Replacement {
            length: self.tag.len(),
            text,
        };
        Remedy {
            help,
            fix: Some(replacement),
        }
    }

    /// Whether nothing else stands on the line, so many bytes being its own.
    fn is_alone(&self, length: usize) -> bool {
        let after = self
            .behind
            .get(length - self.tag.len()..)
            .unwrap_or_default();
        let after = after.trim_start_matches([' ', '\t']);
        let lines = ['\n', '\r'];
        (self.before.is_empty() || self.before.ends_with(lines))
            && (after.is_empty() || after.starts_with(lines))
    }

    /// Elements for which there is no single sign.
    fn blocks(&self, name: &str) -> Remedy {
        let words = self.words();
        plain(match name {
            "u" | "ins" => text!(
                "下線は引けません。目立たせるときは「**{words}**」と書いてください",
                "there is no underlining: to make it stand out, write `**{words}**`"
            ),
            "font" | "span" | "big" | "small" | "center" | "mark" => text!(
                "色・大きさ・位置は本文では変えられません。タグを消して「{words}」とだけ書いてください",
                "colour, size and position are the theme's: take the tags out and write `{words}`"
            ),
            "p" | "div" | "section" | "article" | "main" | "header" | "footer" => text!(
                "タグを消し、段落の間に空の行を入れてください",
                "take the tags out, and put an empty line between paragraphs"
            ),
            "ul" | "ol" | "li" => text!(
                "タグを消し、項目ごとに「- {words}」（番号付きなら「1. {words}」）の行を書いてください",
                "take the tags out, and write a line `- {words}` for each item (`1. {words}` for numbers)"
            ),
            "table" | "thead" | "tbody" | "tr" | "th" | "td" | "caption" | "col" | "colgroup" => {
                text!(
                    "表は「| 見出し | 見出し |」の行、「|---|---|」の行、「| 内容 | 内容 |」の行の順に書いてください",
                    "write a table as lines: `| head | head |`, `|---|---|`, then `| cell | cell |`"
                )
            }
            "details" | "summary" => text!(
                "「:::details 見出し」の行で始め、「:::」だけの行で終えてください",
                "begin with a line `:::details heading` and end with a line that is only `:::`"
            ),
            "blockquote" => text!(
                "行の先頭に「> 」を書いてください",
                "write `> ` at the beginning of each line"
            ),
            "code" | "tt" | "samp" => text!("「`{words}`」と書いてください", "write \"`{words}`\""),
            "pre" => text!(
                "前後に「```」だけの行を書いてください",
                "write a line \"```\" before and after it"
            ),
            "script" | "style" | "iframe" | "object" | "embed" | "form" | "input" | "button"
            | "svg" | "link" | "meta" | "base" | "video" | "audio" => text!(
                "埋め込みの動画や地図、プログラムは、安全のためページに置けません。始まりから終わりまで消してください",
                "embedded media and programs cannot stand in a page, for safety: take all of it out"
            ),
            _ if name.starts_with(['?', '!']) => text!(
                "Word などから貼り付けた記号です。消してください",
                "it was pasted from a word processor: take it out"
            ),
            _ => text!(
                "Markdown の書き方を使ってください。使える HTML は br・ruby・rt・rp・kbd・sub・sup・wbr だけで、class などは付けられません",
                "use Markdown; the only HTML is br, ruby, rt, rp, kbd, sub, sup and wbr, without attributes"
            ),
        })
    }
}

fn plain(help: Text) -> Remedy {
    Remedy { help, fix: None }
}

fn write(text: &str) -> Text {
    text!("「{text}」と書いてください", "write `{text}`")
}

/// Whether a target may be typed as it is, and may be a link.
pub(super) fn is_plain(target: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || "()<>\\".contains(c);
    let scheme = target.split_once(':').map(|(scheme, _)| scheme);
    let is_known = |scheme| ["http", "https", "tel", "mailto"].contains(&scheme);
    !target.is_empty() && !target.contains(odd) && scheme.is_none_or(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(before: &str, tag: &str, behind: &str, is_inline: bool) -> Option<String> {
        let refused = Refused::new(before, tag, behind, is_inline);
        let fix = refused.remedy().fix?;
        let whole = format!("{tag}{behind}");
        Some(format!("{before}{}{}", fix.text, &whole[fix.length..]))
    }

    #[test]
    fn what_is_certain_is_mended() {
        let inline = [
            ("は", "<b>", "重要</b>です", "は**重要**です"),
            (
                "",
                "<A HREF='/a/' target=_blank>",
                "あ</A >い",
                "[あ](/a/)い",
            ),
            (
                "図",
                "<img src=a.png alt=\"画面\"/>",
                "",
                "図![画面](a.png)",
            ),
            ("", "<br clear=\"all\">", "次", "<br>次"),
        ];
        for (before, tag, behind, right) in inline {
            assert_eq!(fixed(before, tag, behind, true).as_deref(), Some(right));
        }
        let blocks = [
            ("前\n\n", "<h2>", "題</h2>\n", "前\n\n## 題\n"),
            ("前\n\n", "<hr>", "\n次", "前\n\n---\n次"),
            ("前\n", "<hr>", "\n次", "前\n***\n次"),
        ];
        for (before, tag, behind, right) in blocks {
            assert_eq!(fixed(before, tag, behind, false).as_deref(), Some(right));
        }
    }

    #[test]
    fn what_is_not_certain_is_left() {
        for (before, tag, behind) in [
            ("", "<b>", "閉じない"),
            ("", "<b>", "一\n二</b>"),
            ("", "<b>", "中に<i>斜体</i></b>"),
            ("a", "<b>", "(b)</b>c"),
            ("*", "<b>", "重要</b>"),
            ("", "<b style=\"x\">", "重要</b>"),
            ("", "<a href=\"javascript:x\">", "あ</a>"),
            ("", "<a href=\"/a b/\">", "あ</a>"),
            ("", "<a href=\"/a/\" onclick=\"x\">", "あ</a>"),
            ("", "<img src=a.png>", ""),
            ("", "<img src=https://example.jp/a.png alt=画面>", ""),
            ("文", "<h2>", "題</h2>"),
            ("", "<h2>", "題</h2>文"),
            ("", "<div>", "囲み</div>"),
            ("", "</b>", "文"),
        ] {
            assert_eq!(fixed(before, tag, behind, true), None, "{tag}{behind}");
        }
    }
}
