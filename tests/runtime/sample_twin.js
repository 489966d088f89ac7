// The twin of `curve` in samples.py.
twoplustwo.twin("sample_twin", function (s, t) {
  var grid = [], i;
  for (i = 0; i <= 60; i++) grid.push(Math.pow(i / 60, s.power));
  var height = Math.pow(s.at, s.power);
  return {
    "curve.y": grid,
    "here.x": [s.at],
    "here.y": [height],
    "table.at": [s.at],
    "table.height": [height],
    summary: "At " + t.fixed(s.at, 2) + " the curve stands at " + t.fixed(height, 3) + ".",
    alt: "A curve that reaches " + t.fixed(height, 3) + " at " + t.fixed(s.at, 2) + ".",
    title: "Power " + t.fixed(s.power, 1) + " bends the curve",
  };
});
