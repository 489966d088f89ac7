// Shows the definition of a term on hover and on focus. Without this file the terms are plain links.
// The definition can be pointed at, stays until pointer and focus are gone, and Escape puts it away.
(function () {
  "use strict";
  var GAP = 6, EDGE = 8, WAIT_IN = 200, WAIT_OUT = 250;
  var tip = document.createElement("span");
  var open = null, timer = 0, pointer = "";

  tip.id = "term-definition";
  tip.className = "term-definition";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.querySelector("main").append(tip);

  // Below the word, above it where there is no room below; never outside the window.
  function place(term) {
    var word = term.getClientRects()[0], size, left, top;
    tip.style.left = tip.style.top = "0px";
    size = tip.getBoundingClientRect();
    left = Math.min(word.left, document.documentElement.clientWidth - size.width - EDGE);
    top = word.bottom + GAP;
    if (top + size.height > window.innerHeight && word.top - GAP - size.height > 0) top = word.top - GAP - size.height;
    tip.style.left = Math.max(EDGE, left) - size.left + "px";
    tip.style.top = top - size.top + "px";
  }

  function show(term) {
    clearTimeout(timer);
    if (open && open !== term) hide();
    open = term;
    tip.textContent = term.dataset.definition;
    tip.hidden = false;
    term.setAttribute("aria-describedby", tip.id);
    place(term);
  }

  function hide() {
    clearTimeout(timer);
    if (open) open.removeAttribute("aria-describedby");
    open = null;
    tip.hidden = true;
  }

  function later(action, wait) {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  }

  function leave() {
    later(function () { if (open !== document.activeElement) hide(); }, WAIT_OUT);
  }

  document.querySelectorAll("a.term").forEach(function (term) {
    term.addEventListener("pointerenter", function (event) {
      if (event.pointerType !== "touch") later(function () { show(term); }, WAIT_IN);
    });
    term.addEventListener("pointerleave", function (event) { if (event.pointerType !== "touch") leave(); });
    term.addEventListener("pointerdown", function (event) { pointer = event.pointerType; });
    term.addEventListener("focus", function () { if (pointer !== "touch") show(term); });
    term.addEventListener("blur", hide);
    // On a touch screen the first tap shows the definition and the second follows the link.
    term.addEventListener("click", function (event) {
      if (pointer === "touch" && open !== term) {
        event.preventDefault();
        show(term);
      }
      pointer = "";
    });
  });
  tip.addEventListener("pointerenter", function () { clearTimeout(timer); });
  tip.addEventListener("pointerleave", leave);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
  document.addEventListener("pointerdown", function (event) {
    if (open && event.target !== tip && !open.contains(event.target)) hide();
  });
})();
