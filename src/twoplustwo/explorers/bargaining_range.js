twoplustwo.twin("bargaining_range", function (s, t) {
  "use strict";
  var c = t.constants, X = c.shares, E = 1e-12;
  var clip = function (x, a, b) { return Math.min(Math.max(x, a), b); };
  var pts = function (v) { var x = 100 * v; return t.fixed(x, Math.abs(x - Math.round(x)) < 1e-6 ? 0 : 1); };
  var list = function (w) { return w.length > 1 ? w.slice(0, -1).join(", ") + " and " + w[w.length - 1] : w.join(""); };
  var lo = Math.pow(clip(s.p - s.c_a, 0, 1), 1 / s.rho), hi = 1 - Math.pow(clip(1 - s.p - s.c_b, 0, 1), 1 / s.rho);
  var width = Math.max(hi - lo, 0), low = 100 * lo, mid = 100 * s.p, high = 100 * hi, reach = [];
  var need = X.map(function (x) { return Math.max(lo - x, x - hi, 0); });
  var kind = need.map(function (n) { return (n <= E ? 1 : 0) + (n <= s.payment + E ? 1 : 0); });
  var pick = function (of) { return kind.map(function (k) { return of[k]; }); };
  var named = function (k) { return c.packages.filter(function (_, i) { return kind[i] === k; }); };
  X.forEach(function (x) { reach.push(clip(100 * (x - s.payment), 0, 100), clip(100 * (x + s.payment), 0, 100), null); });
  var inside = named(2), paid = named(1);
  var range = "Both sides prefer any share from " + pts(lo) + "% to " + pts(hi) + "% to no deal, a range " + pts(width) + " points wide";
  var rest = (inside.length ? "inside it: " + list(inside) : "none of the four packages lies inside") +
    (paid.length ? "; a side payment of " + pts(s.payment) + " points brings in " + list(paid) : "") + ".";
  return { "band.x": [low, high, high, low],
    "cost_j.base": [low], "cost_j.x": [mid - low], "cost_r.base": [mid], "cost_r.x": [high - mid], "reach.x": reach,
    "packages.marker.symbol": pick(c.symbols), "packages.marker.color": pick(c.colours), "texts.x": [clip((low + high) / 2, 12, 88), mid, mid],
    "texts.text": ["range: " + pts(lo) + "% to " + pts(hi) + "%", s.p > lo ? "Japan\u2002" : "", hi > s.p ? "\u2002Russia" : ""],
    "title": c.titles[inside.length ? inside.length + 1 : paid.length ? 1 : 0], "summary": range + "; " + rest,
    "alt": "A line from 0 to 100% of the land area with a shaded band. " + range + ". Packages are marked at " + c.marked + "; " + rest,
    "table.package": c.packages, "table.share": X.map(function (x) { return 100 * x; }), "table.verdict": pick(c.words),
    "table.payment": need.map(function (n) { return 100 * n; }), "outcome.width": 100 * width };
});
