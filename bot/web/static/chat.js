// The chat, a little more comfortable: sends without leaving the page and shows what arrives.
// Everything here also works without it, as plain forms.

import { attachment } from "./attach.js";
import { listen } from "./fresh.js";

const log = document.getElementById("log");
const composer = document.getElementById("composer");
const box = document.getElementById("text");
const counter = document.getElementById("counter");
const problem = document.getElementById("problem");
const live = document.getElementById("live");
const fresh = document.getElementById("new");
const longest = Number(composer.dataset.longest);
const { base, query } = composer.dataset;
const isFramed = document.body.classList.contains("framed");

function at(path) {
  return base + path + query;
}

try {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const sort = isFramed ? "samesite=none;secure;partitioned" : "samesite=lax";
  if (zone) document.cookie = `zone=${encodeURIComponent(zone)};path=/;max-age=31536000;${sort}`;
} catch {
  // Without it times are shown in the zone of the page's language.
}

// What arrives

function isAtEnd() {
  return window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 120;
}

function parse(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html; // our own server's page; scripts in it would not run
  return [...holder.content.children];
}

// The words of each part as they were served: what the page writes into one since is no news.
const served = new WeakMap([...log.children].map((part) => [part, part.textContent]));

function replace(old, next) {
  const wasOpen = old.querySelector("details")?.open;
  const details = next.querySelector("details");
  if (wasOpen && details) details.open = true;
  old.replaceWith(next);
}

// Puts in what is new and takes out what has gone; what stays is not touched, so that a screen
// reader announces only news, and opened details stay open.
function merge(parts) {
  const had = new Map([...log.children].map((e) => [e.dataset.turn, e]));
  const keys = new Set(parts.map((e) => e.dataset.turn));
  const said = parts.filter((e) => e.matches(".turn") && !had.has(e.dataset.turn));
  const focused = log.contains(document.activeElement) && document.activeElement;
  for (const [key, old] of had) if (!keys.has(key)) old.remove();
  parts.forEach((part, i) => {
    const old = had.get(part.dataset.turn);
    served.set(part, part.textContent);
    if (old && served.get(old) === part.textContent) {
      if (part.id) old.id = part.id;
      else old.removeAttribute("id");
      if (part.hasAttribute("tabindex")) old.tabIndex = -1;
      else old.removeAttribute("tabindex");
    } else if (old) replace(old, part);
    else {
      part.classList.add("fresh");
      log.insertBefore(part, log.children[i] ?? null);
    }
  });
  if (focused && !focused.isConnected) latest()?.focus({ preventScroll: true });
  return said;
}

function latest() {
  return document.getElementById("latest");
}

function show(parts, { follow = false } = {}) {
  const stay = !follow && !isAtEnd();
  const said = merge(parts);
  document.dispatchEvent(new Event("chat:shown"));
  if (log.children.length) document.getElementById("welcome")?.remove();
  if (!said.length) return;
  if (stay) fresh.hidden = false;
  else scrollToEnd(said[0]);
}

// A long answer is read from its beginning.
function scrollToEnd(from = latest()) {
  fresh.hidden = true;
  const room = window.innerHeight - document.querySelector(".composer-dock").offsetHeight - 40;
  const height = document.documentElement.scrollHeight - (from ? from.getBoundingClientRect().top + scrollY : 0);
  if (from && height > room + 200) from.scrollIntoView({ block: "start" });
  else window.scrollTo(0, document.documentElement.scrollHeight);
}

let catching = Promise.resolve();
function catchUp(options) {
  catching = catching.then(async () => {
    try {
      const response = await fetch(at("/transcript"), { headers: { Accept: "text/html" } });
      if (response.ok) show(parse(await response.text()), options);
    } catch {
      // The server is away; the stream will say when it is back.
    }
  });
  return catching;
}

// What is sent

function tell(text, retry) {
  problem.replaceChildren();
  box.toggleAttribute("aria-invalid", false);
  if (!text) return;
  const line = document.createElement("p");
  line.textContent = text;
  problem.append(line);
  if (retry) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = composer.dataset.retry;
    button.onclick = retry;
    problem.append(button);
  }
}

function count() {
  const length = [...box.value.trim()].length;
  const near = length > longest * 0.8;
  counter.textContent = near ? composer.dataset.counter.replace("{n}", length).replace("{most}", longest.toLocaleString()) : "";
  counter.classList.toggle("over", length > longest);
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
  return length;
}

function newOnce() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}

async function post(values, file) {
  if (file) return attachment.post(at("/messages"), values);
  values.delete("file");
  const body = new URLSearchParams(values);
  const response = await fetch(at("/messages"), { method: "POST", body, headers: { Accept: "application/json" } });
  return { ok: response.ok, status: response.status, again: Number(response.headers.get("Retry-After")), body: await response.json() };
}

// Where the desk has too much to do, the same is sent again when it says so: the same id, so that it
// counts once however often it arrives. A little later than told, so that not everybody comes at once.
const MOST_TRIES = 6;
async function insist(values, file) {
  for (let tries = 1; ; tries++) {
    const answer = await post(values, file);
    if (answer.ok || !answer.again || tries >= MOST_TRIES) return answer;
    tell(answer.body.problem);
    await new Promise((resolve) => setTimeout(resolve, answer.again * 1000 * (1 + Math.random() / 2)));
  }
}

const sending = new Set(); // forms on their way; pressing twice sends once
async function send(form, submitter) {
  const values = new FormData(form, submitter);
  const written = form === composer;
  const file = written && attachment.file();
  if (!file && !values.get("button") && !values.get("text")?.trim()) return box.focus();
  if (written && count() > longest) {
    tell(composer.dataset.tooLong);
    box.setAttribute("aria-invalid", "true");
    return box.focus();
  }
  if (sending.has(form)) return;
  sending.add(form);
  const held = box.value;
  const button = submitter ?? document.getElementById("send");
  const label = button.textContent;
  button.textContent = written ? composer.dataset.sending : label;
  button.setAttribute("aria-disabled", "true");
  const retry = () => send(form, submitter);
  try {
    const { ok, status, body } = await insist(values, file);
    for (const input of document.querySelectorAll("input[name=token]")) input.value = body.token;
    if (status === 403) document.dispatchEvent(new Event("chat:lost"));
    if (ok) {
      tell("");
      if (file) attachment.clear(file);
      form.elements.once.value = newOnce();
      if (written && box.value === held) box.value = "";
      await catchUp({ follow: true });
    } else tell(body.problem, retry);
  } catch {
    tell(composer.dataset.offline, retry);
  } finally {
    sending.delete(form);
    button.textContent = label;
    button.removeAttribute("aria-disabled");
    count();
    if (written) box.focus();
  }
}

// The address for a person's answer, which is no message.
async function tellContact(form) {
  const told = form.querySelector("[role=alert]");
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    told.textContent = (await response.json()).problem;
    if (response.ok) await catchUp();
    else form.elements.address?.focus();
  } catch {
    told.textContent = composer.dataset.offline;
  }
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-contact]")) {
    event.preventDefault();
    tellContact(event.target);
  }
  if (!event.target.matches("form[data-send]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

// Enter sends; Enter that ends a conversion of an input method does not (229: Safari says so late).
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  send(composer);
});
// An answer that waits for more lines goes on waiting while somebody writes one.
let typed = 0;
function tellTyping() {
  if (!log.querySelector("[data-turn=checking]") || Date.now() - typed < 2000) return;
  typed = Date.now();
  const body = new URLSearchParams({ token: composer.elements.token.value });
  fetch(at("/typing"), { method: "POST", body }).catch(() => {}); // then the answer comes a little earlier
}

box.addEventListener("input", () => {
  count();
  if (box.value.trim()) tellTyping();
  if (problem.textContent && !document.querySelector("#problem button")) tell("");
});
attachment.listen({ refused: tell, chosen: () => box.focus() });
document.getElementById("organisation")?.addEventListener("input", (event) => {
  const value = document.querySelector(".organisation-value");
  value.dataset.unset ??= value.textContent;
  value.textContent = event.target.value.trim() || value.dataset.unset;
});
fresh.addEventListener("click", () => {
  scrollToEnd();
  latest()?.focus({ preventScroll: true });
});
for (const chip of document.querySelectorAll("[data-example]")) {
  chip.closest(".examples").hidden = false;
  chip.addEventListener("click", () => {
    box.value = chip.textContent;
    count();
    box.focus();
  });
}

count();
if (latest()) scrollToEnd();
let lost; // says so after a while: a short break the browser mends by itself
const follow = () =>
  listen(at("/events"), {
    opened: () => {
      clearTimeout(lost);
      lost = undefined;
      live.textContent = "";
      catchUp();
    },
    message: () => catchUp(),
    lost: (closed) => {
      if (!closed) {
        lost ??= setTimeout(() => (live.textContent = live.dataset.lost), 5000);
        return;
      }
      clearTimeout(lost);
      live.textContent = live.dataset.lost;
      catchUp(); // where too many listen, the page is still looked after, only later
    },
  });
let leave = follow();
// Many tabs of one website may hold a frame, and a browser has few connections for one host.
if (isFramed)
  document.addEventListener("visibilitychange", () => {
    leave();
    leave = document.hidden ? () => {} : follow();
  });
