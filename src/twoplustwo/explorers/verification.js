twoplustwo.twin("verification", function (s, t) {
  "use strict";
  var c = t.constants, E = 1e-9;
  var need = function (q) { return s.gain / (s.gain + q * s.loss); };
  var now = need(s.q), least = s.gain * (1 - s.patience) / (s.patience * s.loss), holds = s.patience >= now - E;
  var curve = c.grid.map(need), rows = c.samples.map(need);
  var sentence = "With a " + t.fixed(100 * s.q, 0) + "% chance of detection a period, the limit needs a patience of " + t.fixed(now, 2) +
    "; yours is " + t.fixed(s.patience, 2) + ", so it " + (holds ? "holds" : "fails") + ". " +
    (least > 1 + E ? "At this patience even certain detection would not be enough."
      : "At this patience the least chance of detection that works is " + t.fixed(100 * least, 0) + "%.");
  return {
    "line.y": curve, "safe.y": curve.concat([1, 1]), "guide.x": [s.q, s.q, 0], "guide.y": [0, now, now],
    "here.x": [s.q], "here.y": [s.patience], "here.text": [holds ? "  holds" : "  fails"],
    "here.textposition": [s.q > 0.85 ? "middle left" : "middle right"], "here.marker.symbol": holds ? "circle" : "circle-open",
    "title": c.titles[holds ? 1 : 0], "summary": sentence,
    "alt": "A curve falls from upper left to lower right: the less likely detection is, the more patience a limit needs. " + sentence,
    "table.needed": rows, "table.verdict": rows.map(function (y) { return s.patience >= y - E ? "holds" : "fails"; })
  };
});
