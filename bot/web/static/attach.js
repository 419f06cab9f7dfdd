// The file beside the message: chosen or dropped, shown, sent with its progress, taken back.
// A page that takes no files has none of these elements; then there is never a file.

const input = document.getElementById("file");
const row = document.querySelector(".chosen");
const said = document.getElementById("chosen");
const progress = document.getElementById("progress");
const undo = document.getElementById("unchoose");
const most = Number(row?.dataset.megabytes) * 1024 * 1024;

function sizeOf(bytes) {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024)).toLocaleString()} KB`;
  return `${Math.round(bytes / 1024 / 1024).toLocaleString()} MB`;
}

function show() {
  const file = attachment.file();
  const words = { "{name}": file?.name, "{size}": file && sizeOf(file.size) };
  const wording = file?.type.startsWith("image/") ? row.dataset.picture : row.dataset.chosen;
  said.textContent = file ? wording.replace(/\{\w+\}/g, (blank) => words[blank]) : "";
  undo.hidden = !file;
  progress.hidden = true;
}

function showSending(part) {
  undo.hidden = true;
  progress.hidden = false;
  if (part < 1) progress.value = part;
  else progress.removeAttribute("value"); // how long reading takes is not known
  const words = part < 1 ? row.dataset.sending : row.dataset.reading;
  if (said.textContent !== words) said.textContent = words; // announced once each
}

function isFile(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

function drop(event, refused) {
  const files = event.dataTransfer.files;
  if (files.length > 1) return refused(row.dataset.one);
  if (files.length === 1) input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export const attachment = {
  file: () => input?.files[0],

  /** Forget the file, unless another was chosen meanwhile. */
  clear(sent) {
    if (attachment.file() === sent) input.value = "";
    show();
  },

  /** Send a form with its file: XMLHttpRequest, since fetch tells no progress. Rejects when it does not arrive. */
  async post(url, values) {
    const file = values.get("file");
    // More than is read need not travel; one byte more tells the server that it was cut.
    if (file.size > most) values.set("file", file.slice(0, most + 1), file.name);
    showSending(0);
    try {
      return await new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("POST", url);
        request.setRequestHeader("Accept", "application/json");
        request.responseType = "json";
        request.upload.onprogress = (event) => showSending(event.loaded / event.total);
        request.upload.onload = () => showSending(1);
        request.onload = () =>
          request.response
            ? resolve({ ok: request.status < 400, status: request.status, again: Number(request.getResponseHeader("Retry-After")), body: request.response })
            : reject(new Error(request.status));
        request.onerror = request.onabort = reject;
        request.send(values);
      });
    } finally {
      show();
    }
  },

  listen({ refused, chosen }) {
    if (!input) return;
    document.body.classList.add("picks-files");
    input.addEventListener("change", () => {
      show();
      if (attachment.file()) {
        refused("");
        chosen();
      }
    });
    undo.addEventListener("click", () => {
      attachment.clear(attachment.file());
      chosen();
    });
    document.addEventListener("dragover", (event) => {
      if (!isFile(event)) return;
      event.preventDefault(); // otherwise the browser would open the file in place of the page
      document.body.classList.add("dropping");
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) document.body.classList.remove("dropping");
    });
    document.addEventListener("drop", (event) => {
      document.body.classList.remove("dropping");
      if (!isFile(event)) return;
      event.preventDefault();
      drop(event, refused);
    });
    show();
  },
};
