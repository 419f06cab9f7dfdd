// The chat in a frame on another website: what it and the website's script tell each other.
// It listens to the page around it alone, and only on the websites that the desk names.

const { origins, root, signed } = document.body.dataset;
const isSigned = signed === "yes";
const composer = document.getElementById("composer");
const box = document.getElementById("text");
const log = document.getElementById("log");
const longest = Number(composer.dataset.longest);
const own = composer.elements.token.value; // of this person, and of no other
const person = own.slice(0, 12);
const draftOf = (who) => `jitabata draft ${root} ${who}`;
const STRANGER = "stranger";

let host; // the origin of the page around us, once it has spoken
let isOpen = false;
let isLost = false; // a message was refused because the session is over

function isAllowed(origin) {
  return origins.split(" ").some((allowed) => {
    const [begin, end] = allowed.split("*");
    if (end === undefined) return origin === allowed;
    return origin.startsWith(begin) && origin.endsWith(end) && /^[a-z0-9.-]+$/.test(origin.slice(begin.length, -end.length));
  });
}

function tell(type, more) {
  if (host) parent.postMessage({ jitabata: 1, type, ...more }, host);
}

// What was written and not sent stays when the website goes to its next page, where browsers allow it in a frame.

function kept(who) {
  try {
    return sessionStorage.getItem(draftOf(who));
  } catch {
    return null;
  }
}

function keep(who, text) {
  try {
    if (text) sessionStorage.setItem(draftOf(who), text);
    else sessionStorage.removeItem(draftOf(who));
  } catch {
    // Then it is there for as long as this page.
  }
}

function keepDraft() {
  keep(isSigned ? person : STRANGER, box.value);
}

// Puts a beginning into the box, below what somebody has written already, and not twice.
function write(text) {
  const more = text?.trim();
  if (!more || box.value.includes(more)) return;
  const isFirst = !box.value.trim();
  box.value = isFirst ? text : `${box.value.trimEnd()}\n\n${more}`;
  box.dispatchEvent(new Event("input"));
  if (isFirst && text.startsWith("\n")) box.setSelectionRange(0, 0); // its writer leaves room above it
}

// What is unread: everything from the desk since the chat was last looked at.

function count() {
  const there = log.querySelectorAll(".turn:not(.from-customer)").length;
  const seen = `jitabata_seen_${person}`;
  if (isOpen && !document.hidden)
    document.cookie = `${seen}=${there};path=${root};max-age=7776000;samesite=none;secure;partitioned`;
  const before = Number(document.cookie.match(`(?:^|; )${seen}=(\\d+)`)?.[1] ?? 0);
  tell("unread", { n: Math.max(0, there - before), used: log.querySelector(".turn") !== null });
}

// Who writes

async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(root + path, { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
}

function go(path) {
  if (!isSigned) name = box.value; // the name of the frame stays, and nobody else reads it
  location.replace(root + path + composer.dataset.query);
}

async function identify({ token }) {
  const { known, same } = await post("/identify", { token, page: own }).catch(() => ({ known: isSigned, same: true }));
  if (known && same && isSigned) {
    for (const input of document.querySelectorAll("input[name=token]")) input.value = own;
    if (isLost) document.querySelector("#problem button")?.click(); // what was refused goes now
    isLost = false;
    tell("identified", { known });
  } else if (known) go("/me");
  else if (isSigned) go("");
  else tell("identified", { known });
}

const hear = {
  hello() {
    tell("ready", { signed: isSigned });
    count();
  },
  shown({ focus }) {
    isOpen = true;
    // Where fingers type, the keyboard would cover what is to be read first.
    const at = matchMedia("(pointer: coarse)").matches ? document.getElementById("main") : box;
    if (focus) at.focus({ preventScroll: true });
    count();
  },
  hidden() {
    isOpen = false;
  },
  draft({ text, organisation }) {
    write(String(text ?? "").slice(0, longest));
    const named = document.getElementById("organisation");
    if (!named || named.value || !organisation) return;
    named.value = String(organisation).slice(0, 100);
    named.dispatchEvent(new Event("input"));
  },
  identify,
  async forget() {
    keep(isSigned ? person : STRANGER, "");
    await post("/forget", {}).catch(() => {}); // without the desk there is nothing to see either
    box.value = "";
    go("");
  },
};

addEventListener("message", (event) => {
  if (event.source !== parent || !isAllowed(event.origin) || event.data?.jitabata !== 1) return;
  host = event.origin;
  if (Object.hasOwn(hear, event.data.type)) hear[event.data.type](event.data);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing && event.keyCode !== 229) tell("close");
});
document.addEventListener("visibilitychange", count);
document.addEventListener("chat:shown", () => {
  keepDraft();
  count();
});
document.addEventListener("chat:lost", () => {
  isLost = true;
  if (isSigned) tell("expired");
});
box.addEventListener("input", keepDraft);

write(name || (kept(person) ?? kept(STRANGER)));
name = "";
if (isSigned) keep(STRANGER, "");
