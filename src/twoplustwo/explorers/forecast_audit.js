twoplustwo.twin("forecast_audit", function (s, t) {
  "use strict";
  var c = t.constants, o = c.outcomes, show = s.shown, n = o.length;
  var f = c.names.map(function (name) { return s[name] / 100; }), cost = f.map(function (p, i) { return (p - o[i]) * (p - o[i]); });
  var sum = function (v) { return ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7])); }; // numpy's order of adding
  var fill = function (value, count) { return Array.apply(null, Array(count)).map(function () { return value; }); };
  var brier = sum(cost) / n, ahead = c.base - brier, worst = 0, rate = sum(o) / n, miss = [];
  f.forEach(function (p, i) {
    if (Math.abs(p - o[i]) > Math.abs(f[worst] - o[worst])) { worst = i; }
    miss.push(show ? 100 * p : null, show ? 100 * o[i] : null, null);
  });
  var bins = [0, 1, 2].map(function (b) {
    var k = 0, p = 0, y = 0;
    f.forEach(function (v, i) { if ((v >= c.edges[2] ? 2 : v >= c.edges[1] ? 1 : 0) === b) { k += 1; p += v; y += o[i]; } });
    if (!show || !k) { return [null, null, null, null, ""]; }
    y /= k; var w = c.z2 / k, middle = (y + w / 2) / (1 + w), half = Math.sqrt(y * (1 - y) * w + w * w / 4) / (1 + w);
    return [100 * p / k, 100 * y, 100 * (Math.min(middle + half, 1) - y), 100 * (y - Math.max(middle - half, 0)), "  " + k];
  });
  var part = function (i) { return bins.map(function (b) { return b[i]; }); };
  var text = show ? "Your Brier score is " + t.fixed(brier, 3) + "; saying " + t.percent(rate, 0) + " every time, the share that happened, scores " +
    t.fixed(c.base, 3) + ", so your skill is " + t.percent(1 - brier / c.base, 0) + ". Your largest miss is “" + c.labels[worst] + "”, at " + t.percent(f[worst], 0) + "."
    : "Your eight probabilities are " + t.percent(sum(f) / n, 0) + " on average, so you expect " + t.fixed(sum(f), 1) + " of the eight to have happened; switch on the outcomes when you are done.";
  return { "dots.x": f.map(function (p) { return 100 * p; }), "miss.x": miss, "truth.x": show ? o.map(function (y) { return 100 * y; }) : fill(null, n),
    "cost.text": show ? cost.map(function (x) { return t.fixed(x, 2); }) : fill("", n), "bins.x": part(0), "bins.y": part(1), "bins.error_y.array": part(2), "bins.error_y.arrayminus": part(3), "bins.text": part(4),
    "title": show ? c.titles[Math.abs(ahead) < 1e-9 ? 1 : ahead > 0 ? 2 : 0] : c.hidden, "summary": text, "alt": "Eight rows from 0 to 100%, a dot at your probability in each; with the outcomes, a bar from the dot to what happened, and a calibration picture below. " + text,
    "table.forecast": f.map(function (p) { return 100 * p; }), "table.outcome": show ? o.map(function (y) { return y ? "yes" : "no"; }) : fill("hidden", n), "table.cost": show ? cost : fill(null, n) };
});
