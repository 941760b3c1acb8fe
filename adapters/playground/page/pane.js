// One pane: a person's chat, or the channel. It keeps its messages in order and counts the unread.

import { say, tell } from "./act.js";
import { drawComposer, guard } from "./composer.js";
import { h, operation } from "./dom.js";
import { draw, drawWaiting, isLive } from "./message.js";
import { openView } from "./view.js";

const LEVELS = ["RECORD", "URGENT", "IMMEDIATE", "EMERGENCY"];
const NEAR = 120;
const KEPT = 300;

// What comes within this time of a doing answers it; so much of the last message must show.
const TURN = 2000;
const SHOWN = 150;

export class Pane {
  constructor(place, changed) {
    this.place = place;
    this.changed = changed;
    this.messages = new Map();
    this.nodes = new Map();
    this.unread = new Set();
    this.acted = false;
    this.turn = { until: 0, first: null };
    this.build();
  }

  build() {
    const { place } = this;
    const id = `pane-${place.address.replace(/\W/g, "-")}`;
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-labelledby": id, tabindex: "0" });
    this.strip = h("p", { class: "strip", hidden: true });
    this.empty = this.drawEmpty();
    this.log.append(this.empty);
    this.element = h("section", { class: "pane", "data-kind": place.kind, "data-address": place.address, "aria-labelledby": id },
      h("header", {}, h("h2", { id, tabindex: "-1" }, place.title), h("p", {}, place.about), place.rota ? this.drawRota() : null),
      this.strip, this.log);
    if (place.kind === "channel") {
      this.element.append(h("p", { class: "aside" }, "Cards only, with no names and no detail. One card a case, edited as it moves."));
    } else if (place.kind === "elsewhere") {
      this.element.append(h("p", { class: "aside" }, "A case's reference and what to do, and no more. Nothing leaves this machine."));
    } else {
      const { form, field } = drawComposer(place, (words) => this.type(words), () => this.refuse());
      this.field = field;
      this.element.append(form);
      guard(this.element, () => this.refuse());
    }
    for (const kind of ["pointerdown", "focusin"]) this.element.addEventListener(kind, () => this.read());
  }

  drawRota() {
    const rota = h("button", { type: "button", class: "quiet rota", "aria-label": `Rota, as ${this.place.title}` }, "Rota");
    rota.addEventListener("click", () => this.act({ pressed: "rota.home" }, rota));
    return rota;
  }

  drawEmpty() {
    const start = h("button", { type: "button", class: this.place.kind === "teacher" ? "main" : "quiet" }, "Raise a concern");
    start.addEventListener("click", () => this.act({ opened: true }, start));
    const words = {
      teacher: "Worried about a picture of a child? Start here. Nothing is sent until you answer.",
      channel: "Nothing needs anybody yet.",
      elsewhere: "Nobody has been called yet.",
      private: `Alerts for ${this.place.title} come here.`,
    }[this.place.kind];
    return h("div", { class: "empty" }, h("p", {}, words), ["channel", "elsewhere"].includes(this.place.kind) ? null : start);
  }

  // --- what the person of this pane does ---

  async act(what, node, name) {
    this.acted = true;
    this.turn = { until: performance.now() + TURN, first: null };
    const again = name ?? (node ? (node.dataset.operation ??= operation()) : operation());
    node?.setAttribute("aria-busy", "true");
    const answer = await say(this.place.person, what, again);
    node?.removeAttribute("aria-busy");
    if (!answer.ok) this.fail(answer, () => this.act(what, node, again));
    else if (answer.outcome !== "not-saved" && node) delete node.dataset.operation;
    for (const message of answer.opened ?? []) openView(this.place.person, message, this);
    return answer;
  }

  async type(words) {
    const waiting = drawWaiting(words.length > 400 ? `${words.slice(0, 400)} …` : words);
    this.log.append(waiting);
    this.toEnd();
    this.typed = true;
    const answer = await this.act({ typed: words });
    waiting.remove();
    const kept = answer.ok && answer.outcome !== "not-saved" && answer.outcome !== "failed";
    if (!kept && !this.field.value) this.field.value = words;
  }

  press(button, message, node = document.activeElement) {
    this.typed = false;
    const pressed = node?.closest?.("button") ?? null;
    if (pressed?.getAttribute("aria-busy") === "true") return null;
    return this.act({ pressed: button.value, message: message.id }, pressed);
  }

  fill(form, message, content, node) {
    this.typed = false;
    if (node.getAttribute("aria-busy") === "true") return null;
    return this.act({ filled: form.value, content }, node);
  }

  refuse() {
    this.typed = false;
    return this.act({ media: true });
  }

  fail(answer, again) {
    if (answer.status !== 0) {
      tell(answer.problem, true);
      return;
    }
    const retry = h("button", { type: "button" }, "Try again");
    const node = h("article", { class: "bubble delivery-problem", tabindex: "-1", "aria-label": "A problem" },
      h("p", { class: "text" }, "That was NOT saved: Handrail does not answer. In danger ring 999. Police: 101."),
      h("div", { class: "answers" }, retry));
    retry.addEventListener("click", () => { node.remove(); again(); });
    this.log.append(node);
    this.toEnd();
  }

  // --- what is shown ---

  // Many at once when the clock is set forward: the place in the log is measured once for all.
  put(messages, fresh) {
    const near = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
    const added = messages.map((message) => this.putOne(message, fresh)).some(Boolean);
    if (added && (near || this.acted)) this.toEnd();
    if (added && this.turn.first && performance.now() < this.turn.until) this.toFirst(this.turn.first);
    this.showStrip();
    this.changed(this);
  }

  putOne(message, fresh) {
    const before = this.messages.get(message.id);
    const text = JSON.stringify(message);
    if (before?.drawn === text) return false;
    const node = draw(message, {
      press: (button, of) => this.press(button, of),
      fill: (form, of, content, element) => this.fill(form, of, content, element),
      open: (of) => openView(this.place.person, of.id, this),
    });
    const old = this.nodes.get(message.id);
    const focused = old?.contains(document.activeElement);
    if (old) old.replaceWith(node);
    else this.log.append(node);
    this.join(node);
    this.messages.set(message.id, { ...message, drawn: text });
    this.nodes.set(message.id, node);
    if (this.nodes.size > KEPT) this.forget(this.nodes.keys().next().value);
    this.empty.hidden = true;
    if (fresh && !old && message.card) this.turn.first ??= node;
    if (fresh && message.card) this.arrive(message, node);
    if (focused && this.acted) node.focus({ preventScroll: true });
    return !old;
  }

  arrive(message, node) {
    const asks = message.card.kind === "question" && isLive(message.card);
    if (asks && this.acted && !this.typed && this.isHere()) node.focus({ preventScroll: true });
    if (this.isHere() || (message.card.kind === "question" && !asks)) return;
    this.unread.add(message.id);
    node.classList.add("fresh");
  }

  // Whether the person at the page is at this pane: then nothing in it is news.
  isHere() {
    const at = document.activeElement;
    const nowhere = at === null || at === document.body;
    return !this.element.hidden && document.hasFocus() && (this.element.contains(at) || (nowhere && this.acted));
  }

  read() {
    if (!this.unread.size) return;
    for (const id of this.unread) this.nodes.get(id)?.classList.remove("fresh");
    this.unread.clear();
    this.showStrip();
    this.changed(this);
  }

  level() {
    const alerts = [...this.messages.values()].filter((each) => each.card?.kind === "alert" && each.card.level);
    const counted = this.unread.size ? alerts.filter((each) => this.unread.has(each.id)) : alerts;
    const ranks = (counted.length ? counted : alerts).map((each) => LEVELS.indexOf(each.card.level));
    return ranks.length ? LEVELS[Math.max(...ranks)] : "";
  }

  showStrip() {
    const level = this.place.kind === "teacher" ? "" : this.level();
    this.strip.hidden = !level;
    if (!level) return;
    this.strip.dataset.level = level;
    this.strip.classList.toggle("read", !this.unread.size);
    this.strip.replaceChildren(h("span", {}, level), h("span", {}, this.unread.size ? `${this.unread.size} new` : "seen"));
  }

  keepOnly(ids) {
    for (const id of [...this.nodes.keys()]) {
      if (!ids.has(id)) this.forget(id);
    }
    this.empty.hidden = this.messages.size > 0;
    this.showStrip();
    this.changed(this);
  }

  forget(id) {
    this.nodes.get(id)?.remove();
    for (const kept of [this.nodes, this.messages, this.unread]) kept.delete(id);
  }

  // Messages of one minute stand under one name, as in any chat: on a phone more of them fit.
  join(node) {
    for (const each of [node, node.nextElementSibling]) {
      const before = each?.previousElementSibling?.dataset.stamp;
      each?.classList.toggle("same", Boolean(before) && before === each.dataset.stamp);
    }
  }

  // To the end; of a last message that is taller than the pane, to its beginning.
  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    const last = this.log.lastElementChild;
    const above = last.getBoundingClientRect().top - this.log.getBoundingClientRect().top;
    if (above < 0) this.log.scrollTop += above - 12;
  }

  // Back to the first of several that came as an answer ("Call 999 now"), with the last in sight.
  toFirst(first) {
    const log = this.log.getBoundingClientRect();
    const above = first.getBoundingClientRect().top - log.top - 12;
    const last = this.log.lastElementChild.getBoundingClientRect();
    const room = log.height - (last.top - log.top) - SHOWN;
    if (above < 0 && room > 0) this.log.scrollTop -= Math.min(-above, room);
  }
}
