// "Report a problem" for kintone, made by `jitabata widget kintone`: upload it as JavaScript of an app or of the portal.
// It calls nothing of kintone's but two questions (which app, which language), changes nothing of it, and loads
// nothing from the desk before somebody asks for help. Whatever goes wrong in it stays in it.
(() => {
  "use strict";
  const { tag, side, status, words } = SETTINGS;
  const MARK = "data-jitabata-report";
  const MOST_ERRORS = 10;
  const LONGEST = 300; // characters of one error
  const errors = []; // the last ones, in this page alone; they leave it only in what somebody sends

  const safe = (work) => (...given) => {
    try {
      return work(...given);
    } catch {
      return undefined;
    }
  };
  const ask = (question) => safe(question)() ?? "";

  // What went wrong in the page: errors that nobody caught, and files that did not load. What stands behind
  // the ? of an address can be a secret and is left out.

  const plain = (text) => String(text).replace(/(https?:\/\/[^\s?#"'<>)]+)[?#][^\s"'<>):]*/g, "$1").replace(/\s+/g, " ").slice(0, LONGEST);

  function note(text) {
    const line = plain(text);
    if (!line || errors.includes(line)) return;
    errors.push(line);
    if (errors.length > MOST_ERRORS) errors.shift();
  }

  addEventListener(
    "error",
    safe((event) => {
      const file = event.target?.src || event.target?.href;
      if (event.target !== window && file) note(`Failed to load resource: ${file}`);
      else if (event.message) note(event.filename ? `${event.message} (${event.filename}:${event.lineno})` : event.message);
    }),
    true,
  );
  addEventListener("unhandledrejection", safe((event) => note(event.reason?.message ?? event.reason)));

  // The button, and what is shown before anything is sent

  function begin() {
    if (document.querySelector(`[${MARK}]`)) return;
    const spoken = ask(() => kintone.getLoginUser().language) || document.documentElement.lang;
    const lang = /^ja\b/i.test(spoken) ? "ja" : "en";
    const t = words[lang];
    const make = (name, attributes = {}, ...inside) => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.append(...inside);
      return element;
    };
    const host = make("div", { [MARK]: "" });
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { all: initial !important; position: fixed !important; z-index: 2147482000 !important; }
      * { box-sizing: border-box; font: 400 15px/1.6 system-ui, "Hiragino Sans", "Noto Sans JP", Meiryo, sans-serif; color: #1c2528; }
      button, a { min-height: 44px; min-width: 44px; padding: 0 1.1em; border: 1px solid #515d62; border-radius: 99px; background: #fff; cursor: pointer; font-weight: 600; }
      a { display: inline-flex; align-items: center; text-decoration: none; }
      :focus-visible { outline: 3px solid #0b676b; outline-offset: 2px; }
      .report { position: fixed; bottom: 20px; ${side}: 20px; box-shadow: 0 2px 12px #0003; }
      dialog { width: min(34rem, calc(100vw - 32px)); max-height: calc(100vh - 64px); overflow: auto; padding: 20px 24px; border: 1px solid #8b9396; border-radius: 14px; background: #fff; }
      h2 { margin: 0 0 8px; font-size: 18px; font-weight: 700; }
      p { margin: 0 0 12px; }
      label { display: flex; align-items: center; gap: 10px; min-height: 44px; }
      input { width: 20px; height: 20px; }
      pre { margin: 4px 0 16px; padding: 12px; max-height: 14em; overflow: auto; border-radius: 9px; background: #f6f5f1; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; }
      .row { display: flex; flex-wrap: wrap; gap: 10px; }
      .go { background: #0b676b; border-color: #0b676b; color: #fff; }
      [hidden] { display: none !important; }
      @media print { :host { display: none !important; } }`);
    root.adoptedStyleSheets = [sheet];

    const button = make("button", { type: "button", class: "report", "aria-haspopup": "dialog" }, t.report);
    const consent = make("input", { type: "checkbox" });
    const count = make("span");
    const withErrors = make("label", {}, consent, count);
    const preview = make("pre", { tabindex: "0", role: "region", "aria-label": t.preview });
    const trouble = make("p", { role: "alert" });
    const go = make("button", { type: "button", class: "go" }, t.go);
    const stop = make("button", { type: "button" }, t.stop);
    const link = make("a", { href: status, target: "_blank", rel: "noopener", hidden: "" }, t.status);
    const dialog = make("dialog", { "aria-label": t.report }, make("h2", {}, t.report), make("p", {}, t.about), withErrors, make("p", {}, t.preview), preview, trouble, make("div", { class: "row" }, go, stop, link));
    root.append(make("div", { lang }, button, dialog));

    function report() {
      const app = ask(() => kintone.app.getId()) || ask(() => kintone.mobile.app.getId());
      const facts = [
        [t.domain, location.hostname],
        [t.app, app],
        [t.language, spoken],
      ];
      const lines = facts.filter(([, value]) => value).map(([name, value]) => `${name}: ${String(value).slice(0, 100)}`);
      if (consent.checked) lines.push(`${t.errors}:`, ...errors.map((line) => `- ${line}`));
      return lines.join("\n");
    }

    function refresh() {
      count.textContent = t.consent.replace("{n}", errors.length);
      withErrors.hidden = !errors.length;
      preview.textContent = report();
    }

    function open() {
      consent.checked = false;
      trouble.textContent = "";
      link.hidden = true;
      refresh();
      dialog.showModal();
    }

    // The chat's own script comes now, and not before.
    let coming = null;
    function chat() {
      coming ??= new Promise((resolve, reject) => {
        if (typeof window.jitabata?.open === "function") return resolve();
        const script = make("script", { ...tag, "data-lang": lang });
        script.async = true;
        script.onload = () => (typeof window.jitabata?.open === "function" ? resolve() : reject());
        script.onerror = reject;
        setTimeout(reject, 8000);
        document.head.append(script);
      }).catch(() => {
        coming = null;
        throw new Error("no chat");
      });
      return coming;
    }

    function send() {
      const text = `\n\n${report()}`;
      go.disabled = true;
      chat()
        .then(() => {
          dialog.close();
          window.jitabata.open({ text, organisation: location.hostname });
        })
        .catch(() => {
          trouble.textContent = t.away;
          link.hidden = false;
        })
        .finally(() => {
          go.disabled = false;
        });
    }

    button.addEventListener("click", safe(open));
    consent.addEventListener("change", safe(refresh));
    stop.addEventListener("click", safe(() => dialog.close()));
    go.addEventListener("click", safe(send));
    document.body.append(host);
    // Who has written before sees the number of unread replies; nobody else costs the desk a request.
    if (ask(() => localStorage.getItem("jitabata")) === "used") chat().catch(() => {});
  }

  const later = () => setTimeout(safe(begin), 1500);
  if (document.readyState === "complete") later();
  else addEventListener("load", later);
})();
