//! The only door to the disk: [`load`] reads every source into a snapshot, [`publish`]
//! replaces the output folder as a whole, [`replace`] changes a source where its author asks
//! for that.
//!
//! What must stay true:
//!
//! - The output folder is the last good site or the new one, at every instant; where it cannot be
//!   moved, each of its files is.
//! - Nothing is deleted that we did not write, and nothing is written through a link.
//! - Nothing outside of the site's sources is read, but for what the last publish has left. A build
//!   writes nothing outside of the output folder and its neighbours (`.NAME.next`, `.NAME.old`,
//!   `.NAME.lock`; where another user has left one of the first two, `.NAME.next-2` and so on).
//! - A source is only replaced if it has the bytes that were read; what replaces it is written
//!   to `.annai.new` beside it.
//! - What is remembered between two runs stands in `.annai`, and no output depends on it.
//! - What another program is given stands in a folder of the system's that goes away.
//! - No file can block: what is not a regular file is never opened.

mod create;
mod load;
mod memory;
mod operation;
mod pictures;
mod publish;
mod reason;
mod replace;
mod root;
mod scratch;
mod system;
mod walk;

pub use create::{CreateError, create};
pub use load::{LoadError, Loaded, is_leftover, load, load_at, read_config, reload};
pub use memory::{recall, remember};
pub use operation::{Disk, Operation, RealDisk};
pub use pictures::{recall_pictures, remember_pictures};
pub use publish::{
    Left, MANIFEST, Needed, PublishError, PublishOptions, Published, Refusal, Way, check_place,
    publish, rehearse,
};
pub use replace::{ReplaceError, replace};
pub use root::{find_root, has_config};
pub use scratch::{Scratch, put};
