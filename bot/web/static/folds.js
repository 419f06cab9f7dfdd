// Folds the cards beside a conversation as somebody left them in this browser. On a telephone they begin folded, so
// that the page is short; without JavaScript all are as the server wrote them.

import { keep, kept } from "./own.js";

const narrow = matchMedia("(max-width: 61.99rem)").matches;
const cards = [...document.querySelectorAll(".side-column > details[id]")];

for (const card of cards) {
  const left = kept(`fold-${card.id}`);
  if (left !== null) card.open = left === "open";
  else if (narrow) card.open = false;
  card.querySelector("summary").addEventListener("click", () => keep(`fold-${card.id}`, card.open ? "folded" : "open"));
}
