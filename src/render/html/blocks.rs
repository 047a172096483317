//! Blocks.

use super::Writer;
use super::escape::{attribute, escape};
use super::phrases::phrased;
use crate::calendar::{Time, format};
use crate::content::body::{
    AlertKind, Alignment, Block, Cell, Code, Definition, Details, Figure, Footnote, Heading,
    Inline, List, Look, State, Table, When,
};
use crate::site::Target;
use std::fmt::Write as _;

impl Writer<'_> {
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(content) => {
                self.out.push_str("<p>");
                self.inlines(content);
                self.out.push_str("</p>\n");
            }
            Block::Plain(content) => {
                self.inlines(content);
                self.out.push('\n');
            }
            Block::List(list) => self.list(list),
            Block::Quote(inner) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(inner);
                self.out.push_str("</blockquote>\n");
            }
            Block::Alert(kind, inner) => self.alert(*kind, inner),
            Block::Code(code) => self.code(code),
            Block::Table(table) => self.table(table),
            Block::Rule => self.out.push_str("<hr>\n"),
            Block::Definitions(definitions) => self.definitions(definitions),
            Block::Details(details) => self.details(details),
            Block::Figure(figure) => self.figure(figure),
            Block::States(states) => self.states(states, |_, _| {}),
            Block::Period(inner) => self.period(inner),
        }
    }

    fn heading(&mut self, heading: &Heading) {
        let level = (heading.level + self.deeper).min(6);
        let id = format!("{}{}", self.prefix, heading.id);
        self.out.push_str(&format!("<h{level}"));
        attribute("id", &id, &mut self.out);
        self.out.push('>');
        let start = self.out.len();
        self.inlines(&heading.content);
        if heading.level <= 3 {
            self.between_phrases(start);
        }
        self.out.push_str(&format!("</h{level}>\n"));
    }

    /// Lets what has been written from `start` on break between phrases only.
    fn between_phrases(&mut self, start: usize) {
        let written = self.out.split_off(start);
        self.out.push_str(&phrased(&written));
    }

    fn list(&mut self, list: &List) {
        let element = if list.start.is_some() { "ol" } else { "ul" };
        self.out.push('<');
        self.out.push_str(element);
        self.out.push_str(match list.look {
            Look::Plain => "",
            Look::Steps => " class=\"steps\"",
            Look::Doors => " class=\"doors\"",
        });
        if let Some(start) = list.start.filter(|start| *start != 1) {
            attribute("start", &start.to_string(), &mut self.out);
        }
        self.out.push_str(">\n");
        let start = self.out.len();
        for item in &list.items {
            self.item(item);
        }
        if list.look == Look::Doors {
            self.between_phrases(start);
        }
        let _ = writeln!(self.out, "</{element}>");
    }

    fn item(&mut self, item: &[Block]) {
        match task(item) {
            None => self.out.push_str("<li>"),
            Some(done) => {
                let checked = if done { " checked" } else { "" };
                let _ = write!(
                    self.out,
                    "<li class=\"task\"><input type=\"checkbox\" disabled{checked}"
                );
                let label = match item.first() {
                    Some(Block::Plain(content) | Block::Paragraph(content)) => self.plain(content),
                    _ => String::new(),
                };
                attribute("aria-label", label.trim(), &mut self.out);
                self.out.push_str("> ");
            }
        }
        // Text alone in an item stands on the item's own line.
        if let [Block::Plain(content)] = item {
            self.inlines(content);
        } else {
            self.blocks(item);
        }
        self.out.push_str("</li>\n");
    }

    fn alert(&mut self, kind: AlertKind, inner: &[Block]) {
        let name = kind.name();
        let title = self.word(match kind {
            AlertKind::Note => "alert_note",
            AlertKind::Tip => "alert_tip",
            AlertKind::Important => "alert_important",
            AlertKind::Warning => "alert_warning",
            AlertKind::Caution => "alert_caution",
        });
        let _ = write!(
            self.out,
            "<aside class=\"alert alert-{name}\"><p class=\"alert-title\">"
        );
        escape(title, &mut self.out);
        self.out.push_str("</p>\n");
        self.blocks(inner);
        self.out.push_str("</aside>\n");
    }

    fn code(&mut self, code: &Code) {
        self.out.push_str("<pre tabindex=\"0\"><code");
        if let Some(language) = &code.language {
            attribute("class", &format!("language-{language}"), &mut self.out);
        }
        self.out.push('>');
        escape(&code.text, &mut self.out);
        self.out.push_str("</code></pre>\n");
    }

    /// A table in a region that scrolls by itself, and can be scrolled with the keyboard.
    fn table(&mut self, table: &Table) {
        self.out
            .push_str("<div class=\"table\" role=\"region\" tabindex=\"0\"");
        let heads: Vec<String> = table.head.iter().map(|cell| self.plain(cell)).collect();
        let label = format!("{}: {}", self.word("table"), heads.join(", "));
        attribute("aria-label", &label, &mut self.out);
        self.out.push_str("><table>\n<thead>\n");
        self.row(&table.head, "th scope=\"col\"", &table.alignments);
        self.out.push_str("</thead>\n<tbody>\n");
        for row in &table.rows {
            self.row(row, "td", &table.alignments);
        }
        self.out.push_str("</tbody>\n</table></div>\n");
    }

    fn row(&mut self, cells: &[Cell], tag: &str, alignments: &[Alignment]) {
        let element = &tag[..2];
        self.out.push_str("<tr>");
        for (at, cell) in cells.iter().enumerate() {
            let _ = write!(self.out, "<{tag}");
            match alignments.get(at) {
                Some(Alignment::Left) => self.out.push_str(" class=\"left\""),
                Some(Alignment::Center) => self.out.push_str(" class=\"center\""),
                Some(Alignment::Right) => self.out.push_str(" class=\"right\""),
                Some(Alignment::None) | None => {}
            }
            self.out.push('>');
            self.inlines(cell);
            let _ = write!(self.out, "</{element}>");
        }
        self.out.push_str("</tr>\n");
    }

    fn definitions(&mut self, definitions: &[Definition]) {
        self.out.push_str("<dl>\n");
        for definition in definitions {
            match definition {
                Definition::Term(content) => {
                    self.out.push_str("<dt>");
                    self.inlines(content);
                    self.out.push_str("</dt>\n");
                }
                Definition::Meaning(blocks) => {
                    self.out.push_str("<dd>");
                    self.blocks(blocks);
                    self.out.push_str("</dd>\n");
                }
            }
        }
        self.out.push_str("</dl>\n");
    }

    fn details(&mut self, details: &Details) {
        self.out.push_str("<details class=\"details\"><summary>");
        self.inlines(&details.summary);
        self.out.push_str("</summary>\n");
        self.blocks(&details.blocks);
        self.out.push_str("</details>\n");
    }

    /// A picture; its callouts are numbers in the picture and text below it, so that they
    /// can be read aloud, enlarged and printed.
    fn figure(&mut self, figure: &Figure) {
        self.out.push_str("<figure class=\"figure\">");
        self.out.push_str("<div class=\"figure-picture\">");
        self.image(&figure.image);
        if !figure.callouts.is_empty() {
            self.marks(figure);
        }
        self.out.push_str("</div>\n");
        if !figure.callouts.is_empty() {
            self.out.push_str("<ol class=\"figure-callouts\">");
            for callout in &figure.callouts {
                self.out.push_str("<li>");
                self.inlines(&callout.content);
                self.out.push_str("</li>");
            }
            self.out.push_str("</ol>\n");
        }
        if !figure.caption.is_empty() {
            self.out.push_str("<figcaption>");
            self.inlines(&figure.caption);
            self.out.push_str("</figcaption>");
        }
        self.out.push_str("</figure>\n");
    }

    /// All states, those that are not true as of now hidden. Each says the time in which it is
    /// true, so that a script can show the right one at the moment of reading. `lead` writes
    /// what comes before a state's own blocks.
    fn states(&mut self, states: &[State], lead: fn(&mut Self, &State)) {
        self.out.push_str("<div class=\"states\">\n");
        for state in states {
            self.open_state("div", state);
            self.out.push('\n');
            lead(self, state);
            self.blocks(&state.blocks);
            self.out.push_str("</div>\n");
        }
        self.out.push_str("</div>\n");
    }

    /// A period; each of its states says in a word of the theme which it is.
    fn period(&mut self, inner: &[Block]) {
        self.out.push_str("<div class=\"period\">\n");
        for block in inner {
            match block {
                Block::States(states) => self.states(states, Self::period_state),
                _ => self.block(block),
            }
        }
        self.out.push_str("</div>\n");
    }

    fn period_state(&mut self, state: &State) {
        let (class, word) = match state.when {
            When::Before => ("before", "period_before"),
            When::During => ("during", "period_during"),
            When::After => ("after", "period_after"),
            When::From | When::Until | When::Otherwise => return,
        };
        let _ = write!(self.out, "<p class=\"period-state period-{class}\">");
        escape(self.word(word), &mut self.out);
        if state.when == When::During {
            // How many days are left is true on one day only: a script fills it in.
            self.out.push_str(" <span class=\"days-left\"");
            attribute("data-left", self.word("days_left"), &mut self.out);
            let last = self.last_day(state);
            attribute("data-last", &last, &mut self.out);
            self.out.push_str(" hidden></span>");
        }
        self.out.push_str("</p>\n");
    }

    /// What is said on the last day of a state: until what o'clock, where it ends before midnight.
    fn last_day(&self, state: &State) -> String {
        let end = self
            .page
            .state(state.span)
            .last()
            .and_then(|time| time.until);
        match end
            .map(|end| end.time())
            .filter(|time| *time != Time::midnight())
        {
            Some(time) => {
                let time = format::time(time, self.page.language);
                self.word("last_day_until").replace("{time}", &time)
            }
            None => self.word("last_day").to_owned(),
        }
    }

    /// Begins the element of one state.
    pub(super) fn open_state(&mut self, element: &str, state: &State) {
        let times = self.page.state(state.span);
        let now = self.site.as_of.moment();
        let is_true = times.iter().any(|time| time.contains(now));
        let times: Vec<String> = times.iter().map(ToString::to_string).collect();
        let _ = write!(self.out, "<{element} class=\"state\"");
        attribute("data-shown", &times.join(" "), &mut self.out);
        self.out.push_str(if is_true { ">" } else { " hidden>" });
    }

    fn marks(&mut self, figure: &Figure) {
        let target = self.page.target(figure.image.target_span);
        let size = match target {
            Some(Target::File { file, .. }) => self.site.file(*file).size(),
            _ => None,
        };
        let (width, height) = size.unwrap_or((480, 320));
        // Large enough to be read on a phone, small enough to hide nothing of the screen.
        let radius = f64::from(width) / 34.0;
        let _ = write!(
            self.out,
            "<svg class=\"figure-marks\" viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\">"
        );
        for (at, callout) in figure.callouts.iter().enumerate() {
            let x = f64::from(width) * callout.left / 100.0;
            let y = f64::from(height) * callout.top / 100.0;
            let number = at + 1;
            let size = radius * 1.2;
            let _ = write!(
                self.out,
                "<g><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>\
                 <text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.1}\">{number}</text></g>"
            );
        }
        self.out.push_str("</svg>");
    }

    pub(super) fn footnotes(&mut self, footnotes: &[Footnote]) {
        if footnotes.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\"");
        attribute("aria-label", self.word("footnotes"), &mut self.out);
        self.out.push_str("><ol>\n");
        for (at, footnote) in footnotes.iter().enumerate() {
            let number = at + 1;
            let prefix = self.prefix.clone();
            self.out.push_str("<li");
            attribute("id", &format!("{prefix}fn-{number}"), &mut self.out);
            self.out.push('>');
            self.blocks(&footnote.blocks);
            // From one that nothing refers to there is no way back.
            if self.referred.contains(&number) {
                self.out.push_str("<a");
                attribute("href", &format!("#{prefix}fnref-{number}"), &mut self.out);
                attribute("aria-label", self.word("back_to_text"), &mut self.out);
                self.out.push_str(">↩</a>");
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
    }
}

/// Whether an item is a task, and done.
fn task(item: &[Block]) -> Option<bool> {
    let (Block::Plain(content) | Block::Paragraph(content)) = item.first()? else {
        return None;
    };
    match content.first()? {
        Inline::Task { done } => Some(*done),
        _ => None,
    }
}
