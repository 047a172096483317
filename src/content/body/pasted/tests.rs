use super::*;
use crate::content::body;
use crate::source::SourceId;

fn written(source: &str) -> Option<(String, bool)> {
    rewritten(source, false)
}

fn rewritten(source: &str, is_inline: bool) -> Option<(String, bool)> {
    let at = source.find('<')?;
    let setting = Setting {
        is_inline,
        is_nested: false,
    };
    let mut pasted = Pasted::read(source, &[]);
    let fix = pasted.rewrite(source, at, setting)?;
    Some((fix.text, fix.is_certain))
}

fn certain(text: &str) -> Option<(String, bool)> {
    Some((text.to_owned(), true))
}

fn uncertain(text: &str) -> Option<(String, bool)> {
    Some((text.to_owned(), false))
}

#[test]
fn a_table_becomes_its_lines() {
    assert_eq!(
        written(
            "<table border=0 cellpadding=0>\n <col width=72>\n <tr height=18>\n  <td class=xl65>区分</td>\n  \
             <td>料金</td>\n </tr>\n <tr>\n  <td>一般</td>\n  <td align=right>1,000円</td>\n </tr>\n</table>"
        ),
        certain("| 区分 | 料金 |\n|---|---|\n| 一般 | 1,000円 |")
    );
    assert_eq!(
        written("<table><tr><th>a|b<th>*c*<tr><td>x<br>y<td>&nbsp;</table>"),
        certain("| a\\|b | \\*c\\* |\n|---|---|\n| x<br>y | |")
    );
    assert_eq!(
        written("<table><tr><td>{{ fee | short }}</td><td><b>注意</b>あり</td></tr></table>"),
        certain("| {{ fee | short }} | **注意**あり |\n|---|---|")
    );
    assert_eq!(
        written("<table><tr><td><p>一</p><p>二&amp;三</p></td></tr></table>\n本文"),
        certain("| 一<br>二&amp;三 |\n|---|\n")
    );
}

#[test]
fn rows_are_made_as_long_as_the_longest() {
    assert_eq!(
        written("<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>"),
        certain("| a | |\n|---|---|\n| b | c |")
    );
}

#[test]
fn cells_over_several_places_are_a_proposal() {
    assert_eq!(
        written(
            "<table><tr><td rowspan=2>昼</td><td colspan=2>受付</td></tr>\
             <tr><td>9時</td><td>5時</td></tr></table>"
        ),
        uncertain("| 昼 | 受付 | |\n|---|---|---|\n| 昼 | 9時 | 5時 |")
    );
    let wide = "<td colspan=50 rowspan=50></td>".repeat(500);
    assert_eq!(written(&format!("<table><tr>{wide}</tr></table>")), None);
}

#[test]
fn lists_and_paragraphs_are_written_anew() {
    assert_eq!(
        written("<ul>\n<li>一</li>\n<li>二\n<ol><li>内</li></ol></li>\n</ul>"),
        certain("- 一\n- 二\n  1. 内")
    );
    assert_eq!(
        written("<ol start=3><li>三</li><ul><li>下</li></ul><li>四</li></ol>"),
        certain("3. 三\n   - 下\n4. 四")
    );
    assert_eq!(
        written("<div class=x><h2>題</h2><p>一の\n二</p><p>- 三</p></div>"),
        certain("## 題\n\n一の二\n\n\\- 三")
    );
    assert_eq!(
        written("<p class=MsoNormal><span lang=EN-US style='x'>A<o:p></o:p></span></p>\n<p>次</p>"),
        certain("A\n")
    );
    assert_eq!(
        written("<p><a href=\"/a/?x=1&amp;y\">あ</a>と<i>い</i></p>"),
        certain("[あ](/a/?x=1&amp;y)と*い*")
    );
    assert_eq!(
        written("<p><a href=\"/a/\"><img src=\"a.png\" alt=\"図\"></a><b>太い<br></b> 次</p>"),
        certain("[![図](a.png)](/a/)**太い**<br>次")
    );
}

#[test]
fn what_stands_in_running_text_stays_markdown() {
    assert_eq!(
        rewritten("文<b>入れ子の<i>斜体</i></b>", true),
        uncertain("**入れ子の*斜体***")
    );
    assert_eq!(
        rewritten("<span style=\"x\"><font color=red>赤</font></span>と", true),
        certain("赤")
    );
    assert_eq!(rewritten("<b>一つ</b>", true), None);
}

#[test]
fn what_cannot_be_said_is_left() {
    for source in [
        "<table><tr><td>a</td>",
        "<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>",
        "<div><script>x()</script></div>",
        "<div><b>x</div>",
        "<div>\n\n**本文**\n\n</div>",
        "<div>\n:::steps\n</div>",
        "<ul>文<li>項目</li></ul>",
    ] {
        assert_eq!(written(source), None, "{source}");
    }
}

#[test]
fn what_an_element_hides_is_looked_at() {
    assert_eq!(
        written("<p><span style='display:none'>隠</span>表</p>"),
        uncertain("隠表")
    );
}

#[test]
fn a_long_line_of_html_takes_no_longer() {
    let source = SourceId::new("content/a.md");
    for part in [
        "<div>",
        "<p>a</p>",
        "<table><tr><td>",
        "<table><tr><td>x</td></tr></table>",
        "<ul><li>a<li>b</ul>",
        "<b><i>",
        "<div><script></script></div>",
        "</p>",
        "<!-- ",
        "<a<",
        "<p",
        "> <table>\n",
    ] {
        let page = part.repeat(6_000);
        body::parse(&source, &page, 0);
        body::parse(&source, &format!("<div>{page}</div>"), 0);
    }
}
