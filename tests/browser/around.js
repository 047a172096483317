"use strict";

// The page around the pages: gathers what they tell.
const told = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, pages: {} };
const box = document.createElement("pre");
document.body.append(box);
addEventListener("message", ({ data: [name, lines] }) => {
  told.pages[name] = lines;
  box.textContent = JSON.stringify(told);
});
