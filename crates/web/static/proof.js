// The proofing room: j and k go from finding to finding; what is looked at in the list is shown in the text.
// Nothing here is needed for the page to work: every finding is a link to its words, and every mark one to its finding.
(function () {
  "use strict";
  const { $, $$ } = window.DanVan;
  const list = $$(".finding[data-finding]");
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const wide = () => matchMedia("(min-width: 64rem)").matches;

  // Brings the words of a finding to the middle of the window, and outlines them.
  function show(id) {
    $$(".found.now").forEach((m) => m.classList.remove("now"));
    const place = document.getElementById(id);
    if (!place) return;
    let mark = place.nextElementSibling;
    while (mark && mark.matches(".place")) mark = mark.nextElementSibling;
    if (mark && mark.matches(".found")) mark.classList.add("now");
    place.scrollIntoView({ block: "center", behavior: still() ? "auto" : "smooth" });
  }

  function go(by) {
    const now = list.indexOf(document.activeElement.closest(".finding") || $(".finding:target"));
    const next = now < 0 ? (by > 0 ? 0 : list.length - 1) : now + by;
    if (next < 0 || next >= list.length) {
      const way = $(by > 0 ? "a[rel=next]" : "a[rel=prev]");
      if (way) location.href = way.href;
      return;
    }
    list[next].focus({ preventScroll: wide() });
    if (!wide()) return;
    list[next].scrollIntoView({ block: "nearest" });
    show(list[next].dataset.finding);
  }

  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || $("dialog[open]")) return;
    if (e.target.closest("input, textarea, select, [contenteditable=true]") || !list.length) return;
    if (e.key === "j") go(1);
    else if (e.key === "k") go(-1);
  });

  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-place]");
    if (!link) return;
    const id = link.hash.slice(1);
    if (!document.getElementById(id)) return;
    e.preventDefault();
    history.replaceState(null, "", link.hash);
    show(id);
  });

  // After a decision the page comes back at its finding: the words beside it are shown too.
  const at = $(".finding:target");
  if (at && at.dataset.finding && wide()) show(at.dataset.finding);
})();
