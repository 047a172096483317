//! Why a file cannot be published, and what to do about it.

use super::kinds::Kind;
use super::names::is_active;
use crate::diag::{Diagnostic, Place, Text, code, text};
use crate::picture::{self, Content};
use crate::source::SourceId;

/// It steers the host.
pub(super) fn steering(id: &SourceId) -> Diagnostic {
    let name = name(id);
    finding(
        id,
        text!(
            "「{name}」は公開先のサーバーの動きを変えるファイルなので、content に置けません",
            "`{name}` steers the server that the site stands on, so it cannot stand in `content`"
        ),
        text!(
            "content フォルダーの外へ移してください。ページの前のアドレスからの転送は、そのページの先頭に aliases で書けます",
            "move it out of `content`; a page names its former addresses itself, as `aliases`"
        ),
    )
}

/// It is run by browsers or hosts.
pub(super) fn active(id: &SourceId, ending: &str) -> Diagnostic {
    let name = name(id);
    finding(
        id,
        text!(
            "「{name}」は content に置けません。「.{ending}」のファイルは、ブラウザーやサーバーでプログラムとして動くことがあります",
            "`{name}` cannot stand in `content`: a `.{ending}` file can run as a program in a browser or on a server"
        ),
        text!(
            "見せる文章なら Markdown（.md）で書き直し、渡すものなら PDF・CSV・ZIP などで保存し直してください。どちらでもなければ、content フォルダーの外へ移してください",
            "write it as Markdown (`.md`) if visitors should read it, or save it as PDF, CSV or ZIP if they should get it; else move it out of `content`"
        ),
    )
}

/// It holds a key or a password.
pub(super) fn secret(id: &SourceId) -> Diagnostic {
    let name = name(id);
    finding(
        id,
        text!(
            "「{name}」は鍵やパスワードのファイルのようです。content に置けません",
            "`{name}` looks like a key or a password, which cannot stand in `content`"
        ),
        text!(
            "content フォルダーの外へ移してください。ほかの人が見られる場所に置いたことがあれば、その鍵やパスワードを作り直してください",
            "move it out of `content`; if others could have seen it, make a new key or password"
        ),
    )
}

/// It is a database, or what a program left when it died.
pub(super) fn dump(id: &SourceId) -> Diagnostic {
    let name = name(id);
    finding(
        id,
        text!(
            "「{name}」はデータベースかプログラムの記録のようです。content に置けません",
            "`{name}` looks like a database or a record of a program, which cannot stand in `content`"
        ),
        text!(
            "content フォルダーの外へ移してください。渡す表なら、CSV か Excel で保存し直してください",
            "move it out of `content`; save a table for visitors as CSV or Excel"
        ),
    )
}

/// It holds macros. `plain` is the ending that it has without, if that is another one.
pub(super) fn macros(id: &SourceId, plain: Option<&str>) -> Diagnostic {
    let name = name(id);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let plain = match (plain, ending) {
        (Some(plain), _) => plain,
        (None, "doc") => "docx",
        (None, "xls") => "xlsx",
        (None, "ppt") => "pptx",
        (None, ending) => ending,
    };
    finding(
        id,
        text!(
            "「{name}」にはマクロ（プログラム）が入っているため、公開できません",
            "`{name}` holds macros, so it cannot be published"
        ),
        text!(
            "開いて「名前を付けて保存」でマクロのない種類を選び、「{stem}.{plain}」として保存し直してください",
            "open it and save it without macros, as `{stem}.{plain}`"
        ),
    )
}

/// It is what was there before a change, or is not all there yet.
pub(super) fn unfinished(id: &SourceId) -> Diagnostic {
    let name = name(id);
    finding(
        id,
        text!(
            "「{name}」は控えか書きかけのファイルのようなので、公開できません",
            "`{name}` looks like a backup or an unfinished file, so it cannot be published"
        ),
        text!(
            "できあがったファイルのほうにリンクしてください",
            "link to the finished file instead"
        ),
    )
}

/// It is a picture that most browsers do not show.
pub(super) fn unshown(id: &SourceId, format: &str) -> Diagnostic {
    let name = name(id);
    let format = format.to_uppercase();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    finding(
        id,
        text!(
            "「{name}」は {format} 形式の画像なので、公開できません",
            "`{name}` is a picture in the format {format}, which is not published"
        ),
        text!(
            "画像のソフトで JPEG か PNG に変換し、「{stem}.jpg」のような名前で置いて、リンクし直してください",
            "save it as JPEG or PNG, and link to that: `{stem}.jpg`"
        ),
    )
}

/// It has no ending.
pub(super) fn nothing(id: &SourceId, bytes: &[u8]) -> Diagnostic {
    let name = name(id);
    let stem = name.trim_end_matches('.');
    let ending = ending_of(picture::content(bytes));
    finding(
        id,
        text!(
            "「{name}」は名前に拡張子がなく、何のファイルか分からないため、公開できません",
            "`{name}` has no ending that says what it is, so it cannot be published"
        ),
        text!(
            "中身に合った拡張子を付けて、「{stem}.{ending}」のような名前に変えてください",
            "give it the ending of what it holds, like `{stem}.{ending}`"
        ),
    )
}

/// It is of no kind that is published.
pub(super) fn unknown(id: &SourceId, ending: &str, let_in: &[String]) -> Diagnostic {
    let name = name(id);
    let known = let_in.iter().map(|one| format!("\".{one}\", "));
    let typed = format!("files = [{}\".{ending}\"]", known.collect::<String>());
    finding(
        id,
        text!(
            "「{name}」は公開できません。「.{ending}」は、公開できる種類（PDF・画像・Office・ZIP・CSV など）にありません",
            "`{name}` cannot be published: `.{ending}` is none of the kinds that are (PDF, pictures, Office, ZIP, CSV and others)"
        ),
        text!(
            "PDF や ZIP などで保存し直してください。このまま渡すときは、site.toml の [site] に「{typed}」と書いてください（開かずに保存されるファイルになります）",
            "save it as PDF or ZIP, for example; to have visitors save it as it is, write `{typed}` in `[site]` of site.toml"
        ),
    )
}

/// It is a text that begins like a page.
pub(super) fn markup(id: &SourceId) -> Diagnostic {
    let name = name(id);
    finding(
        id,
        text!(
            "「{name}」は「<」で始まり、ブラウザーがウェブページと取り違えるおそれがあるため、公開できません",
            "`{name}` begins with `<`, and browsers might take it for a page, so it cannot be published"
        ),
        text!(
            "先頭に、表題などの行を入れてください",
            "put a line with a title at its beginning"
        ),
    )
}

/// It does not hold what its name says.
pub(super) fn misheld(id: &SourceId, kind: &Kind, held: Content) -> Diagnostic {
    let name = name(id);
    let [japanese, english] = kind.names;
    let message = match held {
        Content::Empty => text!(
            "「{name}」の中身が空なので、公開できません",
            "`{name}` is empty, so it cannot be published"
        ),
        Content::LfsPointer => text!(
            "「{name}」はファイルそのものではなく Git LFS の目印なので、公開できません",
            "`{name}` is only a pointer of Git LFS, so it cannot be published"
        ),
        Content::Html => text!(
            "「{name}」の中身は、名前（{japanese}）と違ってウェブページなので、公開できません",
            "`{name}` holds a web page and not {english}, so it cannot be published"
        ),
        _ => text!(
            "「{name}」は、中身が名前（{japanese}）と違うか、壊れているため、公開できません",
            "`{name}` does not hold {english}, or it is damaged, so it cannot be published"
        ),
    };
    let help = match held {
        Content::LfsPointer => text!(
            "「git lfs pull」でファイルを取り寄せてください。分からないときは、サイトを預かる担当者に頼んでください",
            "fetch it with `git lfs pull`"
        ),
        _ => text!(
            "元のファイルを開いて中身を確かめ、コピーし直すか、名前のとおりの種類で保存し直してください",
            "look whether the original can be opened, and copy it once more or save it again as what its name says"
        ),
    };
    finding(id, message, help)
}

/// Why a site cannot let in files with that ending, without its dot and in small letters; none
/// where it can.
pub fn refused_ending(ending: &str) -> Option<Text> {
    is_active(ending).then(|| {
        text!(
            "「.{ending}」のファイルは、ブラウザーやサーバーで動くため、公開できる種類に加えられません",
            "`.{ending}` files are run by browsers or servers, so they cannot be let in"
        )
    })
}

fn finding(id: &SourceId, message: Text, help: Text) -> Diagnostic {
    Diagnostic::new(code::UNPUBLISHABLE_FILE, Place::file(id), message).help(help)
}

/// The ending that fits to what a file holds.
fn ending_of(content: Content) -> &'static str {
    match content {
        Content::Shown(format) => format.ending(),
        Content::Unshown(_) => "jpg",
        Content::Office("Word") => "docx",
        Content::Office("Excel") => "xlsx",
        Content::Office("PowerPoint") => "pptx",
        Content::Office("ZIP") => "zip",
        Content::Office(_) => "doc",
        Content::Film => "mp4",
        Content::Sound => "mp3",
        Content::Pdf | Content::Html | Content::LfsPointer | Content::Empty | Content::Unknown => {
            "pdf"
        }
    }
}

fn name(id: &SourceId) -> &str {
    id.as_str().rsplit('/').next().unwrap_or_default()
}
