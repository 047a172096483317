//! The keys of front matter. A new one is one entry here, and a field of `FrontMatter`.

use crate::content::{layout, page_kind::NAMES};
use crate::value::{Key, Shape, Type};

/// All keys that the front matter of some kind of page may have.
pub const SHAPE: Shape = Shape::of(&[
    Key::new(
        "title",
        Type::Text,
        "ページの題名",
        "what the page is called",
        &["\"利用更新のご案内\""],
    ),
    Key::new(
        "question",
        Type::Text,
        "質問（そのままページの題名になります）",
        "the question, which is what the page is called",
        &["\"いつ反映されますか？\""],
    ),
    Key::new(
        "description",
        Type::Text,
        "ページの説明（検索結果などに出ます）",
        "what the page is about, in a sentence",
        &["\"利用更新の手続きをご案内します。\""],
    ),
    Key::new(
        "date",
        Type::Date,
        "お知らせの日付",
        "the day of the announcement",
        &["2024-03-04"],
    ),
    Key::new(
        "updated",
        Type::Date,
        "最終更新日",
        "the day of the last change that matters to readers",
        &["2024-03-04"],
    ),
    Key::new(
        "slug",
        Type::Text,
        "アドレスの最後の部分（ファイルの名前の代わりに使います）",
        "the last part of the address, instead of the file's name",
        &["\"renewal-2024\""],
    ),
    Key::new(
        "aliases",
        Type::List(&Type::Text),
        "以前のアドレス（ここから移動します）",
        "former addresses, which lead here",
        &["[\"/old/renewal/\"]"],
    ),
    Key::new(
        "draft",
        Type::Boolean,
        "下書き（true の間は公開しません）",
        "whether it is not to be published yet",
        &["true"],
    ),
    Key::new(
        "order",
        Type::Integer,
        "並び順（小さいほうが先です）",
        "its place among its neighbours, smaller first",
        &["1"],
    ),
    Key::new(
        "category",
        Type::Text,
        "質問の分類（見出しになります）",
        "the heading under which the question stands",
        &["\"お申込み後の連絡と反映\""],
    ),
    Key::new(
        "keywords",
        Type::List(&Type::Text),
        "検索で使われそうな言葉",
        "what people may search for",
        &["[\"延長\", \"更新\"]"],
    ),
    Key::new(
        "kind",
        Type::Choice(&NAMES),
        "ページの種類（ふだんは、フォルダーの index.md の children で決まります）",
        "the kind of page; as a rule the section's `children` says it",
        &["\"page\""],
    ),
    Key::new(
        "children",
        Type::Choice(&NAMES),
        "このフォルダーのページの種類（index.md だけに書きます）",
        "for the index.md of a section: the kind of its pages",
        &["\"faq\""],
    ),
    Key::new(
        "layout",
        Type::Choice(&layout::NAMES),
        "割り付け（leaflet は、郵送に同封する A4 のご案内。QRコードが付きます）",
        "how it is laid out: `leaflet` is a sheet of A4 that goes with a letter, with a QR code",
        &["\"leaflet\""],
    ),
    Key::new(
        "cycle",
        Type::Text,
        "どの年度の日付で書くか（[[cycles]] の name）",
        "the cycle it speaks of: a `name` of `[[cycles]]`",
        &["\"2024\""],
    ),
    Key::new(
        "publish_from",
        Type::Day,
        "この日から公開します（日付か、日付の式）",
        "the day from which it is shown: a date or an expression",
        &["2024-03-04", "\"renewal.start\""],
    ),
    Key::new(
        "publish_until",
        Type::Day,
        "この日を過ぎると「終了しました」と添えます（日付か、日付の式）",
        "the last day on which it is not over: a date or an expression",
        &["2024-04-09", "\"renewal.end + 30 days\""],
    ),
    Key::new(
        "review_by",
        Type::Day,
        "この日になったら内容を見直す（日付か、日付の式）",
        "the day on which somebody should look the page over: a date or an expression",
        &["2025-03-31", "\"renewal.end + 30 days\""],
    ),
]);
