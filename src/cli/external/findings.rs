//! What the answers mean for those who write.

use super::PATIENCE;
use super::visit::{Answer, Dead, REDIRECTS, Unclear};
use annai::diag::{Diagnostic, Place, Severity, Text, code};
use annai::text;

/// What there is to say of a link that was `typed` at a place.
pub(super) fn finding(typed: &str, place: Place, answer: &Answer) -> Option<Diagnostic> {
    match answer {
        Answer::Fine => None,
        Answer::Moved(to) => Some(moved(typed, place, to)),
        Answer::Dead(why) => {
            let diagnostic = Diagnostic::new(code::DEAD_EXTERNAL_LINK, place, dead(typed, why));
            Some(diagnostic.help(remedy(why)))
        }
        Answer::Unclear(why) => {
            let message = unclear(typed, why);
            let mut diagnostic = Diagnostic::new(code::DEAD_EXTERNAL_LINK, place, message);
            diagnostic.severity = Severity::Note;
            Some(diagnostic.help(text!(
                "ブラウザーで開いてみてください。開ければ、そのままでかまいません",
                "open it in a browser; if it opens, all is well"
            )))
        }
    }
}

fn moved(typed: &str, place: Place, to: &str) -> Diagnostic {
    // Browsers take the part of the page along.
    let part = typed.find('#').map_or("", |at| &typed[at..]);
    Diagnostic::new(
        code::MOVED_EXTERNAL_LINK,
        place,
        text!(
            "リンク先「{typed}」は、別のアドレスに移りました",
            "`{typed}` has moved for good"
        ),
    )
    .help(text!(
        "「{to}{part}」に書き換えてください",
        "write `{to}{part}`"
    ))
}

fn dead(typed: &str, why: &Dead) -> Text {
    match why {
        Dead::Gone(status) => text!(
            "リンク先「{typed}」のページはありません（サーバーの答え: {status}）",
            "`{typed}` is not there: the server answers {status}"
        ),
        Dead::Unnamed(host) => text!(
            "リンク先「{typed}」のサーバー「{host}」が見つかりません",
            "`{typed}` is not there: nothing has the name `{host}`"
        ),
        Dead::Silent => text!(
            "リンク先「{typed}」は、{seconds}秒待っても答えがありません",
            "`{typed}` does not answer within {seconds} seconds",
            seconds = PATIENCE.as_secs()
        ),
        Dead::Unreachable(reason) => text!(
            "リンク先「{typed}」のサーバーにつながりません（{reason}）",
            "`{typed}` cannot be reached: {reason}"
        ),
        Dead::Insecure(reason) => text!(
            "リンク先「{typed}」は、安全な接続（https）のための証明書に問題があります（{reason}）",
            "`{typed}` has no secure connection: {reason}"
        ),
        Dead::Astray(to) => text!(
            "リンク先「{typed}」は「{to}」に転送されますが、これは開けるアドレスではありません",
            "`{typed}` redirects to `{to}`, which is no address on the web"
        ),
        Dead::Circling => text!(
            "リンク先「{typed}」は、転送が{REDIRECTS}回を超えて続き、どのページにも着きません",
            "`{typed}` redirects more than {REDIRECTS} times"
        ),
        Dead::Inside => text!(
            "リンク先「{typed}」は組織の中だけの場所なので、外の方は開けません",
            "`{typed}` is a place that only its own network can reach"
        ),
    }
}

fn remedy(why: &Dead) -> Text {
    match why {
        Dead::Inside => text!(
            "外から開けるアドレスに書き換えるか、リンクを外してください",
            "write an address that everybody can open, or take the link out"
        ),
        Dead::Gone(_)
        | Dead::Unnamed(_)
        | Dead::Silent
        | Dead::Unreachable(_)
        | Dead::Insecure(_)
        | Dead::Astray(_)
        | Dead::Circling => text!(
            "ブラウザーで開いて確かめ、正しいアドレスに書き換えるか、リンクを外してください",
            "open it in a browser; write the address that is right, or take the link out"
        ),
    }
}

fn unclear(typed: &str, why: &Unclear) -> Text {
    match why {
        Unclear::Status(status) => text!(
            "リンク先「{typed}」が開けるかどうか、確かめられません（サーバーの答え: {status}）",
            "it cannot be told whether `{typed}` is there: the server answers {status}"
        ),
        Unclear::Withheld => text!(
            "リンク先「{typed}」は組織の中のネットワークに通じているため、確かめていません",
            "`{typed}` leads into a private network, so it was not asked"
        ),
        Unclear::Unreadable => text!(
            "リンク先「{typed}」は、このアドレスのままでは確かめられません",
            "`{typed}` is no address that can be asked"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annai::source::{SourceId, Span};

    #[test]
    fn every_answer_is_said_in_japanese() {
        let why = || "connection refused".to_owned();
        let answers = [
            Answer::Moved("https://new.example.jp/".to_owned()),
            Answer::Dead(Dead::Gone(404)),
            Answer::Dead(Dead::Unnamed("old.example.jp".to_owned())),
            Answer::Dead(Dead::Silent),
            Answer::Dead(Dead::Unreachable(why())),
            Answer::Dead(Dead::Insecure(why())),
            Answer::Dead(Dead::Astray("mailto:a@example.jp".to_owned())),
            Answer::Dead(Dead::Circling),
            Answer::Dead(Dead::Inside),
            Answer::Unclear(Unclear::Status(503)),
            Answer::Unclear(Unclear::Withheld),
            Answer::Unclear(Unclear::Unreadable),
        ];
        let said = answers.map(|answer| {
            let place = Place::new(&SourceId::new("content/a.md"), Span::new(0, 1));
            let found = finding("https://old.example.jp/", place, &answer);
            let found = found.expect("each of them is a finding");
            let help = found.help.map_or_else(String::new, |help| help.japanese);
            format!("{}。{help}", found.message.japanese)
        });
        assert_eq!(
            said,
            [
                "リンク先「https://old.example.jp/」は、別のアドレスに移りました。「https://new.example.jp/」に書き換えてください",
                "リンク先「https://old.example.jp/」のページはありません（サーバーの答え: 404）。ブラウザーで開いて確かめ、正しいアドレスに書き換えるか、リンクを外してください",
                "リンク先「https://old.example.jp/」のサーバー「old.example.jp」が見つかりません。ブラウザーで開いて確かめ、正しいアドレスに書き換えるか、リンクを外してください",
                "リンク先「https://old.example.jp/」は、10秒待っても答えがありません。ブラウザーで開いて確かめ、正しいアドレスに書き換えるか、リンクを外してください",
                "リンク先「https://old.example.jp/」のサーバーにつながりません（connection refused）。ブラウザーで開いて確かめ、正しいアドレスに書き換えるか、リンクを外してください",
                "リンク先「https://old.example.jp/」は、安全な接続（https）のための証明書に問題があります（connection refused）。ブラウザーで開いて確かめ、正しいアドレスに書き換えるか、リンクを外してください",
                "リンク先「https://old.example.jp/」は「mailto:a@example.jp」に転送されますが、これは開けるアドレスではありません。ブラウザーで開いて確かめ、正しいアドレスに書き換えるか、リンクを外してください",
                "リンク先「https://old.example.jp/」は、転送が5回を超えて続き、どのページにも着きません。ブラウザーで開いて確かめ、正しいアドレスに書き換えるか、リンクを外してください",
                "リンク先「https://old.example.jp/」は組織の中だけの場所なので、外の方は開けません。外から開けるアドレスに書き換えるか、リンクを外してください",
                "リンク先「https://old.example.jp/」が開けるかどうか、確かめられません（サーバーの答え: 503）。ブラウザーで開いてみてください。開ければ、そのままでかまいません",
                "リンク先「https://old.example.jp/」は組織の中のネットワークに通じているため、確かめていません。ブラウザーで開いてみてください。開ければ、そのままでかまいません",
                "リンク先「https://old.example.jp/」は、このアドレスのままでは確かめられません。ブラウザーで開いてみてください。開ければ、そのままでかまいません",
            ]
        );
    }
}
