//! Random pages of Japanese Markdown, as people write it and as they get it wrong. Each word
//! occurs once, so that it can be looked for.

/// Numbers without a pattern (SplitMix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Less than `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).expect("less than a usize")
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// A page in the making.
pub(crate) struct Page {
    random: Random,
    /// The words so far.
    pub(crate) words: Vec<String>,
}

/// Signs that mean something somewhere, and those that look like them.
const SIGNS: &[&str] = &[
    "[", "]", "(", ")", "*", "**", "_", "`", "```", "~", "~~", "<", ">", "|", "#", "{", "}", ":",
    "!", "\\", "&", "^", "=", "-", "+", ".", "'", "\"", "$", "%", "@", ";", "/", "{{", "}}", "]:",
    "](", "][", "[^", ":::", "<!--", "-->", "：", "［", "］", "（", "）", "＊", "｜", "＃", "　",
    "・", "１．", "※", "\n", "\n\n", "    ", "\t", "  \n", "\\\n", "> ", "- ", "1. ", "\r\n",
];
const LABELS: &[&str] = &["home", "desk", "電話", "期限", "//"];
const NOTES: &[&str] = &["1", "2", "注", "a"];

impl Page {
    pub(crate) const fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            words: Vec::new(),
        }
    }

    /// A whole body.
    pub(crate) fn body(&mut self) -> String {
        let count = 1 + self.random.below(7);
        let mut body = String::new();
        for _ in 0..count {
            body.push_str(&self.block(3));
            // Many forget the empty line.
            let lines = if self.random.one_in(4) { 1 } else { 2 };
            let end = if self.random.one_in(30) { "\r\n" } else { "\n" };
            body.push_str(&end.repeat(lines));
        }
        body
    }

    /// A list whose items have any numbers, with the number and the word of each.
    pub(crate) fn numbered(&mut self) -> Vec<(usize, String)> {
        let first = self.random.below(4);
        let mut number = first;
        let count = 1 + self.random.below(6);
        let mut items = Vec::new();
        for _ in 0..count {
            items.push((number, self.word()));
            number = match self.random.below(8) {
                0 => number,
                1 => number + 2,
                2 => 1,
                3 => self.random.below(12),
                _ => number + 1,
            };
        }
        items
    }

    fn word(&mut self) -> String {
        let number = self.words.len();
        let word = if self.random.one_in(3) {
            format!("x{number}z")
        } else {
            let code = 0x6100 + u32::try_from(number).expect("few words");
            char::from_u32(code).expect("an ideograph").to_string()
        };
        self.words.push(word.clone());
        word
    }

    fn block(&mut self, depth: usize) -> String {
        let deeper = depth.saturating_sub(1);
        match self.random.below(if depth == 0 { 12 } else { 24 }) {
            0..4 => self.paragraph(),
            4 => self.heading(),
            5 => self.table(),
            6 | 7 => self.definition(),
            8 => self.fenced(),
            9 => self.note(),
            10 => self.rule_or_indented(),
            11 => self.raw(),
            12 | 13 => self.list(deeper),
            14 => {
                let inner = self.block(deeper);
                prefixed("> ", "> ", &inner)
            }
            15 => {
                let kind = self.random.pick(&["NOTE", "tip", "WARNING", "INFO"]);
                let inner = self.block(deeper);
                prefixed("> ", "> ", &format!("[!{kind}]\n{inner}"))
            }
            16..19 => self.directive(deeper),
            19 => self.html(deeper),
            20 => {
                let (term, meaning) = (self.inline(2), self.inline(2));
                format!("{term}\n: {meaning}")
            }
            21 => self.deep(),
            22 => self.definition() + "\n" + &self.definition(),
            _ => self.block(deeper) + "\n" + &self.block(deeper),
        }
    }

    fn paragraph(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..=self.random.below(4) {
            text.push_str(&self.inline(3));
            if self.random.one_in(3) {
                text.push('\n');
            }
        }
        text.trim_end().to_owned()
    }

    fn inline(&mut self, depth: usize) -> String {
        let deeper = depth.saturating_sub(1);
        let mut text = match self.random.below(if depth == 0 { 6 } else { 28 }) {
            0..3 => self.word(),
            3 => "文です。".to_owned(),
            4 => format!("`{}`", self.word()),
            5 => format!("{}{}", self.random.pick(SIGNS), self.word()),
            6 => format!("**{}**", self.inline(deeper)),
            7 => format!("*{}*", self.inline(deeper)),
            8 => format!("~~{}~~", self.inline(deeper)),
            9 => format!("[{}](index.md)", self.inline(deeper)),
            10 => format!("[{}](index.md \"{}\")", self.inline(deeper), self.word()),
            11 => format!("[{}][{}]", self.inline(deeper), self.random.pick(LABELS)),
            12 => format!("[{}][]", self.random.pick(LABELS)),
            13 => format!("[{}]", self.random.pick(LABELS)),
            14 => format!("![{}](p.svg \"{}\")", self.inline(deeper), self.word()),
            15 => format!("![{}][pic]", self.inline(deeper)),
            16 => "{{ renewal.end | short }}".to_owned(),
            17 => format!("{{{{ before renewal: {} }}}}", self.word()),
            18 => format!("<ruby>{}<rt>{}</rt></ruby>", self.word(), self.word()),
            19 => format!("<kbd>{}</kbd><br>", self.inline(deeper)),
            20 => self
                .random
                .pick(&["&amp;", "&#x8a9e;", "&copy", "\\*", "\\[", "\\\\", "\\{{"])
                .to_owned(),
            21 => format!("[^{}]", self.random.pick(NOTES)),
            22 => format!("［＾{}］", self.random.pick(NOTES)),
            23 => format!("<https://example.jp/{}>", self.ascii()),
            24 => format!("<b title=\"{}\">{}</b>", self.word(), self.inline(deeper)),
            25 => format!("＊＊{}＊＊", self.inline(deeper)),
            26 => "<!-- 覚え書き -->".to_owned(),
            _ => format!(
                "[{}]({})",
                self.inline(deeper),
                self.random.pick(&["", "#x", "p.svg"])
            ),
        };
        if self.random.one_in(3) {
            text.push_str(&self.inline(deeper));
        }
        text
    }

    fn ascii(&mut self) -> String {
        let word = format!("x{}z", self.words.len());
        self.words.push(word.clone());
        word
    }

    fn heading(&mut self) -> String {
        let words = self.inline(2).replace(['\n', '\r'], " ");
        let tail = match self.random.below(8) {
            0 => format!(" {{{}}}", self.word()),
            1 => format!(" {{#{}}}", self.ascii()),
            2 => format!(" {{#{} .{}}}", self.ascii(), self.ascii()),
            3 => " #".to_owned(),
            4 => format!(" {{{}}} ##", self.word()),
            _ => String::new(),
        };
        match self.random.below(4) {
            0 => format!("{words}{tail}\n---"),
            1 => format!("{words}{tail}\n==="),
            _ => format!("{} {words}{tail}", "#".repeat(1 + self.random.below(3))),
        }
    }

    fn table(&mut self) -> String {
        let columns = 1 + self.random.below(3);
        let mut table = self.row(columns);
        table.push_str(&format!("\n|{}", "---|".repeat(columns)));
        for _ in 0..=self.random.below(3) {
            let cells = (columns + self.random.below(3)).saturating_sub(self.random.below(2));
            let row = self.row(cells.max(1));
            table = table + "\n" + &row;
        }
        table
    }

    fn row(&mut self, cells: usize) -> String {
        let mut row = "|".to_owned();
        for _ in 0..cells {
            let cell = self.inline(1).replace(['\n', '\r'], " ");
            row.push_str(&format!(" {cell} |"));
        }
        row
    }

    fn definition(&mut self) -> String {
        if self.random.one_in(4) {
            return format!("[pic]: p.svg \"{}\"", self.word());
        }
        let label = match self.random.below(6) {
            0 => self.word(),
            _ => self.random.pick(LABELS).to_owned(),
        };
        let target = match self.random.below(5) {
            0 => "index.md".to_owned(),
            1 => "{{ renewal.end }}".to_owned(),
            2 => "#".to_owned(),
            _ => self.word(),
        };
        format!("[{label}]:{}{target}", self.random.pick(&[" ", "", "\n"]))
    }

    fn fenced(&mut self) -> String {
        let sign = self.random.pick(&["```", "~~~", "````"]);
        let info = match self.random.below(5) {
            0 => self.word(),
            1 => format!("js {}", self.word()),
            2 => "js".to_owned(),
            _ => String::new(),
        };
        let code = format!("{}\n\n{}", self.word(), self.inline(1));
        let end = self
            .random
            .pick(&["\n```", "\n~~~", "\n````", "\n```js", ""]);
        format!("{sign}{info}\n{code}{end}")
    }

    fn note(&mut self) -> String {
        let label = self.random.pick(NOTES).to_owned();
        format!("[^{label}]: {}", self.inline(2))
    }

    fn rule_or_indented(&mut self) -> String {
        match self.random.below(3) {
            0 => "---".to_owned(),
            1 => format!("    {}", self.inline(1)),
            _ => format!("\t{}", self.word()),
        }
    }

    fn raw(&mut self) -> String {
        let mut raw = String::new();
        for _ in 0..self.random.below(14) {
            let sign = self.random.pick(SIGNS);
            raw.push_str(sign);
            if self.random.one_in(2) {
                raw.push_str(&self.word());
            }
        }
        raw
    }

    fn list(&mut self, deeper: usize) -> String {
        let marker = self
            .random
            .pick(&["- ", "* ", "1. ", "3) ", "12. ", "- [x] "]);
        let indent = if marker.starts_with('-') {
            2
        } else {
            marker.len()
        };
        let mut list = String::new();
        for _ in 0..=self.random.below(3) {
            let inner = self.block(deeper);
            list.push_str(&prefixed(marker, &" ".repeat(indent), &inner));
            list.push('\n');
        }
        list
    }

    fn directive(&mut self, deeper: usize) -> String {
        let name = self.random.pick(&[
            "details",
            "steps",
            "doors",
            "before renewal",
            "otherwise",
            "figure",
            "period",
            "stepz",
            "折りたたみ",
            "",
        ]);
        let words = if self.random.one_in(3) {
            self.word()
        } else {
            String::new()
        };
        let inner = match self.random.below(5) {
            0 => format!(
                "![{}](p.svg)\n\n- 10%, 20%: {}\n- {}",
                self.word(),
                self.word(),
                self.word()
            ),
            1 => self.list(deeper),
            2 => format!("- [{}](index.md) {}", self.word(), self.word()),
            _ => self.block(deeper),
        };
        let gap = self.random.pick(&["\n", "\n\n"]);
        let end = match self.random.below(6) {
            0 => String::new(),
            1 => format!("{gap}::: {}", self.word()),
            _ => format!("{gap}:::"),
        };
        format!(":::{name} {words}{gap}{inner}{end}")
    }

    fn html(&mut self, deeper: usize) -> String {
        let inner = self.block(deeper);
        match self.random.below(7) {
            0 => format!("<div>\n{inner}\n</div>"),
            1 => format!("<ruby>\n{inner}\n</ruby>"),
            2 => "<!--\n覚え書き\n-->".to_owned(),
            3 => format!("<table><tr><td>{}</td></tr></table>", self.word()),
            4 => format!("<?php {} > {} ?>", self.word(), self.word()),
            5 => format!("<![CDATA[ {} > ]]>", self.word()),
            _ => format!("<kbd>{}</kbd>\n{inner}", self.word()),
        }
    }

    /// Deeper than anything is kept.
    fn deep(&mut self) -> String {
        if !self.random.one_in(5) {
            return self.paragraph();
        }
        let sign = self.random.pick(&[
            "> ",
            "- ",
            ":::details あ\n\n",
            "<kbd>",
            "**あ",
            "> :::stepz\n",
        ]);
        let levels = 85 + self.random.below(40);
        let inner = match self.random.below(3) {
            0 => self.table(),
            1 => self.list(0),
            _ => self.inline(3),
        };
        let inner = inner.replace('\n', &format!("\n{}", if sign == "> " { "> " } else { "" }));
        format!("{}{inner}", sign.repeat(levels))
    }
}

/// `text` with `first` before its first line and `other` before the others.
fn prefixed(first: &str, other: &str, text: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = format!("{first}{}", lines.next().unwrap_or_default());
    for line in lines {
        out.push('\n');
        out.push_str(other);
        out.push_str(line);
    }
    out
}
