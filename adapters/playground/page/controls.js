// The page's own controls: school, clock, switches, start again.

import { post, tell } from "./act.js";
import { byId, clockTime, moment } from "./dom.js";

let ahead = 0;
let known = false;

export function showState(state) {
  ahead = state.now - Date.now();
  known = true;
  const open = byId("open");
  open.textContent = state.open ? "School is open" : "School is shut";
  open.classList.toggle("shut", !state.open);
  for (const name of ["chat_down", "store_down"]) {
    byId(name).setAttribute("aria-pressed", String(state[name]));
  }
  byId("gone").value = state.gone;
  tick();
}

const ABOUT = {
  playground: "To try things out. Nothing here is sent anywhere.",
  trial: "Made-up schools, to try things out. Nothing here is sent anywhere.",
  school: "Alerts show on this page only: no phone and no other chat hears of them.",
};

export function showSite(site) {
  document.body.dataset.site = site;
  byId("about").textContent = ABOUT[site];
}

function tick() {
  if (!known) return;
  const now = Date.now() + ahead;
  byId("clock").textContent = moment(now);
  byId("clock").setAttribute("datetime", new Date(now).toISOString());
  byId("clock-short").textContent = `${moment(now)} · ${byId("open").textContent}`;
}

export function showSchools(schools, school) {
  byId("school").replaceChildren(...schools.map((each) => {
    const text = each.pack === each.name ? each.name : `${each.name} (${each.pack})`;
    return new Option(text, each.id, each.id === school, each.id === school);
  }));
}

// Who may have left: those whom alerts go to.
export function showPeople(places) {
  const people = places.filter((place) => place.kind === "private");
  byId("gone").replaceChildren(new Option("Everybody is there", ""),
    ...people.map((place) => new Option(`${place.title} has left`, place.person)));
}

export function buildControls(pick) {
  setInterval(tick, 1000);
  byId("school").addEventListener("change", (event) => pick(event.target.value));
  for (const step of document.querySelectorAll(".step")) {
    step.addEventListener("click", () => forward(step.dataset.to));
  }
  byId("custom").addEventListener("submit", (event) => {
    event.preventDefault();
    forward(byId("moment").value);
  });
  for (const name of ["chat_down", "store_down"]) {
    byId(name).addEventListener("click", () => flip(name));
  }
  byId("gone").addEventListener("change", (event) => leave(event.target));
  byId("again").addEventListener("click", () => byId("sure").showModal());
  byId("sure").addEventListener("close", startAgain);
  const wide = window.matchMedia("(min-width: 900px)");
  const fold = () => {
    byId("controls").open = wide.matches;
    byId(wide.matches ? "top" : "tools").append(byId("pick"));
  };
  wide.addEventListener("change", fold);
  fold();
}

async function forward(to) {
  const steps = [...document.querySelectorAll(".step, #custom button")];
  for (const step of steps) step.disabled = true;
  tell("Playing what falls due …");
  const answer = await post("/clock", { to });
  for (const step of steps) step.disabled = false;
  byId("other").open = false;
  if (!answer.ok) tell(answer.problem, true);
  else tell(`It is now ${clockTime(answer.now)}. ${fell(answer.fired)}`);
}

function fell(count) {
  if (!count) return "Nothing fell due on the way.";
  return count === 1 ? "One thing fell due on the way." : `${count} things fell due on the way.`;
}

const SWITCHED = {
  chat_down: ["The chat is up again: what waited goes out now.", "The chat is down: alerts reach nobody, and wait. Only the answer to what you type still shows."],
  store_down: ["The store is up again.", "The store is down: nothing is saved, and timers wait."],
};

async function flip(name) {
  const down = byId(name).getAttribute("aria-pressed") !== "true";
  const answer = await post("/switches", { [name]: down });
  tell(answer.ok ? SWITCHED[name][Number(down)] : answer.problem, !answer.ok || down);
}

async function leave(list) {
  const answer = await post("/gone", { school: byId("school").value, person: list.value });
  const words = list.value ? "Their chat is closed: an alert goes to the next person." : "Everybody is in the chat again.";
  tell(answer.ok ? words : answer.problem, !answer.ok);
}

async function startAgain() {
  if (byId("sure").returnValue !== "forget") return;
  byId("sure").returnValue = "";
  const answer = await post("/again", {});
  tell(answer.ok ? "Everything is forgotten. Start where you like." : answer.problem, !answer.ok);
}
