//! Random changes of known inputs.

/// What is put in: signs of the languages that are read, and characters that are rarely thought of.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "\n", "\n\n", "\r\n", "\r", " ", "　", "\t", "    ", "\0", "\u{1b}[31m", "\u{202e}", "\u{feff}",
    "\u{fffe}", "\u{f0000}", "\u{10fffd}", "か\u{3099}", "受付は", "（火）", "「", "」", "、", "。",
    "４月９日", "2024-04-09", "2024-02-30", "9999-12-31", "令和6年4月9日", "0120-584-708", "17:00",
    "24:00", "2営業日", "+++\n", "+++", "---\n", "[[", "]]", "[", "]", "{", "}", "\"", "\"\"\"", "'",
    "'''", "=", ",", "#", "\\", "\\u0000", "\\U0010FFFF", "true", "-0", "1e309", "inf", "nan",
    "9223372036854775807", "[facts.a]\n", "[[cycles]]\n", "[[promises]]\n", "title = ", "date = ",
    "window = { start = 2024-03-04, end = 2024-04-09 }", "a + 1 day", "a - 99999999 months",
    "next business day after ", "last day of month of ", ".start", ".end", "(", ")", "{{", "}}",
    "{{ renewal.end | short }}", "{{ renewal", "\\{{", " | ", "**", "*", "_", "~~", "`", "```\n",
    "](", "![", "<", ">", "> ", "- ", "1. ", "# ", "|---|\n", ":::steps\n", ":::before renewal\n",
    ":::\n", "[^1]", "[^1]: ", "<!-- ", " -->", "<br>", "<script>", "</script>", "<svg ", "</svg>",
    "<!DOCTYPE ", "<?xml ", "?>", "<![CDATA[", "]]>", "&#x6a;", "&amp;", "xmlns=\"", "xlink:href=\"",
    "href=\"", "javascript:", "data:image/svg+xml,", "url(", "onload=\"", "style=\"", "/>",
    "HTTP/1.1\r\n", "Host: localhost\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n",
    "Origin: null\r\n", "%00", "%2e%2e/", "../", "//", "?", "/.annai/", "\u{ff}", "\u{80}",
];

/// The longest input, in bytes.
const MAX_BYTES: usize = 4_096;

/// Makes inputs of others. Equal seeds make equal inputs.
pub(crate) struct Mutator<'a> {
    state: u64,
    corpus: &'a [Vec<u8>],
}

impl<'a> Mutator<'a> {
    pub(crate) fn new(seed: u64, corpus: &'a [Vec<u8>]) -> Self {
        Self {
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            corpus,
        }
    }

    /// The next input.
    pub(crate) fn input(&mut self) -> Vec<u8> {
        let first = self.below(self.corpus.len());
        let mut input = self.corpus[first].clone();
        for _ in 0..=self.below(6) {
            self.change(&mut input);
        }
        input.truncate(MAX_BYTES);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let range = self.range(input.len());
        match self.below(8) {
            0 => drop(input.drain(range)),
            1 => {
                let copy = input[range].to_vec();
                let times = 1 + self.below(3);
                let at = self.below(input.len() + 1);
                input.splice(at..at, copy.repeat(times));
            }
            2 => {
                let other = self.below(self.corpus.len());
                let other = &self.corpus[other];
                let part = other[self.range(other.len())].to_vec();
                input.splice(range, part);
            }
            3 => {
                if let Some(byte) = input.get_mut(range.start) {
                    *byte ^= 1 << self.below(8);
                }
            }
            4 => {
                let digit = b'0' + u8::try_from(self.below(10)).unwrap();
                let digits = input[range].iter_mut();
                digits
                    .filter(|byte| byte.is_ascii_digit())
                    .for_each(|byte| *byte = digit);
            }
            5 => {
                let piece = PIECES[self.below(PIECES.len())];
                input.splice(range, piece.bytes());
            }
            _ => {
                let piece = PIECES[self.below(PIECES.len())];
                let times = if self.below(12) == 0 { 200 } else { 1 };
                let piece = piece.repeat(times);
                input.splice(range.start..range.start, piece.bytes());
            }
        }
    }

    /// A range of an input of that length: mostly a short one.
    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let rest = length - start;
        let most = if self.below(4) == 0 {
            rest
        } else {
            rest.min(12)
        };
        start..start + self.below(most + 1)
    }

    /// A number from 0 up to, but without, `end`.
    fn below(&mut self, end: usize) -> usize {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        usize::try_from(z % end.max(1) as u64).unwrap()
    }
}

#[test]
fn equal_seeds_make_equal_inputs() {
    let corpus = [b"title = \"a\"".to_vec(), b"date = 2024-04-09".to_vec()];
    let inputs = |seed| {
        let mut mutator = Mutator::new(seed, &corpus);
        (0..50).map(|_| mutator.input()).collect::<Vec<_>>()
    };
    assert_eq!(inputs(3), inputs(3));
    assert_ne!(inputs(3), inputs(4));
}
