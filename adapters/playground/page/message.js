// One message as an element. What a card holds is text, never markup.

import { h, stamp } from "./dom.js";
import { drawForm } from "./form.js";

const NAMES = { "delivery-problem": "Handrail: a problem", alert: "Handrail: alert" };

// What must be seen to come from Handrail, each on its own.
const ALONE = new Set(["alert", "delivery-problem"]);
const LENGTHS = [[26, "wide long"], [16, "wide"]];

export const isLive = (card) => card.buttons.length > 0 || card.form !== null;

// An age is picked or typed, and a name typed, before "Not known" is offered.
const isShort = (button) => button.label.length <= 3;

// `act` has press(button, value), fill(form, content) and open(message).
export function draw(message, act) {
  return message.card ? drawCard(message, act) : drawOwn(message);
}

function drawOwn(message) {
  return h("article", { class: "bubble mine", "data-id": message.id, "aria-label": "You" },
    h("p", { class: "text" }, message.words),
    h("p", { class: "by" }, h("span", {}, `${stamp(message.at)} ✓ received`)));
}

export function drawWaiting(words) {
  return h("article", { class: "bubble mine waiting", "aria-label": "You" },
    h("p", { class: "text" }, words),
    h("p", { class: "by" }, h("span", {}, "Being saved …")));
}

function drawCard(message, act) {
  const { card } = message;
  const live = isLive(card);
  const standing = card.kind === "question" ? (live ? " live" : " past") : "";
  const element = h("article", {
    class: `bubble ${card.kind}${standing}`,
    "data-id": message.id,
    "data-level": card.level || null,
    "data-stamp": ALONE.has(card.kind) || standing === " past" ? null : stamp(message.at),
    tabindex: "-1",
    "aria-label": label(card, live),
  });
  element.append(h("p", { class: "by" },
    h("b", {}, NAMES[card.kind] ?? "Handrail"), h("span", {}, stamp(message.at))));
  if (card.level) element.append(h("span", { class: "level" }, card.level));
  element.append(h("p", { class: "text" }, withoutLevel(card)));
  if (card.hint) element.append(h("p", { class: "hint" }, card.hint));
  if (message.private && card.kind === "question") {
    element.append(h("div", { class: "answers" }, h("button", {
      type: "button", class: "wide", onclick: () => act.open(message),
    }, card.case ? "Show it to me alone" : "See what I said")));
  }
  const answers = drawButtons(card, (button) => act.press(button, message));
  if (card.form) answers.splice(Number(card.buttons.some(isShort)), 0, drawForm(card.form, message, act));
  element.append(...answers);
  const asides = drawAsides(card, (button) => act.press(button, message));
  if (asides) element.append(asides);
  if (card.foot && live) element.append(h("p", { class: "foot" }, card.foot));
  return element;
}

function label(card, live) {
  // A live question takes the focus, and only its label is then read aloud.
  if (card.kind === "question") return live ? `Question: ${card.text}` : "Earlier question";
  return card.level ? `${card.level} ${card.kind}` : "Handrail";
}

function withoutLevel(card) {
  const [before, ...after] = card.text.split(`${card.level} · `);
  if (!card.level || !after.length) return card.text;
  const rest = after.join("");
  return before + rest.charAt(0).toUpperCase() + rest.slice(1);
}

export function drawButtons(card, press) {
  const shown = card.buttons.filter((button) => button.tone !== "quiet");
  if (!shown.length) return [];
  const short = shown.filter(isShort);
  const long = shown.filter((button) => !isShort(button));
  const rows = [];
  if (short.length) rows.push(h("div", { class: "answers short" }, ...short.map((each) => key(each, press))));
  if (long.length) rows.push(h("div", { class: "answers" }, ...long.map((each) => key(each, press))));
  return rows;
}

export function drawAsides(card, press) {
  const quiet = card.buttons.filter((button) => button.tone === "quiet");
  return quiet.length ? h("div", { class: "asides" }, ...quiet.map((each) => key(each, press))) : null;
}

function key(button, press) {
  const tone = button.tone === "plain" ? "" : button.tone;
  const size = LENGTHS.find(([longest]) => button.label.length > longest)?.[1];
  return h("button", {
    type: "button",
    class: `${tone} ${button.tone === "quiet" ? "" : size ?? ""}`.trim() || null,
    onclick: () => press(button),
  }, button.label);
}
