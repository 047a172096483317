//! The window of the preview on the repository's own site, used by mouse and keys: what it
//! shows, and how it looks in every width and scheme.

use crate::chromium::{Chromium, bytes};
use crate::looks::look;
use crate::preview::{Preview, annai_in};
use serde_json::json;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use tempfile::TempDir;

/// The page that is edited, and what is written into it: a day that the facts do not know.
const PAGE: &str = "content/renewal/index.md";
const MISTAKE: (&str, &str) = (
    "## 更新手順",
    "締切は4月8日です。\n\n[手順](nowhere.md)\n\n## 更新手順",
);

/// The sources of the site in a folder of their own.
fn sources() -> TempDir {
    let folder = TempDir::new().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let snapshot = annai::disk::load(root, &root.join("public")).unwrap();
    for source in snapshot.sources() {
        let path = folder.path().join(source.id().as_str());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, source.bytes()).unwrap();
    }
    folder
}

/// What a script sees of the window: of what `selector` finds in it, the first that shows.
fn seen(selector: &str) -> String {
    format!(
        "[...(document.querySelector('annai-preview')?.shadowRoot.querySelectorAll({selector:?}) \
         ?? [])].find((it) => it.checkVisibility())"
    )
}

/// What stands in the first of what `selector` finds and shows.
fn words(selector: &str) -> String {
    format!("{}?.textContent", seen(selector))
}

/// Uses each tool; at each state `stop` is told its name.
fn use_each_tool(
    chromium: &mut Chromium,
    base: &str,
    root: &Path,
    mut stop: impl FnMut(&mut Chromium, &str),
) {
    chromium.width(1280);
    chromium.open(&format!("{base}renewal/"));
    chromium.until(&seen(".corner"));
    stop(chromium, "closed");

    chromium.click(".corner");
    chromium.until(&seen("#tool-findings"));
    chromium.click("[aria-controls=tool-days]");
    chromium.until(&seen("#slider:enabled"));
    chromium.until(&seen(".moments li"));
    stop(chromium, "days");
    // The next moment: the day after the window has closed.
    let address = format!("{}.getAttribute('href')", seen(".moments a"));
    let next = chromium.ask(&address);
    chromium.follow(|it| it.click(".moments a"));
    assert_eq!(chromium.ask("location.href"), next);
    chromium.until(&format!(
        "{}?.textContent.includes('2024')",
        seen(".banner")
    ));
    stop(chromium, "another day");
    // By keys along the slider, a day further.
    chromium.until(&seen("#slider:enabled"));
    let focus = format!("{}.focus()", seen("#slider"));
    chromium.ask(&focus);
    chromium.follow(|it| it.press("ArrowRight"));
    assert_ne!(chromium.ask("location.href"), next);
    chromium.until(&seen(".banner a"));
    chromium.follow(|it| it.click(".banner a"));
    assert_eq!(chromium.ask("location.search"), json!(""));

    // The days stay open from page to page; the window has its height when they are there.
    chromium.until(&seen(".moments li"));
    chromium.click("[aria-controls=tool-facts]");
    chromium.until(&seen("#tool-facts"));
    chromium.click("main [data-fact='renewal.end']");
    chromium.until(&format!(
        "{}?.textContent.includes('renewal.end')",
        seen(".fact")
    ));
    stop(chromium, "facts");

    let page = root.join(PAGE);
    let text = fs::read_to_string(&page).unwrap();
    let (from, to) = MISTAKE;
    assert_eq!(text.matches(from).count(), 1);
    fs::write(&page, text.replace(from, to)).unwrap();
    chromium.until(&format!(
        "{}?.querySelectorAll('li').length > 1",
        seen(".findings")
    ));
    stop(chromium, "findings");
    // What is mended goes by itself.
    fs::write(&page, text).unwrap();
    chromium.until(&format!("!({})", seen(".panel")));
}

fn preview(root: &Path) -> Preview {
    let mut command = annai_in("ja", root);
    command.args(["--as-of", "2024-03-11"]);
    Preview::of(command)
}

#[test]
fn each_tool_can_be_used_at_every_width() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = sources();
    let preview = preview(site.path());
    let base = format!("http://localhost:{}/", preview.port);
    let mut wrong = Vec::new();
    use_each_tool(&mut chromium, &base, site.path(), |chromium, state| {
        wrong.extend(chromium.complaints(&base));
        wrong.extend(look(chromium, state));
        for width in [320, 768, 1280] {
            chromium.width(width);
            let is_in_sight = format!(
                "[{}, {}].every((it) => {{ const box = it?.getBoundingClientRect(); return !box \
                 || box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight; }})",
                seen(".panel"),
                seen(".corner")
            );
            if chromium.ask(&is_in_sight) != json!(true) {
                wrong.push(format!("{state} {width}: out of sight"));
            }
        }
        // What looks at the page sets styles of its own, which the policy refuses.
        chromium.complaints(&base);
    });
    wrong.extend(chromium.complaints(&base));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_day_in_the_past_says_what_follows_it_and_stays_while_there_are_errors() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = sources();
    let preview = preview(site.path());
    let base = format!("http://localhost:{}/", preview.port);
    chromium.width(1280);
    chromium.open(&format!("{base}renewal/?as-of=2024-03-01"));
    chromium.until(&seen(".corner"));
    chromium.click(".corner");
    chromium.click("[aria-controls=tool-days]");
    chromium.until(&seen(".moments li"));
    let address = format!("{}.getAttribute('href')", seen(".moments a"));
    let next = chromium.ask(&address);
    assert_eq!(next, json!(format!("{base}renewal/?as-of=2024-03-04")));
    let said = chromium.ask(&words("#tool-days [role=status]"));
    let said = said.as_str().unwrap();
    for day in ["2024年3月1日", "2025年3月11日"] {
        assert!(said.contains(day), "{said}");
    }
    let lie_within = "[...document.querySelector('annai-preview').shadowRoot.querySelectorAll('.marks span')]\
                      .map((it) => parseFloat(it.style.left)).every((it) => it > 0 && it <= 100)";
    assert_eq!(chromium.ask(lie_within), json!(true));

    // The page is not loaded again.
    chromium.ask("globalThis.isSame = true; scrollTo(0, 300)");
    let page = site.path().join(PAGE);
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, format!("{text}\n[手順](nowhere.md)\n")).unwrap();
    chromium.until(&seen(".findings"));
    assert_eq!(chromium.ask("[isSame, scrollY]"), json!([true, 300]));
    chromium.click("[aria-controls=tool-days]");
    let said = words("#tool-days [role=status]");
    chromium.until(&format!("{said}?.includes('エラー1件')"));
    assert_eq!(
        chromium.ask(&format!("Boolean({})", seen(".moments li, .marks span"))),
        json!(false)
    );
    fs::write(&page, text).unwrap();
    chromium.until(&format!("!{}?.includes('エラー')", words(".state")));
}

/// A port that nobody else takes while a server is away from it.
fn own_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[test]
fn a_page_says_so_while_no_server_answers() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = sources();
    let port = own_port();
    let start = || {
        let mut command = annai_in("ja", site.path());
        command.args(["--as-of", "2024-03-11", "--port", &port.to_string()]);
        Preview::of(command)
    };
    let mut preview = start();
    let base = format!("http://localhost:{port}/");
    chromium.width(1280);
    chromium.open(&format!("{base}renewal/"));
    let lost = format!(
        "{}?.includes('更新が止まっています') && {}?.includes('annai serve')",
        words(".state"),
        words("[role=status]")
    );
    let live = format!(
        "{} && !{}?.textContent && !({lost})",
        seen(".corner"),
        seen("[role=status]")
    );

    // The line is cut, and is there again: the page that is open goes on.
    chromium.until(&live);
    chromium.ask(
        "(() => { const own = { EventSource, fetch }; \
         globalThis.mend = () => { Object.assign(globalThis, own); }; \
         globalThis.fetch = () => Promise.reject(new TypeError()); \
         globalThis.EventSource = class { constructor() { setTimeout(() => this.onerror()); } close() {} }; \
         for (const name of ['pagehide', 'pageshow']) dispatchEvent(new Event(name)); })()",
    );
    chromium.until(&lost);
    chromium.ask("mend()");
    chromium.until(&live);

    // The server ends.
    preview.end_by("INT");
    chromium.until(&lost);
    let wrong = look(&mut chromium, "lost");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Another one begins in its place; the page comes from that.
    chromium.follow(|_| preview = start());
    chromium.until(&live);
}

#[test]
#[ignore = "by hand: people look at its pictures"]
fn pictures_of_each_tool() {
    let Some(mut chromium) = Chromium::start() else {
        return;
    };
    let site = sources();
    let mut preview = preview(site.path());
    let base = format!("http://localhost:{}/", preview.port);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("window");
    fs::create_dir_all(&folder).unwrap();
    use_each_tool(&mut chromium, &base, site.path(), |chromium, state| {
        shoot(chromium, &folder, state);
    });
    preview.end_by("INT");
    chromium.until(&format!("{}?.includes('更新')", words(".state")));
    shoot(&mut chromium, &folder, "lost");
    println!("look at {}", folder.display());
}

fn shoot(chromium: &mut Chromium, folder: &Path, state: &str) {
    for (device, width) in [("phone", 320), ("desktop", 1280)] {
        for scheme in ["light", "dark"] {
            chromium.width(width);
            chromium.prefers("screen", &[("prefers-color-scheme", scheme)]);
            chromium.settle();
            let shot = chromium.call("Page.captureScreenshot", json!({ "format": "png" }));
            let file = folder.join(format!("{}-{device}-{scheme}.png", state.replace(' ', "-")));
            fs::write(file, bytes(shot["data"].as_str().unwrap())).unwrap();
        }
    }
    chromium.width(1280);
}
