twoplustwo.twin("win_sets", function (s, t) {
  "use strict";
  var c = t.constants, lo = s.min_j, hi = s.article === "bar" ? 0 : s.max_r, width = Math.max(hi - lo, 0);
  var meet = lo <= hi + 1e-12, middle = meet ? (lo + hi) / 2 : null;
  var pts = function (v) { var x = 100 * v; return t.fixed(x, Math.abs(x - Math.round(x)) < 1e-6 ? 0 : 1); };
  var yes = function (truth) { return truth ? "yes" : "no"; };
  var sentence = c.readings[s.article] + ": Japan needs at least " + pts(lo) + "% and Russia can part with at most " + pts(hi) + "%, so " +
    (meet ? "they overlap, and splitting the difference gives Japan " + pts(middle) + "%" : "they miss each other by " + pts(lo - hi) + " points");
  return {
    "japan.base": [100 * lo], "japan.x": [100 * (1 - lo)], "russia.x": [100 * hi],
    "overlap.base": [meet ? 100 * lo : null], "overlap.x": [meet ? 100 * width : null], "limits.x": [100 * lo, 100 * hi], "middle.x": [meet ? 100 * middle : null],
    "rows.text": ["Japan ratifies at least " + pts(lo) + "%", meet ? "split the difference: " + pts(middle) + "%" : "no overlap", "Russia ratifies at most " + pts(hi) + "%"],
    "title": c.titles[meet ? 1 : 0], "summary": sentence + ".", "alt": "Two facing bars, Japan's above Russia's. " + sentence + ".",
    "table.package": c.packages, "table.share": c.shares.map(function (x) { return 100 * x; }),
    "table.japan": c.shares.map(function (x) { return yes(x >= lo); }), "table.russia": c.shares.map(function (x) { return yes(x <= hi); }),
    "outcome.width": 100 * width
  };
});
