"use strict";

// Comes before the script of the theme: sets the clock, and tells the page around what a
// reader would see. What it is to do stands behind the “?” of its address: a name, and the
// moments to set the clock to, one after the other.
const [name, ...moments] = decodeURIComponent(document.currentScript.src.split("?")[1]).split(",");

const Real = Date;
let at = 0;
let runsSince = null;

function now() {
  const run = runsSince === null ? 0 : Real.now() - runsSince;
  return Real.parse(moments[at]) + run;
}

globalThis.Date = class extends Real {
  constructor(...parts) {
    super(...(parts.length ? parts : [now()]));
  }

  static now() {
    return now();
  }
};

function seen() {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility());
  const texts = (selector) => shown(selector).map((it) => it.innerText.trim().replace(/\s+/g, " ")).join("+") || "-";
  const stale = shown("[data-stale]").length ? "stale" : "fresh";
  return [texts(".state"), texts("header .open-now"), stale].join(" | ");
}

const ways = [
  () => document.dispatchEvent(new Event("visibilitychange")),
  () => dispatchEvent(new Event("beforeprint")),
  () => dispatchEvent(new Event("pageshow")),
];

// The scripts of the theme have run by now: they are deferred.
document.addEventListener("DOMContentLoaded", () => {
  const lines = [];
  if (name.startsWith("running")) {
    runsSince = Real.now();
    lines.push(seen());
    // By then the clock has gone past the whole minute.
    setTimeout(() => parent.postMessage([name, [...lines, seen()]], "*"), 5000);
    return;
  }
  lines.push(seen());
  while (++at < moments.length) {
    ways[at % ways.length]();
    lines.push(seen());
  }
  parent.postMessage([name, lines], "*");
});
