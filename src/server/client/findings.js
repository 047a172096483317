// What is wrong in the sources: what concerns this page first.

import { ask, keep, kept, make, own, say, spot } from "./ask.js";

const KEPT = "findings";

export class Findings {
  name = "findings";
  title = say("findings");
  summary = make("p", { role: "status" });
  list = make("div");
  body = make("div", {}, this.summary, this.list);
  // The state of the site that they are of.
  generation = 0;

  open() {}

  // Asks again; tells how many there were before, in this tab, and how many there are now; null
  // where a later state is known already.
  async refresh() {
    const found = await ask("findings", { page: location.pathname });
    // An answer may come after that to a later question.
    if (found.generation < this.generation) return null;
    this.generation = found.generation;
    const now = { all: found.here.length + found.elsewhere.length, errors: found.errors };
    const before = kept(KEPT) || { all: 0, errors: 0 };
    keep(KEPT, now);
    const isStale = found.errors && own.hash;
    this.summary.textContent = isStale ? `${found.summary} ${say(found.awaited ? "awaited" : "last_good")}` : found.summary;
    this.list.replaceChildren(
      ...group(say("findings_here"), found.here),
      ...group(say("findings_elsewhere"), found.elsewhere),
    );
    if (found.more) this.list.append(make("p", { textContent: say("findings_more", { count: found.more }) }));
    return { before, now, summary: found.summary };
  }
}

function group(title, findings) {
  if (!findings.length) return [];
  const items = findings.map((one) => make("li", {}, ...finding(one)));
  return [make("h2", { textContent: title }), make("ul", { className: "findings" }, ...items)];
}

function finding({ code, severity, message, help, spot: place, others }) {
  const head = make("p", { className: "message" });
  const mark = make("span", { className: "severity " + severity, textContent: say(severity) });
  head.append(mark, " ", message);
  const where = make("p", { className: "where" }, spot(place), " ", make("code", { textContent: code }));
  const remedies = help.map((words) => make("p", { className: "help" }, make("b", { textContent: say("remedy") }), " ", words));
  const parts = [head, where, ...excerpt(place), ...remedies];
  for (const [other, words] of others) {
    parts.push(make("p", { className: "where" }, words, " ", spot(other)), ...excerpt(other));
  }
  return parts;
}

// The lines with what is meant marked, each behind its number.
function excerpt({ excerpt: lines }) {
  if (!lines) return [];
  const box = make("pre");
  let number = lines.first_line;
  let line = null;
  const begin = () => {
    line = make("span", { className: "line" });
    line.append(make("span", { className: "number", "aria-hidden": "true", textContent: String(number) }));
    number += 1;
    box.append(line);
  };
  begin();
  const add = (text, isMarked) => {
    text.split("\n").forEach((part, at) => {
      if (at) begin();
      if (isMarked) line.append(make("mark", { textContent: part || "\u200b" }));
      else line.append(part);
    });
  };
  add(lines.before, false);
  add(lines.marked, true);
  add(lines.after, false);
  return [box];
}
