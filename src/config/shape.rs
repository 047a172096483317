//! The keys of `site.toml`. A new one is one entry here, and what reads it in `config`.

use super::BannerKind;
use crate::diag::code;
use crate::facts::{CYCLE, FACTS, PROMISE};
use crate::value::{Key, Shape, Type};

/// `site.toml`
pub const SHAPE: Shape = Shape::of(&[
    Key::new(
        "site",
        Type::Table(&SITE),
        "サイトの名前・アドレスなど",
        "the site itself",
        &[],
    )
    .required(),
    Key::new(
        "languages",
        Type::Table(&LANGUAGES),
        "ほかの言語でのサイトの名前など（その言語のページは「ファイル名.en.md」のように作ります）",
        "what the site is called in other languages; a page in one is a file such as `page.en.md`",
        &[],
    ),
    Key::new(
        "facts",
        Type::Table(&FACTS),
        "事実: 日付・電話番号・時間・名前。文章では {{ 名前 }} と書きます",
        "facts: days, telephone numbers, hours, names; text refers to them as `{{ key }}`",
        &[],
    ),
    Key::new(
        "cycles",
        Type::List(&Type::Table(&CYCLE)),
        "年度ごとに変わる日付",
        "values that change with each cycle",
        &[],
    ),
    Key::new(
        "promises",
        Type::List(&Type::Table(&PROMISE)),
        "日付どうしが守らなければならない約束",
        "what must be true of the facts together",
        &[],
    ),
    Key::new(
        "calendar",
        Type::Table(&CALENDAR),
        "休みの日でも営業する日（休業日は [facts] に closure として書きます）",
        "days on which the office is open all the same; days off are facts: `closure`",
        &[],
    ),
    Key::new(
        "check",
        Type::Table(&CHECK),
        "指摘の扱い: off（無視）・note（参考）・warning（警告）・error（エラー）",
        "how much findings weigh: off, note, warning or error",
        &[],
    ),
    Key::new(
        "search",
        Type::Table(&SEARCH),
        "サイト内の検索",
        "the search of the site",
        &[],
    ),
    Key::new(
        "navigation",
        Type::List(&Type::Table(&ENTRY)),
        "メニュー（上から順に並びます）",
        "the menu, in its order",
        &[],
    ),
    Key::new(
        "footer",
        Type::List(&Type::Table(&ENTRY)),
        "ページの下にだけ出すリンク（アクセシビリティ方針など）",
        "links at the foot of each page only: an accessibility statement, for example",
        &[],
    ),
    Key::new(
        "banners",
        Type::List(&Type::Table(&BANNER)),
        "期間を決めて、すべてのページの上に出すお知らせ",
        "what every page says above its text on some days",
        &[],
    ),
]);

const SEARCH: Shape = Shape::of(&[Key::new(
    "synonyms",
    Type::List(&Type::List(&Type::Text)),
    "検索で同じ意味とみなす言葉（組ごとに）",
    "words that a search takes for each other, group by group",
    &["[[\"更新\", \"継続\", \"延長\"], [\"事業所\", \"施設\"]]"],
)]);

/// `[check]`: a key for each code whose findings a site may judge differently.
const CHECK: Shape = Shape::of(&CODES);

const CODES: [Key; adjustable()] = {
    let any = Key::new(
        "",
        Type::Choice(&["off", "note", "warning", "error"]),
        "この指摘の扱い",
        "how much such a finding weighs",
        &["\"warning\""],
    );
    let mut keys = [any; adjustable()];
    let (mut at, mut next) = (0, 0);
    while at < code::ALL.len() {
        if code::ALL[at].is_adjustable() {
            keys[next].name = code::ALL[at].name();
            next += 1;
        }
        at += 1;
    }
    keys
};

const fn adjustable() -> usize {
    let (mut at, mut count) = (0, 0);
    while at < code::ALL.len() {
        count += code::ALL[at].is_adjustable() as usize;
        at += 1;
    }
    count
}

const SITE: Shape = Shape::of(&[
    Key::new(
        "title",
        Type::Text,
        "サイトの名前",
        "what the site is called",
        &["\"ヘルプデスクサポートサイト\""],
    )
    .required(),
    Key::new(
        "description",
        Type::Text,
        "サイトの説明（検索結果などに出ます）",
        "what the site is about, in a sentence",
        &["\"お手続きとお問い合わせのご案内です。\""],
    ),
    Key::new(
        "base_url",
        Type::Text,
        "公開するアドレス",
        "where the site will stand",
        &["\"https://support.example.jp\""],
    ),
    Key::new(
        "gone",
        Type::List(&Type::Text),
        "わざと消したページの、前のアドレス",
        "former addresses of pages that are gone for good",
        &["[\"/news/2023-campaign/\"]"],
    ),
    Key::new(
        "files",
        Type::List(&Type::Text),
        "ほかに公開してよいファイルの拡張子（開かずに保存されるファイルになります）",
        "endings of further files that may be published, for visitors to save",
        &["[\".xyz\"]"],
    ),
    Key::new(
        "language",
        Type::Choice(&["ja", "en"]),
        "サイトの言語",
        "the language of the site",
        &["\"ja\""],
    ),
    Key::new(
        "timezone",
        Type::Text,
        "日付の変わり目を決める時間帯",
        "the zone whose midnight begins a day",
        &["\"Asia/Tokyo\""],
    ),
    Key::new(
        "theme",
        Type::Text,
        "テーマ（themes/ の中のフォルダーの名前）",
        "the theme: a folder of themes/",
        &["\"helpdesk\""],
    ),
    Key::new(
        "operator",
        Type::Text,
        "サイトを運営する組織の名前",
        "who is responsible for the site",
        &["\"ヘルプデスク運営事務局\""],
    ),
    Key::new(
        "phone",
        Type::Text,
        "各ページに出す電話番号（事実の名前で書きます）",
        "the telephone number that every page shows: a fact",
        &["\"{{ support_phone }}\""],
    ),
    Key::new(
        "hours",
        Type::Text,
        "各ページに出す受付時間（事実の名前で書きます）",
        "the hours that every page shows: a fact",
        &["\"{{ support_hours | full }}\""],
    ),
]);

const LANGUAGES: Shape = Shape::of(&[
    Key::new(
        "ja",
        Type::Table(&WORDS),
        "日本語でのサイトの名前など",
        "the site in Japanese",
        &[],
    ),
    Key::new(
        "en",
        Type::Table(&WORDS),
        "英語でのサイトの名前など",
        "the site in English",
        &[],
    ),
]);

const WORDS: Shape = Shape::of(&[
    Key::new(
        "title",
        Type::Text,
        "その言語でのサイトの名前",
        "what the site is called",
        &["\"Help Desk Support Site\""],
    )
    .required(),
    Key::new(
        "description",
        Type::Text,
        "その言語でのサイトの説明",
        "what the site is about, in a sentence",
        &["\"How to renew, and whom to call.\""],
    ),
    Key::new(
        "operator",
        Type::Text,
        "その言語での、サイトを運営する組織の名前",
        "who is responsible for the site",
        &["\"Help Desk Office\""],
    ),
    Key::new(
        "phone",
        Type::Text,
        "その言語のページに出す電話番号（書かなければ [site] と同じです）",
        "the telephone number, where it is another than that in `[site]`",
        &["\"{{ support_phone }}\""],
    ),
    Key::new(
        "hours",
        Type::Text,
        "その言語のページに出す受付時間（書かなければ [site] と同じです）",
        "the hours, where they are said otherwise than in `[site]`",
        &["\"{{ support_hours | full }}\""],
    ),
]);

const ENTRY: Shape = Shape::of(&[
    Key::new(
        "label",
        Type::Text,
        "メニューに出る名前",
        "what the menu says",
        &["\"お知らせ\""],
    )
    .required(),
    Key::new(
        "ja",
        Type::Text,
        "日本語のメニューに出る名前",
        "what the menu says in Japanese; else the title of the page",
        &["\"お知らせ\""],
    ),
    Key::new(
        "en",
        Type::Text,
        "英語のメニューに出る名前（書かなければ、英語のページの題名です）",
        "what the menu says in English; else the title of the page",
        &["\"News\""],
    ),
    Key::new(
        "link",
        Type::Text,
        "開くページ（content/ の中のファイル）",
        "where it leads: a file below content/",
        &["\"news/index.md\""],
    )
    .required(),
]);

const BANNER: Shape = Shape::of(&[
    Key::new(
        "kind",
        Type::Choice(&BannerKind::NAMES),
        "notification（お知らせ）か emergency（緊急のお知らせ）。省くとお知らせです",
        "how much it matters",
        &["\"emergency\""],
    ),
    Key::new(
        "title",
        Type::Text,
        "見出し",
        "what it is about, in a few words",
        &["\"電話がつながりにくくなっています\""],
    )
    .required(),
    Key::new(
        "text",
        Type::Text,
        "お知らせの文",
        "what it says",
        &["\"時間をおいて、おかけ直しください。\""],
    ),
    Key::new(
        "link",
        Type::Text,
        "くわしいページ（content/ の中のファイル）",
        "where it leads: a file below content/",
        &["\"news/index.md\""],
    ),
    Key::new(
        "from",
        Type::Day,
        "出し始める日（日付か、日付の式）。省くと、すぐに出ます",
        "the first day: a date or an expression",
        &["2024-04-01", "\"renewal.start\""],
    ),
    Key::new(
        "until",
        Type::Day,
        "出す最終日（日付か、日付の式）。省くと、出し続けます",
        "the last day: a date or an expression",
        &["2024-04-09", "\"renewal.end\""],
    ),
]);

const CALENDAR: Shape = Shape::of(&[Key::new(
    "open",
    Type::List(&Type::Date),
    "休みの日でも営業する日",
    "days on which the office is open all the same",
    &["[2024-05-06]"],
)]);
