//! Where a value may begin, found fast: most of a text holds none.

/// The characters of three bytes with which a value may begin.
const STARTS: &str = "０１２３４５６７８９〇零一二三四五六七八九十百千元\
    ㋀㋁㋂㋃㋄㋅㋆㋇㋈㋉㋊㋋正翌月年週再来今先明昨本近";

/// One bit for each character of three bytes.
struct Set([u64; 1024]);

static SET: Set = Set::new();

impl Set {
    const fn new() -> Self {
        let bytes = STARTS.as_bytes();
        let mut set = [0; 1024];
        let mut at = 0;
        while at < bytes.len() {
            let code = code(bytes[at], bytes[at + 1], bytes[at + 2]);
            set[code >> 6] |= 1 << (code & 63);
            at += 3;
        }
        Self(set)
    }

    fn has(&self, code: usize) -> bool {
        self.0[code >> 6] & (1 << (code & 63)) != 0
    }
}

/// The code point of a character of three bytes.
const fn code(first: u8, second: u8, third: u8) -> usize {
    ((first as usize & 0xF) << 12) | ((second as usize & 0x3F) << 6) | (third as usize & 0x3F)
}

/// The next place from `at` on where a value may begin.
pub(super) fn next(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            b'0'..=b'9' => return Some(at),
            0..0x80 => at += 1,
            0x80..0xE0 => at += 2,
            first @ 0xE0..0xF0 => {
                let &[second, third] = bytes.get(at + 1..at + 3)? else {
                    return None;
                };
                if SET.has(code(first, second, third)) {
                    return Some(at);
                }
                at += 3;
            }
            0xF0.. => at += 4,
        }
    }
}

/// The run of ASCII that was looked at last: whether it is a URL, a path or an address.
#[derive(Default)]
pub(super) struct Runs {
    end: usize,
    is_address: bool,
}

impl Runs {
    /// Where the URL, the path or the mail address ends in which `at` stands.
    pub(super) fn address(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        if at >= self.end {
            let part = |byte: &&u8| is_part(**byte);
            let before = bytes[self.end..at].iter().rev().take_while(part).count();
            let start = at - before;
            self.end = at + bytes[at..].iter().take_while(part).count();
            let run = &bytes[start..self.end];
            let stands_alone = start == 0 || bytes[start - 1].is_ascii();
            self.is_address = is_address(run, stands_alone);
            if self.is_address {
                // Brackets are parts of addresses, but seldom of what else has digits.
                let rest = bytes[self.end..].iter();
                self.end += rest.take_while(|byte| byte.is_ascii_graphic()).count();
            }
        }
        self.is_address.then_some(self.end)
    }
}

/// Whether the byte may be a part of a URL, without brackets.
fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'*+,;=%\\".contains(&byte)
}

/// Whether a run of such bytes is a URL, a mail address or the path of a file; `stands_alone`
/// where no Japanese word stands before it.
fn is_address(run: &[u8], stands_alone: bool) -> bool {
    let has = |part: &[u8]| run.windows(part.len()).any(|window| window == part);
    let number_and_word = |pair: &[u8]| {
        let [before, b'/', after] = pair else {
            return false;
        };
        before.is_ascii_lowercase() && after.is_ascii_digit()
            || before.is_ascii_digit() && after.is_ascii_lowercase()
    };
    let named = |byte: &u8| *byte == b'/' || byte.is_ascii_lowercase();
    let from_root = run.first() == Some(&b'/')
        && (stands_alone || run.last() == Some(&b'/'))
        && run.iter().skip(1).any(named);
    has(b"://")
        || has(b"@")
        || has(b"\\")
        || run.starts_with(b"www.")
        || from_root
        || run.windows(3).any(number_and_word)
}
