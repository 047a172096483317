"use strict";

// The search. The page says where its index stands (data-index); the files of the index hand
// their data over by annai.search.put, so that they can be loaded from a double-clicked page.
(() => {
  // As written by src/search: what belongs to all searches ("r"), which units hold which
  // terms ("t"), what results show ("c") and what they quote from ("x").
  const got = new Map();
  const loads = new Map();
  const page = document.querySelector("[data-index]");
  let root, words, spelling;

  function load(kind, at, source) {
    const key = kind + at;
    if (got.has(key)) return got.get(key);
    if (!loads.has(key)) {
      loads.set(key, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = source;
        script.onload = () => done(got.get(key));
        script.onerror = () => {
          loads.delete(key);
          failed(new Error(source));
        };
        document.head.append(script);
      }));
    }
    return loads.get(key);
  }

  function part(kind, at, version) {
    return load(kind, at, `${page.dataset.root}${root.folder}${kind}${at}.${version}.js`);
  }

  async function begin() {
    root = root || await load("r", 0, page.dataset.index);
    if (words) return;
    words = new Map();
    for (const row of root.okurigana.split("|")) {
      const spellings = row.split(/ +/);
      for (const one of spellings) words.set(one, spellings[0]);
    }
    const all = [...words.keys()].sort((a, b) => b.length - a.length);
    spelling = new RegExp(all.join("|"), "g");
  }

  // Kana, width, case, signs and okurigana no longer count: as src/japanese/fold.rs, and held
  // to it by tests/data/folds.tsv. `from` and `to` lead back to the text.
  const KANJI = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3fffd}々〆]/u;
  const DROPPED = /[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}\p{Mn}\p{Me}]/u;

  function fold(text) {
    let out = "", katakana = -1;
    const from = [], to = [];
    const put = (c, start, end) => {
      for (let i = 0; i < c.length; i++) from.push(start), to.push(end);
      out += c;
    };
    for (const { 0: cluster, index } of text.matchAll(/[^][\p{Mn}\p{Me}ﾞﾟ]*/gu)) {
      const end = index + cluster.length;
      const digits = () => /\d$/.test(out) && /^[0-9０-９]/.test(text.slice(end));
      const composed = cluster.normalize("NFKC").replace(/[^]/gu, (c) => c.toLowerCase()).normalize("NFC");
      for (const c of composed) {
        if (/[ァ-ヴ]/.test(c)) {
          put(String.fromCharCode(c.charCodeAt() - 0x60), index, end);
          katakana = out.length;
        } else if (/[ヵヶゕゖ]/.test(c)) put("か", index, end);
        else if (/[々〻ゝヽゞヾ]/.test(c)) put(repeated(c, [...out.slice(-2)].pop() || ""), index, end);
        else if (c === "ー") put(digits() ? "-" : "", index, end);
        else if (/[-‐-―−─]/.test(c)) put(katakana === out.length ? "" : "-", index, end);
        else if (!DROPPED.test(c) || c === "\ufffc") put(c, index, end);
      }
    }
    return full({ text: out, from, to });
  }

  function repeated(mark, last) {
    if (/[々〻]/.test(mark)) return KANJI.test(last) ? last : "";
    if (!/[ぁ-ゔ]/.test(last)) return "";
    const plain = last.normalize("NFD")[0];
    if (/[ゝヽ]/.test(mark)) return plain;
    return [...(plain + "\u3099").normalize("NFC")][0];
  }

  function full(folded) {
    let text = "", done = 0;
    const from = [], to = [];
    const copy = (until) => {
      text += folded.text.slice(done, until);
      for (; done < until; done++) from.push(folded.from[done]), to.push(folded.to[done]);
    };
    for (const { 0: found, index } of folded.text.matchAll(spelling)) {
      copy(index);
      done += found.length;
      text += words.get(found);
      for (const _ of words.get(found)) from.push(folded.from[index]), to.push(folded.to[done - 1]);
    }
    copy(folded.text.length);
    return { text, from, to };
  }

  // The days of a query, in all the ways that they are written, as the index names them; and
  // the rest of it.
  const ERAS = { 令: 2018, 平: 1988, 昭: 1925, R: 2018, H: 1988, S: 1925 };
  const DAY = /(^|[^\d-])(?:(?:((?:19|20)\d\d)|(令和?|平成?|昭和?|[RHS]) ?(\d\d?|元)) ?[年/.-] ?(?:(\d\d?) ?[月/.-]? ?(?:(\d\d?) ?日?)?)?|(\d\d?) ?[月/] ?(\d\d?) ?日?)(?![\d-])(?:\([月火水木金土日](?:曜日?)?\))?/gi;

  function days(query) {
    const found = [];
    const rest = query.replace(DAY, (_, before, western, era, count, month, day, bareMonth, bareDay) => {
      const year = western || (era ? ERAS[era[0].toUpperCase()] + (count === "元" ? 1 : +count) : "");
      const parts = bareMonth ? ["", +bareMonth, +bareDay] : [year, +month, +day];
      while (!parts[parts.length - 1]) parts.pop();
      found.push("#" + parts.join("-"));
      return before + " ";
    });
    return [found, rest];
  }

  // The terms of a word: pairs of characters, and words in Latin letters as src/search/term.rs
  // has them; signs that a telephone number may be written with do not count.
  const LATIN = /^[a-z]+$/;

  function pairs(word) {
    const all = [...word.replace(/-/g, "")];
    if (!all[1]) return all;
    const latin = all.join("").match(/[a-z]+/g) || [];
    return [...latin.map((one) => one.slice(0, 8)), ...all.slice(1).map((c, i) => all[i] + c).filter((pair) => !LATIN.test(pair))];
  }

  // What the forms of an English word have in common.
  const stem = (word) => word.replace(/ie[sd]$/, "y").replace(/^(.{4,}?)(?:ings?|ed|es|e)$|^(.{5,}?)(?:als?|ati.*|ions?|y)$|^(.{3,}[^s])s$/, "$1$2$3");

  // What somebody may have meant: what was typed, and with a word for another one, which
  // counts half.
  function meanings(query) {
    const [dates, rest] = days(query);
    const folded = rest.split(/[\s/]+/).map((word) => ({ word, ...fold(word) }));
    const typed = folded.map(({ text }) => text).filter(Boolean);
    const line = typed.join(" ");
    // Beside other characters hiragana is grammar, which says less; so are the short words of
    // English.
    const grammar = new Set();
    for (const { word, text, from } of folded) {
      if (/^\w+ [\w ]+$/.test(line) && !text[3]) grammar.add(text);
      const isKana = (i) => /[ぁ-ゖ]/.test(word[from[i]]);
      if (/[^ぁ-ゖ]/.test(word)) for (let i = 0; text[i + 1]; i++) if (isKana(i) || isKana(i + 1)) grammar.add(text.substr(i, 2));
    }
    const all = [];
    const add = (words, worth) => all.push({ terms: new Set([...dates, ...words.flatMap(pairs)]), worth });
    add(typed, 1);
    for (const row of root.synonyms.split("/")) {
      const group = row.split("|");
      for (const word of group) {
        const edge = /^[a-z]/.test(word) ? "\\b" : "";
        const place = new RegExp(edge + word + edge);
        for (const other of group) {
          // What meets where the other word is put in was written by nobody.
          const meant = line.replace(place, ` ${other} `);
          if (other !== word && meant !== line) add(meant.split(" ").filter((one) => one[1] || typed.includes(one)), 0.5);
        }
      }
    }
    return [all, grammar, line];
  }

  function bucket(term, count) {
    // Words that begin alike lie together.
    term = term.replace(/^([a-z]{3}).+/, "$1");
    let hash = 0;
    for (let i = 0; i < term.length; i++) hash = Math.imul(hash, 31) + term.charCodeAt(i) | 0;
    return (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 8) % count;
  }

  // Which units a term is in, with how much they are about it: text, often, heading, title.
  const WEIGHTS = [1, 1.3, 2, 4];
  const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
  const VERSION = 6;

  async function postings(term, line) {
    const count = root.terms.length / VERSION;
    const at = bucket(term, count) || 0;
    const held = await part("t", at, root.terms.substr(at * VERSION, VERSION));
    // Somebody may still be typing the last word.
    const isBegun = term[2] && line.endsWith(term);
    const forms = LATIN.test(term) ? [...held.keys()].filter((key) => stem(key) === stem(term) || isBegun && key.startsWith(term)) : [term];
    const units = new Map();
    let isCommon;
    for (const form of forms) (held.get(form) || "").split(" ").forEach((list, weight) => {
      if (list[0] === "*") isCommon = true;
      let unit = 0, number = 0, shift = 0, isRun = false;
      for (const digit of list.replace("*", "")) {
        if (digit === ".") {
          isRun = true;
          continue;
        }
        const value = DIGITS.indexOf(digit);
        number += (value % 32) << shift;
        shift += 5;
        if (value > 31) continue;
        if (!isRun) unit += number;
        for (let i = isRun ? number : 1; i > 0; i--) units.set(unit, (units.get(unit++) || 0) + WEIGHTS[weight] * (form === term ? 1 : 0.5));
        number = shift = 0;
        isRun = false;
      }
    });
    // What many units have tells little, what none has tells that something is missing.
    const rare = isCommon ? 0.1 : Math.log(1 + root.units / (units.size || 0.5));
    return { forms, units, rare: term[0] === "#" ? 2 * rare : rare };
  }

  // Only so many terms are looked up: of a long query, those that say most.
  const TERMS = 10;
  const ENOUGH = 0.6;

  async function rank(query, missing = 0.4) {
    const [all, grammar, line] = meanings(query);
    const terms = [...new Set(all.flatMap(({ terms }) => [...terms]))];
    const strong = (term) => /[^ぁ-ゔ]/.test(term);
    const chosen = root.terms ? terms.sort((a, b) => strong(b) - strong(a)).slice(0, TERMS) : terms;
    const known = new Map();
    await Promise.all(chosen.map(async (term) => {
      const held = await postings(term, line);
      if (grammar.has(term)) held.rare *= LATIN.test(term) ? 0.1 : held.units.size ? 0.4 : missing;
      known.set(term, held);
    }));
    const best = new Map();
    for (const { terms, worth } of all) {
      const ours = [...terms].flatMap((term) => known.get(term) || []);
      const whole = ours.reduce((sum, { rare }) => sum + rare, 0);
      const units = new Map();
      for (const { units: held, rare } of ours) {
        for (const [unit, weight] of held) {
          const sum = units.get(unit) || [0, 0];
          units.set(unit, [sum[0] + rare / whole, sum[1] + rare * weight / whole]);
        }
      }
      for (const [unit, [part, points]] of units) {
        const score = worth * part * points;
        if (part >= ENOUGH && !(best.get(unit)?.score >= score)) best.set(unit, { unit, score, terms: ours.flatMap(({ forms }) => forms) });
      }
    }
    return [...best.values()].sort((a, b) => b.score - a.score || a.unit - b.unit);
  }

  const LONGEST = 100;

  async function find(typed) {
    await begin();
    let query = [...typed.normalize("NFKC").trim()].slice(0, LONGEST).join("");
    let found = await rank(query);
    let rest = query.replace(/[?!。、]+$/, "").replace(new RegExp(root.around, "g"), "");
    for (let next = rest; !found.length && rest; rest = next) {
      if (rest !== query) found = await rank(query = rest);
      next = rest.replace(new RegExp(root.ending), "");
      if (next === rest) next = rest.replace(/(.[^ぁ-ゖ])[ぁ-ゖ]+$/, "$1");
      if (next === rest) break;
    }
    return found.length ? found : rank(query, 0);
  }

  window.annai = { search: { put: (kind, at, data) => got.set(kind + at, kind === "t" ? new Map(data.split(",").map((term) => term.split(":"))) : data), begin, fold, find, about, text } };

  // What a result shows: [address, title, section, version of the text].
  async function about({ unit }) {
    const [titles] = root.sizes, at = Math.floor(unit / titles);
    return (await part("c", at, root.titles.substr(at * VERSION, VERSION)))[unit % titles];
  }

  // What a result is quoted from.
  async function text({ unit }, version) {
    const [, texts] = root.sizes;
    return (await part("x", Math.floor(unit / texts), version))[unit % texts];
  }

  // The parts of a text that are meant, as [start, end]: neighbouring pairs, the longer ones.
  function hits(text, terms) {
    const { text: all, from, to } = fold(text);
    const wanted = new Set(terms);
    for (const term of terms) {
      const [, month, day] = term.split("-");
      if (day) pairs(`${month}月${day}日`).forEach((pair) => wanted.add(pair));
    }
    const kept = [], runs = [];
    let at = 0;
    for (const c of all) {
      if (c !== "-") kept.push({ c, from: from[at], to: to[at] });
      at += c.length;
    }
    const mean = (start, end) => {
      const last = runs[runs.length - 1];
      if (last && last.end >= start) last.end = end;
      else runs.push({ start, end });
    };
    for (let i = 0; i < kept.length; i++) {
      const start = i;
      let word = kept[i].c, next;
      while ((next = kept[i + 1]) && LATIN.test(word + next.c) && next.from <= kept[i].to) word += kept[++i].c;
      if (wanted.has(word.slice(0, 8))) mean(start, i);
      if (next && wanted.has(kept[i].c + next.c)) mean(i, i + 1);
    }
    const longest = Math.max(0, ...runs.map(({ start, end }) => end - start));
    return runs.filter(({ start, end }) => 2 * (end - start) > longest)
      .map(({ start, end }) => [kept[start].from, kept[end].to, end - start]);
  }

  function marked(element, text, found, start = 0, end = text.length) {
    element.textContent = "";
    let done = start;
    for (const [from, to] of found) {
      if (from < done || to > end) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      element.append(text.slice(done, from), mark);
      done = to;
    }
    element.append(text.slice(done, end));
  }

  const BEFORE = 30;
  const QUOTED = 120;

  function quote(element, text, terms) {
    const found = hits(text, terms);
    const [first] = [...found].sort((a, b) => b[2] - a[2])[0] || [0];
    const start = Math.max(0, first - BEFORE);
    marked(element, text, found, start, Math.min(text.length, start + QUOTED));
    if (start) element.prepend("…");
    if (start + QUOTED < text.length) element.append("…");
  }

  if (!page || !page.matches("form")) return;
  const field = page.querySelector("input");
  const status = document.querySelector("[data-search-status]");
  const list = document.querySelector("[data-search-results]");
  const nothing = document.querySelector("[data-search-nothing]");
  const SHOWN = 10;
  let asked = 0;

  function element(name, className, parent) {
    const made = document.createElement(name);
    made.className = className;
    parent.append(made);
    return made;
  }

  async function item(result) {
    const [address, title, section, version] = await about(result);
    const made = document.createElement("li");
    const link = element("a", "search-title", made);
    const isFile = location.protocol === "file:";
    link.href = page.dataset.root + address + (isFile && /(^|\/)$/.test(address) ? "index.html" : "");
    marked(link, title, hits(title, result.terms));
    if (section) element("p", "search-section", made).textContent = section;
    const quoted = element("p", "search-quote", made);
    text(result, version).then((all) => quote(quoted, all, result.terms)).catch(() => {});
    return made;
  }

  async function show() {
    const query = field.value.trim();
    const own = ++asked;
    let found = [], items = [], failed = false;
    try {
      if (query) found = await find(query);
      items = await Promise.all(found.slice(0, SHOWN).map(item));
    } catch {
      failed = true;
    }
    // Somebody has typed on meanwhile.
    if (own !== asked) return;
    list.replaceChildren(...items);
    nothing.hidden = !query || found.length > 0 && !failed;
    const { some, none, failed: sorry } = status.dataset;
    status.textContent = !query ? "" : failed ? sorry : found.length ? some.replace("{count}", found.length) : none;
    // What else stands in the address stays.
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    try {
      history.replaceState(null, "", address);
    } catch {
      // A file has no address that could be changed.
    }
  }

  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 120);
  });
  page.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    show();
  });

  // From the field to the results and along them by arrow keys; back by Escape.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== field) return;
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, ...(at < 0 ? {} : { Home: 0, End: links.length - 1, Escape: -1 }) }[event.key];
    if (next === undefined || next >= links.length || next < 0 && at < 0) return;
    event.preventDefault();
    (next < 0 ? field : links[next]).focus();
  });

  page.hidden = false;
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (field.value) show();
})();
