//! As one page that needs nothing else, for the person who signs off.

use super::outline::{Moment, Outline, change};
use annai::compare::FactChange;
use annai::language::Language;
use annai::render::html::escape;
use annai::text;

const STYLE: &str = "\
body{font-family:'BIZ UDPGothic','Hiragino Sans','Yu Gothic UI',Meiryo,sans-serif;\
line-height:1.7;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.5rem;\
text-align:left;vertical-align:top}h2{margin-top:2.5rem;font-size:1.25rem;\
border-bottom:2px solid #197a4b}h3{margin-top:2rem;font-size:1rem}del{background:#fdeeee;color:#8a0000}\
ins{background:#e6f5ec;color:#115a36;text-decoration:none;font-weight:bold}\
li{margin:.25rem 0}@media print{h2,h3{break-after:avoid}}";

pub(super) fn print(outline: &Outline<'_>, language: Language) -> String {
    let title = text!("サイトの変更点", "What changes in the site");
    let title = title.in_language(language);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n",
        language.tag()
    );
    for one in &outline.moments {
        moment(one, language, &mut out);
    }
    if let Some(words) = &outline.closing {
        element("p", words.in_language(language), &mut out);
    }
    if let Some((words, findings)) = &outline.failure {
        element("h2", words.in_language(language), &mut out);
        out.push_str("\n<ul>\n");
        for finding in findings {
            element("li", finding, &mut out);
        }
        out.push_str("</ul>");
    }
    out.push_str("\n</body>\n</html>");
    out
}

fn moment(moment: &Moment<'_>, language: Language, out: &mut String) {
    element("h2", moment.heading.in_language(language), out);
    out.push('\n');
    facts(moment.facts, language, out);
    for file in &moment.files {
        let change = change(file);
        let change = change.in_language(language);
        out.push_str("<h3>");
        escape(&file.path, out);
        out.push_str(&format!(" <small>({change})</small></h3>\n<ul>\n"));
        for sentence in &file.sentences {
            out.push_str("<li>");
            if let Some(old) = &sentence.old {
                element("del", old, out);
            }
            if sentence.old.is_some() && sentence.new.is_some() {
                out.push_str("<br>");
            }
            if let Some(new) = &sentence.new {
                element("ins", new, out);
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }
}

fn facts(facts: &[FactChange], language: Language, out: &mut String) {
    if facts.is_empty() {
        return;
    }
    let head = text!(
        "<tr><th>事実</th><th>変わる前</th><th>変わった後</th></tr>",
        "<tr><th>fact</th><th>before</th><th>after</th></tr>"
    );
    out.push_str(&format!("<table>\n{}\n", head.in_language(language)));
    for fact in facts {
        out.push_str("<tr><td>");
        escape(&fact.label, out);
        out.push_str("</td><td>");
        element("del", fact.old.as_deref().unwrap_or("—"), out);
        out.push_str("</td><td>");
        element("ins", fact.new.as_deref().unwrap_or("—"), out);
        for derivation in &fact.derivations {
            out.push_str("<br><small>");
            escape(derivation, out);
            out.push_str("</small>");
        }
        out.push_str("</td></tr>\n");
    }
    out.push_str("</table>\n");
}

fn element(name: &str, text: &str, out: &mut String) {
    out.push_str(&format!("<{name}>"));
    escape(text, out);
    out.push_str(&format!("</{name}>"));
}
