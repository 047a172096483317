//! The reader of literals on any text: it never panics, and what it finds lies in order, apart,
//! and on the borders of characters.
#![no_main]

use annai::literal::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for literal in read(text) {
        assert!(literal.span.start >= end, "{literal:?}");
        assert!(literal.span.end > literal.span.start, "{literal:?}");
        let slice = text.get(literal.span.start..literal.span.end);
        assert!(
            slice.is_some_and(|slice| !slice.contains(['\u{FFFC}', '\n'])),
            "{literal:?}"
        );
        end = literal.span.end;
    }
});
