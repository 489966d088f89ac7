// node run_games.js capstone.js < order.json > answers.json
// Plays games by the page's own rules, without a page.
"use strict";
const fs = require("fs");
const vm = require("vm");

const page = { document: { querySelectorAll: () => [] } };
page.window = page;
vm.createContext(page);
vm.runInContext(fs.readFileSync(process.argv[2], "utf8"), page, { filename: process.argv[2] });

const { book, texts, games } = JSON.parse(fs.readFileSync(0, "utf8"));
const { sha256, draw, rules } = page.twoplustwo.capstone;
const { play, planned, plan, bot, score, excludedAt, worldOf } = rules(book);

const policy = (role, given) =>
  given === "bot" ? bot(role) : typeof given === "string" ? plan(role, given) : planned(given);

function one({ role, jp, ru, world, seed, alarms, turns, rival }) {
  const rows = play(policy("JP", jp), policy("RU", ru), world, seed, alarms, turns);
  const kept = (side) => planned(rows.map((row) => row.moves[side]));
  const sides = role === "JP" ? [kept("JP"), bot("RU")] : [bot("JP"), kept("RU")];
  const other = play(...sides, rival, seed, alarms, rows.length);
  return {
    rows,
    scores: { JP: score(rows, "JP"), RU: score(rows, "RU") },
    excluded: excludedAt(rows, other),
    other: other.map((row) => row.state.T),
    hidden: worldOf(seed),
  };
}

process.stdout.write(
  JSON.stringify({
    digests: texts.map(sha256),
    draws: games.map(({ seed }) => draw(seed, 3, "noise")),
    games: games.map(one),
  })
);
