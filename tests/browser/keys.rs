//! The mouse and the keyboard of a browser: what pages get is what they get from people.

use crate::chromium::Chromium;
use serde_json::json;

/// Keys that write nothing, and those whose name is not what they write: name, code of the
/// position, number, what is written.
const KEYS: [(&str, &str, u32, &str); 11] = [
    ("Tab", "Tab", 9, ""),
    ("Enter", "Enter", 13, "\r"),
    (" ", "Space", 32, " "),
    ("Escape", "Escape", 27, ""),
    ("Backspace", "Backspace", 8, ""),
    ("ArrowDown", "ArrowDown", 40, ""),
    ("ArrowRight", "ArrowRight", 39, ""),
    ("ArrowUp", "ArrowUp", 38, ""),
    ("Home", "Home", 36, ""),
    ("End", "End", 35, ""),
    ("a", "KeyA", 65, "a"),
];

/// The bits of keys that are held, as the protocol counts them.
const CONTROL: u32 = 2;
const SHIFT: u32 = 8;

/// What a keyboard tells instead of a key that an input method has taken (UI Events, "keyCode").
const TAKEN: u32 = 229;

impl Chromium {
    /// Clicks into the middle of what `selector` finds first that shows, or of its first line;
    /// what the page does not have is looked for in the window of the preview.
    pub(crate) fn click(&mut self, selector: &str) {
        let at = self.ask(&format!(
            "(() => {{ const roots = [document, document.querySelector('annai-preview')?.shadowRoot]; \
             const all = roots.flatMap((root) => [...root?.querySelectorAll({selector:?}) ?? []]); \
             const it = all.find((one) => one.checkVisibility()) ?? all[0]; \
             it.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
             const [box] = it.getClientRects(); \
             return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({
                "type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1
            });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Presses a key: `Tab`, `Shift+Tab`, `Enter`, a space.
    pub(crate) fn press(&mut self, key: &str) {
        let held = [("Shift+", SHIFT), ("Control+", CONTROL)];
        let held = held.into_iter().find(|(name, _)| key.starts_with(name));
        let (name, modifiers) = held.unwrap_or_default();
        let key = &key[name.len()..];
        let known = KEYS.iter().find(|(name, ..)| *name == key);
        let Some(&(_, code, number, text)) = known else {
            panic!("unknown key {key}");
        };
        let text = if modifiers == CONTROL { "" } else { text };
        self.key(key, code, number, text, modifiers);
    }

    /// Goes on by Tab until what `selector` finds has the focus.
    pub(crate) fn tab_to(&mut self, selector: &str) {
        for _ in 0..60 {
            self.press("Tab");
            let is_there = format!("document.activeElement.matches({selector:?})");
            if self.ask(&is_there) == json!(true) {
                return;
            }
        }
        panic!("keys do not lead to {selector}");
    }

    /// Writes, each character with a key of its own.
    pub(crate) fn write(&mut self, text: &str) {
        for character in text.chars() {
            let character = character.to_string();
            match character.as_str() {
                "\n" => self.press("Enter"),
                other => self.key(other, "", 0, other, 0),
            }
        }
    }

    /// Writes what replaces all that stands in the field.
    pub(crate) fn rewrite(&mut self, text: &str) {
        self.press("Control+a");
        self.press("Backspace");
        self.write(text);
    }

    /// Writes by an input method: its reading is seen first, then a key that the method takes
    /// chooses the word, as on a keyboard that has one.
    pub(crate) fn compose(&mut self, reading: &str, word: &str, key: &str) {
        let end = reading.encode_utf16().count();
        let composed = json!({ "text": reading, "selectionStart": end, "selectionEnd": end });
        self.call("Input.imeSetComposition", composed);
        for kind in ["rawKeyDown", "keyUp"] {
            let event = json!({
                "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": TAKEN
            });
            self.call("Input.dispatchKeyEvent", event);
        }
        self.call("Input.insertText", json!({ "text": word }));
    }

    fn key(&mut self, key: &str, code: &str, number: u32, text: &str, modifiers: u32) {
        let mut event = json!({
            "type": if text.is_empty() { "rawKeyDown" } else { "keyDown" },
            "key": key, "code": code, "windowsVirtualKeyCode": number, "text": text,
            "modifiers": modifiers
        });
        if (key, modifiers) == ("a", CONTROL) {
            event["commands"] = json!(["selectAll"]);
        }
        self.call("Input.dispatchKeyEvent", event.clone());
        event["type"] = json!("keyUp");
        event["text"] = json!("");
        event["commands"] = json!([]);
        self.call("Input.dispatchKeyEvent", event);
    }
}
