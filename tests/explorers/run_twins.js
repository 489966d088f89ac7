// node run_twins.js explorer.js < order.json > answers.json
// Runs the page's own runtime without a page, for its number texts, then every twin on its states.
"use strict";
const fs = require("fs");
const vm = require("vm");

const nothing = () => ({ append() {}, addEventListener() {}, observe() {} });
const document = {
  documentElement: {}, head: nothing(), createElement: nothing, querySelectorAll: () => [],
  addEventListener() {},
};
const page = { document, console, MutationObserver: function () { return nothing(); }, addEventListener() {} };
page.window = page;
vm.createContext(page);
vm.runInContext(fs.readFileSync(process.argv[2], "utf8"), page);

const { fixed, percent, grouped } = page.window.twoplustwo;
const twins = {};
page.window.twoplustwo.twin = (name, compute) => (twins[name] = compute);
const answers = {};
for (const { name, file, constants, states } of JSON.parse(fs.readFileSync(0, "utf8"))) {
  vm.runInContext(fs.readFileSync(file, "utf8"), page);
  answers[name] = states.map((state) => twins[name](state, { fixed, percent, grouped, constants }));
}
process.stdout.write(JSON.stringify(answers));
