// Writing the prose of a report around its figures. Each block is a textarea with [[anchor]] tokens, **bold** and *italic*; here it becomes
// a text in which figures are chips that can be moved past and deleted, but not altered. The textarea stays the field that is sent.
(function () {
  "use strict";
  const { $, $$, say, make, announce, toast, restorers, ENGLISH } = window.DanVan;
  Object.assign(ENGLISH, {
    "figure-removed": "The figure {x} was removed", "block-removed": "A paragraph was removed", "unknown-figure": "This template has no figure {x}", undo: "Undo",
  });
  const GAP = "\u200b";
  const TOKEN = /\[\[([^\[\]\n]+)\]\]/;
  const MARKUP = /\[\[([^\[\]\n]+)\]\]|\*\*(?=\S)([^]+?)(?<=\S)\*\*|\*(?=[^\s*])([^*]+?)(?<=\S)\*/;
  try { document.execCommand("styleWithCSS", false, "false"); } catch (e) { /* the default is the same */ }

  function editor(list) {
    const holder = list.closest("form") || document;
    let figures = {};
    try { figures = JSON.parse(($("script[data-figures]", holder) || $("script[data-figures]") || {}).textContent || "{}"); } catch (e) { /* all unknown */ }
    const template = $("template[data-block-template]", holder) || $("template[data-block-template]");
    let last = null, fresh = 0;

    function chip(anchor) {
      const known = figures[anchor];
      return make("span", { class: known ? "fig" : "fig unknown", contenteditable: "false", "data-anchor": anchor, title: known ? known.title : say("unknown-figure", { x: anchor }) }, known ? known.text : "[[" + anchor + "]]");
    }
    function parse(text) {
      const out = document.createDocumentFragment();
      let rest = text, m;
      while ((m = MARKUP.exec(rest))) {
        if (m.index) out.append(rest.slice(0, m.index));
        if (m[1]) out.append(chip(m[1]));
        else { const el = make(m[2] ? "b" : "i"); el.append(parse(m[2] || m[3])); out.append(el); }
        rest = rest.slice(m.index + m[0].length);
      }
      if (rest) out.append(rest);
      return out;
    }
    function write(node) {
      let out = "";
      for (const child of node.childNodes) {
        if (child.nodeType === 3) out += child.data.replaceAll(GAP, "");
        else if (child.nodeType !== 1) continue;
        else if (child.matches(".fig")) out += "[[" + child.dataset.anchor + "]]";
        else if (child.tagName === "BR") out += child === node.lastChild ? "" : "\n";
        else {
          const inner = write(child), mark = /^(B|STRONG)$/.test(child.tagName) ? "**" : /^(I|EM)$/.test(child.tagName) ? "*" : "";
          if (/^(DIV|P)$/.test(child.tagName) && out) out += "\n";
          // Marks stand close to the words: spaces go outside.
          const [, a, text, b] = /^(\s*)([^]*?)(\s*)$/.exec(inner);
          out += mark && text ? a + mark + text + mark + b : inner;
        }
      }
      return out;
    }
    const anchors = (text) => (text.match(new RegExp(TOKEN, "g")) || []).map((t) => t.slice(2, -2));

    // A caret can only stand beside a chip where there is text.
    function pad(edit) {
      for (const c of $$(".fig", edit)) {
        if (!c.previousSibling || c.previousSibling.nodeType !== 3) c.before(GAP);
        if (!c.nextSibling || c.nextSibling.nodeType !== 3) c.after(GAP);
      }
    }
    // A gap that got text beside it has done its work.
    function closeGaps(edit) {
      const walker = document.createTreeWalker(edit, NodeFilter.SHOW_TEXT), s = getSelection();
      for (let n = walker.nextNode(); n; n = walker.nextNode()) {
        const clean = n.data.replaceAll(GAP, "");
        if (!clean || clean === n.data) continue;
        const at = s.anchorNode === n && s.isCollapsed ? n.data.slice(0, s.anchorOffset).replaceAll(GAP, "").length : -1;
        n.data = clean;
        if (at >= 0) s.collapse(n, at);
      }
    }
    // The chip that Backspace (or Delete) would reach from the caret, over gaps.
    function chipBeside(edit, back) {
      const s = getSelection();
      if (!s.isCollapsed || !edit.contains(s.anchorNode)) return null;
      let n = s.anchorNode, at = s.anchorOffset;
      if (n.nodeType === 3) {
        if ((back ? n.data.slice(0, at) : n.data.slice(at)).replaceAll(GAP, "")) return null;
        n = back ? n.previousSibling : n.nextSibling;
      } else n = n.childNodes[back ? at - 1 : at];
      while (n && n.nodeType === 3 && !n.data.replaceAll(GAP, "")) n = back ? n.previousSibling : n.nextSibling;
      return n && n.nodeType === 1 && n.matches(".fig") ? n : null;
    }
    function render(block) { block.edit.replaceChildren(parse(block.area.value)); pad(block.edit); }
    function put(range, node) {
      range.deleteContents();
      const end = node.lastChild || node;
      range.insertNode(node);
      const after = document.createRange();
      after.setStartAfter(end);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(after);
    }
    // “[[x]]” typed or pasted becomes a chip at once.
    function chipTyped(edit) {
      const walker = document.createTreeWalker(edit, NodeFilter.SHOW_TEXT);
      for (let n = walker.nextNode(); n; n = walker.nextNode()) {
        const m = TOKEN.exec(n.data);
        if (!m || !figures[m[1]]) continue;
        const range = document.createRange();
        range.setStart(n, m.index);
        range.setEnd(n, m.index + m[0].length);
        put(range, chip(m[1]));
        pad(edit);
        const c = $$(".fig", edit).find((f) => f.nextSibling && getSelection().anchorNode && f.dataset.anchor === m[1]);
        if (c) getSelection().collapse(c.nextSibling, Math.min(1, c.nextSibling.length));
        return chipTyped(edit);
      }
    }
    function keep(block, quiet) {
      const before = block.area.value, now = write(block.edit);
      if (before === now) return;
      block.area.value = now;
      block.own = true;
      block.area.dispatchEvent(new Event("input", { bubbles: true }));
      block.own = false;
      if (quiet) return;
      const left = anchors(now);
      const gone = anchors(before).filter((a) => { const i = left.indexOf(a); if (i >= 0) left.splice(i, 1); return i < 0; });
      if (gone.length) toast(say("figure-removed", { x: gone.map((a) => (figures[a] ? figures[a].text : a)).join(", ") }), say("undo"), () => { block.area.value = before; render(block); changed(block.area); block.edit.focus(); });
    }
    const changed = (area) => area.dispatchEvent(new Event("change", { bubbles: true }));

    function enhance(li) {
      const area = $("textarea", li);
      if (!area || area.dataset.edited) return;
      area.dataset.edited = "1";
      area.hidden = true;
      const edit = make("div", { class: "block-edit", contenteditable: "true", role: "textbox", "aria-multiline": "true", "aria-label": area.getAttribute("aria-label") || (area.labels[0] || {}).textContent || "", spellcheck: "false" });
      for (const a of ["aria-describedby", "aria-invalid"]) if (area.hasAttribute(a)) edit.setAttribute(a, area.getAttribute(a));
      const block = { li, area, edit, own: false };
      li.block = block;
      area.before(edit);
      render(block);
      area.addEventListener("input", () => { if (!block.own && write(edit) !== area.value) render(block); });
      edit.addEventListener("input", () => { chipTyped(edit); closeGaps(edit); pad(edit); keep(block); });
      edit.addEventListener("focus", () => (last = { block, range: null }));
      edit.addEventListener("paste", (e) => {
        e.preventDefault();
        document.execCommand("insertText", false, e.clipboardData.getData("text/plain").replace(/\s*\n\s*/g, " "));
      });
      edit.addEventListener("copy", (e) => { e.preventDefault(); e.clipboardData.setData("text/plain", write(getSelection().getRangeAt(0).cloneContents())); });
      edit.addEventListener("cut", (e) => { e.preventDefault(); e.clipboardData.setData("text/plain", write(getSelection().getRangeAt(0).cloneContents())); document.execCommand("delete"); });
      edit.addEventListener("drop", (e) => e.preventDefault());
      edit.addEventListener("keydown", (e) => {
        const command = (e.ctrlKey || e.metaKey) && !e.altKey;
        if (command && /^[biBI]$/.test(e.key)) { e.preventDefault(); document.execCommand(/b/i.test(e.key) ? "bold" : "italic"); }
        else if (command && /^[uU]$/.test(e.key)) e.preventDefault();
        else if (/^(Backspace|Delete)$/.test(e.key)) {
          const c = chipBeside(edit, e.key === "Backspace");
          if (c) { e.preventDefault(); const r = document.createRange(); r.selectNode(c); put(r, document.createTextNode(GAP)); pad(edit); keep(block); }
        } else if (e.key === "Enter" && !e.ctrlKey && !e.isComposing) { e.preventDefault(); if (e.shiftKey) document.execCommand("insertText", false, "\n"); else split(block); }
        else if (e.key === "ArrowUp" && e.altKey) { e.preventDefault(); move(li, -1); edit.focus(); }
        else if (e.key === "ArrowDown" && e.altKey) { e.preventDefault(); move(li, 1); edit.focus(); }
      });
      edit.addEventListener("dblclick", (e) => { const c = e.target.closest(".fig"); if (c && figures[c.dataset.anchor] && figures[c.dataset.anchor].href) open(figures[c.dataset.anchor].href, "_blank", "noopener"); });
    }
    document.addEventListener("selectionchange", () => {
      const s = getSelection();
      if (last && s.rangeCount && last.block.edit.contains(s.anchorNode)) last.range = s.getRangeAt(0).cloneRange();
    });

    function create(id) {
      const li = document.importNode(template.content, true).querySelector(".block");
      for (const el of [li, ...$$("*", li)]) for (const a of Array.from(el.attributes)) if (a.value.includes("__id__")) el.setAttribute(a.name, a.value.replaceAll("__id__", id));
      return li;
    }
    const newId = () => { do fresh++; while ($('[data-edit-block="new-' + fresh + '"]', list)); return "new-" + fresh; };
    function addAfter(li, text) {
      const next = create(newId());
      $("textarea", next).value = text || "";
      if (li) li.after(next); else list.append(next);
      enhance(next);
      changed($("textarea", next));
      next.block.edit.focus();
      return next;
    }
    function split(block) {
      const s = getSelection();
      if (!s.rangeCount || !template) return;
      const range = s.getRangeAt(0);
      range.deleteContents();
      const tail = document.createRange();
      tail.selectNodeContents(block.edit);
      tail.setStart(range.endContainer, range.endOffset);
      const rest = make("div");
      rest.append(tail.extractContents());
      addAfter(block.li, write(rest).trimStart());
      keep(block, true);
      const edit = block.li.nextElementSibling.block.edit;
      edit.focus();
      getSelection().collapse(edit, 0);
    }
    function move(li, by) {
      const other = by < 0 ? li.previousElementSibling : li.nextElementSibling;
      if (!other) return;
      if (by < 0) other.before(li); else other.after(li);
      changed($("textarea", li));
    }
    function remove(li) {
      const next = li.nextElementSibling, near = next || li.previousElementSibling;
      li.remove();
      list.dispatchEvent(new Event("change", { bubbles: true }));
      toast(say("block-removed"), say("undo"), () => { if (next && next.isConnected) next.before(li); else list.append(li); changed($("textarea", li)); li.block.edit.focus(); });
      if (near && near.block) near.block.edit.focus();
    }
    list.addEventListener("click", (e) => {
      const b = e.target.closest("[data-block]"), li = b && b.closest(".block");
      if (!li) return;
      const what = b.dataset.block;
      if (what === "add" && !template) return;
      e.preventDefault();
      if (what === "add") addAfter(li);
      if (what === "delete") remove(li);
      if (what === "up") { move(li, -1); b.focus(); }
      if (what === "down") { move(li, 1); b.focus(); }
    });

    document.addEventListener("mousedown", (e) => { if (e.target.closest("[data-insert]")) e.preventDefault(); });
    document.addEventListener("click", (e) => {
      const b = e.target.closest("[data-insert]");
      if (!b) return;
      const block = (last && last.block.li.isConnected && last.block) || ($(".block", list) || {}).block;
      if (!block) return;
      let range = last && last.block === block && last.range;
      if (!range || !block.edit.contains(range.startContainer)) { range = document.createRange(); range.selectNodeContents(block.edit); range.collapse(false); }
      block.edit.focus();
      const holder = document.createDocumentFragment();
      holder.append(chip(b.dataset.insert), GAP);
      put(range, holder);
      pad(block.edit);
      keep(block);
      announce(b.textContent.trim());
    });

    // A kept draft may have other blocks, in another order.
    restorers.push((root, map) => {
      if (!root.contains(list)) return;
      const first = $(".block textarea", list);
      const stem = first ? first.name.slice(0, first.name.indexOf("[") + 1) : "block[";
      const names = Array.from(map.keys()).filter((n) => n.startsWith(stem) && n.endsWith("]"));
      if (!names.length) return;
      const have = new Map($$(".block", list).map((li) => [$("textarea", li).name, li]));
      for (const name of names) {
        let li = have.get(name);
        if (!li && template) li = create(name.slice(stem.length, -1));
        if (!li) continue;
        list.append(li);
        enhance(li);
        have.delete(name);
      }
      have.forEach((li) => li.remove());
    });
    $$(".block", list).forEach(enhance);
  }
  $$("[data-editor]").forEach(editor);
})();
