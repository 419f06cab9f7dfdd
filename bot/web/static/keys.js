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
// A menu closes like one: by Escape, and by a press elsewhere.
const menu = document.getElementById("menu");
document.addEventListener("click", ({ target }) => {
  if (menu?.open && !menu.contains(target)) menu.open = false;
});
menu?.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
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

function focus(id) {
  const found = document.getElementById(id);
  found?.focus();
  return Boolean(found);
}

const deeds = {
  j: () => move(1),
  k: () => move(-1),
  x: () => document.activeElement?.closest(".cases tr")?.querySelector("input[type=checkbox]")?.click(),
  "/": () => focus("q") || location.assign("/staff"),
  r: () => focus("answer"),
  m: () => focus("macro"),
  n: () => focus("note"),
  a: () => focus("to"),
  c: () => focus("category"),
  e: () => document.getElementById("close")?.click(),
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
