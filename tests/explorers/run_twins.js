// node run_twins.js explorer.js < order.json > answers.json
// Runs the page's own runtime without a page, for its number texts, then every twin on its states.
"use strict";
const fs = require("fs");
const vm = require("vm");

// Stands for every part of a browser: can be called, made, read and set, and holds no elements.
const anything = new Proxy(function () {}, {
  get: (_, key) => {
    if (key === Symbol.iterator) return function* () {};
    return key === Symbol.toPrimitive ? () => "" : anything;
  },
  set: () => true,
  apply: () => anything,
  construct: () => anything,
});
const known = {};
const page = new Proxy(known, {
  has: () => true,
  get: (_, key) => (key in known ? known[key] : key in globalThis ? globalThis[key] : anything),
});
known.window = page;
vm.createContext(page);
const run = (path) => vm.runInContext(fs.readFileSync(path, "utf8"), page, { filename: path });

run(process.argv[2]);
const { fixed, percent, grouped } = page.twoplustwo;
const twins = {};
page.twoplustwo.twin = (name, compute) => (twins[name] = compute);
const answers = {};
for (const { name, file, constants, states } of JSON.parse(fs.readFileSync(0, "utf8"))) {
  run(file);
  answers[name] = states.map((state) => twins[name](state, { fixed, percent, grouped, constants }));
}
process.stdout.write(JSON.stringify(answers));
