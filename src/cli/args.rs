//! The commands and their flags. What they are for is written in both languages, Japanese first,
//! with ` / ` between the two: see `help`.

use annai::calendar::{DateTime, Point, guess};
use annai::diag::Text;
use annai::language::Language;
use annai::text;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

/// annai（案内）: 矛盾のないヘルプデスクサイトを作ります / Builds a help-desk site that cannot
/// contradict itself
#[derive(Debug, Parser)]
#[command(name = "annai", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    #[command(flatten)]
    pub(crate) common: Common,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 新しいサイトのひな形を作ります / Writes a small site to begin with
    New(New),
    /// サイトを作って公開用フォルダーに書き出します / Builds the site and publishes it
    Build(Build),
    /// 保存するたびに反映される、確認用の表示を始めます / Shows the site while you edit it
    Serve(Serve),
    /// 問題がないか調べます（何も書き出しません） / Looks for mistakes, publishes nothing
    Check(Check),
    /// すべてのページと、公開されない理由 / Lists the pages, and why one is not shown
    List,
    /// 事実の値・計算・使われている場所 / Lists facts, how they follow, where they are used
    Facts(Facts),
    /// サイトが自動で切り替わる日時 / Lists the moments at which the site changes by itself
    Next(Next),
    /// 変更でサイトのどこが変わるか / Shows what a change does to the published site
    Diff(Diff),
    /// ページを PDF にします（郵送に同封するご案内など） / Prints a page to a PDF
    Leaflet(Leaflet),
    /// 指摘の意味と直し方を説明します / Explains a finding
    Explain(Explain),
    /// エディターに項目を教える JSON Schema / Prints a JSON Schema, for editors
    Schema(Schema),
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// 作るフォルダー / The folder to make
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    /// できあがったトップページをブラウザーで開きます / Opens the home page in a browser
    #[arg(long)]
    pub(crate) open: bool,
}

/// The port of the preview where none is named.
pub(crate) const PORT: u16 = 4000;

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// 待ち受けるアドレス。0.0.0.0 にすると、ほかのパソコンからも見られます [既定: 127.0.0.1]
    /// / Where to listen [default: 127.0.0.1]
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = host)]
    pub(crate) host: IpAddr,

    /// 待ち受けるポート [既定: 4000 か、その次の空いている番号] / The port [default: 4000, or the
    /// next one that is free]
    #[arg(long, value_name = "PORT", value_parser = port)]
    pub(crate) port: Option<u16>,

    /// このサーバーを指すほかの名前 / Another name that leads to this server
    #[arg(long, value_name = "NAME")]
    pub(crate) allow_host: Vec<String>,

    /// 始めたらブラウザーで開きます / Opens the home page in a browser
    #[arg(long)]
    pub(crate) open: bool,

    /// 指摘された場所を開くエディター [既定: EDITOR か VS Code]
    /// 例: "code -g {file}:{line}:{column}" / What opens the place of a finding [default: EDITOR or
    /// VS Code], like "code -g {file}:{line}:{column}"
    #[arg(long, value_name = "COMMAND")]
    pub(crate) editor: Option<String>,

    /// 編集したページをブラウザーが追いかけます / Shows the page that was edited last
    #[arg(long)]
    pub(crate) follow: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// 自動で直せるところを直します / Mends what a program can mend
    #[arg(long)]
    pub(crate) fix: bool,

    /// 直さずに、どう直すかだけを表示します / Shows what --fix would change, and changes nothing
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
    /// ほかのサイトへのリンクも、つながるか確かめます（結果は .annai に残し、しばらく使います）
    /// / Also asks whether links to other sites are alive; keeps the answers in .annai
    #[arg(long)]
    pub(crate) external: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Facts {
    /// 事実の名前かラベル（例: renewal.end）。省くと一覧です / A fact; all without it
    pub(crate) name: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Next {
    /// いつまで調べるか [既定: 1年先] / Up to which day [default: a year ahead]
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub(crate) until: Option<DateTime>,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// 比べる元: git の版か、別の site.toml / A git revision, or another site.toml
    #[arg(long, value_name = "REF|FILE")]
    pub(crate) base: String,
}

#[derive(Debug, Args)]
pub(crate) struct Leaflet {
    /// ページのファイルかアドレス（例: renewal/index.md） / A file of content, or an address
    pub(crate) page: String,

    /// 作る PDF [既定: ページの名前.pdf] / The PDF to write [default: the name of the page]
    #[arg(short = 'o', long = "output-file", value_name = "FILE")]
    pub(crate) output_file: Option<PathBuf>,

    /// 印刷に使うブラウザー [既定: Chromium か Google Chrome か Edge] / The browser that prints
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) browser: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// 指摘の名前（例: broken-link）。省くと一覧を表示します / The code of a finding
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// site か、ページの種類（例: faq）。省くと一覧を表示します / What to describe
    pub(crate) name: Option<String>,
}

/// What all commands share.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// site.toml のあるフォルダー [既定: ここか、いちばん近い上のフォルダー] / Where site.toml is
    /// [default: here, or in the nearest folder above]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,

    /// 公開用フォルダー [既定: public] / Where the site is published, relative to the root
    /// [default: public]
    #[arg(long, global = true, value_name = "DIR", default_value = "public")]
    pub(crate) output: PathBuf,

    /// 基準にする日か日時（2024-04-10 か 2024-04-09T17:00 の形。日だけなら、その日の 0:00） [既定: 今]
    /// / The day or the minute the site speaks for, like 2024-04-10 or 2024-04-09T17:00 [default: now]
    #[arg(long, global = true, value_name = "DATE", value_parser = moment)]
    pub(crate) as_of: Option<DateTime>,

    /// 書き方: check と build は full・short・json・github・sarif、next は text・json・cron・ics、
    /// diff は text・json・markdown・html、list と facts は text・json / How results are written:
    /// full, short, json, github or sarif for check and build; text, json, cron or ics for next;
    /// text, json, markdown or html for diff; text or json for list and facts
    #[arg(long, global = true, value_name = "FORMAT")]
    pub(crate) format: Option<String>,

    /// 表示の言語（ja か en） [既定: LANG] / The language of messages, ja or en [default: LANG]
    #[arg(long, global = true, value_name = "LANG", value_parser = language)]
    pub(crate) lang: Option<Language>,

    /// 問題がないときは何も表示しません / Says nothing when all is well
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,

    /// 色を付けるか: auto（画面だけ）・always（いつも）・never（付けない） / Whether to use colour:
    /// auto (on a terminal), always or never
    #[arg(long, global = true, value_enum, default_value_t = When::Auto)]
    pub(crate) color: When,
}

/// Whether to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Why a value cannot be used.
#[derive(Debug)]
pub(crate) struct Reason(pub(crate) Text);

/// Nobody sees it: [`usage`](super::usage) shows the text in the language of the editor.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.english)
    }
}

impl std::error::Error for Reason {}

fn moment(typed: &str) -> Result<DateTime, Reason> {
    if let Some(point) = Point::parse(typed) {
        return Ok(point.start());
    }
    Err(Reason(match guess(typed) {
        Some(meant) => text!("「{meant}」と書いてください", "write `{meant}`"),
        None => text!(
            "「2024-04-10」か「2024-04-09T17:00」の形で、実在する日か日時を書いてください",
            "give an existing day or minute, like `2024-04-10` or `2024-04-09T17:00`"
        ),
    }))
}

fn host(typed: &str) -> Result<IpAddr, Reason> {
    if typed.eq_ignore_ascii_case("localhost") {
        return Ok(Ipv4Addr::LOCALHOST.into());
    }
    typed.parse().map_err(|_| {
        Reason(text!(
            "「127.0.0.1」の形のアドレスか「localhost」を書いてください",
            "give an address like `127.0.0.1`, or `localhost`"
        ))
    })
}

fn port(typed: &str) -> Result<u16, Reason> {
    typed.parse().map_err(|_| {
        Reason(text!(
            "0 から 65535 までの番号を書いてください",
            "give a number from 0 to 65535"
        ))
    })
}

fn language(tag: &str) -> Result<Language, Reason> {
    let known = || Reason(text!("書けるのは: ja, en", "it can be: ja, en"));
    Language::from_tag(tag).ok_or_else(known)
}
