//! How fast literals are read: through prose that holds none, and through a text full of them;
//! and how long a site takes in which each of them is compared with facts.

use annai::build::{Options, build};
use annai::calendar::{AsOf, parse_iso};
use annai::diag::code;
use annai::literal::read;
use annai::memo::Cache;
use annai::snapshot::Snapshot;
use annai::source::{Source, SourceId};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;

/// Sentences without a value, with the words and signs that look most like one.
const PROSE: &str = "利用申請サイトから、専用の申込フォームに必要な事項を入力してください。\
    一部の画面では、内容を確認するまで次に進めません。十分にご注意のうえ、二つの方法のいずれかを\
    お選びください。今年度の更新の手続きは、年に一度、すべての事業所の皆様にお願いしています。\
    お問い合わせの前に、よくあるご質問をご覧ください。回答が見つからない場合は、月曜日から金曜日の\
    営業時間内にヘルプデスクまでお電話ください。本サイトの Web ブラウザーは最新版をお使いください。\n";

/// Sentences with fifteen values.
const FULL: &str = "受付期間は2024年3月4日（月）～4月9日（火）です。お電話（0120-584-708、9:00～17:00）は\
    令和６年４月９日までです。２営業日以内にご連絡します。料金は21,000円です。4/9必着、4月10日頃に\
    翌営業日の午前9時半からご案内します。締切は2024/4/9 17:00、April 9, 2024です。\n";

const MEGABYTE: usize = 1_000_000;

/// How many values the full text holds.
const VALUES: usize = 50_000;

/// The text over and over, up to so many bytes.
fn repeated(text: &str, bytes: usize) -> String {
    text.repeat(bytes.div_ceil(text.len()))
}

/// Two megabytes in which there are fifty thousand values.
fn full() -> String {
    let each = read(FULL).len();
    let text = FULL.repeat(VALUES.div_ceil(each));
    let rest = (2 * MEGABYTE).saturating_sub(text.len());
    text + &repeated(PROSE, rest)
}

fn literals(criterion: &mut Criterion) {
    let prose = repeated(PROSE, 2 * MEGABYTE);
    assert_eq!(read(&prose), []);
    let full = full();
    assert!(read(&full).len() >= VALUES);
    let mut group = criterion.benchmark_group("literal");
    for (name, text) in [("prose", &prose), ("50,000 values", &full)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| read(black_box(text))));
    }
    group.finish();
}

/// What the facts of the site say, the text says too, or nearly.
const FACTS: &str = "[site]\ntitle = \"案内\"\n\
    [facts.renewal]\nlabel = \"受付期間\"\n\
    window = { start = 2024-03-04, end = 2024-04-09 }\n\
    [facts.phone]\nlabel = \"電話番号\"\nphone = \"0120-584-708\"\n\
    [facts.hours]\nlabel = \"受付時間\"\nhours = { open = 09:00, close = 17:00 }\n\
    [facts.contact]\nlabel = \"ご連絡\"\nduration = \"2 business days\"\n\
    [facts.fee]\nlabel = \"料金\"\namount = 21000\n\
    [facts.form]\nlabel = \"申込フォーム\"\nterm = \"専用申込フォーム\"\n";

/// A site with a page that holds fifty thousand values in as many bytes as a page may have.
fn site() -> Snapshot {
    let mut page = format!("+++\ntitle = \"値\"\n+++\n\n{}", full());
    page.truncate(page.floor_char_boundary(2 * MEGABYTE - 1));
    let files = [
        ("site.toml", FACTS.to_owned()),
        (
            "content/index.md",
            "+++\ntitle = \"案内\"\n+++\n\n文\n".to_owned(),
        ),
        ("content/full.md", page),
    ];
    let source = |(path, text): (&str, String)| {
        Arc::new(Source::new(SourceId::new(path), text.into_bytes()))
    };
    Snapshot::new(files.map(source), Vec::new())
}

fn checked(criterion: &mut Criterion) {
    let site = site();
    let day = parse_iso("2024-03-15").expect("the day exists");
    let check = || {
        let built = build(
            black_box(&site),
            &Options::new(AsOf::new(day)),
            &mut Cache::default(),
        );
        built.diagnostics
    };
    let found = check();
    let stray = found.iter().filter(|one| one.code == code::STRAY_LITERAL);
    assert!(stray.count() > VALUES / 2);
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10);
    group.bench_function("2 MB with 50,000 values", |bencher| {
        bencher.iter_with_large_drop(check);
    });
    group.finish();
}

criterion_group!(benches, literals, checked);
criterion_main!(benches);
