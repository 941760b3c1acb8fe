// Where a person types. A pasted picture or a dropped file stops here: its bytes are never read.

import { h } from "./dom.js";

const LONGEST = 100000;
const FILE_IN_LETTERS = /data\s?:\s?(image|video|audio|application|font)\//i;
const NOT_WORDS = ["Files", "text/uri-list", "text/html"];

const PICTURE = "M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v11a2.5 2.5 0 0 1-2.5 2.5h-11A2.5 2.5 0 0 1 4 17.5zM4.5 17l4.5-5 3.5 3.5L15 13l4.5 4.5M15.5 8.5h.01";

export function drawComposer(place, send, refuse) {
  const field = h("textarea", {
    rows: "1", "aria-label": `Type as ${place.title}`, placeholder: "Type here", autocomplete: "off",
    maxlength: String(LONGEST),
  });
  const submit = () => {
    if (!field.value.trim()) return;
    const words = field.value;
    field.value = "";
    send(words);
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  const form = h("form", { class: "composer" },
    h("button", {
      type: "button", class: "picture", title: "Pretend to send a picture",
      "aria-label": "Pretend to send a picture: no file is picked", onclick: refuse,
    }, icon()),
    field, h("button", { type: "submit", class: "main" }, "Send"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  return { form, field };
}

// Watches everything that is pasted into or dropped on a pane, its forms too.
export function guard(pane, refuse) {
  pane.addEventListener("paste", (event) => {
    const kinds = [...(event.clipboardData?.items ?? [])];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!kinds.some((item) => item.kind === "file") && !FILE_IN_LETTERS.test(text)) return;
    event.preventDefault();
    refuse();
  });
  pane.addEventListener("dragover", (event) => {
    event.preventDefault();
    pane.classList.add("over");
  });
  pane.addEventListener("dragleave", () => pane.classList.remove("over"));
  pane.addEventListener("drop", (event) => {
    pane.classList.remove("over");
    const kinds = [...(event.dataTransfer?.types ?? [])];
    event.preventDefault();
    if (kinds.some((kind) => NOT_WORDS.includes(kind))) refuse();
  });
}

// A file dropped beside the chats would make the browser leave the page and show it.
export function guardPage() {
  for (const kind of ["dragover", "drop"]) {
    window.addEventListener(kind, (event) => event.preventDefault());
  }
}

function icon() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({
    viewBox: "0 0 24 24", width: "24", height: "24", fill: "none", stroke: "currentColor",
    "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  })) svg.setAttribute(name, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PICTURE);
  svg.append(path);
  return svg;
}
