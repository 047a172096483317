//! Which names in the source folders are sources.

use crate::path::canonical;

/// What a name tells about a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Belongs to the site.
    Source,
    /// Left behind by an editor or system, or hidden: never published, not worth a word.
    Leftover,
    /// A service that syncs folders could not merge two edits: somebody's work may be in it.
    ConflictedCopy,
}

/// Judges the name of a file or folder.
pub(super) fn judge(name: &str) -> Verdict {
    let name = canonical(name);
    if is_leftover(&name) {
        return Verdict::Leftover;
    }
    // Dropbox in English and in Japanese; Syncthing.
    let conflicted = ["conflicted copy", "競合コピー", ".sync-conflict-"];
    if conflicted.iter().any(|mark| name.contains(mark)) {
        return Verdict::ConflictedCopy;
    }
    Verdict::Source
}

/// Whether a file of this name is text that people or themes write.
pub(super) fn is_text(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".md") || name.ends_with(".html")
}

/// The files and folders that editors and systems make by themselves, under names of their own.
const KNOWN: &[&str] = &[
    // Vim, to see whether it can write at all.
    "4913",
    // Windows: small pictures, the looks of a folder, the waste bin.
    "thumbs.db",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "desktop.ini",
    "$recycle.bin",
    "system volume information",
    // macOS: the picture of a folder, and what it puts into archives.
    "icon\r",
    "__macosx",
    // Network storage of Synology and QNAP.
    "@eadir",
    "#recycle",
    "@recycle",
];

/// `name` is in lower case.
fn is_leftover(name: &str) -> bool {
    let hidden = name.starts_with('.') && name != ".well-known";
    // Emacs; Microsoft Office while a document is open.
    let autosave = name.starts_with('#') && name.ends_with('#');
    let owner = name.starts_with("~$");
    let backup = name.ends_with('~');
    let swap = [".swp", ".swo", ".swx"]
        .iter()
        .any(|end| name.ends_with(end));
    // The editors of JetBrains while they save.
    let saving = ["___jb_tmp___", "___jb_old___", "___jb_bak___"]
        .iter()
        .any(|end| name.ends_with(end));
    let known = KNOWN.contains(&name);
    hidden || autosave || owner || backup || swap || saving || known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_are_known() {
        for name in [
            ".DS_Store",
            ".env",
            ".git",
            ".p.md.swp",
            "p.md.swo",
            "p.md.swx",
            "p.md~",
            "p.md___jb_tmp___",
            "p.md___jb_old___",
            "#p.md#",
            "4913",
            "Thumbs.db",
            "desktop.ini",
            "ehthumbs.db",
            "Icon\r",
            "__MACOSX",
            "$RECYCLE.BIN",
            "@eaDir",
            "~$案内.docx",
            "~$x.docx",
        ] {
            assert_eq!(judge(name), Verdict::Leftover, "{name}");
        }
    }

    #[test]
    fn conflicted_copies_are_known() {
        for name in [
            "index (Hanako's conflicted copy 2024-04-09).md",
            "index (花子 の競合コピー 2024-04-09).md",
            "index (競合コヒ\u{309a}ー).md",
            "index.sync-conflict-20240409-101112-ABCDEFG.md",
        ] {
            assert_eq!(judge(name), Verdict::ConflictedCopy, "{name}");
        }
    }

    #[test]
    fn sources_are_sources() {
        for name in [
            ".well-known",
            "index.md",
            "49131",
            "a#b.md",
            "~a.md",
            "案内.md",
        ] {
            assert_eq!(judge(name), Verdict::Source, "{name}");
        }
    }
}
