// Tries the addresses of the list from this browser when the button is pressed, and sends what came of it.
// Nothing is asked before that. Of an answer nothing is read: only that there was one, and when.

const page = document.getElementById("check");
const rows = [...page.querySelectorAll("[data-place]")];
const button = document.getElementById("go");
const said = document.getElementById("said");
const longest = Number(page.dataset.mostMs);
const slow = Number(page.dataset.slowMs);
let run = Number(page.dataset.run);

// A host that sends on to another one has answered, though our policy keeps the browser from following:
// the browser then tells of the address that was asked first.
const sentOn = new Set();
document.addEventListener("securitypolicyviolation", (event) => {
  try {
    sentOn.add(new URL(event.blockedURI).origin);
  } catch {
    // "inline", "eval" and the like: no address
  }
});

const moments = (ms) => new Promise((done) => setTimeout(done, ms));

async function ask(url) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), longest);
  const began = performance.now();
  let answered = true;
  try {
    await fetch(url, {
      mode: "no-cors",
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: stop.signal,
    });
  } catch {
    answered = false;
  }
  const ms = Math.round(performance.now() - began);
  clearTimeout(timer);
  if (!answered) await moments(50); // the word of a policy that was hurt comes a little later
  return { answered: answered || sentOn.has(new URL(url, location.href).origin), ms };
}

// One try may go astray; what failed at once is asked a second time.
async function attempt(url) {
  const first = await ask(url);
  return first.answered || first.ms >= longest ? first : ask(url);
}

function show(row, tone, words) {
  const state = row.querySelector(".state");
  state.className = `state tone-${tone}`;
  state.textContent = words;
}

async function tryOne(row) {
  show(row, "unknown", page.dataset.trying);
  const { answered, ms } = await attempt(row.dataset.url);
  const took = page.dataset.seconds.replace("{n}", (ms / 1000).toFixed(1));
  if (!answered) show(row, "bad", page.dataset.failed);
  else if (ms >= slow) show(row, "warn", `${page.dataset.slow}${took}`);
  else show(row, "good", `${page.dataset.reached}${took}`);
  return { place: Number(row.dataset.place), answered, ms };
}

function ready(words, then) {
  button.textContent = words;
  button.removeAttribute("aria-disabled");
  button.onclick = then;
}

function busy(words) {
  said.textContent = words;
  button.setAttribute("aria-disabled", "true");
  button.onclick = null;
}

async function send(results) {
  busy(page.dataset.sending);
  let answer;
  try {
    const response = await fetch(location.pathname, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ run, results }),
    });
    answer = { ok: response.ok, mayRetry: response.status === 503 || response.status === 429, ...(await response.json()) };
  } catch {
    answer = { ok: false, mayRetry: true, said: page.dataset.unsent };
  }
  said.textContent = answer.said;
  if (answer.ok) {
    run += 1;
    if (answer.left) ready(page.dataset.again, check);
    else button.remove();
  } else if (answer.mayRetry) {
    ready(page.dataset.sendAgain, () => send(results));
    window.addEventListener("online", () => button.onclick?.(), { once: true });
  } else button.remove();
}

async function check() {
  busy(page.dataset.running);
  sentOn.clear();
  await send(await Promise.all(rows.map(tryOne)));
}

if (button) {
  button.hidden = false;
  button.onclick = check;
}
