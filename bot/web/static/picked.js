// Says how many rows are ticked to who does not see it. The number that everybody sees is counted by the style sheet.

const said = document.getElementById("picked");
const form = said.closest("form");

form.addEventListener("change", () => {
  const number = form.querySelectorAll(".pick :checked").length;
  said.textContent = number ? said.dataset.text.replace("#", number) : "";
});
