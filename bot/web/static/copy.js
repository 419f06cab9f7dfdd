// Copies what a page shows once. Without JavaScript the button stays hidden, and the field is selected by hand.

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const told = document.getElementById(`${field.id}-copied`);
  field.addEventListener("focus", () => field.select());
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value); // where a page came over plain http there is none
      told.textContent = button.dataset.done;
    } catch {
      field.select();
      told.textContent = document.execCommand("copy") ? button.dataset.done : told.dataset.failed;
    }
  });
}
