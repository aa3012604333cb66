// Forms: dates, numbers, long text, long lists of choices, typing to find, rows, conditions, files, and keeping drafts.
// Contract: README.md in this folder. Each piece improves a field that works without it.
(function () {
  "use strict";
  const { $, $$, say, make, icon, announce, toast, drafts, ENGLISH } = window.DanVan;
  Object.assign(ENGLISH, {
    today: "Today", "previous-month": "Previous month", "next-month": "Next month", month: "Month", year: "Year", weekdays: "Mo,Tu,We,Th,Fr,Sa,Su",
    months: "January,February,March,April,May,June,July,August,September,October,November,December", "open-calendar": "Open the calendar",
    "bad-date": "There is no such date. Write 05/02/2021.", "chars-left": "{n} characters left", "no-match": "Nothing found", loading: "Searching…",
    "load-failed": "The search failed; try again", remove: "Remove {x}", added: "{x} added", removed: "{x} removed", results: "{n} results",
    find: "Find in this list", "row-added": "A row was added", "row-removed": "A row was removed", "row-duplicate": "Duplicate", "row-up": "Up",
    "row-down": "Down", "row-fold": "Fold", "row-unfold": "Unfold", undo: "Undo", "file-too-big": "{x} is larger than {n} MiB and cannot be sent",
    "too-many-files": "Only {n} files can be sent", "drop-files": "Drop files here, or choose:", view: "View", keeping: "keeping…", "kept-at": "kept at {t}",
    "kept-here": "Could not reach the server; kept on this computer at {t}", "kept-here-signed-out": "You are signed out; kept on this computer at {t}. Sign in in another tab, then go on.",
    "kept-here-conflict": "The draft was changed elsewhere; this text is kept on this computer at {t}", "keep-failed": "Your text could not be kept. Do not close this page.",
    "restore-offer": "This computer keeps a version that was not sent, of {t}.", restore: "Restore it", discard: "Discard it", restored: "Restored from this computer",
  });
  const fold = (s) => s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "d").toLowerCase();
  const changed = (el) => { el.dispatchEvent(new Event("input", { bubbles: true })); el.dispatchEvent(new Event("change", { bubbles: true })); };
  const labelOf = (el) => { const l = el.labels && el.labels[0]; return l ? l.textContent.replace("*", "").trim() : ""; };

  // ---- Dates: dd/mm/yyyy, with a calendar to pick from.
  const two = (n) => String(n).padStart(2, "0");
  const written = (d) => two(d.getDate()) + "/" + two(d.getMonth() + 1) + "/" + d.getFullYear();
  function readDate(text) {
    const t = text.trim();
    let m = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(t), y, mo, d;
    if (m) [, y, mo, d] = m;
    else if ((m = /^(\d{1,2})[\/.\- ](\d{1,2})[\/.\- ](\d{4})$/.exec(t) || /^(\d{2})(\d{2})(\d{4})$/.exec(t))) [, d, mo, y] = m;
    else return null;
    const date = new Date(0, 0, 1);
    date.setFullYear(Number(y), Number(mo) - 1, Number(d));
    return date.getMonth() === Number(mo) - 1 && date.getDate() === Number(d) ? date : null;
  }
  function dateField(input) {
    const box = make("div", { class: "date-field" });
    input.before(box);
    const open = make("button", { type: "button", class: "btn quiet icon-only", "aria-haspopup": "dialog", "aria-label": (say("open-calendar") + ": " + labelOf(input)).replace(/: $/, "") }, icon("calendar"));
    box.append(input, open);
    input.addEventListener("change", () => {
      const date = readDate(input.value);
      if (date && input.value !== written(date)) input.value = written(date);
      complain(input, input.value.trim() && !date ? say("bad-date") : "");
    });
    let panel = null;
    const shut = (focus) => { if (panel) { panel.remove(); panel = null; if (focus) open.focus(); } };
    open.addEventListener("click", () => (panel ? shut(true) : (panel = calendar(input, box, shut))));
    box.addEventListener("focusout", (e) => { if (panel && !box.contains(e.relatedTarget)) setTimeout(() => { const now = document.activeElement; if (now && now !== document.body && !box.contains(now)) shut(); }, 150); });
    document.addEventListener("pointerdown", (e) => { if (panel && !box.contains(e.target)) shut(); });
  }
  // A message of the browser's own under a field; the server's message stays until the field is changed.
  function complain(input, text) {
    const id = (input.id || input.name) + "-js";
    let p = document.getElementById(id);
    if (!text) {
      if (p) { p.remove(); input.removeAttribute("aria-invalid"); describe(input, id, false); }
      return;
    }
    if (!p) {
      p = make("p", { class: "error", id, role: "alert" });
      (input.closest(".field") || input.parentElement).append(p);
    }
    p.textContent = text;
    input.setAttribute("aria-invalid", "true");
    describe(input, id, true);
  }
  function describe(input, id, on) {
    const ids = (input.getAttribute("aria-describedby") || "").split(/\s+/).filter((x) => x && x !== id);
    if (on) ids.push(id);
    if (ids.length) input.setAttribute("aria-describedby", ids.join(" ")); else input.removeAttribute("aria-describedby");
  }
  function calendar(input, box, shut) {
    const months = say("months").split(",");
    const today = new Date(), chosen = readDate(input.value);
    let at = new Date((chosen || today).getTime());
    const button = (name, label) => make("button", { type: "button", class: "btn quiet icon-only small", "aria-label": label }, icon(name));
    const back = button("left", say("previous-month")), next = button("right", say("next-month"));
    const month = make("select", { "aria-label": say("month") }, ...months.map((m, i) => make("option", { value: i }, m)));
    const year = make("input", { type: "number", min: 1, max: 9999, "aria-label": say("year") });
    const days = make("tbody");
    const head = make("tr", null, ...say("weekdays").split(",").map((d) => make("th", { scope: "col" }, d)));
    const now = make("button", { type: "button", class: "btn small quiet" }, say("today"));
    const panel = make("div", { class: "calendar", role: "dialog", "aria-label": labelOf(input) || say("open-calendar") },
      make("div", { class: "calendar-head" }, back, month, year, next), make("table", null, make("thead", null, head), days), now);
    const draw = (focus) => {
      month.value = at.getMonth();
      year.value = at.getFullYear();
      const day = new Date(at.getFullYear(), at.getMonth(), 1);
      day.setDate(1 - ((day.getDay() + 6) % 7));
      const weeks = [];
      for (let w = 0; w < 6; w++) {
        const tr = make("tr");
        for (let d = 0; d < 7; d++, day.setDate(day.getDate() + 1)) {
          const same = (x) => x && x.toDateString() === day.toDateString();
          tr.append(make("td", null, make("button", {
            type: "button", "data-day": written(day), tabindex: same(at) ? 0 : -1, "aria-label": day.getDate() + " " + months[day.getMonth()] + " " + day.getFullYear(), "aria-pressed": same(chosen) ? "true" : "false",
            "aria-current": same(today) ? "date" : null, class: day.getMonth() === at.getMonth() ? null : "off",
          }, String(day.getDate()))));
        }
        weeks.push(tr);
      }
      days.replaceChildren(...weeks);
      if (focus) $("[tabindex='0']", days).focus();
    };
    const move = (days_, months, focus) => {
      const keep = at.getDate();
      if (months) { at.setDate(1); at.setMonth(at.getMonth() + months); at.setDate(Math.min(keep, new Date(at.getFullYear(), at.getMonth() + 1, 0).getDate())); }
      at.setDate(at.getDate() + days_);
      draw(focus);
    };
    const take = (text) => { input.value = text; changed(input); shut(); input.focus(); };
    back.addEventListener("click", () => move(0, -1));
    next.addEventListener("click", () => move(0, 1));
    now.addEventListener("click", () => take(written(today)));
    month.addEventListener("change", () => move(0, Number(month.value) - at.getMonth()));
    year.addEventListener("change", () => { if (year.value >= 1 && year.value <= 9999) move(0, 12 * (Number(year.value) - at.getFullYear())); });
    for (const own of [month, year]) for (const type of ["input", "change"]) own.addEventListener(type, (e) => e.stopPropagation());
    days.addEventListener("click", (e) => { const b = e.target.closest("[data-day]"); if (b) take(b.dataset.day); });
    panel.addEventListener("keydown", (e) => {
      if (e.key === "Escape") { e.preventDefault(); e.stopPropagation(); shut(true); }
      if (!e.target.closest("[data-day]")) { if (e.key === "Enter" && e.target === year) { e.preventDefault(); changed(year); } return; }
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [-7, 0], ArrowDown: [7, 0], PageUp: [0, -1], PageDown: [0, 1] }[e.key];
      if (step) { e.preventDefault(); move(step[0], step[1], true); }
    });
    box.append(panel);
    draw(true);
    return panel;
  }

  // ---- Numbers: thousands parted by dots while typing, unless dots are typed by hand (then the text stays as typed).
  const group = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ".");
  function numberField(input) {
    const approx = $("[data-approx]", input.closest(".with-unit") || input.parentElement);
    let byHand = false;
    input.addEventListener("input", (e) => {
      if (e.data === "." || (e.inputType || "").startsWith("insertFrom")) byHand = input.value.includes(".");
      if (!input.value.includes(".")) byHand = false;
      const m = /^(-?)([\d.]*)(,\d*)?$/.exec(input.value);
      if (byHand || !m) return;
      const right = input.value.length - input.selectionEnd;
      const digits = m[2].replace(/\./g, "");
      const out = m[1] + group(digits) + (m[3] || "");
      if (out === input.value) return;
      input.value = out;
      const at = Math.max(0, out.length - right);
      input.setSelectionRange(at, at);
    });
    input.addEventListener("change", () => {
      byHand = false;
      if (!approx) return;
      // “trên 600” typed in one go: the word goes into the select.
      const m = /^(\D+?)\s*(\d.*)?$/.exec(input.value.trim());
      const option = m && Array.from(approx.options).find((o) => o.value && o.text.split(/[,/]/).some((w) => fold(w.trim()) === fold(m[1])));
      if (!option) return;
      approx.value = option.value;
      input.value = m[2] || "";
      changed(approx);
    });
    if (approx) {
      const set = () => {
        const pending = approx.value === "cho";
        if (pending && input.value) { input.dataset.was = input.value; input.value = ""; }
        if (!pending && !input.value && input.dataset.was) { input.value = input.dataset.was; delete input.dataset.was; }
        input.readOnly = pending;
      };
      approx.addEventListener("change", set);
      set();
    }
  }

  // ---- Long text: grows with what is written, and says how much room is left.
  function longText(area) {
    const max = area.maxLength;
    let counter = area.id && $('[data-counter-for="' + CSS.escape(area.id) + '"]');
    if (max > 0 && !counter) area.after((counter = make("p", { class: "counter" })));
    const update = () => {
      area.style.height = "auto";
      if (area.scrollHeight) area.style.height = Math.min(area.scrollHeight + 4, innerHeight * 0.7) + "px";
      if (!counter || max <= 0) return;
      const left = max - area.value.length;
      counter.textContent = say("chars-left", { n: left });
      counter.classList.toggle("low", left < max / 10);
    };
    area.addEventListener("input", update);
    update();
  }

  // ---- Long lists of choices: a box that narrows them.
  function findChoices(set) {
    const box = make("input", { type: "search", class: "find", "aria-label": say("find"), placeholder: say("find"), autocomplete: "off" });
    const first = $(".tick", set);
    if (!first) return;
    first.before(box);
    box.addEventListener("input", (e) => {
      e.stopPropagation();
      const wanted = fold(box.value.trim());
      $$(".tick", set).forEach((t) => (t.hidden = !!wanted && !$("input", t).checked && !fold(t.textContent).includes(wanted)));
    });
    box.addEventListener("change", (e) => e.stopPropagation());
    box.addEventListener("keydown", (e) => { if (e.key === "Enter" && !e.ctrlKey) e.preventDefault(); });
  }

  // ---- Combobox (WAI-ARIA 1.2, list autocomplete with manual selection).
  let unique = 0;
  function combobox(box) {
    const input = $("input[type=text]", box);
    const chosen = $("[data-chosen]", box) || box.insertBefore(make("ul", { class: "chips", "data-chosen": true }), box.firstChild);
    const many = box.dataset.many === "1", free = box.dataset.free === "1", least = Number(box.dataset.min || 1);
    const list = make("ul", { class: "combo-list", role: "listbox", id: "combo-" + ++unique, "aria-label": labelOf(input) || input.name, hidden: true });
    const name = () => box.dataset.name;
    let items = [], active = -1, asked = 0, timer = 0;
    input.after(list);
    for (const [k, v] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off", spellcheck: "false" })) input.setAttribute(k, v);

    const shut = () => { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const point = (n) => {
      active = n;
      $$("[role=option]", list).forEach((o, i) => {
        o.setAttribute("aria-selected", i === n ? "true" : "false");
        if (i === n) { o.scrollIntoView({ block: "nearest" }); input.setAttribute("aria-activedescendant", o.id); }
      });
      if (n < 0) input.removeAttribute("aria-activedescendant");
    };
    const tell = (text) => { list.replaceChildren(make("li", { class: "combo-none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, text)); list.hidden = false; input.setAttribute("aria-expanded", "true"); };
    async function look() {
      const q = input.value.trim();
      if (q.length < least) return shut();
      const mine = ++asked;
      const address = new URL(box.dataset.source, location.href);
      address.searchParams.set("q", q);
      const slow = setTimeout(() => { if (mine === asked && list.hidden) tell(say("loading")); }, 400);
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
        if (!answer.ok) throw new Error(String(answer.status));
        const found = await answer.json();
        if (mine !== asked) return;
        const have = values(), many_ = many;
        items = found.filter((i) => !many_ || !have.includes(String(i.value)));
        if (!items.length) { tell(say("no-match")); announce(say("no-match")); return; }
        list.replaceChildren(...items.map((item, i) => make("li", { role: "option", id: list.id + "-" + i, "aria-selected": "false", "data-at": i }, item.label, item.note ? make("small", null, item.note) : null)));
        list.hidden = false;
        input.setAttribute("aria-expanded", "true");
        announce(say("results", { n: items.length }));
        point(free ? -1 : 0);
      } catch (e) {
        if (mine === asked) { items = []; tell(say("load-failed")); announce(say("load-failed")); }
      } finally { clearTimeout(slow); }
    }
    const values = () => $$("input", chosen).map((i) => i.value);
    const add = (value, label, quiet) => {
      if (!many) chosen.replaceChildren();
      const chip = make("li", { class: "chip" }, make("label", null, make("input", { type: "checkbox", name: name(), value, checked: true, tabindex: "-1" }), make("span", null, label)));
      chosen.append(chip);
      dress(chip);
      if (!quiet) { input.value = ""; announce(say("added", { x: label })); changed(input); }
    };
    const dress = (chip) => {
      const field = $("input", chip), label = $("span", chip).textContent;
      field.tabIndex = -1;
      field.setAttribute("aria-hidden", "true");
      field.addEventListener("click", (e) => e.preventDefault());
      const out = make("button", { type: "button", "aria-label": say("remove", { x: label }) }, "×");
      out.addEventListener("click", () => remove(chip));
      chip.append(out);
    };
    const remove = (chip) => {
      const label = $("span", chip).textContent;
      chip.remove();
      announce(say("removed", { x: label }));
      changed(input);
      input.focus();
    };
    $$(".chip", chosen).forEach(dress);
    box.comboSet = (pairs) => { chosen.replaceChildren(); pairs.forEach(([v, l]) => add(v, l, true)); };

    input.addEventListener("input", (e) => { if (!e.isTrusted) return; clearTimeout(timer); timer = setTimeout(look, 180); });
    input.addEventListener("focus", () => { if (least === 0 && !input.value) look(); });
    input.addEventListener("blur", () => { clearTimeout(timer); asked++; setTimeout(shut, 120); });
    list.addEventListener("pointerdown", (e) => e.preventDefault());
    list.addEventListener("click", (e) => { const o = e.target.closest("[data-at]"); if (o) pick(Number(o.dataset.at)); });
    const pick = (n) => { const item = items[n]; shut(); if (item) add(String(item.value), item.label); };
    input.addEventListener("keydown", (e) => {
      if (e.isComposing) return;
      const shown = !list.hidden && $("[data-at]", list);
      if (e.key === "ArrowDown" && !e.altKey) { e.preventDefault(); if (shown) point((active + 1) % items.length); else look(); }
      else if (e.key === "ArrowUp" && shown) { e.preventDefault(); point((active - 1 + items.length) % items.length); }
      else if (e.key === "Enter" && !e.ctrlKey && !e.altKey && (shown || input.value)) { e.preventDefault(); if (shown && active >= 0) pick(active); else if (!free) look(); }
      else if (e.key === "Tab" && shown && active >= 0 && !free && input.value) { pick(active); }
      else if (e.key === "Escape" && !list.hidden) { e.preventDefault(); e.stopPropagation(); shut(); }
      else if (e.key === "Backspace" && !input.value && chosen.lastElementChild) { e.preventDefault(); remove(chosen.lastElementChild); }
    });
  }

  // ---- Rows of a child field.
  function rows(box) {
    const key = box.dataset.rows, max = Number(box.dataset.max) || Infinity;
    const template = $(":scope > template", box), adder = $(":scope > [data-row-add]", box), empty = $(":scope > .rows-empty", box);
    const all = () => $$(":scope > [data-row]", box);
    const fromName = new RegExp("^" + key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + "\\[[^\\]]*\\]"), fromId = new RegExp("(^|[ #]|f-)" + key + "-(\\d+|__i__|t\\d+)-", "g");
    // Gives every name, value and id in a row the number n.
    function number(row, n) {
      const els = [row, ...$$("*", row)];
      for (const el of els) {
        for (const a of ["name", "value", "data-name"]) {
          const v = a === "value" && el.tagName !== "BUTTON" ? null : el.getAttribute(a);
          if (v && fromName.test(v)) el.setAttribute(a, v.replace(fromName, key + "[" + n + "]"));
        }
        for (const a of ["id", "for", "aria-describedby", "aria-labelledby", "aria-controls", "data-counter-for", "href"]) {
          const v = el.getAttribute(a);
          if (v && v.includes(key + "-")) el.setAttribute(a, v.replace(fromId, (m, before) => before + key + "-" + n + "-"));
        }
      }
    }
    function renumber() {
      const list = all();
      // In two steps, so that radio groups of two rows never share a name for a moment.
      list.forEach((row, n) => { if (row.dataset.index !== String(n)) number(row, "t" + n); });
      list.forEach((row, n) => {
        if (row.dataset.index !== String(n)) number(row, n);
        row.dataset.index = n;
        $$("[data-row-number]", row).forEach((e) => (e.textContent = n + 1));
        const up = $("[data-row-up]", row), down = $("[data-row-down]", row);
        if (up) up.disabled = n === 0;
        if (down) down.disabled = n === list.length - 1;
      });
      if (empty) empty.hidden = list.length > 0;
      if (adder) adder.disabled = list.length >= max;
      changedRows();
    }
    const changedRows = () => box.dispatchEvent(new Event("change", { bubbles: true }));
    function summary(row) {
      const legend = $("legend", row);
      let place = $(".row-summary", legend);
      if (!place) legend.append((place = make("span", { class: "row-summary" })));
      const controls = $$("[data-summary]", row).length ? $$("[data-summary]", row) : $$("input, select, textarea", row);
      const said = [];
      for (const c of controls) {
        const el = c.matches("input, select, textarea") ? c : $("input, select, textarea", c);
        if (!el || el.closest(".chip") && !el.checked || /hidden|file/.test(el.type) || said.length >= 3) continue;
        let t = el.value.trim();
        if (/radio|checkbox/.test(el.type)) t = el.checked ? (el.closest("label") || {}).textContent || "" : "";
        else if (el.tagName === "SELECT") t = el.value ? el.selectedOptions[0].text : "";
        t = t.trim().replace(/×$/, "");
        if (t) said.push(t.length > 60 ? t.slice(0, 59) + "…" : t);
      }
      place.textContent = said.join(" · ");
    }
    function foldRow(row, on, quiet) {
      row.classList.toggle("folded", on);
      const button = $("[data-row-fold]", row);
      button.lastChild.textContent = say(on ? "row-unfold" : "row-fold");
      button.setAttribute("aria-expanded", on ? "false" : "true");
      if (on) summary(row); else if ($(".row-summary", row)) $(".row-summary", row).textContent = "";
      if (!quiet) button.focus();
    }
    function dress(row) {
      const remove = $("[data-row-remove]", row);
      const tool = (name, ic) => make("button", { type: "button", class: "btn small quiet", ["data-row-" + name]: true }, icon(ic), make("span", null, say("row-" + name)));
      const tools = make("div", { class: "row-tools" }, tool("fold", "list"), tool("duplicate", "copy"), tool("up", "up"), tool("down", "down"));
      if (remove) tools.append(remove);
      row.append(tools);
      $("[data-row-fold]", row).setAttribute("aria-expanded", "true");
    }
    function add(after, filled) {
      if (all().length >= max) return null;
      const row = document.importNode(template.content, true).querySelector("[data-row]");
      row.dataset.index = "new";
      const last = all().pop();
      if (after) after.after(row); else if (last) last.after(row); else (template).before(row);
      number(row, "t" + 9999);
      enhance(row);
      dress(row);
      if (filled) filled(row);
      renumber();
      return row;
    }
    const firstField = (row) => $$("input:not([type=hidden]):not([tabindex='-1']), select, textarea", row).find((e) => e.getClientRects().length && !e.disabled);
    box.rowsSet = (count) => {
      while (all().length > count) all().pop().remove();
      while (all().length < count && add()) { /* until enough */ }
      renumber();
    };
    box.addEventListener("click", (e) => {
      const b = e.target.closest("button"), row = b && b.closest("[data-row]");
      if (!b || (row && row.parentElement !== box)) return;
      if (b === adder) {
        e.preventDefault();
        const fresh = add();
        if (fresh) { announce(say("row-added")); (firstField(fresh) || adder).focus(); }
      } else if (b.matches("[data-row-remove]")) {
        e.preventDefault();
        const next = row.nextElementSibling;
        row.remove();
        renumber();
        toast(say("row-removed"), say("undo"), () => { if (next && next.parentElement === box) next.before(row); else (template).before(row); row.dataset.index = "back"; renumber(); (firstField(row) || adder).focus(); });
        const near = next && next.matches("[data-row]") ? next : all().pop();
        (near ? $("[data-row-fold]", near) : adder).focus();
      } else if (b.matches("[data-row-up]") && row.previousElementSibling.matches("[data-row]")) { row.previousElementSibling.before(row); renumber(); b.focus(); }
      else if (b.matches("[data-row-down]") && row.nextElementSibling.matches("[data-row]")) { row.nextElementSibling.after(row); renumber(); b.focus(); }
      else if (b.matches("[data-row-fold]")) foldRow(row, !row.classList.contains("folded"));
      else if (b.matches("[data-row-duplicate]")) {
        const from = pairsOf(row), labels = labelsIn(row), was = key + "[" + row.dataset.index + "]";
        const fresh = add(row, (r) => fill(r, from.map(([n, v]) => [n.replace(was, key + "[t9999]"), v]), labels));
        if (fresh) { announce(say("row-added")); firstField(fresh).focus(); }
      }
    });
    box.addEventListener("keydown", (e) => { if (e.altKey && e.key === "Enter" && adder) { e.preventDefault(); e.stopPropagation(); adder.click(); } });
    all().forEach((row, n) => { row.dataset.index = n; dress(row); });
    renumber();
    if (all().length > 4) all().slice(0, -1).forEach((row) => { if (!$("[aria-invalid='true'], .bad", row)) foldRow(row, true, true); });
    document.addEventListener("click", (e) => {
      const a = e.target.closest('a[href^="#f-"]'), to = a && document.getElementById(a.hash.slice(1)), row = to && to.closest(".folded");
      if (row && box.contains(row)) foldRow(row, false, true);
    });
    box.addEventListener("invalid", (e) => { const row = e.target.closest(".folded"); if (row) foldRow(row, false, true); }, true);
  }

  // ---- Conditions: what is not asked is hidden and not sent.
  const plainNumber = (v) => (v && typeof v === "object" ? Number(v.scaled) / 10 ** Number(v.scale || 0) : Number(v));
  function typedNumber(text) {
    let t = text.replace(/[^\d.,-]/g, "");
    if (/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(t) || t.includes(",")) t = t.replace(/\./g, "").replace(",", ".");
    return t === "" || isNaN(t) ? null : Number(t);
  }
  function conditions(form) {
    const els = () => $$("[data-visible-if], [data-required-if]", form);
    if (!els().length && !$("template", form)) return;
    function index() {
      const map = new Map();
      for (const el of form.elements) {
        if (!el.name || el.matches(":disabled")) continue;
        const put = (name, v) => (map.get(name) || map.set(name, []).get(name)).push(v);
        if (el.type === "radio" || el.type === "checkbox") { if (el.checked) put(el.name, el.value); }
        else if (el.type === "file") { if (el.files.length) put(el.name, el.files[0].name); }
        else if (el.tagName === "SELECT") { for (const o of el.selectedOptions) if (o.value) put(el.name, o.value); }
        else if (el.tagName !== "BUTTON" && el.value.trim()) put(el.name, el.value.trim());
        const row = /^([^[]+)\[/.exec(el.name);
        if (row && map.has(el.name)) put(row[1] + "[]", 1);
      }
      return map;
    }
    function holds(c, prefix, map) {
      const [[op, arg]] = Object.entries(c);
      const full = (name) => (name.startsWith("../") ? name.slice(3) : prefix + name);
      const get = (name) => map.get(full(name)) || [];
      const pending = (name) => get(name + ".gan-dung").includes("cho");
      const num = (name) => (pending(name) || !get(name).length ? null : typedNumber(get(name)[0]));
      switch (op) {
        case "is": return get(arg[0]).some((v) => arg[1].includes(v));
        case "at-least": { const n = num(arg[0]); return n !== null && n >= plainNumber(arg[1]); }
        case "at-most": { const n = num(arg[0]); return n !== null && n <= plainNumber(arg[1]); }
        case "set": {
          const n = arg[0];
          const filled = ["", ".chu", ".moi", "[]"].some((end) => map.has(full(n) + end)) || pending(n);
          return filled === arg[1];
        }
        case "all": return arg.every((x) => holds(x, prefix, map));
        case "any": return arg.some((x) => holds(x, prefix, map));
        case "not": return !holds(arg, prefix, map);
        default: return true;
      }
    }
    const read = (el, name) => { try { return el.getAttribute(name) ? JSON.parse(el.getAttribute(name)) : null; } catch (e) { return null; } };
    const prefixOf = (el) => { const row = el.closest("[data-row]"); return row ? row.parentElement.dataset.rows + "[" + row.dataset.index + "]." : ""; };
    function update() {
      for (let turn = 0; turn < 8; turn++) {
        const map = index();
        let moved = false;
        for (const el of els()) {
          const visible = read(el, "data-visible-if");
          if (visible) {
            el.classList.remove("if-off");
            const hide = !holds(visible, prefixOf(el), map);
            if (el.hidden !== hide) { el.hidden = hide; moved = true; }
            for (const c of $$("input, select, textarea, button", el).concat(el.matches("fieldset") ? [] : [])) {
              const off = !!c.closest("[data-visible-if][hidden]");
              if (off && !c.disabled) { c.disabled = true; c.dataset.off = "1"; moved = true; }
              if (!off && c.dataset.off) { c.disabled = false; delete c.dataset.off; moved = true; }
            }
          }
          const required = read(el, "data-required-if");
          if (required) {
            const on = holds(required, prefixOf(el), map);
            const label = $("label, legend, .field-label", el);
            let mark = label && $(".req", label);
            if (on && label && !mark) label.append((mark = make("span", { class: "req" }, " *")));
            if (mark) mark.hidden = !on;
            $$("input:not([type=checkbox]):not([type=radio]), select:not([data-approx]), textarea", el).forEach((c) => (on ? c.setAttribute("aria-required", "true") : c.removeAttribute("aria-required")));
          }
        }
        if (!moved) break;
      }
    }
    let soon = 0;
    const later = () => { if (!soon) soon = requestAnimationFrame(() => { soon = 0; update(); }); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("danvan:filled", update);
    update();
  }

  // ---- Files: dropped or chosen, judged by size before they travel.
  function files(box) {
    const input = $("input[type=file]", box), mib = Number(box.dataset.maxMib) || Infinity, max = Number(box.dataset.maxFiles) || Infinity;
    const list = make("ul", { class: "file-list", "aria-live": "polite" });
    input.before(make("p", { class: "hint" }, say("drop-files")));
    input.after(list);
    const size = (n) => new Intl.NumberFormat(document.documentElement.lang || "vi", { maximumFractionDigits: 1 }).format(n >= 1048576 ? n / 1048576 : Math.max(n / 1024, 0.1)) + (n >= 1048576 ? " MiB" : " KiB");
    const set = (chosen) => { const t = new DataTransfer(); chosen.forEach((f) => t.items.add(f)); input.files = t.files; changed(input); };
    const draw = () => {
      $$("a", list).forEach((a) => URL.revokeObjectURL(a.href));
      const chosen = Array.from(input.files), kept = $$(".file-list input:checked", box).length;
      const big = chosen.filter((f) => f.size > mib * 1048576);
      list.replaceChildren(...chosen.map((f) => {
        const bad = big.includes(f);
        const out = make("button", { type: "button", class: "btn small quiet", "aria-label": say("remove", { x: f.name }) }, "×");
        out.addEventListener("click", () => { set(Array.from(input.files).filter((x) => x !== f)); input.focus(); });
        const see = /^image\/(png|jpeg|gif|webp)$|^application\/pdf$/.test(f.type) ? make("a", { href: URL.createObjectURL(f), target: "_blank", rel: "noopener" }, say("view")) : null;
        return make("li", { class: bad ? "bad" : null }, make("span", null, f.name), make("small", null, size(f.size)), see, out);
      }));
      const text = big.length ? say("file-too-big", { x: big[0].name, n: mib }) : chosen.length + kept > max ? say("too-many-files", { n: max }) : "";
      complain(input, text);
      input.setCustomValidity(text);
    };
    input.addEventListener("change", draw);
    box.addEventListener("change", (e) => { if (e.target.type === "checkbox") draw(); });
    const over = (on) => (e) => { if (e.dataTransfer && Array.from(e.dataTransfer.types).includes("Files")) { e.preventDefault(); box.classList.toggle("over", on); } };
    box.addEventListener("dragover", over(true));
    box.addEventListener("dragleave", over(false));
    box.addEventListener("drop", (e) => { over(false)(e); if (e.dataTransfer.files.length) set(Array.from(input.files).concat(Array.from(e.dataTransfer.files))); });
    draw();
  }

  // ---- Reading a form's or a row's content, and putting it back.
  function pairsOf(root) {
    const list = [];
    const els = root.tagName === "FORM" ? Array.from(root.elements) : $$("input, select, textarea", root);
    for (const el of els) {
      if (!el.name || (el.type === "hidden" && el.name.startsWith("_")) || el.matches(":disabled") || /^(file|submit|button|password|image|reset)$/.test(el.type) || el.tagName === "BUTTON") continue;
      if ((el.type === "radio" || el.type === "checkbox") && !el.checked) continue;
      if (el.tagName === "SELECT") for (const o of el.selectedOptions) list.push([el.name, o.value]);
      else if (el.tagName === "FIELDSET" || el.tagName === "OUTPUT") continue;
      else list.push([el.name, el.value]);
    }
    return list;
  }
  const labelsIn = (root) => Object.fromEntries($$("[data-chosen] .chip", root).map((c) => [$("input", c).value, $("span", c).textContent]));
  const restorers = [];
  // The numbers of rows (hidden fields) are put back with a draft, but not into a duplicated row.
  function fill(root, pairs, labels, hidden) {
    const map = new Map();
    pairs.forEach(([n, v]) => (map.get(n) || map.set(n, []).get(n)).push(v));
    for (const box of $$("[data-rows]", root)) {
      let count = 0;
      for (const n of map.keys()) { const m = n.startsWith(box.dataset.rows + "[") && /\[(\d+)\]/.exec(n); if (m) count = Math.max(count, Number(m[1]) + 1); }
      if (box.rowsSet) box.rowsSet(count);
    }
    restorers.forEach((f) => f(root, map));
    for (const box of $$("[data-combobox]", root)) if (box.comboSet) box.comboSet((map.get(box.dataset.name) || []).map((v) => [v, labels[v] || v]));
    for (const el of $$("input, select, textarea", root)) {
      if (!el.name || el.closest(".chip") || /^(file|submit|button|password)$/.test(el.type) || (el.type === "hidden" && !(hidden && el.closest("[data-row]")))) continue;
      const values = map.get(el.name);
      if (el.type === "radio" || el.type === "checkbox") el.checked = !!values && values.includes(el.value);
      else if (el.tagName === "SELECT" && el.multiple) Array.from(el.options).forEach((o) => (o.selected = !!values && values.includes(o.value)));
      else { el.value = values && values.length ? values.shift() : ""; el.dispatchEvent(new Event("input", { bubbles: true })); }
    }
    $$("[data-approx]", root).forEach((a) => a.dispatchEvent(new Event("change", { bubbles: true })));
    root.dispatchEvent(new Event("danvan:filled", { bubbles: true }));
  }

  // ---- Drafts: sent to the server as one types; kept in this browser when that fails.
  function autosave(form) {
    let address = form.dataset.autosave;
    const key = drafts.key(address), page = form.dataset.autosavePage || location.pathname + location.search, status = $("[data-autosave-status]", form);
    const clock = (at) => (at ? new Date(at) : new Date()).toLocaleTimeString(document.documentElement.lang || "vi", { hour: "2-digit", minute: "2-digit" });
    const body = () => new URLSearchParams(pairsOf(form)).toString();
    let kept = body(), timer = 0, sending = null, stopped = false, here = false;
    const dirty = () => !stopped && body() !== kept;
    const show = (text, bad) => { if (status) { status.textContent = text; status.dataset.state = bad ? "bad" : "good"; } };
    const secrets = () => $$("input[type=hidden][name^=_]", form).map((i) => [i.name, i.value]);
    function keepHere(unsent, leaving) {
      try {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), unsent, leaving, address, page, hidden: secrets(), title: form.dataset.autosaveTitle || document.title, pairs: pairsOf(form), labels: labelsIn(form) }));
        return (here = true);
      } catch (e) { return (here = false); }
    }
    const dropHere = () => { drafts.drop(key); here = false; };
    async function send(leaving) {
      clearTimeout(timer);
      if (!dirty()) return;
      const text = body();
      if (leaving) {
        // Nobody hears the answer: keep it here too; the next visit compares.
        const small = text.length < 60000;
        keepHere(true, small);
        if (small) fetch(address, { method: "POST", body: new URLSearchParams(text), keepalive: true, credentials: "same-origin", redirect: "manual", headers: { "X-Autosave": "1" } })
          .then((answer) => { if (answer.ok && body() === text) { kept = text; dropHere(); } }).catch(() => {});
        return;
      }
      if (sending) { await sending; if (dirty()) return send(); return; }
      show(say("keeping"));
      let status_ = 0, at = "";
      sending = (async () => {
        try {
          const answer = await fetch(address, { method: "POST", body: new URLSearchParams(text), credentials: "same-origin", redirect: "manual", headers: { "X-Autosave": "1" }, signal: AbortSignal.timeout ? AbortSignal.timeout(20000) : undefined });
          // A redirect of an autosave leads to the sign-in page.
          status_ = answer.type === "opaqueredirect" ? 401 : answer.status;
          if (answer.ok && (answer.headers.get("Content-Type") || "").includes("json")) at = (await answer.json()).at || "";
        } catch (e) { status_ = 0; }
      })();
      await sending;
      sending = null;
      if (stopped) return;
      if (status_ >= 200 && status_ < 300) {
        kept = text;
        if (!dirty()) dropHere();
        show(say("kept-at", { t: at || clock() }));
        return;
      }
      const ok = keepHere(true);
      const word = status_ === 401 || status_ === 403 ? "kept-here-signed-out" : status_ === 409 ? "kept-here-conflict" : "kept-here";
      show(ok ? say(word, { t: clock() }) : say("keep-failed"), true);
      timer = setTimeout(send, 30000);
    }
    const soon = (ms) => { if (!dirty()) return; clearTimeout(timer); timer = setTimeout(send, ms); };
    const touch = () => { if (here) keepHere(true); soon(2000); };
    form.addEventListener("input", touch);
    form.addEventListener("change", touch);
    form.addEventListener("focusout", () => soon(200));
    addEventListener("online", () => soon(100));
    addEventListener("pagehide", () => send(true));
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(true); });
    addEventListener("beforeunload", (e) => {
      if (stopped) return;
      const chosen = $$("input[type=file]", form).some((f) => f.files.length);
      if (chosen || (dirty() && !keepHere(true))) { e.preventDefault(); e.returnValue = ""; }
    });
    document.addEventListener("danvan:flush", (e) => { if (dirty()) e.detail.push(send()); });
    document.addEventListener("danvan:signed-out", () => { stopped = true; });
    form.addEventListener("submit", (e) => setTimeout(() => {
      if (e.defaultPrevented) return;
      const discard = e.submitter && e.submitter.matches("[data-draft-discard]");
      clearTimeout(timer);
      if (discard) dropHere(); else keepHere(true);
      try { sessionStorage.setItem("danvan:sent", address); } catch (x) { /* the meta element serves */ }
      stopped = true;
      // Back on this page without an answer (network down, “back”): go on keeping.
      setTimeout(() => (stopped = false), 15000);
    }, 0));
    addEventListener("pageshow", (e) => { if (e.persisted) stopped = false; });
    if (Number(form.dataset.autosaveAt)) show(say("kept-at", { t: clock(Number(form.dataset.autosaveAt)) }));
    // Reloading, or coming back after signing in, opens this draft again and not an empty form.
    if (form.dataset.autosavePage && location.pathname + location.search !== page) history.replaceState(history.state, "", page);
    offer();

    function offer() {
      const found = drafts.mine().find(([k]) => k === key);
      if (!found) return;
      const copy = found[1];
      const same = new URLSearchParams(copy.pairs || []).toString() === kept;
      if (same || !copy.pairs) return dropHere();
      const yes = make("button", { type: "button", class: "btn small primary" }, say("restore"));
      const no = make("button", { type: "button", class: "btn small" }, say("discard"));
      const time = new Date(copy.at).toLocaleString(document.documentElement.lang || "vi", { dateStyle: "short", timeStyle: "short" });
      const note = make("div", { class: "note warning", role: "status" }, make("p", null, say("restore-offer", { t: time })), make("div", { class: "toolbar" }, yes, no));
      form.prepend(note);
      yes.addEventListener("click", () => {
        // With its own version: if the entry has changed since, the server tells.
        if (copy.address) address = form.dataset.autosave = copy.address;
        for (const [name, value] of copy.hidden || []) { const i = $('input[type=hidden][name="' + name + '"]', form); if (i) i.value = value; }
        fill(form, copy.pairs, copy.labels || {}, true); note.remove(); announce(say("restored")); show(say("restored")); soon(500); });
      no.addEventListener("click", () => { dropHere(); note.remove(); });
    }
  }

  function enhance(root) {
    const each = (selector, f) => $$(selector, root).concat(root.matches && root.matches(selector) ? [root] : []).forEach(f);
    each("[data-date]", dateField);
    each("[data-number]", numberField);
    each("textarea[data-grow]:not([data-edited])", longText);
    each("[data-find]", findChoices);
    each("[data-combobox]", combobox);
    each("[data-files]", files);
  }
  Object.assign(window.DanVan, { enhance, fold, restorers, longText });
  enhance(document.body);
  $$("[data-rows]").forEach(rows);
  $$("form").forEach(conditions);
  // editor.js, if it is there, is ready before drafts are compared.
  document.addEventListener("DOMContentLoaded", () => $$("form[data-autosave]").forEach(autosave));
})();
