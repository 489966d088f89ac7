// Runs before the first paint, so that no page flashes in the wrong colours.
(function () {
  var root = document.documentElement, mode = "auto";
  try { mode = localStorage.getItem("mode") || "auto"; } catch (error) { /* storage is blocked */ }
  if (mode !== "light" && mode !== "dark") mode = "auto";
  var dark = mode === "dark" || (mode === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.mode = mode;
  root.dataset.theme = dark ? "dark" : "light";
})();
