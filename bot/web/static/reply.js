// Puts a macro or a question into the reply without leaving the page: below what is written, in a way
// that the browser's own undo takes back. Without JavaScript the same button asks for the page anew.
// Sends the reply by a key.

let before = ""; // what stood in the reply before
let putting = false;

const answer = () => document.getElementById("answer");

function put(text) {
  const box = answer();
  before = box.value;
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  const added = (box.value.trim() ? "\n\n" : "") + text;
  // The only way to write into a field so that Ctrl+Z undoes it.
  putting = true;
  if (!document.execCommand("insertText", false, added)) box.value += added;
  putting = false;
  box.scrollTop = box.scrollHeight;
}

function tell(lines, mayUndo) {
  document.getElementById("macro-said").replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  document.getElementById("macro-undo").hidden = !mayUndo;
}

async function use(button) {
  const form = new URLSearchParams(new FormData(button.form, button));
  form.set("text", "");
  const response = await fetch(button.formAction, { method: "POST", body: form });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const problem = page.getElementById("problem");
  const text = page.getElementById("answer")?.value;
  if (problem || !text) return tell([problem?.textContent ?? ""], false);
  put(text);
  document.getElementById("macro").value = "";
  tell([...page.querySelectorAll("#macro-said p")].map((p) => p.textContent), true);
}

function ask(link) {
  const { dataset } = link;
  link.closest("details").open = false;
  put(dataset.text);
  answer().form.elements.question.value = dataset.ask;
  tell([], true);
}

document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.matches("[data-ask]")) {
    event.preventDefault();
    ask(target);
  } else if (target.id === "macro-use") {
    event.preventDefault();
    use(target).catch(() => target.form.requestSubmit(target));
  } else if (target.id === "macro-undo") {
    answer().value = before;
    answer().form.elements.question.value = "";
    answer().focus();
    tell([], false);
  }
});
// The reply goes by Ctrl+Enter (on a Mac ⌘+Enter), and not while an input method still holds letters.
document.addEventListener("keydown", (event) => {
  const isSending = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing;
  if (!isSending || event.target.id !== "answer") return;
  event.preventDefault();
  const send = document.getElementById("send");
  if (!send.disabled) event.target.form.requestSubmit(send); // a colleague may have the case by now
});
document.addEventListener("input", ({ target }) => {
  const undo = document.getElementById("macro-undo");
  if (undo && target.id === "answer" && !putting) undo.hidden = true; // it would take that away as well
});
