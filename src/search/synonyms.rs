//! Words that most help desks are asked in different ways.

use crate::language::Language;

/// Groups of words that a search in a language takes for each other; a site adds its own.
/// Words in other widths, okurigana or katakana are equal already, and so are the forms of
/// English ones.
pub(super) fn of(language: Language) -> &'static [&'static [&'static str]] {
    match language {
        Language::Japanese => JAPANESE,
        Language::English => ENGLISH,
    }
}

/// What stands around the words of a question, as regular expressions of a browser: what is
/// put before and after them, and what the question ends with, which is taken away bit by bit.
pub(super) fn around(language: Language) -> [&'static str; 2] {
    match language {
        Language::Japanese => [
            "^(?:[おご御]|いつ|どこで)(?=.)|(?:について|の?方法|の?場合|とき)$",
            "(?:[をがはにで]?(?:(?:でき|出来)(?:ない|ません|ます|る)|(?:使い|知り|し)?たい|教えて|\
             (?:くだ|下)さい|(?:わ|分)からない|(?:です|ます|でしょう)か?|\
             どう(?:すれば|したら|なり|なる)|いつ|どこ|たら|[けせてべめれ]ば|[いよ]い|には|とは|か)|\
             て?しま(?:った|いました)|(?:まし)?た|[をがはにでの])$",
        ],
        Language::English => ["", ""],
    }
}

const ENGLISH: &[&[&str]] = &[
    &["phone", "telephone", "tel", "call"],
    &["opening hours", "business hours", "office hours"],
    &["deadline", "due date", "closing date", "last day"],
    &["expire", "expired", "run out", "lapse", "lapsed"],
    &["licence", "license"],
    &["organisation", "organization"],
    &["log in", "login", "sign in"],
    &["cannot open", "does not open", "not working", "broken"],
    &["letter", "post", "mail"],
    &["notice", "notification"],
    &["faq", "frequently asked questions"],
    &["contact", "enquiry", "inquiry"],
    &["steps", "procedure"],
    &["window", "period"],
    &["cost", "price", "fee"],
    &["error", "problem", "trouble"],
];

const JAPANESE: &[&[&str]] = &[
    &["営業時間", "受付時間", "対応時間", "何時から", "何時まで"],
    &["定休日", "休業日", "土日祝日", "休み", "土曜日", "日曜日"],
    &["電話", "TEL", "フリーダイヤル", "でんわ"],
    &[
        "いつまで",
        "受付期間",
        "締切",
        "しめきり",
        "申込期限",
        "申請期限",
        "申込期間",
        "最終日",
        "期日",
        "受付終了",
        "間に合",
    ],
    &[
        "いつから",
        "受付期間",
        "受付開始日",
        "受付開始",
        "開始日",
        "初日",
        "始ま",
    ],
    &["期限切れ", "期限が切れ", "期限が過ぎ", "期限を過ぎ", "失効"],
    &["更新", "継続", "延長", "こうしん"],
    &["ログイン", "サインイン"],
    &["ダウンロード", "入手", "インストール"],
    &["申込", "申請", "応募", "しんせい"],
    &["手順", "流れ", "やり方", "仕方", "方法"],
    &["連絡", "通知", "知らせ", "返事"],
    &["届かない", "届きません", "届いていない", "届いてない"],
    &[
        "アクセスできない",
        "開かない",
        "開けない",
        "開きません",
        "表示されない",
        "真っ白",
        "つながらない",
    ],
    &["不明", "紛失", "なくした"],
    &["質問", "FAQ", "Q&A", "しつもん"],
    &["問い合わせ", "問い合わせ先", "連絡先", "相談", "窓口"],
    &["メール", "Eメール", "電子メール"],
    &["郵送", "郵便", "手紙", "封筒", "封書", "はがき"],
    &["お知らせ", "新着", "最新", "ニュース"],
    &["再度", "再開", "また使い", "もう一度", "再び"],
    &["使えない", "利用できない", "動かない"],
    &["サポート", "ヘルプデスク", "コールセンター"],
    &["完了", "済み", "終わ"],
    &["確認", "調べ", "見方"],
    &["見づら", "見にく", "読みにく"],
    &["印刷", "プリント"],
    &["URL", "リンク"],
    &["名前", "氏名"],
    &["スマートフォン", "スマホ", "携帯"],
    &["パソコン", "PC"],
    &["料金", "費用", "金額", "値段"],
    &["書類", "資料", "用紙"],
    &["必要なもの", "用意", "準備"],
    &["エラー", "不具合", "障害"],
    // Words that are often left in kana.
    &["受付", "うけつけ"],
    &["期限", "きげん"],
    &["期間", "きかん"],
    &["手続", "てつづき"],
];
