// Small things that every part of the page uses: elements, ids, times.

export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export const byId = (id) => document.getElementById(id);

// The name of one doing: the same name is the same doing, however often it arrives.
export const operation = () => crypto.randomUUID();

const CLOCK = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const DAY = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London", weekday: "short", day: "numeric", month: "short",
});

const STAMP = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", weekday: "short" });

export const clockTime = (at) => CLOCK.format(at);
export const stamp = (at) => `${STAMP.format(at)} ${CLOCK.format(at)}`;
export const moment = (at) => `${DAY.format(at)}, ${CLOCK.format(at)}`;
