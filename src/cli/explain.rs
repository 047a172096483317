//! `annai explain`: what a finding means, and what to do about it.

use super::Exit;
use super::args;
use super::report::Reporter;
use annai::diag::Code;
use annai::diag::code::ALL;
use annai::near::near_misses;
use annai::text;

pub(super) fn run(arguments: &args::Explain, reporter: &Reporter) -> Exit {
    let Some(name) = &arguments.code else {
        let names: Vec<&str> = ALL.iter().map(|code| code.name()).collect();
        reporter.result(&names.join("\n"));
        return Exit::Ok;
    };
    if let Some(code) = Code::from_name(name) {
        reporter.result(code.explanation(reporter.language()).trim_end());
        return Exit::Ok;
    }
    let near = near_misses(name, ALL.iter().map(|code| code.name()));
    let message = if near.is_empty() {
        text!(
            "「{name}」という指摘はありません。「annai explain」で、すべての名前を見られます",
            "there is no finding `{name}`; `annai explain` lists them"
        )
    } else {
        let near = near.join(", ");
        text!(
            "「{name}」という指摘はありません。もしかして: {near}",
            "there is no finding `{name}`; did you mean {near}?"
        )
    };
    reporter.failure(&message);
    Exit::Usage
}
