//! stub
pub use jiff::civil::{Date, Time};
/// d
pub fn parse_iso(text: &str) -> Option<Date> {
    text.parse().ok()
}
/// t
pub fn parse_time(text: &str) -> Option<Time> {
    text.parse().ok()
}
