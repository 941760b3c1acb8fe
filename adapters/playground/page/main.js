// The page: one stream in, one pane for each person and for the channel.

import { speakFor, tell } from "./act.js";
import { Columns } from "./columns.js";
import { guardPage } from "./composer.js";
import { buildControls, showPeople, showSchools, showSite, showState } from "./controls.js";
import { byId } from "./dom.js";
import { Pane } from "./pane.js";
import { forgetViews } from "./view.js";

const columns = new Columns();
let panes = new Map();
let shape = "";
let stream = null;
let lost = false;
let waiting = [];

const TOGETHER = 16;

function follow(school) {
  stream?.close();
  stream = new EventSource(`/stream?school=${encodeURIComponent(school)}`);
  const on = (name, take) => stream.addEventListener(name, (event) => take(JSON.parse(event.data)));
  on("snapshot", showAll);
  on("message", wait);
  on("state", showState);
  on("wiped", () => {
    waiting = [];
    panes.forEach((pane) => pane.keepOnly(new Set()));
  });
  stream.onerror = () => {
    if (stream.readyState === EventSource.CLOSED && school) {
      pick(""); // no such school here: another config, or a mistyped address
      return;
    }
    lost = true;
    tell("Handrail does not answer. Trying again … In danger ring 999. Police: 101.", true);
  };
}

// What arrives together is drawn together.
function wait(message) {
  if (!waiting.length) setTimeout(drawWaiting, TOGETHER);
  waiting.push(message);
}

function drawWaiting() {
  const messages = waiting;
  waiting = [];
  drawAll(messages, true);
}

function drawAll(messages, fresh) {
  for (const [address, pane] of panes) {
    const mine = messages.filter((message) => message.pane === address);
    if (mine.length) pane.put(mine, fresh);
  }
}

function showAll(snapshot) {
  if (lost) tell("Handrail answers again.");
  lost = false;
  speakFor(snapshot.school);
  showSite(snapshot.site);
  showSchools(snapshot.schools, snapshot.school);
  showPeople(snapshot.panes);
  showState(snapshot.state);
  const found = JSON.stringify([snapshot.school, snapshot.panes]);
  if (found !== shape) build(snapshot.panes);
  const again = found === shape;
  shape = found;
  const ids = new Set(snapshot.messages.map((message) => message.id));
  panes.forEach((pane) => pane.keepOnly(ids));
  waiting = [];
  drawAll(snapshot.messages, again);
}

function build(places) {
  panes = new Map(places.map((place) => [place.address, new Pane(place, (pane) => columns.count(pane))]));
  byId("panes").replaceChildren(...[...panes.values()].map((pane) => pane.element));
  columns.hold([...panes.values()]);
}

function pick(school) {
  const address = new URL(window.location.href);
  address.searchParams.set("school", school);
  window.history.replaceState(null, "", address);
  follow(school);
}

guardPage();
forgetViews();
buildControls(pick);
follow(new URL(window.location.href).searchParams.get("school") ?? "");
