// The private view: what may not stand in a chat, asked for each time and forgotten when closed.

import { say, tell, view } from "./act.js";
import { byId, h } from "./dom.js";
import { drawAsides, drawButtons } from "./message.js";

export async function openView(person, id, pane) {
  const answer = await view(person, id);
  if (answer.status === 410) {
    tell("That view had closed, so here it is afresh.");
    await say(person, { opened: true });
    return;
  }
  if (!answer.ok) {
    tell(answer.problem, true);
    return;
  }
  const dialog = byId("view");
  const press = (button) => {
    dialog.close();
    pane.press(button, { id }, null);
  };
  byId("view-title").textContent = answer.title || "What you told me";
  // The words of a question are about buttons that stand in the chat, not here.
  byId("view-text").textContent = answer.kind === "question" ? "" : answer.text;
  byId("view-fields").replaceChildren(...answer.fields.map((field) => drawField(field, press)));
  const deeds = answer.kind === "question" ? [] : [...drawButtons(answer, press), drawAsides(answer, press)];
  byId("view-answers").replaceChildren(...deeds.filter(Boolean));
  dialog.showModal();
  byId("view-title").focus();
  // A case is longer than a phone is high: what can be done in it is one press away.
  byId("view-deeds").hidden = !deeds.length || dialog.scrollHeight <= dialog.clientHeight;
}

function drawField(field, press) {
  const change = field.change
    ? h("button", {
      type: "button", class: "quiet", "aria-label": `${field.change.label}: ${field.label}`,
      onclick: () => press(field.change),
    }, field.change.label)
    : "";
  return h("div", { class: "field" }, h("dt", {}, field.label), h("dd", {}, field.link ? opens(field) : field.text), change);
}

// It opens beside the chat, which hears nothing of it; the browser sends nothing along.
function opens(field) {
  return h("a", { href: field.link, target: "_blank", rel: "noopener noreferrer" }, field.text);
}

export function forgetViews() {
  const dialog = byId("view");
  byId("view-deeds").addEventListener("click", () => byId("view-answers").querySelector("button").focus());
  dialog.addEventListener("close", () => {
    for (const id of ["view-title", "view-text", "view-fields", "view-answers"]) byId(id).replaceChildren();
  });
}
