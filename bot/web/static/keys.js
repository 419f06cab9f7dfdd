// Keys of one letter for staff. They do nothing while somebody types, with a modifier, in an input
// method, or when they are switched off (WCAG 2.1.4).

import { kept, keep } from "./own.js";

const dialog = document.getElementById("keys");
const box = document.getElementById("keys-on");
const button = document.getElementById("keys-open");
const WITHIN = 1500; // milliseconds in which the second of two keys follows the first
let on = kept("keys") !== "off";
let led = 0; // when "g" was pressed
box.checked = on;
button?.removeAttribute("hidden");
button?.addEventListener("click", () => {
  button.closest("details").open = false;
  dialog.showModal();
});
// What folds out over the page closes like a menu: by Escape, and by a press elsewhere.
const MENUS = "details.menu[open], details.deed[open]";
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll(MENUS)) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", ({ key, target, isComposing }) => {
  const menu = key === "Escape" && !isComposing && target.closest?.(MENUS);
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
box.addEventListener("change", () => {
  on = box.checked;
  keep("keys", on ? "on" : "off");
});

const rows = () => [...document.querySelectorAll(".cases .queue-link, .incident-list .incident-link")];

function move(step) {
  const links = rows();
  const row = document.activeElement?.closest("tr");
  const here = links.findIndex((link) => link.closest("tr") === row);
  const next = links[Math.min(Math.max(here + step, 0), links.length - 1)];
  next?.focus();
  next?.closest("tr").scrollIntoView({ block: "nearest" });
}

/** Focus the first of these that is there, in whatever it is folded. */
function focus(...ids) {
  const found = ids.map((id) => document.getElementById(id)).find(Boolean);
  for (let fold = found?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  found?.focus();
  return Boolean(found);
}

const rowInFocus = () => document.activeElement?.closest(".cases tbody tr");

/** On a list: tick the row in focus, and go to what is done with all that are ticked. On a case: go to its own. */
function together(id, ...own) {
  const tick = rowInFocus()?.querySelector("input[type=checkbox]");
  if (tick && !tick.checked) tick.click();
  if (document.querySelector(".cases")) return document.querySelector(".pick :checked") && focus(id);
  return focus(...own);
}

const beside = (step, id) => () => (rows().length ? move(step) : document.getElementById(id)?.click());

const deeds = {
  j: beside(1, "later"),
  k: beside(-1, "earlier"),
  x: () => rowInFocus()?.querySelector("input[type=checkbox]")?.click(),
  "/": () => focus("q") || location.assign("/staff"),
  r: () => focus("answer", "whose", "text-ja") || document.getElementById("do-draft")?.click(),
  s: () => focus("suggested-use"),
  m: () => focus("macro"),
  n: () => focus("note"),
  t: () => focus("case-tags"),
  z: () => document.querySelector("#held button, #undo-all button")?.click(),
  a: () => together("to", "to"),
  c: () => focus("category", "sure-confirm"),
  e: () => together("close-all", "close-of", "close", "sure-end"),
  u: () => document.querySelector(".crumbs a")?.click(),
  "?": () => dialog.open || dialog.showModal(),
};

const ways = { i: "/staff", b: "/staff/incidents" };

function deedOf({ key, timeStamp }) {
  const follows = timeStamp - led < WITHIN && led > 0;
  led = key === "g" ? timeStamp : 0;
  if (follows && Object.hasOwn(ways, key)) return () => location.assign(ways[key]);
  return Object.hasOwn(deeds, key) && deeds[key];
}

document.addEventListener("keydown", (event) => {
  if (!on || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
  const deed = deedOf(event);
  if (!deed) return;
  event.preventDefault();
  deed();
});
