//! The words of the made-up sites.

/// The configuration, without the menu's entries for areas.
pub(super) const SITE: &str = r#"[site]
title       = "電子申請システム サポートサイト"
description = "電子申請システムのお手続きとよくあるご質問をご案内します。"
base_url    = "https://support.example.jp"
language    = "ja"
timezone    = "Asia/Tokyo"
theme       = "helpdesk"
phone       = "{{ support_phone }}"
hours       = "{{ support_hours | full }}"

[facts.renewal]
label  = "受付期間"
window = { start = 2024-03-04, end = 2024-04-09 }

[facts.license_expiry]
label = "ライセンス有効期限"
date  = 2024-04-30

[facts.reflected]
label = "システム反映日"
date  = "renewal.end + 1 day"

[facts.first_contact]
label    = "手続き内容の確認"
duration = "2 business days"

[facts.support_phone]
label = "ヘルプデスク電話番号"
phone = "0120-000-000"

[facts.support_hours]
label = "受付時間"
hours = { open = 09:00, close = 17:00, closed = ["saturday", "sunday", "holiday"] }

[facts.application_form]
label = "専用申込フォーム"
term  = "専用申込フォーム"

[[navigation]]
label = "お知らせ一覧"
link  = "news/index.md"

[[navigation]]
label = "お問い合わせ"
link  = "contact/index.md"
"#;

/// What areas are called.
pub(super) const AREAS: &[&str] = &[
    "利用更新",
    "新規のお申込み",
    "証明書の発行",
    "ソフトの導入",
    "請求とお支払い",
    "登録内容の変更",
    "データの連携",
    "利用の停止",
    "操作の研修",
    "障害とメンテナンス",
];

/// What pages are about.
pub(super) const TOPICS: &[&str] = &[
    "ライセンスの更新",
    "担当者の変更",
    "メールアドレスの変更",
    "電子証明書の再発行",
    "請求書の再送付",
    "事業所の追加",
    "パスワードの再設定",
    "送受信ソフトの入れ替え",
    "口座振替の登録",
    "利用停止のお届け",
    "法人名の変更",
    "端末の追加",
];

/// The categories of questions.
pub(super) const CATEGORIES: &[&str] = &[
    "お手続きの前に",
    "お申込みの方法",
    "受付期間と期限",
    "お申込み後の連絡と反映",
    "お支払い",
    "うまくいかないとき",
];

/// Running text.
pub(super) const EXPLANATIONS: &[&str] = &[
    "ライセンス有効期限の終了後も引き続きご利用になる場合は、**{{ renewal.end }}**までに{{ application_form }}からお申込みください。",
    "受付期間（{{ renewal }}）を過ぎますと、**新規のお申込み**と同じお手続きが必要になり、反映までに日数をいただくことがあります。",
    "お申込みの内容は、{{ first_contact | within }}に担当者が確認し、ご登録のメールアドレスへ受領の通知をお送りします。",
    "更新の内容は**{{ reflected }}**以降、順次システムに反映されます。反映されるまでは、これまでの有効期限が画面に表示されます。",
    "郵送のご案内に記載の**「お客様番号」**をお手元にご用意ください。番号がわからないときは、利用申請サイトの「ライセンス」タブで確認できます。",
    "複数の事業所をまとめて申請する場合は、法人の代表の方が*一度だけ*お手続きください。事業所ごとに申し込む必要はありません。",
    "ご登録の内容に変更があるときは、**先に変更のお届け**（登録内容の変更）を済ませてから、このお手続きへお進みください。",
    "画面に`E-1024`と表示されたときは、通信が途中で切れています。しばらく時間をおいて、はじめから入力し直してください。",
    "お電話でのお問い合わせは{{ support_phone }}で承ります。受付時間は{{ support_hours | full }}で、混み合う時間帯はつながりにくいことがあります。",
    "**{{ license_expiry }}**までに有効期限が終了する事業所様には、あらかじめ書面でご案内を差し上げています。届いていない場合はご連絡ください。",
    "迷惑メールの設定をされている場合は、ドメイン「example.jp」からのメールを受け取れるように設定してください。",
    "入力した内容は送信の前に確認の画面が出ますので、**事業所番号**・**メールアドレス**に誤りがないかお確かめください。",
    "ソフトの導入が済んでいない端末では、この手続きを行うことができません。先に導入の手順をご覧のうえ、最新の版に更新してください。",
    "お支払いの方法を変更された場合は、翌月の請求から新しい方法になります。その月の請求は、これまでの方法でお支払いください。",
];

/// Entries of lists.
pub(super) const DOCUMENTS: &[&str] = &[
    "**お客様番号**（郵送のご案内の右上に印刷されている10桁の番号）",
    "担当者の方の氏名と、日中につながる電話番号",
    "ご登録のメールアドレスを受信できる端末",
    "介護事業所番号（未発行の場合は「その他」を選びます）",
    "口座振替をご利用の場合は、金融機関の届出印",
    "電子証明書の有効期限がわかる画面の控え",
    "法人の名称・所在地がわかる書類の写し",
    "{{ application_form }}の受付番号（再申請の場合）",
];

/// Steps of procedures.
pub(super) const STEPS: &[&str] = &[
    "{{ application_form }}を開き、**「更新を申し込む」**を選ぶ",
    "お客様番号と事業所番号を半角の数字で入力し、「次へ」を押す",
    "表示された事業所の名称と所在地に誤りがないか確かめる",
    "担当者の氏名・電話番号・メールアドレスを入力する",
    "利用規約を最後まで読み、「同意する」にチェックを入れる",
    "確認の画面で内容を見直し、**「送信」**を一度だけ押す",
    "{{ first_contact | within }}に届く受領の通知を保存する",
    "お支払いの方法を選び、請求書の送付先を確かめる",
];

/// Cells of tables.
pub(super) const CONDITIONS: &[&str] = &[
    "有効期限が**終了していない**事業所",
    "有効期限の終了から一年以内の事業所",
    "法人の代表の方がまとめて申請する場合",
    "電子証明書を新しい端末で使う場合",
    "登録内容に変更がない場合に限ります",
    "書面でのお手続きをご希望の場合",
];

/// What helps when something fails.
pub(super) const ADVICE: &[&str] = &[
    "ブラウザーの*戻る*ボタンを使うと、入力した内容が消えることがあります。画面の「前の画面へ」を使ってください。",
    "送信の後に通知が届かないときは、迷惑メールのフォルダーをご確認のうえ、{{ support_phone }}までご連絡ください。",
    "画面が白いまま進まないときは、ブラウザーを最新の版に更新し、もう一度はじめからお試しください。",
];

/// How pages end.
pub(super) const CLOSINGS: &[&str] = &[
    "お手続きでお困りのときは、",
    "ご不明な点が残りましたら、",
    "期限を過ぎてしまったときは、",
];
