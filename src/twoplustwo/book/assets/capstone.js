/* Two Plus Two, the simulation: the rules of twoplustwo.capstone once more, and the page's game.
 *
 * The tables (effects, worlds, plans, words) come from Python as data; only the arithmetic of a
 * quarter stands here, and tests/capstone/test_twin.py holds it to Python's. A game is its choices:
 * seed, world, moves, answers to alarms. Everything shown is computed from them, so the address
 * holds a whole game, and a page that is loaded again goes on where it was.
 *
 * window.twoplustwo.capstone: rules(data) -> {play, ...}; sha256(text).
 */
(() => {
  "use strict";

  // ---- Luck: SHA-256 without crypto.subtle, which plain http does not offer ----------------

  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (x) => ((x % 1) * 2 ** 32) | 0;
  const ROUND = primes.map((p) => fraction(Math.cbrt(p)));
  const FIRST = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const turned = (x, n) => (x >>> n) | (x << (32 - n));

  /** The digest of an ASCII text as eight 32-bit words (FIPS 180-4). */
  function digest(text) {
    const words = new Int32Array(((text.length + 72) >> 6) << 4);
    for (let i = 0; i < text.length; i++) words[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
    words[text.length >> 2] |= 128 << (24 - 8 * (text.length & 3));
    words[words.length - 1] = text.length * 8;
    const hash = Int32Array.from(FIRST);
    for (let at = 0; at < words.length; at += 16) block(hash, words.subarray(at, at + 16));
    return hash;
  }

  function block(hash, words) {
    const w = [...words];
    for (let i = 16; i < 64; i++) {
      const [x, y] = [w[i - 15], w[i - 2]];
      const low = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
      w[i] = (w[i - 16] + low + w[i - 7] + (turned(y, 17) ^ turned(y, 19) ^ (y >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, h] = hash;
    for (let i = 0; i < 64; i++) {
      const chosen = (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g));
      const one = (h + chosen + ROUND[i] + w[i]) | 0;
      const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (hash[i] += word));
  }

  const sha256 = (text) => Array.from(digest(text), (w) => (w >>> 0).toString(16).padStart(8, "0")).join("");

  /** A draw in [0, 1): the first six bytes over 2^48, the same whatever was played. */
  function draw(seed, turn, label) {
    const [high, low] = digest(`${seed}|${turn}|${label}`);
    return ((high >>> 0) * 65536 + (low >>> 16)) / 2 ** 48;
  }

  // ---- Rules: the twin of capstone/{rules,bots,game,scores,studies}.py ---------------------

  function rules(book) {
    const { limits, worlds, turns } = book;
    const clip = (x, low, high) => Math.min(Math.max(x, low), high);

    function changed(state, effects) {
      const result = { ...state };
      for (const key in effects) result[key] = clip(state[key] + effects[key], 0, limits[key]);
      return result;
    }

    function poisson(rate, u) {
      let count = 0;
      let term = Math.exp(-rate);
      for (let total = term; u > total && count < 5; total += term) term *= rate / ++count;
      return count;
    }

    function dprk(state, u) {
      const rate = 0.5 + 0.2 * state.K + 0.005 * Math.max(0, state.T - 50) - 0.2 * state.M;
      const tests = poisson(clip(rate, 0.1, 3), u);
      const heat = state.H >= 2 ? (3 * tests + 1) >> 1 : 3 * tests;
      return [changed({ ...state, M: 0, K: tests }, { T: heat, A: -tests, L: tests }), tests];
    }

    function falseAlarm(state, seed, turn, choice) {
      const risk = 0.02 + 0.02 * state.D + 0.02 * state.C + (state.T >= 70 ? 0.04 : 0);
      if (draw(seed, turn, "alarm") >= risk) return [state, null];
      if (choice === "alert" || state.H < 1)
        return [changed(state, { T: 18, A: 2 }), { choice: "alert", resolved: null }];
      const resolved = draw(seed, turn, "verify") < chance(state);
      return [changed(state, resolved ? { V: 2 } : { T: 12 }), { choice: "verify", resolved, chance: chance(state) }];
    }

    /** That an open channel clears up a false alarm. */
    const chance = (state) => 0.45 + 0.004 * state.V + (state.H === 3 ? 0.1 : 0);

    function drift(state, world) {
      const more = Math.max(0, state.D - 1);
      if (world === "spiral") return 2 * more + state.C;
      return 3 - 3 * more + state.C + (state.S < 60 ? 4 : 0);
    }

    function drifted(state, world) {
      const { T, V, H } = state;
      const calming = Math.floor(V / 25) + (H >> 1) + Math.floor(Math.max(0, T - 55) / 10);
      const result = changed(state, { T: 1 + drift(state, world) - calming });
      return changed(result, { L: result.T >= 70 ? 3 : -1 });
    }

    function quarter(state, moves, last, world, seed, turn, choice = "verify") {
      let tests, alarm;
      [state, tests] = dprk(state, draw(seed, turn, "dprk"));
      state = changed(state, book.moves.JP[moves.JP].effects);
      state = changed(state, book.moves.RU[moves.RU].effects);
      for (const move of [moves.JP, moves.RU]) state = changed(state, { T: worlds[world][move] || 0 });
      const joint = [];
      for (const { name, jp, ru, effects } of book.joint) {
        const byJapan = moves.JP === jp && (ru === moves.RU || ru === last.RU);
        if (!byJapan && !(moves.RU === ru && last.JP === jp)) continue;
        state = changed(state, effects);
        joint.push(name);
      }
      [state, alarm] = falseAlarm(state, seed, turn, choice);
      state = drifted(state, world);
      const lost = state.T >= 85 && draw(seed, turn, "loss") < 0.01 * (state.T - 84);
      const reported = clip(state.T + Math.floor(13 * draw(seed, turn, "noise")) - 6, 0, 100);
      return { turn, moves, tests, joint, alarm, reported, state, lost };
    }

    // A policy is a function of what a side sees: {state, last, turn, u}.
    const planned = (plan) => (seen) => plan[seen.turn - 1];

    const bot = (role) => (seen) => {
      const { state, last, u } = seen;
      const [inKind, otherwise] = book.answers[role][last[role === "JP" ? "RU" : "JP"]] || [];
      if (inKind) return u < 0.4 + 0.004 * state.V + 0.05 * state.H ? inKind : otherwise;
      if (role === "RU") return state.T >= 60 ? "patrol_with_cn" : "brief_on_dprk";
      return state.T >= 60 ? "sealane_patrol" : "keep_exercises";
    };

    function adaptive({ state }) {
      if (state.T >= 70 || state.H < 3) return "propose_2plus2";
      if (state.L > 20) return "sealane_patrol";
      return state.S < 60 ? "keep_exercises" : "transparency";
    }

    const plan = (role, name) => (name === "adaptive" ? adaptive : planned(book.plans[role][name]));

    function play(jp, ru, world, seed, alarms = [], length = turns) {
      const rows = [];
      let state = book.start;
      let last = {};
      for (let turn = 1; turn <= length && !rows.at(-1)?.lost; turn++) {
        const seen = { state, last, turn, u: draw(seed, turn, "bot") };
        const moves = { JP: jp(seen), RU: ru(seen) };
        rows.push(quarter(state, moves, last, world, seed, turn, alarms[turn - 1]));
        ({ state } = rows.at(-1));
        last = moves;
      }
      return rows;
    }

    function parts(rows, role) {
      const { state, lost } = rows.at(-1);
      const values = {
        stability: lost ? 0 : 100 - rows.reduce((sum, row) => sum + row.state.T, 0) / rows.length,
        transparency: state.V,
        alliance: state.S,
        threat: 100 - (100 * state.D) / 3,
        support: role === "JP" ? state.A : state.B,
        sea_lanes: 100 - state.L,
        channel: (100 * state.H) / 3,
      };
      return Object.fromEntries(Object.keys(book.parts[role]).map((name) => [name, values[name]]));
    }

    function score(rows, role, weights) {
      const found = parts(rows, role);
      const weight = (name) => (weights ? weights[name] : book.parts[role][name].weight);
      const total = Object.keys(found).reduce((sum, name) => sum + weight(name) * found[name], 0);
      return { parts: found, total: rows.at(-1).lost ? Math.min(total, 20) : total };
    }

    /** The quarter in which reports rule out a replay in the rival world; null if none does. */
    function excludedAt(rows, other) {
      const gone = (row, i) => !other[i] || Math.abs(row.reported - other[i].state.T) > book.noise;
      return rows.find(gone)?.turn ?? null;
    }

    function worldOf(seed) {
      const names = Object.keys(worlds);
      return names[Math.floor(draw(seed, 0, "world") * names.length)];
    }

    return { quarter, play, planned, plan, bot, score, chance, excludedAt, worldOf };
  }

  // ---- Words and pieces of the page --------------------------------------------------------

  const MINUS = "\u2212";
  const text = (x, digits = 0) => x.toFixed(digits).replace("-", MINUS);
  const signed = (x) => (x > 0 ? "+" : "") + text(x);
  const times = (n) => (n === 1 ? "once" : n === 2 ? "twice" : `${n} times`);
  const other = (role) => (role === "JP" ? "RU" : "JP");

  /** An element: attributes, listeners (onclick: f), children (texts, elements, nothing). */
  function h(tag, given = {}, ...children) {
    const [name, space] = tag.split(":");
    const node = space ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
    for (const [key, value] of Object.entries(given))
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
    node.append(...children.flat(3).filter((child) => child != null && child !== false));
    return node;
  }
  const svg = (tag, given, ...children) => h(`${tag}:svg`, given, ...children);
  const p = (...children) => h("p", {}, ...children);
  const button = (words, onclick, kind = "") => h("button", { type: "button", class: kind, onclick }, words);

  function table(caption, head, rows, numeric = 1) {
    const cell = (tag, i, more, x) => h(tag, { class: i >= numeric && "num", ...more }, x);
    return h(
      "div",
      { class: "table-wrap", role: "group", tabindex: 0, "aria-label": `Table: ${caption}` },
      h(
        "table",
        {},
        h("caption", {}, caption),
        h("thead", {}, h("tr", {}, head.map((x, i) => cell("th", i, { scope: "col" }, x)))),
        h("tbody", {}, rows.map((row) =>
          h("tr", {}, row.map((x, i) => (i ? cell("td", i, {}, x) : h("th", { scope: "row" }, x))))
        ))
      )
    );
  }

  /** A group of radio buttons; items are [value, name, lines of description]. */
  function radios(name, legend, items, chosen) {
    const one = ([value, words, lines, closed]) => {
      const id = `capstone-${name}-${value}`;
      const told = lines.filter(Boolean);
      return h(
        "div",
        { class: "capstone-option" },
        h("input", { type: "radio", name, id, value, required: true, checked: value === chosen, disabled: closed,
          "aria-describedby": told.length ? `${id}-about` : null }),
        h("label", { for: id }, words),
        h("div", { id: `${id}-about`, class: "capstone-about" }, told.map((line) => p(line)))
      );
    };
    return h("fieldset", { class: "capstone-options" }, h("legend", {}, legend), items.map(one));
  }

  // ---- The picture of tension --------------------------------------------------------------

  /** Reports with their band; lines that a debrief adds. Sizes in pixels of the space there is. */
  function chart(book, rows, lines, width) {
    const [left, right, top, high] = [30, lines.length ? 108 : 14, 10, 190];
    const x = (i) => left + ((width - left - right) * i) / book.turns;
    const y = (value) => top + high - (high * value) / 100;
    const reports = [book.start.T, ...rows.map((row) => row.reported)];
    const slack = (i) => (i ? book.noise : 0);
    const path = (values) => values.map((v, i) => `${i ? "L" : "M"}${x(i).toFixed(1)} ${y(v).toFixed(1)}`).join("");
    const upper = reports.map((v, i) => [x(i), y(Math.min(v + slack(i), 100))]);
    const lower = reports.map((v, i) => [x(i), y(Math.max(v - slack(i), 0))]).reverse();
    const label = (at, level, words, more) => svg("text", { x: at, y: level, ...more }, words);
    const ends = spread(lines.map(({ values }) => y(values.at(-1))));
    return svg(
      "svg",
      { class: "capstone-chart", role: "img", width, height: top + high + 24, "aria-label": said(book, rows, lines) },
      [0, 25, 50, 75, 100].map((v) => [
        svg("line", { class: "grid", x1: left, x2: width - right, y1: y(v), y2: y(v) }),
        label(left - 6, y(v) + 4, v, { "text-anchor": "end" }),
      ]),
      svg("line", { class: "limit", x1: left, x2: width - right, y1: y(85), y2: y(85) }),
      label(left + 4, y(85) - 5, "from 85, control can be lost"),
      Array.from({ length: book.turns + 1 }, (_, i) => label(x(i), top + high + 18, i || "start", { "text-anchor": "middle" })),
      svg("polygon", { class: "band", points: [...upper, ...lower].join(" ") }),
      lines.map(({ kind, name, values }, i) => [
        svg("path", { class: `line ${kind}`, d: path(values) }),
        label(x(values.length - 1) + 7, ends[i] + 4, name, { class: kind }),
      ]),
      reports.map((v, i) => svg("circle", { class: "report", cx: x(i), cy: y(v), r: 4 }))
    );
  }

  /** Heights of labels, moved apart where they would cover each other. */
  function spread(heights, gap = 15) {
    const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
    const result = [...heights];
    order.forEach((i, n) => n && (result[i] = Math.max(result[i], result[order[n - 1]] + gap)));
    return result;
  }

  function said(book, rows, lines) {
    const reports = rows.map((row) => `quarter ${row.turn}: ${row.reported}`).join(", ");
    const more = lines.map(({ name, values }) => ` ${name}: ${values.slice(1).join(", ")}.`).join("");
    return `Reported tension, each within ${book.noise} of the truth. Start: ${book.start.T}${reports && ", "}${reports}.${more}`;
  }

  // ---- The game on the page ----------------------------------------------------------------

  const LETTERS = { verify: "v", alert: "a" };
  const CHOICES = { v: "verify", a: "alert" };

  class Table {
    /** @param {HTMLElement} root The element of the page; its data-rules hold the rulebook. */
    constructor(root) {
      this.root = root;
      this.book = JSON.parse(root.dataset.rules);
      this.rules = rules(this.book);
      this.voice = h("p", { class: "unseen", "aria-live": "polite" });
      this.stage = h("div", { class: "capstone-stage" });
      root.querySelector(".capstone-off").remove();
      root.append(this.voice, this.stage);
      this.width = 0;
      new ResizeObserver(() => this.fit()).observe(this.stage);
      this.begin();
    }

    get roles() {
      return this.role === "both" ? ["JP", "RU"] : [this.role];
    }

    /** Who a sentence is about: the delegation, or both. */
    side(role) {
      return this.book.sides[role];
    }

    // -- the address: a whole game in a few letters --

    begin() {
      const asked = new URLSearchParams(location.search).get("capstone") || "";
      const given = Object.fromEntries(asked.split(",").map((item) => item.split(/:(.*)/s).slice(0, 2)));
      const seed = Number(given.seed);
      this.seed = Number.isInteger(seed) && seed > 0 && seed < 1e9 ? seed : this.newSeed();
      this.role = ["JP", "RU", "both"].includes(given.role) ? given.role : "JP";
      this.key = /^[0-9a-f]{4}$/.test(given.key) ? given.key : "";
      this.turns = [];
      this.weights = this.readWeights(given.weights);
      if (this.weights) this.readMoves(given.moves || "");
      else this.weights = this.defaults();
      if (given.weights && this.started) this.next(false);
      else this.setup();
    }

    newSeed() {
      return 1 + Math.floor(Math.random() * 9999);
    }

    defaults() {
      const percent = ({ weight }) => Math.round(100 * weight);
      return Object.fromEntries(
        Object.entries(this.book.parts).map(([role, parts]) => [role, Object.values(parts).map(percent)])
      );
    }

    readWeights(words) {
      if (!words) return null;
      const groups = words.split("~").map((group) => group.split("-").map(Number));
      const fits = (numbers) => numbers?.length === 6 && numbers.every((n) => n >= 0) && sum(numbers) === 100;
      this.started = groups.length === this.roles.length && groups.every(fits);
      if (!this.started) return null;
      return { ...this.defaults(), ...Object.fromEntries(this.roles.map((role, i) => [role, groups[i]])) };
    }

    readMoves(words) {
      const pattern = this.role === "both" ? /(\d)(\d)([va]?)/g : /(\d)()([va]?)/g;
      for (const [, first, second, letter] of words.matchAll(pattern)) {
        const picked = Object.fromEntries(this.roles.map((role, i) => [role, Object.keys(this.book.moves[role])[[first, second][i]]]));
        if (this.over || !Object.values(picked).every(Boolean)) return;
        this.turns.push({ ...picked, alarm: CHOICES[letter] });
      }
    }

    get query() {
      const parts = [`seed:${this.seed}`, `role:${this.role}`];
      if (this.key) parts.push(`key:${this.key}`);
      if (!this.started) return parts.join(",");
      parts.push(`weights:${this.roles.map((role) => this.weights[role].join("-")).join("~")}`);
      const place = (role, turn) => Object.keys(this.book.moves[role]).indexOf(turn[role]);
      const moves = this.turns.map((turn) => this.roles.map((role) => place(role, turn)).join("") + (LETTERS[turn.alarm] || ""));
      if (moves.length) parts.push(`moves:${moves.join("")}`);
      return parts.join(",");
    }

    get address() {
      const rest = location.search.slice(1).split("&").filter((part) => part && !part.startsWith("capstone="));
      return `${location.pathname}?${[...rest, `capstone=${this.query}`].join("&")}`;
    }

    writeAddress() {
      history.replaceState(history.state, "", this.address + location.hash);
    }

    // -- what the choices make: everything is computed anew from them --

    get world() {
      const names = Object.keys(this.book.worlds);
      return names.find((name) => this.keyOf(name) === this.key) || this.rules.worldOf(this.seed);
    }

    /** Names a world in the address without showing it. */
    keyOf(world) {
      return sha256(`${this.seed}|${world}`).slice(0, 4);
    }

    get alarms() {
      return this.turns.map((turn) => turn.alarm || "verify");
    }

    recorded(role) {
      return this.roles.includes(role) ? this.rules.planned(this.turns.map((turn) => turn[role])) : this.rules.bot(role);
    }

    get rows() {
      const { JP, RU } = { JP: this.recorded("JP"), RU: this.recorded("RU") };
      return this.rules.play(JP, RU, this.world, this.seed, this.alarms, this.turns.length);
    }

    get over() {
      const last = this.rows.at(-1);
      return Boolean(last && (last.lost || last.turn === this.book.turns));
    }

    /** The same luck and choices with another plan of one side; the other side as it was. */
    withPlan(role, name) {
      const { bot, plan, play } = this.rules;
      const rival = other(role);
      const kept = this.recorded(rival);
      const answer = (seen) => kept(seen) || bot(rival)(seen);
      const sides = { [role]: plan(role, name), [rival]: answer };
      return play(sides.JP, sides.RU, this.world, this.seed, this.alarms);
    }

    get elsewhere() {
      const rival = Object.keys(this.book.worlds).find((name) => name !== this.world);
      const rows = this.rules.play(this.recorded("JP"), this.recorded("RU"), rival, this.seed, this.alarms, this.turns.length);
      return { rival, rows };
    }

    // -- screens --

    show(title, focus, ...parts) {
      this.heading = h("h3", { tabindex: -1, class: "capstone-heading" }, title);
      this.stage.replaceChildren(this.heading, ...parts.flat().filter(Boolean));
      this.drawCharts();
      if (focus) this.reach(this.heading);
      this.root.querySelector(".capstone-limits").hidden = Boolean(this.started);
    }

    reach(node) {
      node.focus({ preventScroll: true });
      node.scrollIntoView({ block: "start" });
    }

    say(words) {
      this.voice.textContent = words;
    }

    /** Charts are drawn for the space there is, and again when it changes. */
    picture(lines = () => []) {
      const figure = h("figure", { class: "capstone-figure" });
      const caption = "Tension as reported, quarter by quarter. The shade is what the report leaves open: six either way.";
      figure.draw = (width) => figure.replaceChildren(chart(this.book, this.rows, lines(), width), h("figcaption", {}, caption));
      return figure;
    }

    drawCharts() {
      const width = Math.max(260, Math.min(this.stage.clientWidth || 640, 760));
      for (const figure of this.stage.querySelectorAll(".capstone-figure")) figure.draw(width);
    }

    fit() {
      if (this.stage.clientWidth === this.width) return;
      this.width = this.stage.clientWidth;
      this.drawCharts();
    }

    setup(focus = false) {
      this.started = false;
      const box = h("div", {});
      const form = h(
        "form",
        { class: "capstone-form", novalidate: true, onsubmit: (event) => this.start(event, form) },
        radios("role", "Who do you lead?", [
          ["JP", "Japan", ["A bot answers for Russia by open rules."]],
          ["RU", "Russia", ["A bot answers for Japan by open rules."]],
          ["both", "Both, two players at one screen", ["Each side moves without seeing the other\u2019s move."]],
        ], this.role),
        h("div", { class: "capstone-field" },
          h("label", { for: "capstone-seed" }, "Seed"),
          h("input", { type: "number", id: "capstone-seed", name: "seed", min: 1, max: 999999999, step: 1, value: this.seed, required: true }),
          p("A number that fixes the luck of the game. The same seed gives the same luck, whatever you play.")),
        box,
        this.instructor(),
        h("p", { class: "capstone-error", role: "alert" }),
        h("button", { class: "primary" }, "Register the weights and start")
      );
      const fill = () => {
        this.role = new FormData(form).get("role");
        box.replaceChildren(...this.roles.map((role) => this.weighing(role, "registered", this.weights[role])));
      };
      form.querySelector("fieldset").addEventListener("change", fill);
      this.show("Before quarter 1", focus, form);
      fill();
    }

    /** Six weights with their sum; `name` keeps the ids of two such groups apart. */
    weighing(role, name, values) {
      const output = h("output", {});
      const count = () => {
        const total = sum(this.weightsIn(group));
        output.textContent = total === 100 ? "Sum: 100. Good." : `Sum: ${total}. It must be 100.`;
      };
      const fields = Object.entries(this.book.parts[role]).map(([part, { name: words, about }], i) => {
        const id = `capstone-${name}-${role}-${part}`;
        return h("div", { class: "capstone-weight" },
          h("label", { for: id }, words, h("span", {}, about)),
          h("input", { type: "number", id, min: 0, max: 100, step: 1, value: values[i], inputmode: "numeric" }));
      });
      const legend = name === "registered" ? `What counts for ${this.side(role)}? Weights in per cent` : `Other weights for ${this.side(role)}, in per cent`;
      const group = h("fieldset", { class: "capstone-weights", "data-role": role, oninput: count }, h("legend", {}, legend), fields, output);
      count();
      return group;
    }

    weightsIn(group) {
      return Array.from(group.querySelectorAll("input"), (input) => Number(input.value));
    }

    instructor() {
      const worlds = Object.entries(this.book.theories).map(([name, [words]]) => [name, words, []]);
      const status = h("span", { role: "status" });
      const choose = () => {
        const form = this.stage.querySelector("form");
        this.readSetup(form);
        return this.copy(status);
      };
      return h("details", { class: "capstone-instructor" },
        h("summary", {}, "For instructors: choose the hidden theory"),
        radios("world", "Which theory is true in this game?", [["", "Let the seed decide", []], ...worlds], ""),
        p("The link carries seed, delegation and theory; the theory is not readable in it."),
        button("Copy link for the class", choose), " ", status);
    }

    readSetup(form) {
      const data = new FormData(form);
      this.seed = Number(data.get("seed"));
      if (data.get("world")) this.key = this.keyOf(data.get("world"));
      else if (!Object.keys(this.book.worlds).some((name) => this.keyOf(name) === this.key)) this.key = "";
    }

    start(event, form) {
      event.preventDefault();
      const seed = form.elements.seed;
      const groups = [...form.querySelectorAll(".capstone-weights")];
      const wrong = groups.find((group) => {
        const numbers = this.weightsIn(group);
        return sum(numbers) !== 100 || numbers.some((n) => !(n >= 0) || n % 1);
      });
      const error = form.querySelector(".capstone-error");
      if (!seed.checkValidity() || wrong) {
        error.textContent = wrong ? `The weights of ${this.side(wrong.dataset.role)} must be whole numbers from 0 to 100 with sum 100.` : "The seed is a whole number from 1 to 999999999.";
        (wrong ? wrong.querySelector("input") : seed).focus();
        return;
      }
      this.readSetup(form);
      for (const group of groups) this.weights[group.dataset.role] = this.weightsIn(group);
      this.started = true;
      this.turns = [];
      this.next();
    }

    next(focus = true) {
      this.writeAddress();
      if (this.over) this.result(focus);
      else this.ask({}, focus);
    }

    /** One delegation's turn to choose; in a game of two, the second does not see the first's move. */
    ask(picked, focus) {
      const rows = this.rows;
      const role = this.roles.find((one) => !picked[one]);
      const turn = rows.length + 1;
      const both = this.roles.length === 2;
      const form = h(
        "form",
        { class: "capstone-form", onsubmit: (event) => {
          event.preventDefault();
          picked[role] = new FormData(form).get("move");
          if (this.roles.every((one) => picked[one])) this.played(picked);
          else this.ask(picked, true);
        } },
        radios("move", both ? `${this.side(role)}\u2019s move` : "Your move", this.moves(role, rows.at(-1))),
        h("button", { class: "primary" }, both && role === "JP" ? "Lock Japan\u2019s move" : `Play quarter ${turn}`)
      );
      const handed = both && role === "RU";
      const title = `Quarter ${turn} of ${this.book.turns}${both ? `: ${this.side(role)}` : ""}`;
      const brief = handed ? [p("Japan\u2019s move is locked. Hand over the screen: Russia now chooses without seeing it.")] : this.briefing(rows);
      this.show(title, focus, h("p", { class: "capstone-meta" }, this.meta()), brief, form, rows.length ? this.log(rows) : null);
    }

    meta() {
      const who = this.roles.length === 2 ? "Two delegations at one screen" : `You lead ${this.side(this.role)}`;
      return `${who}. Seed ${this.seed}. Which theory is true stays hidden until the debrief.`;
    }

    moves(role, before) {
      const rival = other(role);
      const open = this.book.joint.filter(({ jp, ru }) => before?.moves[rival] === (role === "JP" ? ru : jp));
      const answers = open.map(({ jp, ru }) => (role === "JP" ? jp : ru));
      return Object.entries(this.book.moves[role]).map(([move, { name, about, text: [now, theory, joint] }]) => [
        move,
        name,
        [about, `Effect: ${now}.`, theory && `By theory: ${theory}.`, joint && `Answered: ${joint}.`,
          answers.includes(move) && h("strong", {}, `${this.side(rival)}\u2019s offer of last quarter is open: this answers it.`)],
      ]);
    }

    briefing(rows) {
      const last = rows.at(-1);
      const events = last ? this.events(last, rows.at(-2)) : [
        "Intermediate-range systems have just exercised in Japan.",
        "The DPRK has tested once. The two-plus-two meets at working level.",
        `Tension is ${this.book.start.T}. From now on you get reports, and they can be off by ${this.book.noise}.`,
      ];
      return [
        h("h4", {}, last ? `What happened in quarter ${last.turn}` : "How it begins"),
        h("ul", {}, events.map((words) => h("li", {}, words))),
        this.picture(),
        h("h4", {}, "Where things stand"),
        this.standing(last?.state || this.book.start, rows.length > 1 ? rows.at(-2).state : this.book.start),
      ];
    }

    events({ moves, joint, tests, alarm, reported, lost }, before) {
      const name = (role) => this.book.moves[role][moves[role]].name;
      const was = before ? before.reported : this.book.start.T;
      const change = reported === was ? "as before" : `${Math.abs(reported - was)} ${reported > was ? "up" : "down"}`;
      return [
        `Japan: ${name("JP")}. Russia: ${name("RU")}.`,
        ...joint.map((one) => this.book.answered[one]),
        tests ? `The DPRK tested ${times(tests)}.` : "The DPRK did not test.",
        alarm && `A false alarm. ${alarm.choice === "alert" ? "Forces went on alert." : alarm.resolved ? "The channel cleared it up." : "The channel could not clear it up in time."}`,
        `Reported tension: ${reported}, ${change}.`,
        lost && "Control was lost.",
      ].filter(Boolean);
    }

    standing(state, before) {
      const { numbers, levels, limits } = this.book;
      const one = (key) => {
        const level = levels[key]?.[state[key]];
        const change = state[key] - before[key];
        const value = level || (limits[key] < 100 && key !== "K" ? `${state[key]} of ${limits[key]}` : state[key]);
        return h("div", {}, h("dt", {}, numbers[key]), h("dd", {}, value, change && key !== "K" ? h("span", {}, ` ${signed(change)}`) : null));
      };
      return h("dl", { class: "capstone-standing" }, ["H", "V", "D", "C", "S", "A", "B", "L", "P", "K"].map(one));
    }

    /** Both moves are in: does an alarm sound? The rules say so before anybody answers it. */
    played(picked) {
      this.turns.push(picked);
      if (this.rows.at(-1).alarm) this.alarm();
      else this.done();
    }

    alarm() {
      const { turn, alarm } = this.rows.at(-1);
      const closed = alarm.choice === "alert";
      const form = h(
        "form",
        { class: "capstone-form", onsubmit: (event) => {
          event.preventDefault();
          this.turns.at(-1).alarm = new FormData(form).get("alarm");
          this.done();
        } },
        radios("alarm", this.roles.length === 2 ? "Decide together" : "Your decision", [
          ["verify", "Verify", closed
            ? ["Not possible: the channel is closed."]
            : [`Ask through the channel first. It clears up an alarm with a chance of ${text(100 * alarm.chance)} in 100.`,
              "If it does: transparency +2. If not: tension +12."], closed],
          ["alert", "Alert", ["Raise readiness at once: tension +18, support in Japan +2."]],
        ]),
        h("button", { class: "primary" }, "Decide")
      );
      this.show(`Quarter ${turn}: an alarm`, true,
        p("Sensors report a launch. In this game every alarm is false. You know that; your forces do not."), form);
      this.say("A false alarm. Decide: verify or alert.");
    }

    done() {
      const rows = this.rows;
      const { turn } = rows.at(-1);
      this.say(`Quarter ${turn} is over. ${this.events(rows.at(-1), rows.at(-2)).join(" ")}`);
      this.next();
    }

    log(rows, truth) {
      const keys = ["H", "V", "D", "C", "S", "A", "B", "L", "P"];
      const name = (role, { moves }) => this.book.moves[role][moves[role]].name;
      const answer = { verify: "verify", alert: "alert" };
      const alarm = ({ alarm: one }) => (one ? answer[one.choice] + (one.resolved === null ? "" : one.resolved ? ", cleared up" : ", not cleared up") : "\u2013");
      const head = ["Quarter", "Japan", "Russia", "Alarm", "DPRK tests", "Tension reported", ...(truth ? ["Tension, true"] : []), ...keys.map((key) => this.book.numbers[key])];
      const line = (row) => [row.turn, name("JP", row), name("RU", row), alarm(row), row.tests, row.reported, ...(truth ? [row.state.T] : []), ...keys.map((key) => row.state[key])];
      return h("details", { class: "capstone-log", open: truth }, h("summary", {}, "Log of all quarters"), table("Log of all quarters", head, rows.map(line), 4));
    }

    // -- the end and the debrief --

    share(role, weights = this.weights) {
      return Object.fromEntries(Object.keys(this.book.parts[role]).map((part, i) => [part, weights[role][i] / 100]));
    }

    result(focus) {
      const rows = this.rows;
      const { lost, turn } = rows.at(-1);
      const tables = this.roles.map((role) => {
        const { parts, total } = this.rules.score(rows, role, this.share(role));
        const line = ([part, value], i) => [this.book.parts[role][part].name, text(value, 1), `${this.weights[role][i]}%`];
        const capped = lost ? " Control was lost: no points for calm, and at most 20 in all." : "";
        return [
          table(`${this.side(role)}: six results, each from 0 to 100`, ["Result", "Points", "Your weight"], Object.entries(parts).map(line)),
          p("Only now the one number: weighted by what you registered, it is ", h("strong", {}, text(total, 1)), ` of 100.${capped}`),
        ];
      });
      this.show(lost ? `Control was lost in quarter ${turn}` : "The end: eight quarters are over", focus,
        h("ul", {}, this.events(rows.at(-1), rows.at(-2)).map((words) => h("li", {}, words))),
        tables, this.log(rows),
        p("A number is not a lesson. The debrief takes six steps."),
        h("div", { class: "capstone-buttons" }, button("Begin the debrief", () => this.debrief(), "primary"), this.again()));
    }

    again() {
      const status = h("span", { role: "status" });
      return [
        button("Copy link to this game", () => this.copy(status)),
        button("New game", () => {
          this.seed = this.newSeed();
          this.key = "";
          this.weights = this.defaults();
          this.setup(true);
          this.writeAddress();
        }),
        status,
      ];
    }

    async copy(status) {
      const link = new URL(this.address, location.href).href;
      try {
        await navigator.clipboard.writeText(link);
        status.textContent = "Copied.";
      } catch {
        status.replaceChildren(h("label", {}, "Copy it: ", h("input", { readonly: true, value: link })));
      }
    }

    debrief() {
      const rows = this.rows;
      this.compared = [["Your game", rows]];
      this.lines = [{ kind: "truth", name: "true", values: this.truth(rows) }];
      this.show("The debrief", true, this.picture(() => this.lines));
      this.steps = [this.facts, this.luck, this.theory, this.values, this.links, this.beyond];
      this.step(rows);
    }

    truth(rows) {
      return [this.book.start.T, ...rows.map((row) => row.state.T)];
    }

    /** Add the next step below the others, and go there. */
    step(rows) {
      const number = 7 - this.steps.length;
      const [title, ...parts] = this.steps.shift().call(this, rows);
      const heading = h("h4", { tabindex: -1 }, `Step ${number} of 6: ${title}`);
      const on = h("div", { class: "capstone-buttons" }, this.steps.length
        ? button("Next step", () => { on.remove(); this.step(rows); }, "primary")
        : this.again());
      this.stage.append(h("section", { class: "capstone-step" }, heading, ...parts.flat().filter(Boolean), on));
      if (number > 1) this.reach(heading);
    }

    facts(rows) {
      const off = rows.map((row) => Math.abs(row.reported - row.state.T));
      const most = Math.max(...off);
      return ["what happened?",
        p(`Read the log before you explain it. The line in the picture is true tension, which nobody saw. Your reports were off by up to ${most}.`),
        p("In which quarter did the game turn? Name the row, not the reason."),
        this.log(rows, true)];
    }

    luck(rows) {
      const answer = h("div", { "aria-live": "polite" });
      const names = this.roles.flatMap((role) => Object.keys({ ...(role === "JP" && { adaptive: 0 }), ...this.book.plans[role] }).map((name) => [role, name]));
      const words = (role, name) => `${this.roles.length === 2 ? `${this.side(role)}: ` : ""}${this.book.planNames[name]}`;
      const select = h("select", { id: "capstone-plan" }, names.map(([role, name]) => h("option", { value: `${role}:${name}` }, words(role, name))));
      const replay = () => {
        const [role, name] = select.value.split(":");
        const rival = this.withPlan(role, name);
        this.add("plan", words(role, name), rival);
        answer.replaceChildren(this.comparison(), p(name === "adaptive" ? "Adaptive is told true tension each quarter. You were not." : ""));
      };
      return ["was it luck?",
        p("The same seed, the same theory, another plan. What remains different is not luck."),
        h("div", { class: "capstone-field" }, h("label", { for: "capstone-plan" }, "Plan"), select, button("Replay with this plan", replay)),
        answer];
    }

    theory(rows) {
      const { theories, noise } = this.book;
      const answer = h("div", { "aria-live": "polite" });
      const form = h("form", { class: "capstone-form", onsubmit: (event) => {
        event.preventDefault();
        const guess = new FormData(form).get("theory");
        const { rival, rows: there } = this.elsewhere;
        const ruled = this.rules.excludedAt(rows, there);
        const row = rows[ruled - 1];
        const seen = ruled && there[ruled - 1];
        this.add("world", `${theories[rival][0].toLowerCase()} world`, there);
        answer.replaceChildren(
          p(h("strong", {}, `${theories[this.world][0]}. `), `You said ${theories[guess][0].toLowerCase()}. ${theories[this.world][1]}`),
          p(!ruled ? `Your moves never gave the other theory away: no report is more than ${noise} from the replay.`
            : !seen ? `The reports rule out the other theory in quarter ${ruled}: there the game would have been over.`
            : `The reports rule out the other theory in quarter ${ruled}: reported ${row.reported}, the replay stands at ${seen.state.T}, and the report errs by at most ${noise}.`),
          p("Hosting and matching tell the theories apart quickly. Restraint teaches you less about the world."),
          this.comparison());
      } },
      radios("theory", "Which theory was true?", Object.entries(theories).map(([name, [words, about]]) => [name, words, [about]])),
      h("button", { class: "primary" }, "Show me"));
      return ["which theory?", p("Your own moves, the same luck, the other world. Say first which one you were in."), form, answer];
    }

    values() {
      const answer = h("div", {});
      const groups = this.roles.map((role) => this.weighing(role, "other", this.weights[role]));
      const show = () => {
        const weights = Object.fromEntries(groups.map((group) => [group.dataset.role, this.weightsIn(group)]));
        const fits = groups.every((group) => sum(this.weightsIn(group)) === 100);
        answer.replaceChildren(fits ? this.comparison({ ...this.weights, ...weights }) : p("Make the sum 100 to see the scores."));
      };
      for (const group of groups) group.addEventListener("input", show);
      show();
      return ["whose values?",
        p("You fixed the weights before quarter 1. Change them now and watch whether the order of the games changes."), groups, answer];
    }

    links() {
      return ["where does it lead?", p("The text below the game names the models behind each arrow: ", h("a", { href: "#where-does-each-arrow-come-from" }, "where does each arrow come from?"))];
    }

    beyond() {
      return ["what is left out?", p("No game has everybody in it. Say who was missing at your table, then read ", h("a", { href: "#what-the-model-leaves-out" }, "what the model leaves out"), ".")];
    }

    /** One more game beside the reader's own, in the picture and in the comparison. */
    add(kind, name, rows) {
      this.lines = [...this.lines.filter((line) => line.kind !== kind), { kind, name, values: this.truth(rows) }];
      this.compared = [...this.compared.filter(([, , one]) => one !== kind), [name, rows, kind]];
      this.drawCharts();
    }

    /** Vectors of all games side by side, then their sums. */
    comparison(weights) {
      return this.roles.map((role) => {
        const found = this.compared.map(([, rows]) => this.rules.score(rows, role, this.share(role)));
        const name = (part) => this.book.parts[role][part].name;
        const lines = Object.keys(this.book.parts[role]).map((part) => [name(part), ...found.map(({ parts }) => text(parts[part], 1))]);
        const totals = (given) => this.compared.map(([, rows]) => text(this.rules.score(rows, role, this.share(role, given)).total, 1));
        lines.push(["Control lost", ...this.compared.map(([, rows]) => (rows.at(-1).lost ? `quarter ${rows.at(-1).turn}` : "no"))]);
        lines.push(["Sum, registered weights", ...totals(this.weights)]);
        if (weights) lines.push(["Sum, other weights", ...totals(weights)]);
        return table(`${this.side(role)}: the games side by side`, ["Result", ...this.compared.map(([one]) => one)], lines);
      });
    }
  }

  const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);

  window.twoplustwo ||= {};
  window.twoplustwo.capstone = { sha256, draw, rules };
  for (const root of document.querySelectorAll("[data-capstone]")) new Table(root);
})();
