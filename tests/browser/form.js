// Types every input of the table into its field, sends the form, and tells what is said.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("form");
  const rules = JSON.parse(form.dataset.rules);
  const wrong = rules.fields.map(({ label }) => label).filter((label) => !label.endsWith(signs));
  let sent = 0;
  form.addEventListener("submit", (event) => {
    sent += event.defaultPrevented ? 0 : 1;
    event.preventDefault();
  });
  function type(name, value) {
    const input = form.elements.namedItem(name);
    if (input.localName === "select") {
      input.replaceChildren(new Option("", ""), new Option("x", value));
    }
    input.value = value;
    return input;
  }
  for (const [kind, text, isGood, value, said] of cases) {
    const field = rules.fields.find((one) => one.kind === kind);
    const input = type(field.name, text);
    form.requestSubmit();
    const place = input.closest(".form-field");
    const error = place.querySelector(".form-error")?.textContent ?? "";
    const note = place.querySelector(".form-note")?.textContent ?? "";
    const message = said ? field.messages[said] : "";
    const summary = [...document.querySelectorAll("#form-summary a")].map((link) => link.textContent);
    const seen = {
      isGood: !input.hasAttribute("aria-invalid") && !error,
      // An input that folds to nothing is left as it is.
      value: !value ? "" : input.localName === "select" ? input.value.trim() : input.value,
      said: isGood ? (message ? note.includes(message) : true) : error === "エラー：" + message,
      listed: isGood || summary.includes(message),
      described: isGood || input.getAttribute("aria-describedby").split(" ").includes(`error-${field.name}`),
      doubted: isGood && !said ? !note.includes(field.messages.checksum ?? "\0") : true,
      title: document.title.startsWith("エラー："),
      focus: document.activeElement.id,
    };
    const expected = { isGood, value, said: true, listed: true, described: true, doubted: true, title: true, focus: "form-summary" };
    if (JSON.stringify(seen) !== JSON.stringify(expected)) {
      wrong.push(`${kind} ${text}: ${JSON.stringify(seen)} ${error} ${note}`);
    }
  }
  const early = sent;
  const good = cases.filter((one) => one[2]);
  rules.fields.forEach((field) => type(field.name, (good.find((one) => one[0] === field.kind) ?? good[0])[1]));
  form.requestSubmit();
  const end = [early, sent, document.title.startsWith("エラー："), document.getElementById("form-summary")];
  if (JSON.stringify(end) !== JSON.stringify([0, 1, false, null])) {
    wrong.push(`at the end: ${JSON.stringify(end)}`);
  }
  document.body.dataset.told = wrong.length ? wrong.join("\n") : `${cases.length} judged alike`;
});
