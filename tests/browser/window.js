"use strict";

// Uses the window of the preview as an editor would, from one page to the next, and tells at the
// end what was seen. `REPORT` stands for where to.

const seen = JSON.parse(sessionStorage.getItem("seen")) || { step: 0 };

async function until(condition) {
  for (;;) {
    const found = condition();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const root = () => document.querySelector("annai-preview")?.shadowRoot;
const all = (selector) => [...root().querySelectorAll(selector)].filter((one) => one.checkVisibility());
const text = (selector) => all(selector).map((one) => one.textContent.trim()).join(" / ");
const one = (selector) => until(() => all(selector)[0]);
const states = () => [...document.querySelectorAll(".state")].filter((it) => it.checkVisibility()).map((it) => it.textContent.trim()).join();

function leave(to) {
  seen.step += 1;
  sessionStorage.setItem("seen", JSON.stringify(seen));
  to();
}

async function open(tool) {
  if (!all(".panel").length) (await one(".corner")).click();
  (await one(`[aria-controls="tool-${tool}"]`)).click();
}

const steps = [
  async () => {
    await one(".corner");
    seen.closed = all(".panel").length;
    seen.today = states();
    await open("days");
    await until(() => !root().querySelector("#slider").disabled);
    // While nobody answers, it says so; it asks again when it is opened again.
    (await one(".close")).click();
    const { fetch } = globalThis;
    globalThis.fetch = () => Promise.reject(new TypeError("no server"));
    await open("days");
    await until(() => text("#tool-days [role=status]").includes("annai serve"));
    globalThis.fetch = fetch;
    (await one(".close")).click();
    await open("days");
    await until(() => text("#tool-days [role=status]").includes("2025"));
    seen.marks = root().querySelectorAll(".marks span").length;
    seen.moments = text(".moments");
    (await one("#day")).value = "2024-03-01T00:00";
    leave(() => root().querySelector("form").requestSubmit());
  },
  async () => {
    seen.banner = text(".banner");
    seen.early = states();
    // The day is the site's: where the browser is, it may be the day before or after.
    const day = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: "Asia/Tokyo" });
    seen.clock = [day.format(new Date(Date())), structuredClone(new Date()) instanceof Date];
    document.querySelector("#site-search").value = "中";
    leave(() => document.querySelector(".site-search").requestSubmit());
  },
  async () => {
    // When the search is done, it has written what was looked for into the address.
    await until(() => document.querySelector("[role=status]").textContent);
    seen.searched = location.pathname + location.search;
    leave(() => location.assign("/?as-of=2024-03-01"));
  },
  async () => {
    leave(() => document.querySelector("main a[href*=other]").click());
  },
  async () => {
    seen.linked = location.pathname + location.search;
    await one(".banner a");
    leave(() => all(".banner a")[0].click());
  },
  async () => {
    seen.back = location.pathname + location.search;
    leave(() => location.assign("REPORT?" + encodeURIComponent(JSON.stringify(seen))));
  },
];

// On the pages that somebody else looks at, it does nothing.
if (seen.step > 0 || location.hash === "#steps") {
  until(() => root()?.querySelector("aside:not([hidden])")).then(steps[seen.step]);
}
