//! How fast text is folded, and how fast terms are found in it.

use annai::japanese::fold::fold;
use annai::japanese::terms::{Finder, Term};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

/// Ordinary text of a help desk: kanji, kana, some figures and full-width signs.
const PARAGRAPH: &str = "ライセンスの有効期限が切れる前に、更新の手続きをお願いいたします。\
    更新は専用申込フォームからお申し込みください。受付期間は2024年3月4日（月）から4月9日（火）まで\
    です。お申し込みの内容は、受付から2営業日以内に反映されます。ご不明な点がございましたら、\
    お問い合わせ窓口（電話0120-584-708、平日9:00～17:00）までご連絡ください。\n\
    インターネットに接続できない場合は、担当者が手順をご案内しますので、お手元に介護事業所番号を\
    ご用意のうえ、「電子請求受付システム」の画面を開いたままお待ちください。\n";

/// `count` terms that the text does not misspell, and a few that it might.
fn terms(count: usize) -> Vec<String> {
    let made = (0..count).map(|i| format!("お{}番の専用{}申込書", i * 7919 % 10_007, i));
    let real = [
        "専用申込フォーム",
        "受付期間",
        "お問い合わせ",
        "ライセンス",
        "Web",
    ];
    made.chain(real.map(str::to_owned)).collect()
}

fn folding(criterion: &mut Criterion) {
    let text = PARAGRAPH.repeat(1_000);
    let mut group = criterion.benchmark_group("fold");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("fold", |bencher| bencher.iter(|| fold(black_box(&text))));
    let plain = "更新の手続きは期限が切れる前にお願いいたします".repeat(5_000);
    group.throughput(Throughput::Bytes(plain.len() as u64));
    group.bench_function("fold/plain", |bencher| {
        bencher.iter(|| fold(black_box(&plain)))
    });
    group.throughput(Throughput::Bytes(text.len() as u64));
    for count in [0, 1_000] {
        let spellings = terms(count);
        let terms: Vec<Term<'_>> = spellings
            .iter()
            .map(|spelling| Term {
                spelling,
                wrong: vec!["専用申請フォーム"],
            })
            .collect();
        let finder = Finder::new(&terms);
        group.bench_function(format!("find/{}", terms.len()), |bencher| {
            bencher.iter(|| finder.find(black_box(&text)));
        });
    }
    group.finish();
}

criterion_group!(benches, folding);
criterion_main!(benches);
