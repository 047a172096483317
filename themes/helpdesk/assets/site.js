"use strict";

// Everything here is a convenience: each page reads and works without it.

// From a double-clicked file a link to a folder would list it: lead to its page.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    const [, path, rest] = /^([^?#]*)(.*)$/.exec(link.getAttribute("href"));
    const own = !/^([a-z][a-z\d+.-]*:|\/\/)/i.test(path);
    if (own && (/(^|\/)\.{0,2}$/.test(path)) && (path || !rest)) {
      link.setAttribute("href", path.replace(/([^/])$/, "$1/") + "index.html" + rest);
    }
  }
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

// Paper cannot be unfolded.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("main details:not([open])")];
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
