// Keys of one letter for staff. They do nothing while somebody types, with a modifier, in an input
// method, or when they are switched off (WCAG 2.1.4).

const dialog = document.getElementById("keys");
const box = document.getElementById("keys-on");
const button = document.getElementById("keys-open");
let on = true;
try { on = localStorage.getItem("keys") !== "off"; } catch { /* no storage: they are on */ }
box.checked = on;
button?.removeAttribute("hidden");
button?.addEventListener("click", () => dialog.showModal());
box.addEventListener("change", () => {
  on = box.checked;
  try { localStorage.setItem("keys", on ? "on" : "off"); } catch { /* for this page alone */ }
});

const rows = () => [...document.querySelectorAll(".cases .queue-link")];

function move(step) {
  const links = rows();
  const here = links.indexOf(document.activeElement?.closest("tr")?.querySelector(".queue-link"));
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
  u: () => document.querySelector(".crumbs a")?.click(),
  "?": () => dialog.open || dialog.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (!on || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
  const deed = Object.hasOwn(deeds, event.key) && deeds[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
});
