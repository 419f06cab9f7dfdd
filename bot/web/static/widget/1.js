// Jitabata: a support chat in a frame. Version 1, served as it stands.
// Whatever goes wrong here must not be felt by the page: every way in is guarded.
"use strict";
run: try {
  const tag = document.currentScript;
  const early = window.jitabata || []; // calls made before we came: [["open"], ["identify", token]]
  if (!tag?.dataset.site || !Array.isArray(early)) break run;
  const TEXTS = {
    ja: {
      button: "サポートに相談する",
      close: "閉じる",
      loading: "読み込んでいます…",
      news: "サポートから新しいお返事があります",
      offline: "ただいまサポートの窓口につながりません。書きかけの文章は消えません。",
      retry: "もう一度つなぐ",
      status: "稼働状況を見る",
      title: "サポートへのご相談",
      unread: "サポートに相談する（未読{n}件）",
    },
    en: {
      button: "Get help",
      close: "Close",
      loading: "Loading…",
      news: "Support has sent you a new reply",
      offline: "Support cannot be reached right now. Anything you were writing is kept.",
      retry: "Connect again",
      status: "See the current status",
      title: "Support chat",
      unread: "Get help ({n} unread)",
    },
  };
  const STYLE = `
    :host { all: initial !important; position: fixed !important; z-index: 2147483000 !important; }
    * { box-sizing: border-box; font: 400 15px/1.6 system-ui, "Hiragino Sans", Meiryo, sans-serif; }
    button, a { cursor: pointer; min-height: 44px; min-width: 44px; border-radius: 99px; padding: 0 1.1em; }
    button:focus-visible, a:focus-visible { outline: 3px solid #fff; outline-offset: -5px; box-shadow: 0 0 0 3px #1c2528; }
    .launch { position: fixed; bottom: max(20px, env(safe-area-inset-bottom)); display: flex; align-items: center; gap: .5em;
      min-height: 52px; border: 0; background: var(--c); color: var(--on); box-shadow: 0 2px 12px #0004; }
    .launch::before { content: ""; width: 22px; height: 22px; background: currentcolor;
      clip-path: path("M2 2h18q2 0 2 2v10q0 2-2 2h-8l-6 5v-5H2q-2 0-2-2V4q0-2 2-2z"); }
    .right { right: 20px; } .left { left: 20px; }
    .badge { position: absolute; top: -8px; right: -4px; min-width: 1.6em; padding: 0 .45em; border-radius: 99px; background: #a3231c; color: #fff; font-size: 13px; font-weight: 700; text-align: center; }
    dialog { position: fixed; inset: auto; bottom: 88px; margin: 0; padding: 0; border: 1px solid #8b9396; border-radius: 14px; overflow: hidden;
      width: min(400px, calc(100vw - 40px)); height: min(640px, calc(100vh - 108px)); max-width: none; max-height: none;
      background: #f6f5f1; color: #1c2528; box-shadow: 0 8px 40px #0004; }
    dialog[open] { display: flex; flex-direction: column; }
    .bar { display: flex; align-items: center; justify-content: space-between; padding: 2px 4px 2px 16px; background: var(--c); color: var(--on); }
    .bar span, .launch span { font-weight: 600; }
    .bar button { border: 0; background: none; color: inherit; }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; color-scheme: light dark; }
    .say { padding: 24px; text-align: center; }
    .say > * + * { display: inline-flex; align-items: center; margin: 4px; border: 1px solid #515d62; background: #fff; color: #1c2528; text-decoration: none; font-weight: 600; }
    .unseen { position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    [hidden] { display: none !important; }
    @media (max-width: 40rem), (max-height: 28rem) { dialog[class] { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; } }
    @media (prefers-color-scheme: dark) { dialog { background: #11181b; color: #e7eced; } }
    @media print { .launch, dialog { display: none !important; } }`;

  const { site, desk: named, colour, position, status } = tag.dataset;
  const desk = new URL(named || tag.src, location.href).origin;
  const spoken = tag.dataset.lang || document.documentElement.lang || navigator.language || "";
  const lang = /^ja\b/i.test(spoken) ? "ja" : "en";
  const t = TEXTS[lang];
  const side = position === "left" ? "left" : "right";
  const small = matchMedia("(max-width: 40rem), (max-height: 28rem)");
  const listeners = {};
  const waiting = []; // what the frame is told once it is there and knows who writes
  let identity = tag.dataset.token || null; // a token, or a function that gets one
  let renew = null; // the function, for when a session has run out
  let asks = false; // a token is under way to the frame
  let isReady = false;
  let unread = 0;
  let frame = null;
  let timer = 0;

  const make = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const safe = (work) => (...given) => {
    try {
      return work(...given);
    } catch {
      // the page goes first
    }
  };

  // What is seen

  const host = make("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // allowed by every style-src, as an own <style> is not
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const accent = /^#[0-9a-f]{6}$/i.test(colour || "") ? colour : "#0b676b";
  const light = [1, 3, 5].map((at) => (parseInt(accent.slice(at, at + 2), 16) / 255) ** 2.2);
  const isLight = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] > 0.18;
  host.style.setProperty("--c", accent);
  host.style.setProperty("--on", isLight ? "#000" : "#fff");

  const badge = make("span", { class: "badge", hidden: "", "aria-hidden": "true" });
  const button = make("button", { type: "button", class: `launch ${side}`, "aria-haspopup": "dialog", "aria-expanded": "false" }, make("span", {}, t.button), badge);
  const shut = make("button", { type: "button" }, t.close);
  const said = make("p", { role: "status" });
  const retry = make("button", { type: "button" }, t.retry);
  const link = make("a", { href: status || `${desk}/status`, target: "_blank", rel: "noopener" }, t.status);
  const say = make("div", { class: "say" }, said, retry, link);
  const panel = make("dialog", { class: side, "aria-label": t.title }, make("div", { class: "bar" }, make("span", {}, t.title), shut), say);
  const news = make("div", { class: "unseen", role: "status" });
  root.append(make("div", { lang }, button, panel, news));

  function show(state) {
    say.hidden = state === "ready";
    retry.hidden = link.hidden = state !== "offline";
    said.textContent = state === "ready" ? "" : t[state];
    if (frame) frame.hidden = state !== "ready";
  }

  function showUnread(n) {
    badge.hidden = !n;
    badge.textContent = n > 99 ? "99+" : n;
    button.setAttribute("aria-label", n ? t.unread.replace("{n}", n) : t.button);
    if (n > unread && !panel.open) news.textContent = t.news;
    if (!n) news.textContent = "";
    if (n !== unread) emit("unread", n);
    unread = n;
  }

  function emit(name, value) {
    for (const hear of listeners[name] || []) safe(hear)(value);
  }

  // The frame

  function load() {
    if (frame) return;
    frame = make("iframe", { title: t.title, src: `${desk}/embed/${encodeURIComponent(site)}?lang=${lang}`, referrerpolicy: "no-referrer" });
    frame.addEventListener("load", safe(() => {
      wait(4000); // an error page loads as well, and never answers
      post("hello");
    }));
    panel.append(frame);
    show("loading");
    wait(12000);
  }

  function wait(most) {
    clearTimeout(timer);
    timer = setTimeout(safe(lose), most);
  }

  function lose() {
    frame.remove();
    isReady = false;
    frame = null;
    asks = false;
    show("offline");
  }

  function post(type, more = {}) {
    frame?.contentWindow?.postMessage({ jitabata: 1, type, ...more }, desk);
  }

  function send(type, more) {
    waiting.push([type, more]);
    flush();
  }

  function flush() {
    if (!isReady || asks || identity) return; // first it is known who writes
    for (const [type, more] of waiting.splice(0)) post(type, more);
    if (!panel.open) return;
    const focus = root.activeElement !== null;
    if (focus) frame.focus();
    post("shown", { focus });
  }

  // Each token is good once, so it is asked for when it is needed and then forgotten.
  function vouch() {
    const proof = identity;
    if (!proof || asks || !isReady) return;
    asks = true;
    renew = typeof proof === "function" ? proof : null;
    Promise.resolve().then(() => (renew ? renew() : proof)).catch(() => "").then(safe((token) => {
      if (identity === proof) identity = null;
      if (typeof token === "string" && token) post("identify", { token });
      else settle(false);
    }));
  }

  function settle(known) {
    if (!asks) return;
    asks = false;
    emit("identified", known);
    if (identity) vouch();
    flush();
  }

  const hear = {
    ready({ signed }) {
      clearTimeout(timer);
      isReady = true;
      show("ready");
      if (asks) settle(signed === true);
      else if (identity) vouch();
      else flush();
    },
    identified: ({ known }) => settle(known === true),
    expired() {
      identity = identity || renew;
      vouch();
    },
    unread({ n, used }) {
      if (used) wasUsed(true);
      showUnread(Number.isInteger(n) && n > 0 && !panel.open ? n : 0);
    },
    close: () => close(),
  };

  // Whether somebody wrote here before: whoever never did costs the desk no request.
  function wasUsed(isNow) {
    try {
      if (isNow) localStorage.setItem("jitabata", "used");
      return localStorage.getItem("jitabata");
    } catch {
      return null;
    }
  }

  function open(options) {
    if (options && typeof options === "object") {
      const { text, organisation } = options;
      send("draft", { text: String(text || ""), organisation: String(organisation || "") });
    }
    load();
    if (panel.open) return;
    if (small.matches) panel.showModal();
    else panel.show();
    button.setAttribute("aria-expanded", "true");
    showUnread(0);
    flush();
    emit("open");
  }

  function close() {
    if (!panel.open) return;
    panel.close();
    button.setAttribute("aria-expanded", "false");
    button.focus();
    if (isReady) post("hidden");
    emit("close");
  }

  function identify(proof) {
    identity = typeof proof === "string" || typeof proof === "function" ? proof : null;
    renew = null;
    if (identity) vouch();
  }

  function logout() {
    identity = renew = null;
    load();
    send("forget");
  }

  function on(name, listener) {
    if (typeof listener === "function") (listeners[name] ||= []).push(listener);
  }

  addEventListener("message", safe((event) => {
    const { data } = event;
    if (!frame || event.source !== frame.contentWindow || event.origin !== desk || data?.jitabata !== 1) return;
    if (Object.hasOwn(hear, data.type)) hear[data.type](data);
  }));
  button.addEventListener("click", safe(() => (panel.open ? close() : open())));
  shut.addEventListener("click", safe(close));
  retry.addEventListener("click", safe(() => { load(); shut.focus(); }));
  panel.addEventListener("cancel", safe((event) => { event.preventDefault(); close(); }));
  panel.addEventListener("keydown", safe((event) => {
    if (event.key === "Escape" && !event.isComposing) close();
  }));

  const push = ([name, ...given]) => Object.hasOwn(api, name) && api[name](...given);
  const api = { open, close, identify, logout, on, push };
  for (const [name, work] of Object.entries(api))
    api[name] = safe((...given) => {
      if (!document.body) return early.push([name, ...given]);
      if (!host.isConnected) document.body.append(host);
      work(...given);
    });
  window.jitabata = Object.freeze(api);
  const mount = safe(() => {
    document.body.append(host);
    for (const call of early.splice(0)) api.push(call);
  });
  if (document.body) mount();
  else addEventListener("DOMContentLoaded", mount);
  const later = safe(() => wasUsed() && setTimeout(safe(load), 1000));
  if (document.readyState === "complete") later();
  else addEventListener("load", later);
} catch {
  // A browser too old for it shows no button.
}
