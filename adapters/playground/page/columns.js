// Which chats are shown: side by side as far as they fit, one at a time on a phone.

import { byId, h } from "./dom.js";

const ROOM = [[639, 1], [999, 2], [1279, 3], [1499, 4], [2199, 5]];
const MOST = 6;
const KEPT = "handrail-columns";

// On four columns the issue is seen best with the ladder's far end: the deputy and the head.
const FOUR = [0, 1, 3];

export class Columns {
  constructor() {
    this.panes = [];
    this.shown = new Set();
    this.width = 0;
    window.addEventListener("resize", () => this.fit());
  }

  hold(panes) {
    this.panes = panes;
    this.width = 0;
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    byId("tabs").replaceChildren(...panes.map((pane) => this.drawTab(pane)));
    this.fit(new Set(kept));
  }

  drawTab(pane) {
    pane.count = h("span", { class: "count" });
    pane.spoken = h("span", { class: "sr" });
    pane.tab = h("button", { type: "button", onclick: () => this.press(pane) }, pane.place.title, pane.count, pane.spoken);
    return pane.tab;
  }

  room() {
    return ROOM.find(([width]) => window.innerWidth <= width)?.[1] ?? MOST;
  }

  fit(kept = new Set()) {
    const room = this.room();
    if (room === this.width) return;
    const first = this.width === 0;
    this.width = room;
    const wanted = this.panes.filter((pane) => kept.has(pane.place.address));
    if (first && wanted.length && wanted.length <= room) this.shown = new Set(wanted);
    else this.shown = new Set(this.best(room));
    this.show();
  }

  best(room) {
    const ranked = this.panes.filter((pane) => pane.place.rank < 9).sort((a, b) => a.place.rank - b.place.rank);
    const head = ranked.at(-1);
    if (room < 4 || ranked.length <= room) return ranked.slice(0, room);
    const four = FOUR.map((rank) => ranked[rank]);
    return [...new Set([...(room === 4 ? four : ranked.slice(0, room - 1)), head])];
  }

  press(pane) {
    if (this.width === 1) this.shown = new Set([pane]);
    else if (!this.shown.has(pane)) this.shown.add(pane);
    else if (this.shown.size > 1) this.shown.delete(pane);
    sessionStorage.setItem(KEPT, JSON.stringify([...this.shown].map((each) => each.place.address)));
    this.show();
    if (!this.shown.has(pane)) return;
    pane.read();
    pane.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  show() {
    for (const pane of this.panes) {
      const shown = this.shown.has(pane);
      const opened = pane.element.hidden && shown;
      pane.element.hidden = !shown;
      pane.tab.setAttribute("aria-pressed", String(shown));
      if (opened) pane.toEnd();
    }
  }

  count(pane) {
    const unread = pane.unread.size;
    const level = pane.place.kind === "teacher" ? "" : pane.level();
    pane.count.textContent = unread ? String(unread) : "";
    pane.count.dataset.level = level;
    pane.spoken.textContent = unread ? `${unread} new${level ? `, ${level}` : ""}` : "";
    const all = this.panes.reduce((sum, each) => sum + each.unread.size, 0);
    document.title = all ? `(${all}) Handrail` : "Handrail";
  }
}
