//! annai (案内, "guidance") builds a help-desk site that cannot contradict itself: a date, a
//! telephone number, an hour is stated once, as a fact in `site.toml`, and every page says
//! what the fact says.
//!
//! # How it works
//!
//! ```text
//! disk::load            the pure library                                disk::publish
//!               parse                    resolve          render
//!  Snapshot ───────────→ Config, Document* ─────→ Site ─────────────→ Outputs ──→ public/
//!    files      │ per file, memo          │        │     per job, memo
//!               ▼                         ▼        ▼             ▼
//!               ───────────────────── Diagnostics ────────────────→ printed by the program
//! ```
//!
//! A build is one pure function, [`build::build`]: a [`snapshot::Snapshot`] of the sources
//! and [`build::Options`] (the day it speaks for) become files and findings. Each stage turns
//! one immutable type into the next, so the wrong order does not compile. What an author does
//! wrong is data with a place, a [`diag::Diagnostic`]; what the machine does wrong is an error
//! with a path.
//!
//! Four things will grow, and each is a table beside its files: kinds of fact
//! ([`facts::KINDS`]), directives ([`content::DIRECTIVES`]), rules ([`check::RULES`]) and
//! channels ([`render::CHANNELS`]).
//!
//! # What must stay true
//!
//! 1. The library reads neither clock, environment nor network; files only in [`disk`].
//! 2. Equal snapshot and options give equal outputs and findings, byte for byte, on any
//!    number of cores, with any cache.
//! 3. Parsing never fails and sees one file.
//! 4. `facts` knows no Markdown and no HTML; `content` knows no values, only names.
//! 5. A template sees its view and nothing else.
//! 6. Nothing is published when there is an error; nothing is deleted that we did not write.
//! 7. Every finding has a place; every code has an explanation.
//! 8. No value of a fact is typed anywhere but in `site.toml`.
//!
//! A module imports only from those above it in the list below; a test holds that.

#![warn(clippy::print_stderr, clippy::print_stdout)]

// Vocabulary: knows nothing of help desks.
pub mod hash;
pub mod host;
pub mod language;
pub mod mail;
pub mod near;
pub mod path;
pub mod source;
pub mod width;

pub mod characters;
pub mod diag;

pub mod typos;

pub mod calendar;
pub mod encoding;
pub mod form;
pub mod japanese;
pub mod markup;
pub mod output;
pub mod picture;
pub mod qr;
pub mod value;

pub mod file_type;
pub mod literal;

// What is published, as a web of pages.
pub mod web;

// The inputs.
pub mod snapshot;

// What is stated, and what is written.
pub mod facts;

pub mod content;

pub mod config;
pub mod theme;

pub mod schema;

// What it becomes.
pub mod site;

pub mod search;

pub mod memo;

pub mod check;
pub mod render;

pub mod build;
pub mod scaffold;

// What is done with builds.
pub mod compare;
pub mod fix;

pub mod next;
pub mod proof;
pub mod trace;

// The only effects.
pub mod disk;
