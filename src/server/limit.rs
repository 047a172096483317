//! How many connections can be held: each is an open file to the system.

/// So many are held at a time, if the system allows it.
const MOST: usize = 8_192;

/// So many files are left for reading the sources.
const RESERVED: usize = 128;

/// Even a system that allows next to nothing lets some in.
const FEWEST: usize = 16;

/// Raises the number of files that may be open as far as the system lets us; returns how many
/// connections that makes.
pub(crate) fn connections() -> usize {
    open_files().map_or(MOST, of)
}

fn of(files: usize) -> usize {
    files.saturating_sub(RESERVED).clamp(FEWEST, MOST)
}

/// Nothing where there is no limit.
#[cfg(unix)]
fn open_files() -> Option<usize> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    // Where that is refused, the limit stays what it was.
    let _ = setrlimit(Resource::Nofile, wanted);
    let files = getrlimit(Resource::Nofile).current?;
    usize::try_from(files).ok()
}

#[cfg(not(unix))]
const fn open_files() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_files_are_left_for_the_sources() {
        assert_eq!(
            [of(0), of(256), of(1_024), of(1_000_000)],
            [16, 128, 896, 8_192]
        );
    }
}
