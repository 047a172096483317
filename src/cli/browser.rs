//! The browser that is installed, as a printer.

use annai::disk::Scratch;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// What Chromium and its relatives are called, where people have them.
const PROGRAMS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
];

/// How often the browser is asked whether it is done.
const PULSE: Duration = Duration::from_millis(20);
/// How many times: two minutes, because the first start on an old PC takes its time.
const PULSES: u32 = 6_000;

/// Why nothing was printed.
#[derive(Debug)]
pub(super) enum Failure {
    /// There is no browser.
    None,
    /// The one that was named cannot be run.
    NotNamed {
        /// What was named.
        program: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// It took too long.
    Slow,
    /// It ended, and there is no PDF.
    Nothing {
        /// Which browser.
        program: String,
        /// The last line of what it said.
        said: String,
    },
}

/// Prints the page in the file `page` to the file `name` of `scratch`, and reads that. Nothing
/// is asked of the network.
///
/// # Errors
/// Why nothing was printed.
pub(super) fn print(
    named: Option<&str>,
    page: &Path,
    scratch: &Scratch,
    name: &str,
) -> Result<Vec<u8>, Failure> {
    let (program, child) = start(named, |program| {
        let mut command = Command::new(program);
        command.args([
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-extensions",
            "--disable-background-networking",
            "--disable-component-update",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--no-pdf-header-footer",
        ]);
        if is_root() {
            // Chromium does not start as root with it, and in a container there is no other user.
            command.arg("--no-sandbox");
        }
        let profile = scratch.path().join("profile");
        command.arg(format!("--user-data-dir={}", profile.display()));
        let printed = scratch.path().join(name);
        command.arg(format!("--print-to-pdf={}", printed.display()));
        command.arg(address(page));
        command
    })?;
    let said = ended(child).ok_or(Failure::Slow)?;
    match scratch.read(name) {
        Ok(pdf) if pdf.starts_with(b"%PDF-") => Ok(pdf),
        _ => Err(Failure::Nothing { program, said }),
    }
}

/// Starts the browser that was named, or the first that there is.
fn start(
    named: Option<&str>,
    command: impl Fn(&str) -> Command,
) -> Result<(String, Child), Failure> {
    let spawn = |program: &str| {
        let mut command = command(program);
        let quiet = command.stdin(Stdio::null()).stdout(Stdio::null());
        quiet.stderr(Stdio::piped()).spawn()
    };
    if let Some(program) = named {
        let program = program.to_owned();
        return match spawn(&program) {
            Ok(child) => Ok((program, child)),
            Err(error) => Err(Failure::NotNamed { program, error }),
        };
    }
    for program in PROGRAMS {
        match spawn(program) {
            Ok(child) => return Ok(((*program).to_owned(), child)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            // One that cannot be run is as good as none.
            Err(_) => {}
        }
    }
    Err(Failure::None)
}

/// Waits for the browser to end, and has the last line of what it said; nothing where it does
/// not end.
fn ended(mut child: Child) -> Option<String> {
    let mut pipe = child.stderr.take();
    // Somebody has to read, or the browser waits for that.
    let reader = thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(pipe) = &mut pipe {
            let _ = pipe.read_to_end(&mut said);
        }
        said
    });
    let ended = (0..PULSES).any(|_| {
        let over = !matches!(child.try_wait(), Ok(None));
        if !over {
            thread::sleep(PULSE);
        }
        over
    });
    if !ended {
        let _ = child.kill();
        let _ = child.wait();
        return None;
    }
    let said = reader.join().unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let last = said.lines().rev().find(|line| !line.trim().is_empty());
    Some(last.unwrap_or_default().to_owned())
}

/// The address of a file, with what URLs keep for themselves encoded (RFC 8089).
fn address(file: &Path) -> String {
    let path = file.display().to_string().replace('\\', "/");
    let mut address = "file://".to_owned();
    if !path.starts_with('/') {
        address.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_files_can_hold_anything() {
        let file = Path::new("/tmp/案 内#1/a.html");
        assert_eq!(
            address(file),
            "file:///tmp/%E6%A1%88%20%E5%86%85%231/a.html"
        );
    }
}
