// Keeps the note that somebody begins at an incident on the server, so that it is found again in another
// browser. Nothing of it is needed to work.

const PAUSE = 1000; // milliseconds after the last letter
let timer = 0;
let pending = null; // the form whose note is not told yet

function tell() {
  clearTimeout(timer);
  if (!pending) return;
  const body = new URLSearchParams({ token: pending.elements.token.value, text: pending.elements.text.value });
  fetch(pending.dataset.note, { method: "POST", body, keepalive: true }).catch(() => {}); // the next one tells it
  pending = null;
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-note]");
  if (!form || target.name !== "text") return;
  pending = form;
  clearTimeout(timer);
  timer = setTimeout(tell, PAUSE);
});
// What is sent is no draft any more.
document.addEventListener("submit", ({ target }) => {
  if (target === pending) pending = null;
});
addEventListener("pagehide", tell);
