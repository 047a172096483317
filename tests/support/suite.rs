//! A suite of cases: a Markdown file, cut at its headings and fences.

use annai::calendar::{AsOf, parse_iso};
use std::path::PathBuf;

/// The day of a suite that names none.
const AS_OF: &str = "2024-03-10";

/// A Markdown file of cases.
pub(crate) struct Suite {
    pub(crate) path: PathBuf,
    /// Its path below the repository, as failures tell it.
    pub(crate) name: String,
    /// What stands above the first case.
    pub(crate) preface: Vec<String>,
    pub(crate) as_of: AsOf,
    pub(crate) cases: Vec<Case>,
}

/// What stands below one heading.
pub(crate) struct Case {
    /// The line of the heading, from 1.
    pub(crate) line: usize,
    pub(crate) parts: Vec<Part>,
}

pub(crate) enum Part {
    /// A line that says nothing to the harness, unless it names the day.
    Prose(String),
    Block(Block),
}

/// A fenced block.
#[derive(Clone)]
pub(crate) struct Block {
    pub(crate) role: Role,
    /// What stands behind the opening backticks.
    pub(crate) info: String,
    pub(crate) lines: Vec<String>,
    /// How many backticks open it.
    pub(crate) fence: usize,
}

/// What a block is.
#[derive(Clone, PartialEq)]
pub(crate) enum Role {
    /// A file of the site.
    File { path: String, escapes: Escapes },
    /// A file that this site does not have, although sites have it by default.
    Absent(String),
    /// What is published at an address.
    Output(String),
    /// Findings at files as a whole, or in files that the case does not show.
    Findings,
}

/// Whether `\u{…}` and its kin stand for other characters.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Escapes {
    Kept,
    Read,
}

impl Suite {
    pub(crate) fn parse(path: PathBuf, text: &str) -> Self {
        let name = path.file_name().unwrap().to_str().unwrap();
        let name = format!("tests/specs/{name}");
        let mut preface = Vec::new();
        let mut cases: Vec<Case> = Vec::new();
        let mut lines = text.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            let fence = line.bytes().take_while(|&byte| byte == b'`').count();
            if line.starts_with("## ") {
                let parts = vec![Part::Prose(line.to_owned())];
                cases.push(Case {
                    line: at + 1,
                    parts,
                });
            } else if let Some(case) = cases.last_mut() {
                case.parts.push(if fence < 3 {
                    Part::Prose(line.to_owned())
                } else {
                    let info = line[fence..].trim().to_owned();
                    let role = Role::parse(&info).unwrap_or_else(|| {
                        panic!("{name}:{}: `{info}` names no file", at + 1);
                    });
                    let end = "`".repeat(fence);
                    let body = lines.by_ref().map(|(_, line)| line.to_owned());
                    Part::Block(Block {
                        role,
                        info,
                        lines: body.take_while(|line| *line != end).collect(),
                        fence,
                    })
                });
            } else {
                preface.push(line.to_owned());
            }
        }
        let as_of = preface.iter().find_map(|line| day(line));
        Self {
            as_of: as_of.unwrap_or_else(|| AsOf::new(parse_iso(AS_OF).unwrap())),
            path,
            name,
            preface,
            cases,
        }
    }
}

impl Role {
    fn parse(info: &str) -> Option<Self> {
        if info == "findings" {
            return Some(Self::Findings);
        }
        // Names of files may have spaces in them.
        let (language, path) = info.split_once(' ')?;
        Some(match (language, path.strip_suffix(" escaped")) {
            ("absent", _) => Self::Absent(path.to_owned()),
            _ if path.starts_with('/') => Self::Output(path.to_owned()),
            (_, None) => Self::File {
                path: path.to_owned(),
                escapes: Escapes::Kept,
            },
            (_, Some(path)) => Self::File {
                path: path.to_owned(),
                escapes: Escapes::Read,
            },
        })
    }
}

impl Case {
    pub(crate) fn name(&self) -> &str {
        match self.parts.first() {
            Some(Part::Prose(heading)) => heading.trim_start_matches('#').trim(),
            _ => "",
        }
    }

    pub(crate) fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.parts.iter().filter_map(|part| match part {
            Part::Prose(_) => None,
            Part::Block(block) => Some(block),
        })
    }

    /// The day that the case names.
    pub(crate) fn as_of(&self) -> Option<AsOf> {
        self.parts.iter().find_map(|part| match part {
            Part::Prose(line) => day(line),
            Part::Block(_) => None,
        })
    }

    /// The case as it is written.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for part in &self.parts {
            match part {
                Part::Prose(line) => lines.push(line.clone()),
                Part::Block(block) => block.write(&mut lines),
            }
        }
        lines
    }
}

impl Block {
    pub(crate) fn write(&self, lines: &mut Vec<String>) {
        let ticks = |line: &String| line.bytes().take_while(|&byte| byte == b'`').count();
        let within = self.lines.iter().map(ticks).max().unwrap_or(0);
        let fence = "`".repeat(self.fence.max(within + 1));
        lines.push(format!("{fence}{}", self.info));
        lines.extend(self.lines.iter().cloned());
        lines.push(fence);
    }
}

/// The day in a line `As of 2024-04-10.`.
fn day(line: &str) -> Option<AsOf> {
    let day = line.strip_prefix("As of ")?.trim_end_matches('.');
    let day = parse_iso(day).unwrap_or_else(|| panic!("`{line}` names no day"));
    Some(AsOf::new(day))
}
