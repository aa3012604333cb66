// What every page has: words, toasts, theme, menus, busy buttons, confirming, keys, polling, copying, maps, tour, sign-out.
// Contract: README.md in this folder. Nothing here is needed for a page to work.
(function () {
  "use strict";
  const $ = (selector, root) => (root || document).querySelector(selector);
  const $$ = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const DRAFT = "danvan:draft:";
  const KEEP_MS = 7 * 24 * 3600 * 1000;

  // English stands in where the page gives no words.
  const ENGLISH = {
    busy: "Sending…", close: "Close", cancel: "Cancel", ok: "OK", "keys-title": "Keyboard shortcuts",
    "keys-search": "go to the search box", "keys-send": "send the open form", "keys-help": "open this list", "keys-row": "add a row",
    "keys-close": "close a panel or list", copied: "Copied", "tour-next": "Next", "tour-back": "Back", "tour-end": "End",
    "tour-step": "Step {n} of {m}", "local-drafts": "Not sent, kept on this computer:", signout: "Sign out and delete",
    "signout-unsent": "{n} unsent versions are kept on this computer. Signing out deletes them.",
  };
  let words = {};
  try { words = JSON.parse(($("#words") || {}).textContent || "{}"); } catch (e) { /* the fallback serves */ }
  function say(key, values) {
    const text = words[key] || ENGLISH[key] || key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? values[name] : whole));
  }

  // make("button", {class: "btn", type: "button"}, "text", child, …)
  function make(tag, attributes, ...children) {
    const el = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === true) el.setAttribute(name, "");
      else if (value !== false && value != null) el.setAttribute(name, value);
    }
    el.append(...children.filter((c) => c != null));
    return el;
  }
  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    const sprite = new URL("icons.svg", base);
    use.setAttribute("href", sprite.pathname + "#i-" + name);
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    svg.append(use);
    return svg;
  }
  const base = (document.currentScript || {}).src || location.href;

  // A region that reads out what has changed.
  let live;
  function announce(text) {
    if (!live) document.body.append((live = make("div", { class: "vh", role: "status" })));
    live.textContent = "";
    setTimeout(() => (live.textContent = text), 30);
  }

  // A line at the bottom with at most one thing to do; goes after a while, stays while it has the focus.
  function toast(text, label, action) {
    $$(".toast").forEach((t) => t.remove());
    const box = make("div", { class: "toast", role: "status" }, make("span", null, text));
    if (label) {
      const button = make("button", { type: "button" }, label);
      button.addEventListener("click", () => { box.remove(); action(); });
      box.append(button);
    }
    document.body.append(box);
    const go = () => (box.contains(document.activeElement) || box.matches(":hover") ? setTimeout(go, 2000) : box.remove());
    setTimeout(go, label ? 10000 : 4000);
  }

  // Asks in a dialog; the promise gives true for yes.
  function ask(text, yes, danger) {
    return new Promise((done) => {
      const ok = make("button", { class: "btn " + (danger ? "danger" : "primary"), value: "yes" }, yes || say("ok"));
      const no = make("button", { class: "btn", value: "", autofocus: true }, say("cancel"));
      const title = make("p", { id: "ask-text" }, text);
      const box = make("dialog", { "aria-labelledby": "ask-text" }, make("form", { method: "dialog", "data-no-busy": true }, title, make("div", { class: "toolbar" }, no, ok)));
      box.addEventListener("close", () => { box.remove(); done(box.returnValue === "yes"); });
      document.body.append(box);
      box.showModal();
    });
  }

  // Theme: light or dark by hand, else as the system.
  function theme() {
    const root = document.documentElement;
    const now = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    const next = now === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    document.cookie = "theme=" + next + "; path=/; max-age=31536000; samesite=lax";
    try { localStorage.setItem("danvan:theme", next); } catch (e) { /* the cookie serves */ }
  }

  function copy(button) {
    const text = button.dataset.copy;
    const done = () => { toast(say("copied")); };
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text).then(done);
    const area = make("textarea", { class: "vh" });
    area.value = text;
    button.after(area);
    area.select();
    if (document.execCommand("copy")) done();
    area.remove();
    button.focus();
  }

  function keysDialog() {
    if ($("dialog[open]")) return;
    const row = (keys, word) => [make("dt", null, ...keys.flatMap((k, i) => [i ? " + " : "", make("kbd", null, k)])), make("dd", null, say(word))];
    const list = make("dl", { class: "keys" }, ...row(["/"], "keys-search"), ...row(["Ctrl", "Enter"], "keys-send"), ...row(["Alt", "Enter"], "keys-row"), ...row(["Esc"], "keys-close"), ...row(["?"], "keys-help"));
    const shut = make("form", { method: "dialog", class: "toolbar", "data-no-busy": true }, make("button", { class: "btn" }, say("close")));
    const box = make("dialog", { "aria-labelledby": "keys-title" }, make("h2", { id: "keys-title" }, say("keys-title")), list, shut);
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
  }

  const typing = (el) => el.closest("input:not([type=checkbox],[type=radio],[type=button],[type=submit]), textarea, select, [contenteditable=true]");
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.isComposing || $("dialog[open]")) return;
    if (e.key === "Enter" && e.ctrlKey) {
      const form = e.target.closest("form") || $("form[data-autosave], form.form");
      if (form) { e.preventDefault(); form.requestSubmit($("button.primary, input[type=submit].primary", form)); }
    } else if (e.key === "Escape") {
      const menu = e.target.closest("details.menu[open]") || $("details.menu[open]");
      if (menu) { menu.open = false; $("summary", menu).focus(); }
    } else if (!e.ctrlKey && !e.metaKey && !e.altKey && !typing(e.target)) {
      const search = $("[data-search]");
      if (e.key === "/" && search) { e.preventDefault(); search.focus(); search.select(); }
      if (e.key === "?") { e.preventDefault(); keysDialog(); }
    }
  });

  document.addEventListener("click", (e) => {
    const on = (selector) => e.target.closest(selector);
    $$("details.menu[open]").forEach((m) => { if (!m.contains(e.target) || on("details.menu") !== m) m.open = false; });
    if (on("[data-theme-toggle]")) theme();
    if (on("[data-copy]")) copy(on("[data-copy]"));
    if (on("[data-keys]")) keysDialog();
    if (on("[data-tour-start]")) startTour();
    if (on("[data-print]")) print();
    const asked = on("button[data-confirm], a[data-confirm], input[data-confirm]");
    if (asked && !asked.dataset.sure) {
      e.preventDefault();
      e.stopPropagation();
      ask(asked.dataset.confirm, asked.dataset.confirmOk, asked.matches(".danger")).then((yes) => {
        if (!yes) return asked.focus();
        asked.dataset.sure = "1";
        asked.click();
        delete asked.dataset.sure;
      });
    }
  }, true);

  // Submit: confirm, then busy. The form may be sent again after 15 seconds.
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.dataset.confirm && !form.dataset.sure) {
      e.preventDefault();
      const by = e.submitter;
      ask(form.dataset.confirm, form.dataset.confirmOk, true).then((yes) => {
        if (!yes) return;
        form.dataset.sure = "1";
        form.requestSubmit(by);
        delete form.dataset.sure;
      });
      return;
    }
    if (form.matches("[data-signout]") && !form.dataset.ready) { e.preventDefault(); signOut(form); return; }
    const quiet = form.method === "get" || form.method === "dialog" || form.dataset.noBusy != null || (e.submitter && (e.submitter.formTarget || e.submitter.dataset.noBusy != null));
    setTimeout(() => { if (!e.defaultPrevented && !quiet) busy(form, e.submitter); }, 0);
  });
  function busy(form, by) {
    const buttons = Array.from(form.elements).filter((b) => b.type === "submit" && !b.disabled);
    const label = by && !by.matches(".icon-only") ? by.innerHTML : null;
    buttons.forEach((b) => (b.disabled = true));
    if (label != null) { by.textContent = by.dataset.busy || form.dataset.busy || say("busy"); by.setAttribute("aria-busy", "true"); }
    const undo = () => {
      removeEventListener("pageshow", undo);
      clearTimeout(timer);
      buttons.forEach((b) => (b.disabled = false));
      if (label != null) { by.innerHTML = label; by.removeAttribute("aria-busy"); }
    };
    const timer = setTimeout(undo, 15000);
    addEventListener("pageshow", undo);
  }

  // Copies of drafts in this browser; form.js writes them.
  const user = document.body.dataset.user || "";
  const drafts = {
    // The address without its query: the query may name the version that the form began from.
    key: (address) => DRAFT + user + ":" + address.split("?")[0],
    all() {
      const list = [];
      try {
        for (let i = 0; i < localStorage.length; i++) {
          const key = localStorage.key(i);
          if (!key.startsWith(DRAFT)) continue;
          let value = null;
          try { value = JSON.parse(localStorage.getItem(key)); } catch (e) { /* not ours: goes as too old */ }
          list.push([key, value || { at: 0 }]);
        }
      } catch (e) { /* storage is shut */ }
      return list;
    },
    mine: () => drafts.all().filter(([key]) => key.startsWith(DRAFT + user + ":")),
    drop(key) { try { localStorage.removeItem(key); } catch (e) { /* nothing there */ } },
    tidy() {
      drafts.all().filter(([, v]) => !(Date.now() - v.at < KEEP_MS)).forEach(([key]) => drafts.drop(key));
      let sent = null;
      try { sent = sessionStorage.getItem("danvan:sent"); } catch (e) { /* none */ }
      const done = $$('meta[name="draft-done"]').map((m) => m.content);
      // Sign-in and error pages are no proof that the form arrived.
      const arrived = sent && !document.body.matches(".plain") && !$(".problem") && !$$("form[data-autosave]").some((f) => drafts.key(f.dataset.autosave) === drafts.key(sent));
      if (arrived) done.push(sent);
      done.forEach((address) => drafts.drop(drafts.key(address)));
      if (done.includes(sent)) { try { sessionStorage.removeItem("danvan:sent"); } catch (e) { /* none */ } }
    },
    // What was sent while the page closed, with nobody there to hear the answer, is sent again by the next page.
    async resend() {
      const open = $$("form[data-autosave]").map((f) => drafts.key(f.dataset.autosave));
      const waits = drafts.mine().filter(([key, v]) => v.leaving && v.address && Date.now() - v.at < 60000 && !open.includes(key)).map(async ([key, v]) => {
        try {
          const answer = await fetch(v.address, { method: "POST", body: new URLSearchParams(v.pairs), credentials: "same-origin", redirect: "manual", headers: { "X-Autosave": "1" } });
          if (answer.ok) drafts.drop(key);
        } catch (e) { /* stays for the user to see */ }
      });
      await Promise.all(waits);
    },
    show() {
      const place = $("[data-local-drafts]");
      const list = drafts.mine().filter(([, v]) => v.unsent && v.page);
      if (!place || !list.length) return;
      const items = list.map(([, v]) => make("li", null, make("a", { href: v.page }, v.title || v.page), " ", make("small", { class: "soft" }, new Date(v.at).toLocaleString(document.documentElement.lang || "vi"))));
      place.append(make("div", { class: "note warning" }, make("p", { class: "note-title" }, say("local-drafts")), make("ul", null, ...items)));
    },
  };

  // Signing out: first every tab sends what it has, then the copies on this computer go.
  async function signOut(form) {
    const waits = [];
    document.dispatchEvent(new CustomEvent("danvan:flush", { detail: waits }));
    if (channel) {
      let open = 0;
      const heard = (e) => { if (e.data === "flushing") open++; if (e.data === "flushed") open--; };
      channel.addEventListener("message", heard);
      channel.postMessage("flush");
      waits.push(new Promise((done) => {
        const began = Date.now();
        const look = () => (Date.now() - began > 2500 || (open === 0 && Date.now() - began > 150) ? done() : setTimeout(look, 50));
        look();
      }));
    }
    await Promise.race([Promise.allSettled(waits), new Promise((r) => setTimeout(r, 3000))]);
    const unsent = drafts.mine().filter(([, v]) => v.unsent).length;
    if (unsent && !(await ask(say("signout-unsent", { n: unsent }), say("signout"), true))) return;
    drafts.mine().forEach(([key]) => drafts.drop(key));
    document.dispatchEvent(new Event("danvan:signed-out"));
    form.dataset.ready = "1";
    form.requestSubmit();
  }
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("danvan") : null;
  if (channel) channel.addEventListener("message", (e) => {
    if (e.data !== "flush") return;
    const waits = [];
    document.dispatchEvent(new CustomEvent("danvan:flush", { detail: waits }));
    if (!waits.length) return;
    channel.postMessage("flushing");
    Promise.allSettled(waits).then(() => channel.postMessage("flushed"));
  });

  // Progress: the answer replaces the element until it asks no more.
  function poll(el) {
    let wait = Number(el.dataset.every) || 1000;
    const ask = async () => {
      if (!el.isConnected) return;
      try {
        const answer = await fetch(el.dataset.poll, { headers: { "X-Poll": "1" }, credentials: "same-origin", cache: "no-store" });
        if (!answer.ok) throw new Error(String(answer.status));
        const go = answer.headers.get("X-Go");
        if (go && go.startsWith("/") && !go.startsWith("//")) { location.assign(go); return; }
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
        if (!fresh) throw new Error("empty");
        // The region stays, so that its changes are read out.
        for (const name of ["data-poll", "data-every", "class"]) {
          if (fresh.hasAttribute(name)) el.setAttribute(name, fresh.getAttribute(name)); else el.removeAttribute(name);
        }
        el.replaceChildren(...fresh.childNodes);
        wait = Number(el.dataset.every) || 1000;
      } catch (e) {
        wait = Math.min(wait * 2, 30000);
      }
      if (el.dataset.poll) setTimeout(ask, wait);
    };
    setTimeout(ask, wait);
  }

  // Map and tiles: what is under the pointer or has the focus is said below.
  function map(el) {
    const place = $(".map-live", el.closest("figure") || el.parentElement);
    if (!place) return;
    const show = (e) => {
      const area = e.target.closest("[data-name]");
      if (area) place.textContent = area.dataset.name + ": " + area.dataset.value;
    };
    el.addEventListener("pointerover", show);
    el.addEventListener("focusin", show);
  }

  // Tour: a small panel beside each place that is on the page.
  let touring = null;
  function startTour() {
    const data = $("script[data-tour]");
    if (!data || touring) return;
    const seen = (el) => el && el.getClientRects().length > 0;
    let steps = [];
    try { steps = JSON.parse(data.textContent).filter((s) => seen($(s.at))); } catch (e) { return; }
    if (!steps.length) return;
    const before = document.activeElement;
    const title = make("h2", { id: "tour-title", tabindex: "-1" });
    const text = make("p", { id: "tour-text" });
    const count = make("small", { class: "soft" });
    const back = make("button", { class: "btn small", type: "button" }, say("tour-back"));
    const next = make("button", { class: "btn small primary", type: "button" });
    const end = make("button", { class: "btn small quiet end", type: "button" }, say("tour-end"));
    const box = make("div", { class: "tour", role: "dialog", "aria-labelledby": "tour-title", "aria-describedby": "tour-text" }, count, title, text, make("div", { class: "toolbar" }, back, next, end));
    let at = 0, target = null;
    const place = () => {
      const r = target.getBoundingClientRect(), w = box.offsetWidth, h = box.offsetHeight;
      const below = r.bottom + h + 16 < innerHeight;
      const top = below ? r.bottom + 12 : Math.max(8, r.top - h - 12);
      box.style.top = scrollY + Math.min(top, Math.max(8, innerHeight - h - 8)) + "px";
      box.style.left = scrollX + Math.max(8, Math.min(r.left, document.documentElement.clientWidth - w - 8)) + "px";
    };
    const show = (n) => {
      at = n;
      if (target) target.classList.remove("tour-at");
      target = $(steps[at].at);
      target.classList.add("tour-at");
      target.scrollIntoView({ block: "nearest" });
      count.textContent = say("tour-step", { n: at + 1, m: steps.length });
      title.textContent = steps[at].title;
      text.textContent = steps[at].text;
      back.disabled = at === 0;
      next.textContent = say(at === steps.length - 1 ? "tour-end" : "tour-next");
      end.hidden = at === steps.length - 1;
      place();
      title.focus({ preventScroll: true });
    };
    const stop = () => {
      target.classList.remove("tour-at");
      box.remove();
      removeEventListener("resize", place);
      touring = null;
      if (before && before.focus) before.focus();
      if (data.dataset.tourDone) fetch(data.dataset.tourDone, { method: "POST", credentials: "same-origin", keepalive: true }).catch(() => {});
    };
    back.addEventListener("click", () => show(at - 1));
    next.addEventListener("click", () => (at === steps.length - 1 ? stop() : show(at + 1)));
    end.addEventListener("click", stop);
    box.addEventListener("keydown", (e) => {
      if (e.key === "Escape") { e.preventDefault(); stop(); }
      if (e.key === "ArrowRight" && at < steps.length - 1) show(at + 1);
      if (e.key === "ArrowLeft" && at > 0) show(at - 1);
    });
    addEventListener("resize", place);
    touring = box;
    document.body.append(box);
    show(0);
  }

  window.DanVan = { $, $$, say, make, icon, announce, toast, ask, drafts, ENGLISH };
  drafts.tidy();
  if (!document.body.matches(".plain")) drafts.resend().then(drafts.show);
  $$("[data-poll]").forEach(poll);
  $$("[data-map]").forEach(map);
  const first = $("[data-autofocus]");
  if (first) first.focus();
  const auto = $("script[data-tour][data-tour-auto]");
  if (auto) addEventListener("load", () => setTimeout(() => { if (!typing(document.activeElement || document.body) && !$("dialog[open]") && !first) startTour(); }, 600));
})();
