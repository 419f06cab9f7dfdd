// The demo while it plays: the stream says how the clock stands; what changed is fetched and put in
// place child by child, so that open details, scrolling and focus stay where they are.
// Without this script every control works as a plain form.

import { keepOpen, listen, oneAtATime } from "./fresh.js";

const byId = (id) => document.getElementById(id);
const board = byId("board");
const caption = byId("caption");
const controls = byId("controls");
const play = byId("play");
const lost = byId("lost");

// What is shown

const source = new WeakMap(); // element -> the text it was made from, to tell news from no news
const chosen = new Map(); // details that the reader opened or closed themselves

function remember(element) {
  source.set(element, element.outerHTML);
  for (const part of element.querySelectorAll("[id]")) source.set(part, part.outerHTML);
}

function keepFocus(part, swap) {
  const index = part.contains(document.activeElement) ? [...part.querySelectorAll("a, button, summary, [tabindex]")].indexOf(document.activeElement) : -1;
  swap();
  if (index >= 0) [...(byId(part.id)?.querySelectorAll("a, button, summary, [tabindex]") ?? [])][index]?.focus({ preventScroll: true });
}

function update(was, now) {
  const text = now.outerHTML;
  if (source.get(was) === text) return;
  if (!("keyed" in now.dataset)) {
    remember(now);
    keepOpen(was, now);
    keepFocus(was, () => was.replaceWith(now));
    return;
  }
  source.set(was, text);
  was.className = now.className;
  if (was instanceof HTMLDetailsElement) was.open = chosen.get(was.id) ?? now.open;
  updateChildren(was, now);
}

function updateChildren(was, now) {
  const had = new Map([...was.children].map((child) => [child.id, child]));
  let arrived;
  [...now.children].forEach((child, i) => {
    const old = child.id && had.get(child.id);
    had.delete(child.id);
    if (old) {
      if (was.children[i] !== old) move(was, old, was.children[i]);
      update(old, child);
    } else {
      remember(child);
      child.classList.add("fresh");
      was.insertBefore(child, was.children[i] ?? null);
      arrived ??= child;
    }
  });
  for (const gone of had.values()) gone.remove();
  if (arrived && "follow" in was.dataset) follow(was, arrived);
}

// Moving an element in the document resets how far it is scrolled, and takes the focus.
function move(parent, child, before) {
  const scrolled = [...child.querySelectorAll("[data-follow]")].map((e) => [e, e.scrollTop]);
  const focused = child.contains(document.activeElement) ? document.activeElement : null;
  parent.insertBefore(child, before ?? null);
  for (const [element, top] of scrolled) element.scrollTop = top;
  focused?.focus({ preventScroll: true });
}

function follow(lines, arrived) {
  if (lines.matches(":hover") || lines.contains(document.activeElement)) return; // somebody is reading
  lines.scrollTop = arrived.offsetTop - 12;
}

function say(fresh) {
  const line = fresh.querySelector("#now-caption > p");
  const shown = caption.querySelector("p")?.dataset.moment;
  if (line && line.dataset.moment !== shown) caption.replaceChildren(line.cloneNode(true));
  if (!line) caption.replaceChildren();
}

// How the playback stands

const MEANT_FOR = 2000; // milliseconds in which somebody presses what the button said before it changed by itself
let state = { version: -1 };
let changed = { at: -MEANT_FOR, from: "" };
function stand(next) {
  state = next;
  byId("clock").textContent = next.clock;
  byId("progress").value = next.minute;
  play.value = next.playing ? "pause" : "play";
  play.textContent = next.playing ? play.dataset.pause : next.minute ? play.dataset.play : play.dataset.start;
  play.disabled = byId("jump").disabled = next.over;
  for (const button of controls.querySelectorAll(".speed")) {
    button.setAttribute("aria-pressed", String(Number(button.value) === next.speed));
  }
}

const refresh = oneAtATime(async () => {
  const response = await fetch("/demo/board", { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = await response.text(); // our own server's page; scripts in it would not run
  const wasOver = byId("summary");
  say(fresh.content);
  updateChildren(board, fresh.content);
  if (!wasOver && byId("summary")) byId("summary").scrollIntoView({ block: "center" });
});

async function control(values) {
  try {
    const response = await fetch("/demo/control", { method: "POST", body: values, headers: { Accept: "application/json" } });
    if (response.ok) stand(await response.json());
  } catch {
    lost.textContent = lost.dataset.text;
  }
}

async function beginByItself() {
  const from = play.value;
  await control(new URLSearchParams({ do: "begin" }));
  if (play.value !== from) changed = { at: performance.now(), from };
}

controls.addEventListener("submit", (event) => {
  event.preventDefault();
  const values = new URLSearchParams(new FormData(controls, event.submitter));
  if (event.submitter === play && performance.now() - changed.at < MEANT_FOR) values.set("do", changed.from);
  changed.at = -MEANT_FOR;
  if (values.get("do") === "restart") chosen.clear();
  control(values);
});

board.addEventListener("click", (event) => {
  const details = event.target.closest("summary")?.parentElement;
  if (details?.matches(".chat-card")) chosen.set(details.id, !details.open);
});

for (const child of board.children) remember(child);
beginByItself(); // once
listen("/demo/events", {
  opened: () => {
    lost.textContent = "";
    refresh();
  },
  message: (message) => {
    if (message.data.startsWith("{")) stand(JSON.parse(message.data));
    refresh();
  },
  lost: (closed) => {
    if (closed) lost.textContent = lost.dataset.text;
  },
});
