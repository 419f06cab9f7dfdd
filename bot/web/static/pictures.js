// Shows a picture of the conversation large, in a dialog: arrows go to the next one, Escape closes.

const dialog = document.getElementById("picture");
const shown = dialog.querySelector("img");
const tab = dialog.querySelector("a");
let link; // the one whose picture is shown

const links = () => [...document.querySelectorAll("a[data-picture]")];
const here = () => links().findIndex((one) => one.href === link?.href);

function show(next) {
  link = next;
  shown.src = tab.href = link.href;
  shown.alt = link.querySelector("img").alt;
  for (const button of dialog.querySelectorAll("[data-step]")) button.disabled = !links()[here() + Number(button.dataset.step)];
}

function step(by) {
  const next = links()[here() + by];
  if (next) show(next);
}

document.addEventListener("click", (event) => {
  const asked = event.target.closest("a[data-picture]");
  if (!asked || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  show(asked);
  dialog.showModal();
});
dialog.addEventListener("click", ({ target }) => {
  if (target.dataset.step) step(Number(target.dataset.step));
  else if (target === dialog) dialog.close(); // beside the picture
});
dialog.addEventListener("keydown", ({ key }) => {
  if (key === "ArrowLeft" || key === "ArrowRight") step(key === "ArrowLeft" ? -1 : 1);
});
dialog.addEventListener("close", () => {
  shown.removeAttribute("src");
  links()[here()]?.focus(); // also when the conversation was drawn anew meanwhile
});
