// Ticks all rows that are shown by one box, says how many are ticked to who does not see it (the number that everybody
// sees is counted by the style sheet), and takes the offer to undo away when it is over.

const said = document.getElementById("picked");
const form = said.closest("form");
const boxes = () => [...form.querySelectorAll(".pick input")];
const undo = document.getElementById("undo-all");

/** The box of all: ticked where every row is, half where some are. It comes anew with the rows. */
function showAll() {
  const all = document.getElementById("pick-all");
  if (!all) return;
  const number = boxes().filter((box) => box.checked).length;
  all.checked = all.defaultChecked = number > 0 && number === boxes().length; // never a reason to hold the list back
  all.indeterminate = number > 0 && !all.checked;
}

form.addEventListener("change", ({ target }) => {
  if (target.id === "pick-all") for (const box of boxes()) box.checked = target.checked;
  const number = form.querySelectorAll(".pick :checked").length;
  said.textContent = number ? said.dataset.text.replace("#", number) : "";
  showAll();
});
// On a telephone the bar is small until it is opened; without a script it is open.
const opener = document.getElementById("deeds-open");
const open = (is) => opener.setAttribute("aria-expanded", is);
opener.addEventListener("click", () => open(opener.getAttribute("aria-expanded") === "false"));
form.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || opener.getAttribute("aria-expanded") === "false") return;
  open(false);
  opener.focus();
});
document.addEventListener("swapped", showAll);
new MutationObserver(showAll).observe(form, { childList: true, subtree: true }); // rows come and go as one scrolls
showAll();
if (undo) setTimeout(() => undo.remove(), undo.dataset.for * 1000);
