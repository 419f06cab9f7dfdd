// Keeps the console fresh: when the desk says that something changed, fetch this page again and
// swap the parts marked data-live. A part that somebody is typing in is left alone until they
// are done.

const news = document.getElementById("news");
let waiting = false;
let running = false;
let again = false;

function isBusy(part) {
  const fields = [...part.querySelectorAll("input:not([type=hidden]), textarea")];
  return fields.some((f) => f === document.activeElement || f.value !== f.defaultValue || "kept" in f.dataset);
}

function keepOpen(from, to) {
  const was = from.querySelectorAll("details");
  to.querySelectorAll("details").forEach((details, i) => {
    if (was[i]?.open) details.open = true;
  });
}

function keepFocus(part, swap) {
  const active = document.activeElement;
  const selector = part.contains(active) && (active.id ? `#${CSS.escape(active.id)}` : active.href ? `a[href="${active.getAttribute("href")}"]` : null);
  swap();
  if (selector) document.querySelector(selector)?.focus({ preventScroll: true });
}

function swapParts(fresh) {
  waiting = false;
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    if (!next || next.innerHTML === part.innerHTML) continue;
    if (isBusy(part)) {
      waiting = true;
      continue;
    }
    keepOpen(part, next);
    keepFocus(part, () => part.replaceWith(next));
  }
  if (news) {
    news.textContent = waiting ? news.dataset.text : "";
    news.hidden = !waiting;
  }
}

async function refresh() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    const response = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    if (response.redirected && response.url.includes("/login")) location.assign(response.url);
    else if (response.ok) swapParts(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    // The server is away; the stream will say when it is back.
  } finally {
    running = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

function listen(pause = 1000) {
  const stream = new EventSource("/staff/events");
  let first = true;
  stream.onopen = () => {
    pause = 1000;
    if (!first) refresh();
    first = false;
  };
  stream.onmessage = refresh;
  stream.onerror = () => {
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(() => {
      listen(Math.min(pause * 2, 30000));
      refresh();
    }, pause);
  };
}

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
listen();
