// What the server has told this page, and how to ask it for more.

// Data attributes of our own tag: token, generation, hash, shape; as-of, the day that the page
// speaks for; day, where that is one that was asked for; draft, why visitors do not see it.
export const own = document.querySelector('script[src="/.annai/preview.js"]').dataset;

function address(path, query) {
  const all = new URLSearchParams({ token: own.token, ...query });
  if (own.day) all.set("as-of", own.day);
  return `/.annai/${path}?${all}`;
}

async function answer(response) {
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

export async function ask(path, query = {}) {
  return answer(await fetch(address(path, query)));
}

export function events(query) {
  return new EventSource(address("events", query));
}

// What is kept in this tab from one page to the next. A browser that is to keep nothing refuses
// both; then the preview forgets, and works all the same.
export function keep(name, value) {
  try {
    sessionStorage.setItem(`annai:${name}`, JSON.stringify(value));
  } catch {
    return;
  }
}

export function kept(name) {
  try {
    return JSON.parse(sessionStorage.getItem(`annai:${name}`));
  } catch {
    return null;
  }
}

// Language, words, and how to open a file.
export let told = null;

export async function start() {
  told = await ask("words");
  return told;
}

// A sentence in the editor's language.
export function say(key, values = {}) {
  return told.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// A day, with its time unless that is midnight, as the site writes it: 2026年11月29日（日）17:00.
export function dayName(moment) {
  const [day, time = "00:00"] = moment.split("T");
  const hour = time === "00:00" ? "" : time.replace(/^0/, "");
  const named = (format) => new Intl.DateTimeFormat(told.language, { ...format, timeZone: "UTC" }).format(new Date(`${day}T00:00Z`));
  if (told.language !== "ja") return [named({ dateStyle: "full" }), hour].filter(Boolean).join(", ");
  return `${named({ dateStyle: "long" })}（${named({ weekday: "short" })}）${hour}`;
}

// An element with its properties and children. Text is only ever text here.
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role" || key === "for") element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children);
  return element;
}

// A place in a file, which opens in the editor.
export function spot({ file, line, column }) {
  const name = `${file}:${line}`;
  if (told.opening === "link") {
    const path = encodeURI(`${told.root}/${file}`).replace(/[?#]/g, encodeURIComponent);
    const href = `vscode://file/${path.replace(/^\/+/, "")}:${line}:${column}`;
    return make("a", { className: "spot", href, textContent: name });
  }
  if (told.opening !== "editor") return make("span", { className: "spot", textContent: name });
  const state = make("span", { className: "opened", role: "status" });
  const button = make("button", { type: "button", className: "spot", textContent: name });
  button.title = say("open_in_editor");
  button.addEventListener("click", async (event) => {
    // A program is started only by somebody's own hand, and by no script.
    if (!event.isTrusted) return;
    state.textContent = "";
    const method = "POST";
    const response = await fetch(address("open", { file, line, column }), { method }).catch(() => null);
    state.textContent = response?.ok ? say("opened") : say(response ? "not_opened" : "no_answer");
  });
  return make("span", {}, button, " ", state);
}
