"use strict";

// Types into the page of the search, as a visitor does, and tells what there is to see.
(async () => {
  const field = document.querySelector("form.search input");
  const later = (time) => new Promise((done) => setTimeout(done, time));
  const press = (key, more) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    document.activeElement.dispatchEvent(event);
    return document.activeElement === field ? "field" : document.activeElement.textContent;
  };
  const seen = () => ({
    status: document.querySelector("[data-search-status]").textContent,
    titles: [...document.querySelectorAll("[data-search-results] a")].map((link) => link.textContent),
    links: [...document.querySelectorAll("[data-search-results] a")].map((link) => link.getAttribute("href")),
    marks: [...document.querySelectorAll("[data-search-results] li:first-child mark")].map((mark) => mark.textContent),
    phone: !document.querySelector("[data-search-nothing]").hidden,
  });
  const type = async (text) => {
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await later(1000);
    return seen();
  };
  const told = { asked: field.value, violations: [] };
  document.addEventListener("securitypolicyviolation", (event) => told.violations.push(event.blockedURI));
  await later(1000);
  told.first = seen();
  told.found = await type("ﾗｲｾﾝｽ 有効期限");
  field.focus();
  told.keys = [press("ArrowDown", { isComposing: true }), press("ArrowDown"), press("End"), press("Home"), press("Escape")];
  told.long = await type("駐車場".repeat(5000) + "\u0000'\"<b>\\");
  told.nothing = await type("駐車場はありますか");
  told.empty = await type(" ");
  const pre = document.createElement("pre");
  pre.textContent = JSON.stringify(told);
  document.body.append(pre);
})();
