//! The difference of two texts, as `git apply` and `patch` take it.

use similar::{Algorithm, DiffOp};
use std::fmt::Write as _;

/// How many lines are shown before and after what differs.
const CONTEXT: usize = 3;

/// What turns `old` into `new`, both of them the file at `path`, as a unified diff (POSIX,
/// "diff -U") with the names that git gives them. Nothing where they are equal.
///
/// A line ends with `\n`; whatever stands before it, a `\r` too, belongs to the line.
pub fn unified(path: &str, old: &str, new: &str) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let operations = similar::capture_diff_slices(Algorithm::Patience, &old, &new);
    let mut diff = String::new();
    for hunk in similar::group_diff_ops(operations, CONTEXT) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else {
            continue;
        };
        if diff.is_empty() {
            diff = format!("--- {}\n+++ {}\n", name("a", path), name("b", path));
        }
        let before = range(first.old_range().start, last.old_range().end);
        let after = range(first.new_range().start, last.new_range().end);
        writeln!(diff, "@@ -{before} +{after} @@").expect("a string takes whatever is written");
        for operation in &hunk {
            if let DiffOp::Equal { .. } = operation {
                lines(&mut diff, ' ', &old[operation.old_range()]);
            } else {
                lines(&mut diff, '-', &old[operation.old_range()]);
                lines(&mut diff, '+', &new[operation.new_range()]);
            }
        }
    }
    diff
}

fn lines(diff: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        diff.push(sign);
        diff.push_str(line);
        if !line.ends_with('\n') {
            diff.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// The first line and the number of lines; of no lines, the one before them.
fn range(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    }
}

/// The name of a file in a header, quoted as git does where it has to be. A space at the end
/// of an unquoted name needs a tab behind it.
fn name(side: &str, path: &str) -> String {
    let must_quote = |c: char| c.is_control() || c == '"' || c == '\\';
    if !path.contains(must_quote) {
        let tab = if path.contains(' ') { "\t" } else { "" };
        return format!("{side}/{path}{tab}");
    }
    let mut quoted = format!("\"{side}/");
    for c in path.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    write!(quoted, "\\{byte:03o}").expect("a string takes whatever is written");
                }
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_do_not_differ() {
        assert_eq!(unified("a", "x\n", "x\n"), "");
    }

    #[test]
    fn lines_keep_their_ends() {
        assert_eq!(
            unified("content/a.md", "1\r\n2\r\n3\rx", "1\r\nb\r\n3\rx"),
            "--- a/content/a.md\n+++ b/content/a.md\n@@ -1,3 +1,3 @@\n 1\r\n-2\r\n+b\r\n 3\rx\n\
             \\ No newline at end of file\n"
        );
        assert_eq!(
            unified("a", "x", ""),
            "--- a/a\n+++ b/a\n@@ -1 +0,0 @@\n-x\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn far_changes_are_hunks_of_their_own() {
        let old = "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let new = old.replace('0', "a").replace('9', "b");
        assert_eq!(
            unified("a b\t\"", old, &new),
            "--- \"a/a b\\011\\\"\"\n+++ \"b/a b\\011\\\"\"\n\
             @@ -1,4 +1,4 @@\n-0\n+a\n 1\n 2\n 3\n@@ -7,4 +7,4 @@\n 6\n 7\n 8\n-9\n+b\n"
        );
    }
}
