//! Help-desk sites of any size, made up but like real ones: the same size gives the same
//! bytes on every machine.
//!
//! Of each hundred pages, eighty-five belong to an area (a section of questions in six
//! categories and a section of procedures), and the rest are announcements. A page has
//! about a thousand characters, a table or a numbered procedure, bold text beside Japanese
//! punctuation, some links to other pages and about six references to facts.

use super::words::{
    ADVICE, AREAS, CATEGORIES, CLOSINGS, CONDITIONS, DOCUMENTS, EXPLANATIONS, SITE, STEPS, TOPICS,
};
use std::fmt::Write;

/// A file of a site.
pub(crate) struct File {
    /// Its path below the root of the site.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) text: String,
}

/// Questions in the section of an area.
const QUESTIONS: usize = 60;
/// Procedures in the section of an area.
const PROCEDURES: usize = 22;
/// All pages of an area: these, and the pages of three sections.
const AREA: usize = QUESTIONS + PROCEDURES + 3;

/// A site of so many pages, at least a hundred.
pub(crate) fn site(pages: usize) -> Vec<File> {
    assert!(pages >= 100, "a site has at least a hundred pages");
    let areas = pages / 100;
    let mut files = vec![
        file("site.toml", config(areas)),
        file("content/index.md", home()),
        file("content/contact/index.md", contact()),
        file("content/news/index.md", news_index()),
    ];
    for area in 0..areas {
        add_area(area, &mut files);
    }
    // The configuration is no page.
    let announcements = pages + 1 - files.len();
    for number in 0..announcements {
        files.push(announcement(number, areas));
    }
    files
}

fn file(path: impl Into<String>, text: String) -> File {
    File {
        path: path.into(),
        text,
    }
}

/// Picks from lists, in an order that looks like none.
struct Dice(u64);

impl Dice {
    fn new(seed: usize) -> Self {
        Self(seed as u64 + 1)
    }

    /// A number below `limit`: SplitMix64.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

fn area_folder(area: usize) -> String {
    format!("area-{:03}", area + 1)
}

fn area_name(area: usize) -> String {
    let name = AREAS[area % AREAS.len()];
    match area / AREAS.len() {
        0 => name.to_owned(),
        round => format!("{name}（第{}期）", round + 1),
    }
}

fn config(areas: usize) -> String {
    let mut text = SITE.to_owned();
    for area in 0..areas.min(5) {
        let (name, folder) = (area_name(area), area_folder(area));
        write!(
            text,
            "\n[[navigation]]\nlabel = \"{name}\"\nlink = \"{folder}/index.md\"\n"
        )
        .expect("a string takes everything");
    }
    text
}

fn home() -> String {
    "+++\ntitle = \"サポートサイト\"\n\
     description = \"お手続きとご質問の窓口です。\"\n+++\n\n\
     受付期間は**{{ renewal | weekday }}**です。お急ぎの方は[お問い合わせ](contact/index.md)をご覧ください。\n"
        .to_owned()
}

fn contact() -> String {
    "+++\ntitle = \"お問い合わせ\"\nkind = \"contact\"\norder = 2\n+++\n\n\
     電話番号は{{ support_phone }}、受付時間は{{ support_hours | full }}です。\n"
        .to_owned()
}

fn news_index() -> String {
    "+++\ntitle = \"お知らせ一覧\"\nchildren = \"announcement\"\norder = 1\n+++\n\n\
     ヘルプデスクからのお知らせを、新しい順に掲載しています。\n"
        .to_owned()
}

fn add_area(area: usize, files: &mut Vec<File>) {
    let folder = format!("content/{}", area_folder(area));
    let name = area_name(area);
    let order = area + 10;
    files.push(file(
        format!("{folder}/index.md"),
        format!(
            "+++\ntitle = \"{name}\"\ndescription = \"{name}のお手続きと、よくあるご質問です。\"\n\
             order = {order}\n+++\n\n{name}についてのご案内です。受付期間は**{{{{ renewal }}}}**です。\n"
        ),
    ));
    files.push(file(
        format!("{folder}/faq/index.md"),
        format!(
            "+++\ntitle = \"{name}のよくあるご質問\"\nchildren = \"faq\"\norder = 1\n+++\n\n\
             解決しないときは[お問い合わせ](../../contact/index.md)をご覧ください。\n"
        ),
    ));
    files.push(file(
        format!("{folder}/procedures/index.md"),
        format!(
            "+++\ntitle = \"{name}のお手続き\"\nchildren = \"procedure\"\norder = 2\n+++\n\n\
             お手続きの前に、[よくあるご質問](../faq/index.md)もご覧ください。\n"
        ),
    ));
    for number in 0..QUESTIONS {
        files.push(question(area, number));
    }
    for number in 0..PROCEDURES {
        files.push(procedure(area, number));
    }
}

fn question(area: usize, number: usize) -> File {
    let mut dice = Dice::new(area * AREA + number);
    let topic = dice.pick(TOPICS);
    let category = CATEGORIES[number * CATEGORIES.len() / QUESTIONS];
    let mut text = format!(
        "+++\nquestion = \"{topic}は、{{{{ renewal.end | short }}}}を過ぎてもできますか？（{}）\"\n\
         category = \"{category}\"\norder = {}\n+++\n\n",
        number + 1,
        number + 1,
    );
    paragraphs(&mut text, &mut dice, 2);
    list(&mut text, &mut dice);
    paragraphs(&mut text, &mut dice, 2);
    text.push_str("## 受付の区分 {#classes}\n\n");
    table(&mut text, &mut dice);
    let next = (number + 1) % QUESTIONS + 1;
    let steps = dice.below(PROCEDURES) + 1;
    writeln!(
        text,
        "お手続きの流れは[更新手順](../procedures/step-{steps:02}.md#steps)を、\
         似たご質問は[こちら](question-{next:02}.md)をご覧ください。"
    )
    .expect("a string takes everything");
    let folder = area_folder(area);
    file(
        format!("content/{folder}/faq/question-{:02}.md", number + 1),
        text,
    )
}

fn procedure(area: usize, number: usize) -> File {
    let mut dice = Dice::new(1_000_000 + area * AREA + number);
    let topic = dice.pick(TOPICS);
    let mut text = format!(
        "+++\ntitle = \"{topic}の手順（{}）\"\n\
         description = \"{topic}の方法を、{{{{ application_form }}}}の画面に沿ってご案内します。\"\n\
         order = {}\n+++\n\n",
        number + 1,
        number + 1,
    );
    paragraphs(&mut text, &mut dice, 2);
    text.push_str("## 用意するもの {#documents}\n\n");
    list(&mut text, &mut dice);
    text.push_str("## 手順 {#steps}\n\n:::steps\n");
    for step in 1..=6 {
        writeln!(text, "{step}. {}", dice.pick(STEPS)).expect("a string takes everything");
    }
    text.push_str(":::\n\n## 期限と受付 {#deadline}\n\n");
    table(&mut text, &mut dice);
    paragraphs(&mut text, &mut dice, 1);
    text.push_str(":::details うまくいかないとき\n");
    text.push_str(dice.pick(ADVICE));
    text.push_str("\n:::\n\n## ご不明な点があるとき {#help}\n\n");
    let question = dice.below(QUESTIONS) + 1;
    writeln!(
        text,
        "{}[よくあるご質問](../faq/question-{question:02}.md)と\
         [お問い合わせ](../../contact/index.md)もご覧ください。",
        dice.pick(CLOSINGS)
    )
    .expect("a string takes everything");
    let folder = area_folder(area);
    file(
        format!("content/{folder}/procedures/step-{:02}.md", number + 1),
        text,
    )
}

fn announcement(number: usize, areas: usize) -> File {
    let mut dice = Dice::new(2_000_000 + number);
    let topic = dice.pick(TOPICS);
    // Every month has a twenty-eighth.
    let (year, month, day) = (
        2010 + number / 336 % 14,
        number / 28 % 12 + 1,
        number % 28 + 1,
    );
    let mut text = format!(
        "+++\ntitle = \"{topic}のお知らせ（第{}号）\"\n\
         description = \"{topic}の受付期間（{{{{ renewal }}}}）をお知らせします。\"\n\
         date = {year}-{month:02}-{day:02}\n+++\n\n",
        number + 1,
    );
    paragraphs(&mut text, &mut dice, 2);
    text.push_str("## 受付期間 {#window}\n\n**{{ renewal | weekday }}**\n\n");
    paragraphs(&mut text, &mut dice, 1);
    list(&mut text, &mut dice);
    text.push_str("## お手続きの区分 {#classes}\n\n");
    table(&mut text, &mut dice);
    let folder = area_folder(dice.below(areas));
    let steps = dice.below(PROCEDURES) + 1;
    writeln!(
        text,
        "{}くわしくは[更新手順](../{folder}/procedures/step-{steps:02}.md#steps)をご覧ください。",
        dice.pick(CLOSINGS)
    )
    .expect("a string takes everything");
    file(format!("content/news/notice-{:05}.md", number + 1), text)
}

fn paragraphs(text: &mut String, dice: &mut Dice, count: usize) {
    for _ in 0..count {
        for _ in 0..2 {
            text.push_str(dice.pick(EXPLANATIONS));
        }
        text.push_str("\n\n");
    }
}

fn list(text: &mut String, dice: &mut Dice) {
    for _ in 0..4 {
        writeln!(text, "- {}", dice.pick(DOCUMENTS)).expect("a string takes everything");
    }
    text.push('\n');
}

fn table(text: &mut String, dice: &mut Dice) {
    text.push_str("| 区分 | 条件 | 受付 |\n|:--|:--|--:|\n");
    for class in ["新規", "更新", "変更"] {
        writeln!(
            text,
            "| {class} | {} | {{{{ renewal.end | short }}}} |",
            dice.pick(CONDITIONS)
        )
        .expect("a string takes everything");
    }
    text.push('\n');
}
