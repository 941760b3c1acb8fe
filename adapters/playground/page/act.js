// What the page posts. It never posts a file: of something that is not words only that it came.

import { byId, operation } from "./dom.js";

let school = "";

export function speakFor(id) {
  school = id;
}

export async function post(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    return { ok: false, status: 0, problem: "Handrail does not answer. Is it still running? In danger ring 999. Police: 101." };
  }
  let answer = {};
  try {
    answer = await response.json();
  } catch {
    answer = { problem: `Handrail answered ${response.status}. In danger ring 999. Police: 101.` };
  }
  return { ...answer, ok: response.ok, status: response.status };
}

// `what` is one of {typed}, {pressed, message}, {filled, content}, {opened}, {media}.
export function say(person, what, name = operation()) {
  return post("/said", { school, person, operation: name, ...what });
}

export function view(person, message) {
  return post("/view", { school, person, message });
}

// Good news is old news after a while, and takes room on a phone; a problem stays.
const READ_IN = 8000;
let fading = 0;

export function tell(words, bad = false) {
  const status = byId("status");
  clearTimeout(fading);
  if (!bad) fading = setTimeout(() => { status.textContent = ""; }, READ_IN);
  status.textContent = words;
  status.classList.toggle("bad", bad);
}
