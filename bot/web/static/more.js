// The inbox goes on where it is read, towards its end and towards its beginning: the next entries are added to those
// that are shown, by the link at that end or when it comes near. As many rows go at the other end as are too many, so
// that a list of any length is as quick as a short one. The address says which entries are shown, so that what
// refreshes the page, and who comes back to it, gets the same. Without this script the links lead to pages.

import { comeBack, keepPlace } from "./place.js";

const NEAR = "600px"; // outside the window, that an end of the list is reached before anybody sees it
const said = document.getElementById("loaded");
const list = () => document.getElementById("rows");
const rows = () => [...document.querySelectorAll("#rows tbody tr")];
const end = (way) => document.querySelector(`#${way}[href]`);
let adding = false;
let byHand = false; // somebody pressed the link, maybe while rows were on their way already

/** Rows that are too many when `added` come at one end: those at the other. */
function tooMany(way, added) {
  const there = rows();
  const number = Math.max(0, there.length + added - list().dataset.most * list().dataset.page);
  return way === "more" ? there.slice(0, number) : there.slice(there.length - number);
}

const isPicked = (row) => row.querySelector("input:checked");

/** Put the rows of a page that are not shown yet at one end, and take away what is too much at the other. */
function put(page, way) {
  const fresh = [...page.querySelectorAll("#rows tbody tr")].filter(
    (row) => !document.getElementById(row.querySelector(".queue-link").id),
  );
  const gone = tooMany(way, fresh.length);
  const body = document.querySelector("#rows tbody");
  const here = document.activeElement?.closest("#rows tr");
  body[way === "more" ? "append" : "prepend"](...fresh);
  for (const row of gone) row.remove();
  if (gone.includes(here)) rows()[0].querySelector(".queue-link").focus({ preventScroll: true });
  return { fresh, gone };
}

function lead(way, address) {
  const link = document.getElementById(way);
  if (address) link.href = address;
  else link.removeAttribute("href");
  link.closest("nav").hidden = !address;
}

/** What the page tells of itself after rows came and went: its beginning, its links, its address, its place. */
function account(page, way, { fresh, gone }) {
  const [now, next] = [list().dataset, page.getElementById("rows").dataset];
  if (way === "less") now.start = next.start;
  else if (gone.length) now.start = gone.at(-1).dataset.mark;
  const goesOn = way === "more" ? page.querySelector("#more[href]") : gone.length || end("more");
  const [first, last] = [rows()[0], rows().at(-1)];
  lead("less", now.start && `${now.list}&before=${first.dataset.mark}`);
  lead("more", goesOn && `${now.list}&after=${last.dataset.mark}`);
  const pages = Math.ceil(rows().length / now.page);
  const here = new URL(location.href);
  here.searchParams.delete("before");
  for (const [name, value] of [["after", now.start], ["pages", pages > 1 ? pages : ""]]) {
    if (value) here.searchParams.set(name, value);
    else here.searchParams.delete(name);
  }
  history.replaceState(history.state, "", here);
  const form = document.querySelector(".picking");
  form.action = new URL(form.action).pathname + here.search;
  if (now.before) now.before = Number(now.before) + (way === "more" ? gone.length : -fresh.length);
  if (now.before && next.total) now.total = next.total;
  if (!now.start && now.before) now.before = 0;
  showPlace();
}

const figure = (number) => Number(number).toLocaleString("en-US");

function showPlace() {
  const [place, { before, total, start }] = [document.getElementById("place"), list().dataset];
  const shown = rows().length;
  if (before !== undefined) {
    const first = Number(before);
    const numbers = { "#a": first + 1, "#b": first + shown, "#n": Math.max(total, first + shown) };
    place.textContent = place.dataset.text.replace(/#[abn]/g, (of) => figure(numbers[of]));
  }
  const isAll = !start && !end("more");
  if (before !== undefined && !isAll) said.textContent = place.textContent;
  else said.textContent = (isAll ? said.dataset.all : said.dataset.text).replace("#", shown);
}

async function pageAt(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (response.redirected || !response.ok) throw new Error("no more rows");
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function show(page, way, link) {
  const hadFocus = document.activeElement === link;
  let changed;
  keepPlace(() => {
    changed = put(page, way);
    account(page, way, changed);
  });
  const next = way === "more" ? changed.fresh[0] : changed.fresh.at(-1);
  if (byHand || (hadFocus && link.closest("nav").hidden)) next?.querySelector(".queue-link").focus();
}

async function go(way) {
  const link = end(way);
  if (!link || adding) return;
  const address = link.getAttribute("href");
  if (tooMany(way, Number(list().dataset.page)).some(isPicked)) {
    if (byHand) location.assign(address); // what is ticked does not go by itself
    return;
  }
  const pressed = byHand; // before this fetch, not while it was under way
  let again = false;
  adding = true;
  link.setAttribute("aria-busy", "true");
  try {
    const page = await pageAt(address);
    if (end(way)?.getAttribute("href") === address) show(page, way, link); // or the list was refreshed meanwhile
  } catch {
    if (pressed) location.assign(address); // as without a script
    again = byHand && !pressed;
    if (!again) return;
  } finally {
    adding = false;
    byHand = again;
    link.removeAttribute("aria-busy");
  }
  if (again) go(way);
  else watch();
}

const nearing = new IntersectionObserver(
  (seen) => {
    for (const { target } of seen.filter((row) => row.isIntersecting)) {
      if (target === rows().at(-1)) go("more"); // a single row is both ends
      if (target === rows()[0]) go("less");
    }
  },
  { rootMargin: `${NEAR} 0px` },
);

function watch() {
  nearing.disconnect();
  const there = rows();
  if (end("more")) nearing.observe(there.at(-1));
  if (end("less")) nearing.observe(there[0]);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#rows .goes-on[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  byHand = true;
  go(link.id);
});
document.addEventListener("swapped", watch);
comeBack();
watch();
