// A form on a card: a text, or several of a list. What is handed in is never shown as a message.

import { h } from "./dom.js";

const ONE_LINE = 100;

export function drawForm(form, message, act) {
  const id = `form-${message.id}`;
  const inner = form.kind === "multi" ? ticks(form, id) : words(form, id);
  const element = h("form", { "data-value": form.value }, ...inner,
    h("button", { type: "submit" }, form.submit));
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    act.fill(form, message, content(form, element), element);
  });
  return element;
}

function words(form, id) {
  const field = form.longest > ONE_LINE
    ? h("textarea", { id, name: "words", rows: "3", required: true }, form.typed)
    : h("input", { id, name: "words", type: "text", required: true, autocomplete: "off", value: form.typed });
  return [h("label", { for: id }, form.label), field];
}

function ticks(form, id) {
  const rows = form.choices.map((choice, number) => h("label", { class: "tick", for: `${id}-${number}` },
    h("input", { type: "checkbox", id: `${id}-${number}`, name: "tick", value: choice.value }),
    h("span", {}, choice.label)));
  return [h("fieldset", {}, h("legend", { class: "sr" }, form.label), ...rows)];
}

function content(form, element) {
  const filled = new FormData(element);
  return form.kind === "multi" ? filled.getAll("tick") : String(filled.get("words") ?? "");
}
