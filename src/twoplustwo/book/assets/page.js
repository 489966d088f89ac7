// Small comforts of a page. Everything here can be missing: the page reads without it.
(function () {
  "use strict";
  var root = document.documentElement;
  var system = matchMedia("(prefers-color-scheme: dark)");
  var NAMES = { auto: "as the system", light: "light", dark: "dark" };
  var AFTER = { auto: "light", light: "dark", dark: "auto" };

  function show(mode) {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "dark" || (mode === "auto" && system.matches) ? "dark" : "light";
    document.dispatchEvent(new CustomEvent("twoplustwo:theme", { detail: root.dataset.theme }));
  }

  function themeButton(button) {
    function name() { button.setAttribute("aria-label", "Colours: " + NAMES[root.dataset.mode]); }
    button.hidden = false;
    name();
    button.addEventListener("click", function () {
      var mode = AFTER[root.dataset.mode];
      try { localStorage.setItem("mode", mode); } catch (error) { /* storage is blocked */ }
      show(mode);
      name();
    });
    system.addEventListener("change", function () { if (root.dataset.mode === "auto") show("auto"); });
  }

  function copyButton(block) {
    var code = block.querySelector("pre");
    if (!code || !navigator.clipboard) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(code.textContent).then(function () {
        button.textContent = "Copied";
        setTimeout(function () { button.textContent = "Copy"; }, 1500);
      });
    });
    block.append(button);
  }

  // A box that does not scroll need not be a stop on the way through the page by keyboard.
  function scrollStops(boxes) {
    function stop(box) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
    var watch = new ResizeObserver(function (seen) { seen.forEach(function (one) { stop(one.target); }); });
    boxes.forEach(function (box) { watch.observe(box); });
  }

  // Marks, in the contents beside the text, the section that is being read.
  function followReading(nav) {
    var links = Array.from(nav.querySelectorAll("a"));
    var heads = links.map(function (link) { return document.getElementById(decodeURIComponent(link.hash.slice(1))); });
    var queued = false;
    function mark() {
      queued = false;
      var place = -1;
      heads.forEach(function (head, i) { if (head && head.getBoundingClientRect().top < 140) place = i; });
      links.forEach(function (link, i) {
        if (i === place) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    }
    addEventListener("scroll", function () {
      if (!queued) { queued = true; requestAnimationFrame(mark); }
    }, { passive: true });
    mark();
  }

  // Says the size first where the line is metered, or where the reader asks to save data.
  function warnMetered(note) {
    var line = navigator.connection;
    note.hidden = !(line && (line.saveData || line.type === "cellular"));
  }

  document.querySelectorAll("[data-metered]").forEach(warnMetered);
  // A page opened from a folder says what cannot start from there.
  document.querySelectorAll("[data-folder]").forEach(function (note) { note.hidden = location.protocol !== "file:"; });
  document.querySelectorAll("[data-action=theme]").forEach(themeButton);
  document.querySelectorAll(".cell_input div.highlight").forEach(copyButton);
  scrollStops(document.querySelectorAll("[data-scroll]"));
  document.querySelectorAll(".contents").forEach(followReading);
})();
