//! The page that shows what came, in the editor's language; what is said of a field is in that
//! of its form, as visitors are told.

use super::{Judged, Received};
use crate::server::days::Asked;
use crate::server::forms::Form;
use crate::server::inject::escaped;
use annai::calendar::iso_moment;
use annai::diag::Text;
use annai::form::{ELAPSED, Step, TRAP, doubt, message};
use annai::language::Language;
use annai::render::html::escape;
use annai::text;

/// Writes the page.
pub(super) fn write(
    form: &Form,
    received: &Received<'_>,
    asked: Asked,
    language: Language,
) -> String {
    let say = |text: &Text| escaped(text.in_language(language));
    let title = say(&text!("どこにも送信していません", "Nothing was sent"));
    let preview = say(&text!(
        "これはプレビューです。公開したサイトでは、次の内容がこのアドレスへ送られます。",
        "This is the preview. The published site would send the following to this address."
    ));
    let endpoint = escaped(&form.sent.endpoint);
    let (state, summary) = summary(received);
    let summary = say(&summary);
    let fields: String = received
        .fields
        .iter()
        .map(|one| field(one, form.sent.language, language))
        .collect();
    let rest = trap(received, language) + &elapsed(received, language);
    let rest = rest + &strange(received, language);
    let size = say(&text!(
        "送られる本文の大きさは {size} バイトです。",
        "The body that would be sent has {size} bytes.",
        size = received.size
    ));
    let back = escaped(&back(form, asked));
    let return_there = say(&text!(
        "フォームのページに戻る",
        "Back to the page of the form"
    ));
    let tag = language.tag();
    format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><link rel=\"stylesheet\" href=\"/.annai/endpoint.css\"></head>\
         <body><main><h1>{title}</h1><p>{preview}</p><p><code>{endpoint}</code></p>\
         <p class=\"summary {state}\">{summary}</p>{fields}{rest}\
         <p>{size}</p><p><a href=\"{back}\">{return_there}</a></p></main></body></html>"
    )
}

/// What is to be said of all of it, and how grave that is.
fn summary(received: &Received<'_>) -> (&'static str, Text) {
    match received.wrong() {
        0 => (
            "fine",
            text!(
                "どの欄も、決まりに合っています。",
                "Every field follows its rules."
            ),
        ),
        wrong => (
            "error",
            text!(
                "決まりに合わない欄が{wrong}件あります。スクリプトが動くブラウザーでは送信の前に止まりますが、動かないところからは、このまま届きます。",
                "Fields that do not follow their rules: {wrong}. Where scripts run, nothing is sent before they do; from elsewhere it arrives as it is here."
            ),
        ),
    }
}

/// A field: what it is called, what came, what becomes of it, and what is to be said.
fn field(judged: &Judged<'_>, of_form: Language, language: Language) -> String {
    let Judged {
        field,
        values,
        verdict,
    } = judged;
    let label = heading(&field.label, &field.name, of_form);
    let (state, word, message) = match (verdict.problem, verdict.hint) {
        (Some(problem), _) => {
            let word = text!("エラー", "error");
            ("error", word, Some(message(field, problem, of_form)))
        }
        (None, Some(hint)) => {
            let word = text!("参考", "note");
            ("note", word, Some(doubt(field, hint, of_form)))
        }
        (None, None) => ("fine", text!("問題ありません", "fine"), None),
    };
    let word = escaped(word.in_language(language));
    let message = message.map_or_else(String::new, |message| {
        let tag = of_form.tag();
        format!(" <span lang=\"{tag}\">{}</span>", escaped(&message))
    });
    let say = |text: &Text| escaped(text.in_language(language));
    let mut rows = came(values, language);
    let first = values.first().map_or("", String::as_str);
    // Browsers send every line break as two characters; nobody typed the first one.
    if verdict.value != first.replace("\r\n", "\n") {
        let folded = text!("決まりどおりに直すと", "What the rules make of it");
        rows += &row(&say(&folded), &value(&verdict.value, language));
    }
    if values.len() > 1 {
        let twice = text!(
            "同じ名前で{count}回届きました。上で確かめたのは最初のものだけです。",
            "This came {count} times under the same name; only the first was looked at.",
            count = values.len()
        );
        rows += &row(&say(&text!("注意", "Attention")), &say(&twice));
    }
    format!(
        "<section>{label}<p class=\"{state}\"><strong>{word}</strong>{message}</p><dl>{rows}</dl></section>"
    )
}

/// The field that people cannot see.
fn trap(received: &Received<'_>, language: Language) -> String {
    let is_empty = received.trap.iter().all(String::is_empty);
    let (state, verdict) = match (received.trap.is_empty(), is_empty) {
        (true, _) => (
            "error",
            text!(
                "届いていません。ページのひな形に、この欄がありません。",
                "It did not come: the template of the page lacks it."
            ),
        ),
        (false, true) => (
            "fine",
            text!(
                "空です。人が入力したと見なせます。",
                "Empty, as people leave it."
            ),
        ),
        (false, false) => (
            "error",
            text!(
                "入力されています。人には見えない欄なので、プログラムが送ったと見なせます。",
                "Filled in. People cannot see it, so a program has sent this."
            ),
        ),
    };
    let label = text!("人には見えない欄", "The field that people cannot see");
    let heading = heading(label.in_language(language), TRAP, language);
    let verdict = escaped(verdict.in_language(language));
    let rows = if is_empty {
        String::new()
    } else {
        came(&received.trap, language)
    };
    format!("<section>{heading}<p class=\"{state}\">{verdict}</p><dl>{rows}</dl></section>")
}

/// The field in which the script tells how long it took.
fn elapsed(received: &Received<'_>, language: Language) -> String {
    let label = text!("入力にかかった秒数", "Seconds that it took to fill in");
    let heading = heading(label.in_language(language), ELAPSED, language);
    let rows = came(&received.elapsed, language);
    format!("<section>{heading}<dl>{rows}</dl></section>")
}

/// What the form does not declare.
fn strange(received: &Received<'_>, language: Language) -> String {
    let rows = received
        .strange
        .iter()
        .map(|(name, came)| row(&value(name, language), &value(came, language)));
    let rows: String = rows.collect();
    if rows.is_empty() {
        return rows;
    }
    let title = text!(
        "フォームに書かれていない欄",
        "Fields that the form does not declare"
    );
    let title = escaped(title.in_language(language));
    format!("<section><h2>{title}</h2><dl>{rows}</dl></section>")
}

fn heading(label: &str, name: &str, language: Language) -> String {
    let (label, name, tag) = (escaped(label), escaped(name), language.tag());
    format!("<h2><span lang=\"{tag}\">{label}</span> <code>{name}</code></h2>")
}

/// What came for a field.
fn came(values: &[String], language: Language) -> String {
    let term = text!("届いた内容", "What came");
    let term = escaped(term.in_language(language));
    if values.is_empty() {
        let words = text!(
            "（届いていません。ページのひな形に、この欄がありません）",
            "(nothing: the template of the page lacks this field)"
        );
        let words = escaped(words.in_language(language));
        return row(&term, &format!("<i>{words}</i>"));
    }
    let rows = values.iter().map(|one| row(&term, &value(one, language)));
    rows.collect()
}

/// A line of a list, of what is HTML already.
fn row(term: &str, html: &str) -> String {
    format!("<div><dt>{term}</dt><dd dir=\"auto\">{html}</dd></div>")
}

/// A value as it came. What nobody could see in it is shown by its number.
fn value(value: &str, language: Language) -> String {
    if value.is_empty() {
        let words = text!("（空）", "(empty)");
        return format!("<i>{}</i>", escaped(words.in_language(language)));
    }
    let mut html = String::with_capacity(value.len());
    for character in value.chars() {
        let mut bytes = [0; 4];
        let text: &str = character.encode_utf8(&mut bytes);
        if !character.is_alphanumeric() && Step::Clean.apply(text).is_empty() {
            html += &format!("<mark>U+{:04X}</mark>", u32::from(character));
        } else {
            escape(text, &mut html);
        }
    }
    html
}

/// The page of the form, as of the day that it showed.
fn back(form: &Form, asked: Asked) -> String {
    let url = form.url.encoded();
    match asked {
        Asked::At(moment) => format!("{url}?as-of={}", iso_moment(moment)),
        Asked::Now | Asked::Unreadable => url,
    }
}
