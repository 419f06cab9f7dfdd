// What each browser of staff keeps for itself: its colours, and whether news is heard or shown.

const YEAR = 31536000; // seconds
const APART = 4000; // milliseconds in which several pages of one browser announce once

export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // no storage: everything is as it comes
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Then it is so for this page alone.
  }
}

const theme = document.getElementById("theme");
theme?.addEventListener("change", () => {
  const chosen = theme.value === "system" ? "" : theme.value;
  document.cookie = `theme=${chosen};path=/staff;max-age=${YEAR};samesite=lax`;
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
});

const sound = document.getElementById("news-sound");
const desktop = document.getElementById("news-desktop");
const refused = document.getElementById("news-refused");
const mayShow = () => "Notification" in globalThis && Notification.permission === "granted";

if (sound) sound.checked = kept("news-sound") === "on";
if (desktop) desktop.checked = kept("news-desktop") === "on" && mayShow();
sound?.addEventListener("change", () => {
  keep("news-sound", sound.checked ? "on" : "off");
  if (sound.checked) ring();
});
desktop?.addEventListener("change", async () => {
  if (desktop.checked && "Notification" in globalThis) await Notification.requestPermission();
  desktop.checked = desktop.checked && mayShow();
  refused.textContent = desktop.checked || kept("news-desktop") === "on" ? "" : refused.dataset.text;
  keep("news-desktop", desktop.checked ? "on" : "off");
});

// Two short notes, made here: there is no file to load.
function ring() {
  const audio = new AudioContext();
  for (const [at, pitch] of [[0, 660], [0.14, 880]]) {
    const note = audio.createOscillator();
    const loud = audio.createGain();
    note.frequency.value = pitch;
    loud.gain.setValueAtTime(0.12, audio.currentTime + at);
    loud.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.3);
    note.connect(loud).connect(audio.destination);
    note.start(audio.currentTime + at);
    note.stop(audio.currentTime + at + 0.3);
  }
  setTimeout(() => audio.close(), 1000);
}

/** Tell that somebody waits who did not before, as this browser wants it; of several open pages one does. */
export function announce() {
  if (Date.now() - Number(kept("announced") ?? 0) < APART) return;
  keep("announced", String(Date.now()));
  if (kept("news-sound") === "on") ring();
  if (kept("news-desktop") !== "on" || !document.hidden || !mayShow()) return;
  const { title, text } = desktop.dataset;
  const shown = new Notification(title, { body: text, tag: "jitabata" });
  shown.onclick = () => {
    focus();
    location.assign("/staff");
  };
}
