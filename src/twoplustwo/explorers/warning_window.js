twoplustwo.twin("warning_window", function (s, t) {
  "use strict";
  var c = t.constants, spent = s.detect + s.assess + s.command;
  var flight = function (r) {
    var q = Math.sin(r / c.radius / 2), a = c.radius * (1 + q) / 2, b = 2 * Math.asin(Math.sqrt((1 - q) / (1 + q)));
    return Math.sqrt(a * a * a / c.mu) * (Math.PI - b + Math.sin(b)) / 60;
  };
  var left = function (r) { return flight(r) - (s.detect + s.assess + s.command); };
  var time = flight(s.range_km), rest = left(s.range_km), far = left(c.long), open = rest > 0;
  var tops = [s.detect, s.detect + s.assess, spent], floors = [0, tops[0], tops[1]];
  var band = function (i) { return [floors[i], floors[i], tops[i], tops[i]]; };
  var text = "A free flight of " + t.grouped(s.range_km) + " km takes " + t.fixed(time, 1) +
    " minutes; seeing, judging and passing the order take " + t.fixed(spent, 1) +
    (open ? ", which leaves " + t.fixed(rest, 1) + " to decide." : ", which is " + t.fixed(-rest, 1) + " too long.");
  return { "detect.y": band(0), "assess.y": band(1), "command.y": band(2),
    "names.y": tops.map(function (v, i) { return (v + floors[i]) / 2; }),
    "names.text": c.words.map(function (w, i) { return tops[i] - floors[i] >= 0.95 ? w : ""; }),
    "window.x": [s.range_km, s.range_km], "window.y": open ? [spent, time] : [null, null],
    "late.x": [s.range_km, s.range_km], "late.y": open ? [null, null] : [Math.min(time, spent), Math.max(time, spent)],
    "end.x": [s.range_km], "end.y": [time], "end.text": [t.fixed(time, 1) + " min"],
    "end.textposition": [s.range_km < 2500 ? "bottom right" : "top left"],
    "title": open ? t.fixed(rest, 1) + " minutes are left to decide" : "No time is left to decide: it lands before the judgement is in",
    "summary": text, "alt": "Flight time over range, above bands of time already spent. " + text,
    "outcome.shrink": far > 0 ? 100 * (1 - rest / far) : null,
    "table.range": c.samples, "table.flight": c.samples.map(flight), "table.window": c.samples.map(left) };
});
