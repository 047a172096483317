// The site as of any moment.

import { ask, dayName, keep, kept, make, own, say } from "./ask.js";

const FOCUS = "slider";
// Who moves the slider by keys is not sent to each day on the way.
const PAUSE = 500;

export function withoutDay(href) {
  const url = new URL(href, location.href);
  url.searchParams.delete("as-of");
  return url.href;
}

export function withDay(href, day) {
  const url = new URL(href, location.href);
  url.searchParams.set("as-of", day);
  return url.href;
}

// Links of a page that shows another day lead to that day, and so do forms that ask for a page,
// such as the search. The addresses in the page stay as they are until one is followed.
export function keepDay() {
  for (const kind of ["click", "auxclick", "contextmenu"]) {
    addEventListener(kind, (event) => {
      const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
      const isWithin = link?.getRootNode() !== document;
      if (!link?.href || isWithin || link.origin !== location.origin) return;
      if (!new URL(link.href).searchParams.has("as-of")) link.href = withDay(link.href, own.day);
    }, true);
  }
  addEventListener("formdata", ({ target, formData }) => {
    // A field may be called `action`; the attribute is none.
    const { origin } = new URL(target.getAttribute("action") || "", location.href);
    if (target.method === "get" && origin === location.origin) formData.set("as-of", own.day);
  });
}

// A moment is written as short as it can be: midnight is the day alone.
const whole = (moment) => (moment.includes("T") ? moment : moment + "T00:00");
const short = (moment) => moment.replace(/T00:00$/, "");
const number = (moment) => Date.parse(whole(moment) + "Z") / 864e5;
const dayOf = (at) => new Date(at * 864e5).toISOString().slice(0, 10);

export class Days {
  name = "days";
  title = say("days");
  body = make("div");

  // Each time anew: the days may be others since it was open last.
  async open() {
    if (!this.body.firstChild) this.build();
    this.hint.textContent = say("looking_ahead");
    const found = await ask("moments").catch(() => null);
    if (!found) {
      this.hint.textContent = say("no_answer");
      return;
    }
    this.span(found);
    this.mark(found);
    if (kept(FOCUS)) this.slider.focus({ preventScroll: true });
    keep(FOCUS, false);
  }

  build() {
    const day = own.day || own.asOf;
    this.box = make("input", { id: "day", type: "datetime-local", required: true, value: whole(day) });
    const form = make("form", {}, make("label", { for: "day", textContent: say("day_to_show") }), this.box);
    form.append(make("button", { textContent: say("show") }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go(this.box.value);
    });
    this.slider = make("input", { id: "slider", type: "range", disabled: true, "aria-label": say("day_to_show") });
    this.marks = make("div", { className: "marks", "aria-hidden": "true" });
    this.hint = make("p", { role: "status" });
    this.moments = make("ul", { className: "moments" });
    // The slider chooses the day, and leaves the time of day as it stands in the box.
    this.slider.addEventListener("input", () => {
      this.point(dayOf(this.slider.valueAsNumber) + this.box.value.slice(10));
    });
    this.slider.addEventListener("change", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => {
        keep(FOCUS, this.slider.getRootNode().activeElement === this.slider);
        this.go(this.box.value);
      }, PAUSE);
    });
    this.body.append(form, make("div", { className: "track" }, this.slider, this.marks), this.hint, this.moments);
  }

  // From today, or the day that is shown where that is earlier, to the end of what is known.
  span({ today, until }) {
    const shown = own.day || today;
    const day = (moment) => Math.floor(number(moment));
    this.slider.min = Math.min(day(today), day(shown));
    this.slider.max = Math.max(day(until), day(shown));
    this.slider.value = day(shown);
    this.slider.disabled = false;
    this.point(shown);
  }

  point(day) {
    this.box.value = whole(day);
    this.slider.setAttribute("aria-valuetext", dayName(day));
  }

  mark({ from: first, until, errors, moments }) {
    const from = Number(this.slider.min);
    const length = this.slider.max - from || 1;
    this.marks.replaceChildren();
    this.moments.replaceChildren();
    for (const { day, files, errors } of moments) {
      const mark = make("span");
      mark.style.left = `${((number(day) - from) / length) * 100}%`;
      this.marks.append(mark);
      const link = make("a", { href: withDay(location.href, day), textContent: dayName(day) });
      const what = errors ? say("cannot_be_built", { errors }) : say("files_change", { files });
      this.moments.append(make("li", {}, link, " ", what));
    }
    const key = errors ? "mend_first" : moments.length ? "changes_between" : "no_changes_between";
    this.hint.textContent = say(key, { errors, from: dayName(first), until: dayName(until) });
  }

  go(day) {
    if (day) location.assign(withDay(location.href, short(day)));
  }
}
