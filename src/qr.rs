//! Addresses as QR codes, for paper. The only module that knows the `qrcodegen` crate.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// The light modules around a code that readers need to find it (ISO/IEC 18004, 6.3.8).
const QUIET: i32 = 4;

/// A QR code, as a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// How many modules wide and high it is, with the quiet zone around it.
    pub side: i32,
    /// The dark modules as the `d` of one SVG path, a unit for a module.
    pub path: String,
}

impl Qr {
    /// The code of `text` with error correction M, which survives a fold in the paper. `None`
    /// where the text is too long for any code: some 2,300 bytes.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let size = code.size();
        let mut path = String::new();
        for y in 0..size {
            let mut x = 0;
            while x < size {
                let run = (x..size).take_while(|x| code.get_module(*x, y)).count() as i32;
                if run > 0 {
                    let (left, top) = (x + QUIET, y + QUIET);
                    let _ = write!(path, "M{left} {top}h{run}v1h-{run}z");
                }
                // The module after a run is light, or beyond the edge.
                x += run + 1;
            }
        }
        Some(Self {
            side: size + 2 * QUIET,
            path,
        })
    }
}
