// Shows which words of a page are facts, and of each what it is, where it is stated and where
// else it is said.

import { ask, make, own, say, spot } from "./ask.js";
import { withDay } from "./days.js";

// A pointer that only passes by asks nothing.
const DWELL = 120;

const OUTLINES = `
[data-fact] { outline: 2px dashed #7c3aed; outline-offset: 2px; cursor: help; }
[data-fact]:is(:hover, :focus) { outline: 3px solid #7c3aed; }
@media (prefers-color-scheme: dark) { [data-fact], [data-fact]:is(:hover, :focus) { outline-color: #c4b5fd; } }
@media print { [data-fact] { outline: none; } }
`;

export class Facts {
  name = "facts";
  title = say("facts");
  hint = make("p", { role: "status" });
  detail = make("div", { className: "fact" });
  body = make("div", {}, this.hint, this.detail);
  answers = new Map();
  sheet = new CSSStyleSheet();
  wanted = null;

  open() {
    // What is said elsewhere may have changed since this was open last.
    this.answers.clear();
    this.wanted = null;
    this.sheet.replaceSync(OUTLINES);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    const all = [...document.querySelectorAll("[data-fact]")];
    // What cannot be focused has to be, for those who use no pointer.
    this.made = all.filter((one) => one.tabIndex < 0 && !one.closest("a[href], button, summary"));
    for (const one of this.made) one.tabIndex = 0;
    this.listening = new AbortController();
    const { signal } = this.listening;
    document.addEventListener("pointerover", (event) => this.point(event.target, DWELL), { signal });
    document.addEventListener("focusin", (event) => this.point(event.target, 0), { signal });
    document.addEventListener("click", (event) => this.pick(event), { signal, capture: true });
    const count = all.filter((one) => one.checkVisibility()).length;
    this.hint.textContent = count ? say("point_at_fact", { count }) : say("no_facts");
  }

  close() {
    this.listening.abort();
    clearTimeout(this.waiting);
    for (const one of this.made) one.removeAttribute("tabindex");
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== this.sheet);
  }

  // The fact that is pointed at, or the first one in what is focused: a link, a heading.
  point(target, patience) {
    const fact = target.closest?.("[data-fact]") || (patience ? null : target.querySelector?.("a > [data-fact]"));
    if (!fact) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.show(fact.dataset.fact), patience);
  }

  // A phone number is not called while it is looked at.
  pick(event) {
    const fact = event.target.closest?.("[data-fact]");
    if (!fact) return;
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(this.waiting);
    this.show(fact.dataset.fact);
  }

  async show(name) {
    if (this.wanted === name) return;
    this.wanted = name;
    if (!this.answers.has(name)) {
      const found = await ask("facts", { name, page: location.pathname }).catch(() => null);
      if (found) this.answers.set(name, found);
    }
    if (this.wanted !== name) return;
    const found = this.answers.get(name);
    if (!found) {
      this.wanted = null;
      this.detail.replaceChildren();
      this.hint.textContent = say("no_answer");
      return;
    }
    this.hint.textContent = `${found.label}: ${found.value}`;
    this.detail.replaceChildren(...describe(found));
  }
}

function describe({ name, derivations, stated, everywhere, pages, more, derived }) {
  const list = make("dl");
  const row = (key, ...values) => list.append(make("dt", { textContent: say(key) }), make("dd", {}, ...values));
  row("fact_name", make("code", { textContent: name }));
  for (const words of derivations) row("fact_derivation", words);
  row("fact_stated", spot(stated));
  if (derived.length) {
    row("fact_derived", ...derived.map(({ key, label, value }) => make("p", {}, `${label}: ${value} `, make("code", { textContent: key }))));
  }
  const uses = make("ul", { className: "uses" });
  if (everywhere) uses.append(make("li", { textContent: say("on_every_page") }));
  for (const { url, title, count, spot: place } of pages) {
    const link = make("a", { href: own.day ? withDay(url, own.day) : url, textContent: title });
    const times = count > 1 ? say("times", { count }) : "";
    uses.append(make("li", {}, link, ` ${times} `, spot(place)));
  }
  if (more) uses.append(make("li", { textContent: say("more_pages", { count: more }) }));
  row("fact_uses", uses);
  return [list];
}
