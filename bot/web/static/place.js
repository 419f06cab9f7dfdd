// Leaves what is read where it is in the window while a list changes around it.

const MOST = 30; // rows that are looked for again

/** The rows of the list that are in the window, each with how far it is from the window's top. */
function inSight() {
  const found = [];
  for (const row of document.querySelectorAll(".cases tbody tr")) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) found.push({ id: row.querySelector(".queue-link").id, top });
    if (top >= innerHeight || found.length === MOST) break;
  }
  return found;
}

function putBack(seen) {
  for (const { id, top } of seen) {
    const row = document.getElementById(id)?.closest("tr");
    if (row) return scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
  }
}

/** Whether somebody has scrolled into the list. */
export function isInside() {
  const first = document.querySelector(".cases tbody tr");
  return Boolean(first) && first.getBoundingClientRect().top < 0;
}

/** Change the list; the row that stands first in the window stands there afterwards, or the next that is left. */
export function keepPlace(change) {
  const seen = inSight();
  change();
  putBack(seen);
}

/** Find the place again at which the page was left, when somebody comes back to it or loads it anew. */
export function comeBack() {
  history.scrollRestoration = "manual"; // rows may come above before the browser would do it
  addEventListener("pagehide", () => {
    history.replaceState({ ...history.state, place: { seen: inSight(), y: scrollY } }, "");
  });
  const left = history.state?.place;
  if (!left) return;
  scrollTo({ top: left.y, behavior: "instant" });
  if (left.y) putBack(left.seen);
}
