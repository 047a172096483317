// Shows every change: by new style sheets where only these have changed, else by loading the
// page again, with what was open and where the reader was.

import { events, keep, kept, own } from "./ask.js";

const KEPT = "reload";
const QUICK = 300;
const page = location.pathname;

// Which details are which: by their id, else by their words and how often these came before.
function* details() {
  const seen = new Map();
  for (const one of document.querySelectorAll("details")) {
    const words = one.id || one.querySelector("summary")?.textContent.trim() || "";
    const count = seen.get(words) || 0;
    seen.set(words, count + 1);
    yield [`${count} ${words}`, one];
  }
}

export function reload() {
  const open = Object.fromEntries([...details()].map(([key, one]) => [key, one.open]));
  keep(KEPT, { address: location.href, x: scrollX, y: scrollY, open });
  history.scrollRestoration = "manual";
  location.reload();
}

// Takes up what the page had before it was loaded again.
export function restore() {
  const before = kept(KEPT);
  keep(KEPT, null);
  if (before?.address !== location.href) return;
  for (const [key, one] of details()) {
    if (key in before.open) one.open = before.open[key];
  }
  scrollTo({ left: before.x, top: before.y, behavior: "instant" });
  history.scrollRestoration = "auto";
}

// Takes over the style sheets of the page as it is now, without losing what is open or typed.
// The old ones stay until the new ones are there, so that nothing flashes.
async function restyle(news) {
  const text = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const sheets = (root) => [...root.querySelectorAll('head link[rel="stylesheet"]')];
  const [present, wanted] = [sheets(document), sheets(fresh)];
  if (present.length !== wanted.length) return reload();
  present.forEach((old, at) => {
    const href = wanted[at].getAttribute("href");
    if (href === old.getAttribute("href")) return;
    const link = old.cloneNode();
    link.href = href;
    link.addEventListener("load", () => old.remove());
    link.addEventListener("error", reload);
    old.after(link);
  });
  own.hash = news.hash;
}

function take(news) {
  const isNew = news.generation > Number(own.generation);
  // Who has gone on to another page by hand is not called back.
  if (isNew && news.follow && news.follow !== page && !own.day) {
    location.assign(news.follow);
  } else if ((news.hash || "") === own.hash) {
    own.generation = news.generation;
  } else if (news.shape && news.shape === own.shape) {
    own.generation = news.generation;
    // Where the server has gone meanwhile, it tells again when it is back.
    restyle(news).catch(() => null);
  } else {
    reload();
  }
}

// What was a server before may be none for a while, and another one after that: it has another
// secret, and the page itself brings that. Somebody who starts it anew at once sees no more than
// the new page.
async function waitForServer(again, lose, patience = QUICK) {
  const query = new URLSearchParams({ token: own.token });
  const response = await fetch("/.annai/words?" + query).catch(() => null);
  if (response?.ok) return again();
  if (response) return reload();
  if (patience > QUICK) lose();
  setTimeout(waitForServer, patience, again, lose, Math.min(patience * 1.5, 5000));
}

// Calls `tell` at all news, and `lose` where there is no server to bring any.
// A browser holds few connections to a server: a page that nobody looks at has none.
export function listen(tell, lose) {
  let stream = null;
  let isWaiting = false;
  const close = () => {
    stream?.close();
    stream = null;
  };
  const open = () => {
    if (stream || isWaiting || document.hidden) return;
    stream = events({ page });
    stream.onmessage = (event) => {
      const news = JSON.parse(event.data);
      take(news);
      tell();
    };
    stream.onerror = () => {
      close();
      isWaiting = true;
      waitForServer(() => {
        isWaiting = false;
        open();
      }, lose);
    };
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}
