"use strict";

// Everything here is a convenience: each page reads and works without it.

// From a double-clicked file a link to a folder would list it: lead to its page.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href], form[action]")) {
    const name = link.localName === "a" ? "href" : "action";
    const [, path, rest] = /^([^?#]*)(.*)$/.exec(link.getAttribute(name));
    const own = !/^([a-z][a-z\d+.-]*:|\/\/)/i.test(path);
    if (own && (/(^|\/)\.{0,2}$/.test(path)) && (path || !rest)) {
      link.setAttribute(name, path.replace(/([^/])$/, "$1/") + "index.html" + rest);
    }
  }
}

// A page is built for one moment and read at another. The body says what has to be known: the
// zone of the site, the moment from which on it says what it says, and when somebody answers the
// phone. Moments are compared as they are written, midnight being the day alone:
// 2019-12-31T17:00 < 2020-01-01 < 2020-01-01T09:00.
const known = document.body.dataset;

// The clock of the site's zone, wherever the reader's machine stands. A browser that does not
// know the zone leaves the page as it was built.
function clockOf(zone) {
  const shown = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  try {
    return zone && new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", { ...shown, hourCycle: "h23", timeZone: zone });
  } catch {
    return null;
  }
}
const clock = clockOf(known.zone);

function moment() {
  const part = {};
  for (const { type, value } of clock.formatToParts(new Date())) part[type] = value;
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

// Whether a moment lies in one of some spans such as "2019-12-01/2019-12-31T17:00": the second
// moment is the first that does not, and an end that is not written is open.
function holds(spans, moment) {
  return spans.split(" ").some((span) => {
    const [from, until] = span.split("/");
    return until !== undefined && from <= moment && (!until || moment < until);
  });
}

// A moment as if it were in UTC, to reckon with.
function utc(moment) {
  return new Date(moment[10] ? moment + "Z" : moment);
}

// When the phone is answered on a day: pairs of times. A day is as the days of its week are,
// from Sunday on, unless it is among the exceptions: "2024-05-03 2024-05-04=10:00-12:00". Nobody
// can tell for a day beyond those that are known.
function hoursOn(day) {
  if (day > known.knownUntil) return null;
  const exception = known.exceptions.split(" ").find((one) => one.startsWith(day));
  const week = known.week.split("/");
  const hours = exception?.slice("2024-05-04=".length) ?? week[utc(day).getUTCDay()];
  return hours ? hours.split(",").map((range) => range.split("-")) : [];
}

// The next day on which the phone is answered, with its hours; nothing where nobody can tell.
function nextOpening(day) {
  let hours;
  do {
    day = new Date(utc(day).getTime() + 864e5).toISOString().slice(0, 10);
    hours = hoursOn(day);
  } while (hours && !hours.length);
  return hours && { day, time: hours[0][0] };
}

function opening(now, words) {
  const [day, time] = now.split("T");
  const hours = hoursOn(day);
  if (!hours) return "";
  if (hours.some(([open, close]) => open <= time && time < close)) return words.open;
  const later = hours.find(([open]) => time < open);
  const next = later ? { day, time: later[0] } : nextOpening(day);
  if (!next) return "";
  const name = (part) => {
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { ...part, timeZone: "UTC" });
    return format.format(utc(next.day));
  };
  const when = {
    month: name({ month: "long" }),
    day: String(Number(next.day.slice(8))),
    weekday: name({ weekday: "short" }),
    time: next.time.replace(/^0/, ""),
  };
  return (later ? words.today : words.closed).replace(/\{(\w+)\}/g, (_, key) => when[key]);
}

// Shows what is true at the moment of reading. No page is read before the moment it was built
// for: an earlier one is that of a wrong clock, which must not open again what has closed.
function tell() {
  const now = moment();
  const early = now < known.asOf;
  const at = early ? known.asOf : now;
  for (const state of document.querySelectorAll("[data-shown]")) {
    state.hidden = !holds(state.dataset.shown, at);
  }
  for (const line of document.querySelectorAll(".days-left")) {
    const until = line.closest("[data-shown]").dataset.shown.split("/")[1];
    // From the beginning of this day to the last minute.
    const left = until ? Math.floor((utc(until) - 60000 - utc(at.slice(0, 10))) / 864e5) : -1;
    line.textContent = left > 0 ? line.dataset.left.replace("{days}", left) : line.dataset.last;
    line.hidden = early || left < 0;
  }
  for (const notice of document.querySelectorAll("[data-stale]")) {
    notice.hidden = !known.staleFrom || at < known.staleFrom;
  }
  for (const line of document.querySelectorAll(".open-now")) {
    const text = early || !known.week ? "" : opening(now, line.dataset);
    line.classList.toggle("is-open", text === line.dataset.open);
    line.textContent = text;
    line.hidden = !text;
  }
}

// Days and hours begin with a minute; timers sleep where the page is not looked at.
function tick() {
  tell();
  setTimeout(tick, 60000 - (Date.now() % 60000));
}
if (clock) {
  tick();
  document.addEventListener("visibilitychange", tell);
  addEventListener("pageshow", tell);
  addEventListener("beforeprint", tell);
}

// A deep link opens what it leads to.
function reveal() {
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    // Not encoded: take it as it is.
  }
  const target = id && document.getElementById(id);
  if (!target) return;
  for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) {
    at.open = true;
  }
  target.scrollIntoView();
}
addEventListener("hashchange", reveal);
reveal();

const folded = () => [...document.querySelectorAll("main details:not([open])")];

// Opens all questions; closes them where all are open.
for (const button of document.querySelectorAll("[data-unfold]")) {
  const questions = [...document.querySelectorAll(".qa")];
  const tell = () => {
    button.textContent = questions.every(({ open }) => open) ? button.dataset.fold : button.dataset.unfold;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = questions.some((question) => !question.open);
    for (const question of questions) question.open = open;
  });
  for (const question of questions) question.addEventListener("toggle", tell);
  tell();
}

// Pictures further down come once the page is there: paper does not wait for them.
addEventListener("load", () => {
  for (const picture of document.images) picture.loading = "eager";
});

// Paper cannot be unfolded.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = folded();
  for (const details of unfolded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
  unfolded = [];
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
