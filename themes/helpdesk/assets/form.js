// The form of a contact page. What may be typed is not known here: the rules come with the page
// (the same as in form.json beside it, without what is null or empty there), and this reads them.
// Nothing happens while somebody types, so no input method is disturbed.
"use strict";

(() => {
  const template = document.getElementById("form-template");
  if (template) {
    document.getElementById("form-list").replaceWith(template.content.cloneNode(true));
  }
  const form = document.getElementById("form");
  if (!form) {
    return;
  }
  const rules = JSON.parse(form.dataset.rules);
  const title = document.title;
  // Of what is copied, nothing is sent: there is nothing to refuse.
  const copies = "copies" in form.dataset;
  const inputOf = ({ name }) => form.elements.namedItem(name);
  // The browser's own messages would come before anything is folded.
  form.noValidate = true;

  const steps = {
    normalize: (text, { match, form: to }) => text.replace(new RegExp(match, "gu"), (part) => part.normalize(to)),
    replace: (text, { match, with: by }) => text.replace(new RegExp(match, "gu"), () => by),
    uppercase: (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  };

  function fold(text, kind) {
    return rules.kinds[kind].steps.reduce((folded, name) => {
      const step = rules.steps[name];
      const [change, details] = typeof step === "string" ? [step] : Object.entries(step)[0];
      return steps[change](folded, details);
    }, text);
  }

  // Modulus 10, weights 2-1, as ISO/IEC 7812-1 has it; numbers with letters are not doubted.
  function luhn(text) {
    let sum = 0;
    [...text].reverse().forEach((digit, at) => {
      const product = Number(digit) * (at % 2 ? 2 : 1);
      sum += Math.floor(product / 10) + (product % 10);
    });
    return !/^[0-9]+$/.test(text) || sum % 10 === 0;
  }

  function problem(value, field, kind) {
    if (!value) {
      return field.required ? "required" : null;
    }
    if ([...value].length > field.max_length) {
      return "too-long";
    }
    if (kind.pattern && !new RegExp(kind.pattern, "u").test(value)) {
      return "pattern";
    }
    return field.kind === "select" && !field.options.includes(value) ? "option" : null;
  }

  function judge(text, field) {
    const kind = rules.kinds[field.kind];
    const value = fold(text, field.kind);
    const wrong = problem(value, field, kind);
    const doubt = !wrong && kind.checksum === "luhn" && !luhn(value);
    return { value, problem: wrong, hint: doubt ? "checksum" : null };
  }

  function element(tag, text, attributes) {
    const made = document.createElement(tag);
    made.textContent = text;
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  }

  // Judges a field as it stands, folds it and says what there is to say. Returns the message of
  // an error.
  function check(field) {
    const input = inputOf(field);
    const typed = input.value;
    const { value, problem: found, hint } = judge(typed, field);
    const wrong = copies ? null : found;
    const doubt = copies && found !== "required" ? (found ?? hint) : hint;
    const before = input.dataset.folded;
    if (value !== typed && value && input.localName !== "select") {
      input.value = value;
      input.dataset.folded = value;
    } else if (value !== before) {
      delete input.dataset.folded;
    }
    const lines = [];
    if (wrong) {
      lines.push(element("p", form.dataset.prefix + field.messages[wrong], { class: "form-error", id: `error-${field.name}` }));
    }
    const notes = [];
    if (input.dataset.folded && input.localName === "input") {
      notes.push(form.dataset.folded.replace("{value}", () => input.dataset.folded));
    }
    if (doubt) {
      notes.push(field.messages[doubt]);
    }
    if (notes.length) {
      lines.push(element("p", notes.join(" "), { class: "form-note", id: `note-${field.name}`, role: "status" }));
    }
    const place = input.closest(".form-field");
    place.querySelectorAll(".form-error, .form-note").forEach((line) => line.remove());
    input.before(...lines);
    const help = document.getElementById(`help-${field.name}`);
    const described = [help, ...lines].filter(Boolean).map((line) => line.id);
    const set = (name, value) => (value ? input.setAttribute(name, value) : input.removeAttribute(name));
    set("aria-describedby", described.join(" "));
    set("aria-invalid", wrong && "true");
    return wrong && field.messages[wrong];
  }

  function summarise(errors) {
    document.getElementById("form-summary")?.remove();
    document.title = errors.length ? form.dataset.prefix + title : title;
    if (!errors.length) {
      return;
    }
    const box = element("div", "", { class: "form-summary", id: "form-summary", tabindex: "-1", "aria-labelledby": "form-summary-title" });
    const alert = element("div", "", { role: "alert" });
    const list = element("ul", "", {});
    errors.forEach(([field, message]) => {
      const link = element("a", message, { href: `#field-${field.name}` });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        const input = inputOf(field);
        input.closest(".form-field").scrollIntoView();
        input.focus({ preventScroll: true });
      });
      const item = element("li", "", {});
      item.append(link);
      list.append(item);
    });
    alert.append(element("h2", form.dataset.title, { id: "form-summary-title" }), list);
    box.append(alert);
    document.querySelector("h1").before(box);
    box.focus();
  }

  // What has been written; of nothing, all there is to write. With a line break after the label
  // where there is more than one line.
  function letter() {
    const written = rules.fields.filter((field) => inputOf(field).value);
    return (written.length ? written : rules.fields)
      .map((field) => [field.label, inputOf(field).value])
      .map(([label, value]) => `${label}: ${value.includes("\n") ? "\n" : ""}${value}`)
      .join("\n");
  }

  // What else the desk will want to know.
  function asked() {
    const missing = rules.fields.filter((field) => field.required && !inputOf(field).value);
    const items = missing.map(({ label }) => label).join(form.dataset.or);
    return items && ` ${form.dataset.asked.replace("{items}", () => items)}`;
  }

  async function copy() {
    const text = document.getElementById("form-text");
    const status = document.getElementById("form-status");
    text.value = letter();
    document.getElementById("form-text-line").hidden = false;
    try {
      await navigator.clipboard.writeText(text.value);
      status.textContent = form.dataset.copied + asked();
    } catch {
      text.focus();
      text.select();
      status.textContent = form.dataset.notCopied + asked();
    }
    const mail = document.getElementById("form-mail");
    if (mail) {
      const body = encodeURIComponent(text.value.replace(/\n/g, "\r\n"));
      const to = mail.href.replace(/[^=]*$/, "");
      // Not every Windows opens a link of more than 2,083 signs.
      mail.href = to + (to.length + body.length > 2000 ? "" : body);
      mail.parentNode.hidden = false;
    }
  }

  // A line that comes while a button is held would move what is clicked.
  let held = false;
  addEventListener("mousedown", () => (held = true), true);
  addEventListener("mouseup", () => (held = false), true);

  rules.fields.forEach((field) => {
    const input = inputOf(field);
    // type="email" would refuse full-width signs.
    if (field.kind === "email") input.inputMode = "email";
    // Leaving an empty field is no mistake yet; what was said of it before is not true any more.
    const look = () => (input.value || input.previousElementSibling.matches(".form-error, .form-note")) && check(field);
    input.addEventListener("blur", () => (held ? addEventListener("mouseup", () => setTimeout(look), { once: true }) : look()));
  });
  form.addEventListener("submit", (event) => {
    const errors = rules.fields.map((field) => [field, check(field)]).filter(([, message]) => message);
    summarise(errors);
    if (errors.length || copies) {
      event.preventDefault();
    }
    if (copies) {
      copy();
    }
    // Programs are faster than people.
    const elapsed = inputOf(rules.elapsed);
    if (elapsed) elapsed.value = Math.floor(performance.now() / 1000);
  });
})();
