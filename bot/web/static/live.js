// Keeps the console fresh: when the desk says that something changed, fetch this page again and
// swap the parts marked data-live. A part that somebody is typing in is left alone until they
// are done; parts within it that they do not type in are swapped all the same.

import { keepOpen, listen, oneAtATime } from "./fresh.js";
import { announce } from "./own.js";
import { isInside, keepPlace } from "./place.js";

const news = document.getElementById("news");
let waiting = false;

// A box without a value of its own has one all the same, which is no change.
const isChanged = (f) => (/checkbox|radio/.test(f.type) ? f.checked !== f.defaultChecked : f.value !== f.defaultValue);

function isBusy(part) {
  const fields = [...part.querySelectorAll("input:not([type=hidden]), textarea")];
  const choices = [...part.querySelectorAll("select")];
  if (choices.some((f) => f === document.activeElement)) return true;
  return fields.some((f) => f === document.activeElement || isChanged(f) || "kept" in f.dataset);
}

/** What finds an element again in a part that takes the place of its own. */
function selectorOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  return element.href ? `a[href="${element.getAttribute("href")}"]` : "";
}

function keepFocus(part, swap) {
  const selector = part.contains(document.activeElement) && selectorOf(document.activeElement);
  swap();
  if (selector) document.querySelector(selector)?.focus({ preventScroll: true });
}

function showTab() {
  for (const tabs of document.querySelectorAll("#tabs, .views")) {
    const tab = tabs.querySelector("[aria-current]");
    if (tab) tabs.scrollLeft = tab.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - tab.clientWidth) / 2;
  }
}

// A screen reader hears where a broadcast stands when that changes, and not how its numbers grow.
function say(before, now) {
  const [was, is] = [before, now].map((part) => part.querySelector(".badge").textContent);
  if (is !== was) document.getElementById("said").textContent = is;
}

// A draft that the server keeps of what is written here is no news to this page.
function ignoreDrafts(part, next) {
  for (const box of part.querySelectorAll("[data-draft]")) {
    const theirs = next.querySelector(`#${box.id}`);
    if (!theirs) continue;
    theirs.textContent = box.textContent;
    if ("kept" in box.dataset) theirs.dataset.kept = "";
    else delete theirs.dataset.kept;
  }
}

// Whether more customers wait than before: for anybody at all, or for an answer.
function isNews(before, now) {
  return ["nobody", "waiting"].some((name) => Number(now?.dataset[name]) > Number(before?.dataset[name]));
}

// Whether who types should hear that there is more: of a reply, only if its own case changed since it was begun.
function isOvertaken(part, next) {
  return "state" in part.dataset ? part.dataset.state !== next.dataset.state : !document.querySelector("[data-state]");
}

function swapPart(part, next) {
  keepOpen(part, next);
  keepFocus(part, () => part.replaceWith(next));
  if (next.id === "tabs") showTab();
  if ("said" in next.dataset) say(part, next);
}

function swapNew(fresh) {
  waiting = false;
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    if (next) ignoreDrafts(part, next);
    if (!next || (next.innerHTML === part.innerHTML && next.dataset.state === part.dataset.state)) continue;
    if (isBusy(part)) waiting ||= isOvertaken(part, next);
    else swapPart(part, next);
  }
}

function swapParts(fresh) {
  document.title = fresh.title;
  if (isNews(document.getElementById("tabs"), fresh.getElementById("tabs"))) announce();
  if (isInside()) keepPlace(() => swapNew(fresh)); // all parts at once: each look at where rows stand takes time
  else swapNew(fresh);
  document.dispatchEvent(new Event("swapped"));
  if (news && (news.textContent !== "") !== waiting) news.textContent = waiting ? news.dataset.text : "";
}

const parsed = (page) => new DOMParser().parseFromString(page, "text/html");
let brought = 0; // how many pages came by the stream

const look = oneAtATime(async () => {
  const [here, before] = [location.pathname + location.search, brought];
  const response = await fetch(here, { headers: { Accept: "text/html" } });
  if (here !== location.pathname + location.search) return refresh(); // more is shown by now than was asked for
  if (brought > before) return; // what came meanwhile is newer
  if (response.redirected && response.url.includes("/login")) location.assign(response.url);
  else if (response.ok) swapParts(parsed(await response.text()));
});

// However much happens, the page is fetched once a second at most.
let asked = 0;
let pending = 0;
function refresh() {
  if (pending) return;
  const wait = Math.max(0, asked + 1000 - Date.now());
  pending = setTimeout(() => {
    pending = 0;
    asked = Date.now();
    look();
  }, wait);
}

showTab(); // on a telephone not all of them fit

// Pressing twice decides once.
document.addEventListener("submit", (event) => {
  if ("sent" in event.target.dataset) event.preventDefault();
  event.target.dataset.sent = "";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
document.addEventListener("focusout", () => {
  if (waiting) setTimeout(refresh, 200);
});
setInterval(refresh, 60000); // ages grow without anything happening
setInterval(() => {
  if (document.querySelector("[data-poll]") && !document.hidden) refresh(); // what is under way moves by itself
}, 2000);

// Most pages hear that something happened, and ask; the inbox is brought what it shows.
const isInbox = location.pathname === "/staff";
let first = true;
const opened = () => {
  if (!first) refresh(); // what came while nobody listened
  first = false;
};
const of = document.getElementById("case")?.dataset.case;
function stream() {
  const asked = new URLSearchParams(isInbox ? location.search : of ? { case: of } : {});
  const { since } = document.getElementById("main").dataset;
  if (since) asked.set("since", since); // what happened between this page and its stream comes as well
  return `/staff/${isInbox ? "inbox/" : ""}events?${asked}`;
}

function hear() {
  const from = stream();
  const stop = listen(from, {
    opened,
    message: ({ data }) => {
      if (!data.startsWith("<")) return refresh();
      if (from === stream()) {
        brought += 1;
        return swapParts(parsed(data));
      }
      stop(); // other rows are shown by now than when it began
      hear();
    },
  });
}
hear();
