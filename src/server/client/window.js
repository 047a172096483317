// The window of the preview: a button in the corner, and the tools that it opens. It has a tree
// of its own, so that neither the page's styles nor ours touch the other.

import { dayName, keep, kept, make, own, say, told } from "./ask.js";
import { Days, withoutDay } from "./days.js";
import { Facts } from "./facts.js";
import { Findings } from "./findings.js";

const KEPT = "tool";

export class Window extends HTMLElement {
  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.findings = new Findings();
    this.tools = [this.findings, new Days(), new Facts()];
    this.tools.forEach((tool) => this.prepare(tool));
    const style = make("link", { rel: "stylesheet", href: "/.annai/preview.css" });
    this.area = make("aside", { lang: told.language, hidden: true, "aria-label": say("preview") });
    // Without its styles it would stand in the way.
    style.addEventListener("load", () => (this.area.hidden = false));
    const corner = this.corner();
    // It is there before it says anything, so that it is read out when it does.
    this.notice = make("p", { className: "banner", role: "status" });
    this.area.append(this.panel(), corner, ...this.banners(), this.notice);
    root.append(style, this.area);
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.box.hidden) this.shut();
    });
    const open = kept(KEPT);
    const tool = this.tools.find((one) => one.name === open);
    if (tool) this.show(tool);
  }

  banners() {
    const banners = [];
    if (own.draft) banners.push(make("p", { className: "banner" }, own.draft));
    if (own.day) {
      const back = make("a", { href: withoutDay(location.href), textContent: say("back_to_today") });
      const words = say("shows_day", { day: dayName(own.day) });
      banners.push(make("p", { className: "banner" }, words, " ", back));
    }
    return banners;
  }

  corner() {
    this.known = { now: { all: 0, errors: 0 }, summary: "" };
    this.isLive = true;
    this.state = make("span", { className: "state" });
    this.button = make("button", { type: "button", className: "corner", "aria-expanded": "false", "aria-controls": "panel" });
    this.button.append(make("span", { textContent: say("preview") }), this.state);
    this.button.addEventListener("click", () => {
      if (this.box.hidden) this.show(this.tools[0]);
      else this.shut();
    });
    return this.button;
  }

  panel() {
    const close = make("button", { type: "button", className: "close", textContent: say("close") });
    close.addEventListener("click", () => this.shut());
    const tools = make("div", { className: "tools", role: "group", "aria-label": say("tools") });
    tools.append(...this.tools.map((tool) => tool.button));
    this.box = make("div", { id: "panel", className: "panel", hidden: true });
    this.box.append(make("div", { className: "head" }, tools, close), ...this.tools.map((tool) => tool.section));
    return this.box;
  }

  // Each tool has a button that opens its section; one is open at a time.
  prepare(tool) {
    const id = "tool-" + tool.name;
    tool.section = make("section", { id, hidden: true, "aria-label": tool.title });
    tool.section.append(tool.body);
    tool.button = make("button", { type: "button", textContent: tool.title, "aria-expanded": "false", "aria-controls": id });
    tool.button.addEventListener("click", () => this.show(tool));
  }

  show(tool) {
    this.turn(tool);
    keep(KEPT, tool.name);
  }

  shut() {
    const isWithin = this.box.contains(this.shadowRoot.activeElement);
    this.turn(null);
    keep(KEPT, null);
    if (isWithin) this.button.focus();
  }

  turn(wanted) {
    this.box.hidden = !wanted;
    this.button.setAttribute("aria-expanded", String(Boolean(wanted)));
    for (const tool of this.tools) {
      const isOpen = tool === wanted;
      if (isOpen === !tool.section.hidden) continue;
      tool.section.hidden = !isOpen;
      tool.button.setAttribute("aria-expanded", String(isOpen));
      if (isOpen) tool.open();
      else tool.close?.();
    }
  }

  // Whether what is shown is still that of the sources.
  turnLive(isLive) {
    this.isLive = isLive;
    this.notice.textContent = isLive ? "" : say("no_answer");
    this.tell();
  }

  tell() {
    const { now, summary } = this.known;
    const words = now.all ? summary : "";
    this.state.textContent = this.isLive ? words : say("not_live");
    const state = now.errors ? "errors" : now.all ? "findings" : "calm";
    this.button.dataset.state = this.isLive ? state : "lost";
  }

  // What the server tells: the findings open by themselves where an error is new, and go when
  // the errors are mended, or all there was. What is left has its number in the corner.
  async take() {
    // A server that does not answer is waited for elsewhere, and tells again then.
    const told = await this.findings.refresh().catch(() => null);
    if (!told) return;
    const { before, now } = told;
    this.known = told;
    this.tell();
    const isShown = !this.findings.section.hidden;
    if (now.errors && !before.errors) this.show(this.findings);
    else if (isShown && ((before.errors && !now.errors) || (before.all && !now.all))) this.shut();
  }
}
customElements.define("annai-preview", Window);
