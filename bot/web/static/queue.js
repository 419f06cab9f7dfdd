// The list that somebody came from: the inbox notes what it shows as the page goes, and a case leads back to it and to
// the cases before and after it. A tab of its own has a list of its own. Without it a case leads back to the inbox.

const KEY = "list";

function noted() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null; // no storage, or not ours
  }
}

function note() {
  const cases = [...document.querySelectorAll("#rows .queue-link")].map((link) => link.pathname);
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ address: location.pathname + location.search, cases }));
  } catch {
    // Then a case leads back to the inbox.
  }
}

function lead(id, path) {
  const link = document.getElementById(id);
  if (!path) return; // it stays a place in the page that leads nowhere: there is no case on that side
  link.href = path;
  link.removeAttribute("aria-disabled");
}

function show(place) {
  const list = noted();
  const at = list?.cases?.indexOf(place.dataset.at) ?? -1;
  if (at < 0) return;
  document.getElementById("back").href = list.address;
  lead("earlier", list.cases[at - 1]);
  lead("later", list.cases[at + 1]);
  const numbers = { "#n": at + 1, "#t": list.cases.length };
  place.querySelector(".place").textContent = place.dataset.text.replace(/#[nt]/g, (of) => numbers[of]);
  place.hidden = false;
}

const place = document.getElementById("queue");
if (place) show(place);
else if (document.getElementById("rows")) addEventListener("pagehide", note);
