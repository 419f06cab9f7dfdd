// Keeps what somebody begins at an incident on the server, a note or an update for customers, so that it is found
// again in another browser. Of an update the server answers how its readers see it. Nothing of it is needed to work.

const PAUSE = 1000; // milliseconds after the last letter
let timer = 0;
const pending = new Set(); // boxes whose text is not told yet

const isDraft = (box) => "of" in box.dataset && "keptAt" in (box.form?.dataset ?? {});

async function send(box) {
  const { form, value: text } = box;
  const body = new URLSearchParams({ token: form.elements.token.value, of: box.dataset.of, text });
  const answer = await fetch(form.dataset.keptAt, { method: "POST", body, keepalive: true });
  if (answer.ok && !answer.redirected && box.value === text) read(box, await answer.text());
}

/** Show an update as its readers see it; of a note nothing is shown. */
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
  if (!isDraft(target)) return;
  pending.add(target);
  clearTimeout(timer);
  timer = setTimeout(tell, PAUSE);
});
// What is sent is no draft any more.
document.addEventListener("submit", ({ target }) => {
  for (const box of pending) if (box.form === target) pending.delete(box);
});
addEventListener("pagehide", tell);
