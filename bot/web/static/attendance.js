// Tells the desk what is done at a case, and keeps what is written there: colleagues see who else is
// there, and a draft is found again in another browser. Nothing of it is needed to work.

const PAUSE = 1000; // milliseconds after the last letter
const EVERY = 30000; // while nothing happens
const STILL_EDITING = 20000; // after the last letter

const { attendance, token } = document.getElementById("case").dataset;
const field = (id) => document.getElementById(id);
let typed = -Infinity;
let told = "";
let timer = 0;

function doing() {
  if (document.hidden) return "away";
  return performance.now() - typed < STILL_EDITING ? "editing" : "viewing";
}

// What stands in a field; nothing, once that is on its way.
function written(box) {
  return box && !("sent" in box.dataset) ? box.value : "";
}

function tell(what = doing()) {
  const body = new URLSearchParams({ token, doing: what });
  if (typed > -Infinity) { // another page of ours may have a draft that this one does not know
    const answer = field("answer");
    body.set("text", written(answer));
    body.set("question", answer?.form.elements.question.value ?? "");
    body.set("note", written(field("note")));
  }
  told = what;
  return fetch(attendance, { method: "POST", body, keepalive: true }).catch(() => {}); // the next one tells it
}

document.addEventListener("input", ({ target }) => {
  if (target.id !== "answer" && target.id !== "note") return;
  typed = performance.now();
  clearTimeout(timer);
  if (told !== "editing") tell();
  timer = setTimeout(tell, PAUSE, undefined);
});
// A page that goes is hidden first: only one that stays hidden is away.
document.addEventListener("visibilitychange", () => setTimeout(tell, PAUSE, undefined));
addEventListener("pagehide", () => tell("left"));
addEventListener("pageshow", () => {
  for (const box of document.querySelectorAll("#answer, #note")) delete box.dataset.sent;
  tell();
});
setInterval(() => tell(), EVERY);
// What is sent is no draft any more, and must not be told as one while the page goes.
document.addEventListener("submit", ({ target }) => {
  clearTimeout(timer);
  for (const box of target.querySelectorAll("#answer, #note")) box.dataset.sent = "";
});
