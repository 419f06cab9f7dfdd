// Keeps what somebody begins at an incident on the server, a note or an update for customers, so that it is found
// again in another browser. Of an update the server answers how its readers see it. Nothing of it is needed to work.

const PAUSE = 1000; // milliseconds after the last letter
let timer = 0;
const pending = new Set(); // boxes whose text is not told yet

const isNote = (box) => box.form && "note" in box.form.dataset && box.name === "text";
const isUpdate = (box) => box.form && "keptAt" in box.form.dataset && "of" in box.dataset;

async function send(box) {
  const { token } = box.form.elements;
  const body = new URLSearchParams({ token: token.value, text: box.value });
  if (!isUpdate(box)) return fetch(box.form.dataset.note, { method: "POST", body, keepalive: true });
  body.set("of", box.dataset.of);
  const said = box.value;
  const answer = await fetch(box.form.dataset.keptAt, { method: "POST", body, keepalive: true });
  if (answer.ok && !answer.redirected && box.value === said) read(box, await answer.text());
}

/** Show an update as its readers see it. */
function read(box, html) {
  const words = new DOMParser().parseFromString(html, "text/html").body;
  for (const shown of document.querySelectorAll(`[data-read="${box.lang}"]`)) {
    const nothing = document.createElement("p");
    nothing.className = "quiet";
    nothing.lang = document.documentElement.lang;
    nothing.textContent = shown.dataset.nothing;
    const is = words.textContent.trim() ? words.cloneNode(true).childNodes : [nothing];
    shown.replaceChildren(...is);
  }
}

function tell() {
  clearTimeout(timer);
  for (const box of pending) send(box).catch(() => {}); // the next one tells it
  pending.clear();
}

document.addEventListener("input", ({ target }) => {
  if (!isNote(target) && !isUpdate(target)) return;
  pending.add(target);
  clearTimeout(timer);
  timer = setTimeout(tell, PAUSE);
});
// What is sent is no draft any more.
document.addEventListener("submit", ({ target }) => {
  for (const box of pending) if (box.form === target) pending.delete(box);
});
addEventListener("pagehide", tell);
