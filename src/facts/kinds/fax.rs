//! `fax`: the number of a fax machine. Nobody is to call it by mistake, so it never is a link.

use super::phone::{Dialled, NUMBER, Phone};
use super::{Kind, LABEL};
use crate::value::{Key, Shape};
use std::sync::Arc;

pub(super) const KIND: Kind = Kind {
    name: "fax",
    shape: Shape::of(&[
        LABEL,
        Key::new(
            "fax",
            NUMBER,
            "ファクス番号（電話のリンクになりません）",
            "a fax number, which is never a link to call",
            &["\"03-0000-0000\""],
        )
        .required(),
    ]),
    read: |reader, _| Some(Arc::new(Phone::read(reader, "fax", Dialled::ByFax)?)),
};
