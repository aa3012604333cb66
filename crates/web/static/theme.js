// Runs before the first paint: says that there is script, and sets the chosen theme (cookie, else this browser's note).
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  if (root.dataset.theme) return;
  var theme = (/(?:^|; )theme=(light|dark)/.exec(document.cookie) || [])[1];
  try { theme = theme || localStorage.getItem("danvan:theme"); } catch (e) { /* storage is shut: as the system */ }
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
})();
