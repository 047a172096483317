//! A Chromium that is told what to do over its debugging pipe (Chrome DevTools Protocol): it
//! looks at pages as people do, at any width, with and without script. Its mouse and its keys
//! are in `keys.rs`.

use serde_json::{Value, json};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

/// A running browser with one page.
pub(crate) struct Chromium {
    browser: Child,
    to: File,
    from: BufReader<File>,
    /// The page.
    session: Option<String>,
    next: u64,
    /// What the page has told without being asked.
    events: Vec<Value>,
    /// Where it keeps its profile; goes away with it.
    _folder: tempfile::TempDir,
}

impl Chromium {
    /// Starts the browser that is installed.
    pub(crate) fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    /// The same with more switches.
    pub(crate) fn start_with(switches: &[&str]) -> Option<Self> {
        let program = crate::installed::chromium()?;
        let folder = tempfile::tempdir().unwrap();
        let [into, out] = ["into", "out"].map(|name| folder.path().join(name));
        let made = Command::new("mkfifo").args([&into, &out]).status();
        assert!(made.unwrap().success());
        // It reads from the descriptor 3 and writes to 4.
        let browser = Command::new("sh")
            .args(["-c", r#"exec 3<"$0" 4>"$1"; shift; exec "$@""#])
            .args([&into, &out])
            // A page that never answers fails the test instead of keeping it for ever.
            .args(["timeout", "300"])
            .arg(&program)
            .args(["--headless", "--no-sandbox", "--disable-gpu"])
            .args([
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--disable-quic",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
            ])
            .args([
                "--disable-sync",
                "--no-first-run",
                "--remote-debugging-pipe",
            ])
            .args(switches)
            .arg(format!(
                "--user-data-dir={}",
                folder.path().join("profile").display()
            ))
            .env("HOME", folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut chromium = Self {
            browser,
            to: OpenOptions::new().write(true).open(into).unwrap(),
            from: BufReader::new(File::open(out).unwrap()),
            session: None,
            next: 0,
            events: Vec::new(),
            _folder: folder,
        };
        let page = chromium.call("Target.createTarget", json!({ "url": "about:blank" }));
        let page = json!({ "targetId": page["targetId"], "flatten": true });
        let attached = chromium.call("Target.attachToTarget", page);
        chromium.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page", "Runtime", "Log", "Network"] {
            chromium.call(&format!("{domain}.enable"), json!({}));
        }
        Some(chromium)
    }

    /// Has a command done and returns what it answers.
    pub(crate) fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.next += 1;
        let mut message = json!({ "id": self.next, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.to
            .write_all(format!("{message}\0").as_bytes())
            .unwrap();
        loop {
            let answer = self.read();
            if answer["id"] == self.next {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
            self.events.push(answer);
        }
    }

    fn read(&mut self) -> Value {
        let mut message = Vec::new();
        self.from.read_until(0, &mut message).unwrap();
        assert_eq!(message.pop(), Some(0), "the browser has gone");
        serde_json::from_slice(&message).unwrap()
    }

    /// Opens an address and waits until all of it is there.
    pub(crate) fn open(&mut self, url: &str) {
        self.follow(|page| drop(page.call("Page.navigate", json!({ "url": url }))));
    }

    /// Does what leads to another page, and waits until all of that is there.
    pub(crate) fn follow(&mut self, act: impl FnOnce(&mut Self)) {
        self.events
            .retain(|event| event["method"] != "Page.loadEventFired");
        act(self);
        self.wait_for("Page.loadEventFired");
    }

    /// Goes back to the page before, be it kept or loaded again.
    pub(crate) fn back(&mut self) {
        self.events
            .retain(|event| event["method"] != "Page.frameNavigated");
        let history = self.call("Page.getNavigationHistory", json!({}));
        let at = history["currentIndex"].as_u64().unwrap() as usize;
        let before = &history["entries"][at - 1]["id"];
        self.call("Page.navigateToHistoryEntry", json!({ "entryId": before }));
        self.wait_for("Page.frameNavigated");
        self.until("document.readyState === 'complete'");
        self.settle();
    }

    /// What is told by an event of this name: the first since it was asked for, or the next.
    fn wait_for(&mut self, method: &str) -> Value {
        loop {
            let known = self.events.iter().position(|it| it["method"] == method);
            if let Some(at) = known {
                return self.events.remove(at)["params"].take();
            }
            let event = self.read();
            self.events.push(event);
        }
    }

    /// Keeps what is sent to addresses like this one from going there.
    pub(crate) fn catch(&mut self, pattern: &str) {
        let patterns = json!({ "patterns": [{ "urlPattern": pattern }] });
        self.call("Fetch.enable", patterns);
    }

    /// What has been caught, or will be next; it is answered with a page that thanks.
    pub(crate) fn caught(&mut self) -> Value {
        let caught = self.wait_for("Fetch.requestPaused");
        let thanks = json!({
            "requestId": caught["requestId"], "responseCode": 200, "body": "PHRpdGxlPk9LPC90aXRsZT4=",
            "responseHeaders": [{ "name": "content-type", "value": "text/html" }]
        });
        self.follow(|it| {
            it.call("Fetch.fulfillRequest", thanks);
        });
        caught["request"].clone()
    }

    /// What a script says, which may take its time; it sees the page as the page's own do.
    pub(crate) fn ask(&mut self, script: &str) -> Value {
        let asked = json!({
            "expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true
        });
        let told = self.call("Runtime.evaluate", asked);
        assert!(told["exceptionDetails"].is_null(), "{script:.200}: {told}");
        told["result"]["value"].clone()
    }

    /// Waits until what has been done has been drawn, and what it led to has been told. A page
    /// whose scripts do not run cannot tell.
    pub(crate) fn settle(&mut self) {
        self.ask("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");
    }

    /// Waits until something holds, as a script says it; a page has a minute for it.
    pub(crate) fn until(&mut self, holds: &str) {
        let is_there = self.ask(&format!(
            "new Promise((done) => {{ const end = performance.now() + 60000; const look = () => \
             ({holds}) ? done(true) : performance.now() > end ? done(false) \
             : requestAnimationFrame(look); look(); }})"
        ));
        assert_eq!(is_there, json!(true), "never: {holds}");
    }

    /// How wide the page is, in pixels. It is no phone's, which would grow with what sticks out.
    pub(crate) fn width(&mut self, width: u32) {
        let metrics = json!({
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false
        });
        self.call("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// What the reader prefers, as names and values of media features; `print` instead of a
    /// screen is a medium.
    pub(crate) fn prefers(&mut self, medium: &str, features: &[(&str, &str)]) {
        let features: Vec<Value> = features
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        let media = json!({ "media": medium, "features": features });
        self.call("Emulation.setEmulatedMedia", media);
    }

    /// What day it is, in Japan and in the morning, for pages that are opened from now on. What
    /// it answers takes that back.
    pub(crate) fn clock(&mut self, day: &str) -> Value {
        let clock = format!(
            "const Real = Date; globalThis.Date = class extends Real {{ \
               constructor(...parts) {{ super(...(parts.length ? parts : [Date.now()])); }} \
               static now() {{ return Real.parse('{day}T10:00:00+09:00'); }} }};"
        );
        let clock = json!({ "source": clock });
        self.call("Page.addScriptToEvaluateOnNewDocument", clock)
    }

    /// Whether the scripts of pages run that are opened from now on.
    pub(crate) fn scripts(&mut self, run: bool) {
        self.call(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": !run }),
        );
    }

    /// What has gone wrong or has been asked of others since this was called last: messages in
    /// the console, violations of the policy, requests that do not begin with `base`.
    pub(crate) fn complaints(&mut self, base: &str) -> Vec<String> {
        let events = std::mem::take(&mut self.events);
        let complaint = |event: Value| {
            let told = &event["params"];
            match event["method"].as_str().unwrap_or_default() {
                "Runtime.consoleAPICalled" => Some(told["args"].to_string()),
                "Runtime.exceptionThrown" => Some(told["exceptionDetails"].to_string()),
                "Log.entryAdded" => Some(told["entry"].to_string()),
                "Network.requestWillBeSent" => {
                    let url = told["request"]["url"].as_str().unwrap();
                    (!url.starts_with(base) && !url.starts_with("data:")).then(|| url.to_owned())
                }
                _ => None,
            }
        };
        events.into_iter().filter_map(complaint).collect()
    }

    /// The whole page as a picture (PNG).
    pub(crate) fn picture(&mut self) -> Vec<u8> {
        let shot = self.call(
            "Page.captureScreenshot",
            json!({ "captureBeyondViewport": true, "format": "png" }),
        );
        bytes(shot["data"].as_str().unwrap())
    }

    /// The page on paper (PDF).
    pub(crate) fn pdf(&mut self) -> Vec<u8> {
        let wishes = json!({ "preferCSSPageSize": true, "printBackground": true });
        let sheets = self.call("Page.printToPDF", wishes);
        bytes(sheets["data"].as_str().unwrap())
    }
}

/// How many sheets a PDF has.
pub(crate) fn sheets(pdf: &[u8]) -> usize {
    let pages = pdf.windows(12).filter(|it| it.starts_with(b"/Type /Page"));
    pages.filter(|it| it[11] != b's').count()
}

/// What stands in base 64 (RFC 4648).
pub(crate) fn bytes(text: &str) -> Vec<u8> {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |digit: &u8| digits.iter().position(|known| known == digit);
    let values: Vec<usize> = text.as_bytes().iter().filter_map(value).collect();
    let mut bytes = Vec::with_capacity(values.len() * 3 / 4);
    for four in values.chunks(4) {
        let number = four.iter().fold(0, |number, value| number << 6 | value);
        let number = number << (6 * (4 - four.len()));
        let three = [number >> 16, number >> 8, number].map(|byte| (byte & 0xff) as u8);
        bytes.extend_from_slice(&three[..four.len() - 1]);
    }
    bytes
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let close = json!({ "id": 0, "method": "Browser.close" });
        let _ = self.to.write_all(format!("{close}\0").as_bytes());
        let _ = self.browser.wait();
    }
}
