// Keeps what somebody begins at an incident on the server, a note or an update for customers, so that it is found
// again in another browser. Of an update the server answers how its readers see it. Nothing of it is needed to work.

const PAUSE = 1000; // milliseconds after the last letter
let timer = 0;
const pending = new Set(); // boxes whose text is not told yet

const isDraft = (box) => "of" in box.dataset && "keptAt" in (box.form?.dataset ?? {});

async function send(box) {
  const { form, value: text } = box;
  const as = [...shownOf(box)].map((shown) => shown.dataset.as).filter(Boolean);
  const { value: token } = form.elements.token;
  const body = new URLSearchParams({ token, of: box.dataset.of, text, as: as.join(" ") });
  const answer = await fetch(form.dataset.keptAt, { method: "POST", body, keepalive: true });
  if (answer.ok && !answer.redirected && box.value === text) read(box, await answer.text());
}

/** Where an update is shown as its readers see it: in words, or as a channel (data-as) hands it over. */
const shownOf = (box) => document.querySelectorAll(`[data-read="${box.lang}"]`);

/** Show an update as its readers see it; of a note nothing is shown. */
function read(box, html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const made = new Map();
  for (const one of answer.querySelectorAll("template")) {
    one.remove();
    made.set(one.dataset.as, one.content);
  }
  for (const shown of shownOf(box)) {
    const words = made.get(shown.dataset.as) ?? answer.body;
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
