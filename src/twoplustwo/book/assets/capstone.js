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

  // ---- Pieces of the page ------------------------------------------------------------------

  const number = (x, digits = 0) => x.toFixed(digits).replace("-", "\u2212");
  const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);
  const keys = Object.keys;

  /** An element: attributes, listeners (onclick: f), children (texts, elements, nothing). */
  function h(tag, given = {}, ...children) {
    const node = /^svg:/.test(tag)
      ? document.createElementNS("http://www.w3.org/2000/svg", tag.slice(4))
      : document.createElement(tag);
    for (const [key, value] of Object.entries(given))
      if (/^on/.test(key)) node.addEventListener(key.slice(2), value);
      else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
    node.append(...children.flat(3).filter((child) => child || child === 0));
    return node;
  }
  const p = (...children) => h("p", {}, ...children);
  const button = (words, onclick, kind = "") => h("button", { type: "button", class: kind, onclick }, words);
  const submit = (words) => h("button", { class: "primary" }, words);
  const list = (items) => h("ul", {}, items.map((words) => h("li", {}, words)));

  /** A form that hands what was chosen to `act`; nothing is sent. */
  function form(act, ...children) {
    const onsubmit = (event) => {
      event.preventDefault();
      act(new FormData(event.target), event.target);
    };
    return h("form", { class: "capstone-form", onsubmit }, ...children);
  }

  function table(caption, head, rows, texts = 1, seen = true) {
    const cell = (tag, i, x, scope) => h(tag, { class: i >= texts && "num", scope }, x);
    const line = (row) => h("tr", {}, row.map((x, i) => cell(i ? "td" : "th", i, x, !i && "row")));
    const top = h("tr", {}, head.map((x, i) => cell("th", i, x, "col")));
    const body = h("table", {}, h("caption", { class: !seen && "unseen" }, caption), h("thead", {}, top), h("tbody", {}, rows.map(line)));
    return h("div", { class: "table-wrap", role: "group", tabindex: 0, "aria-label": `Table: ${caption}` }, body);
  }

  /** A group of radio buttons; items are [value, words, lines of description, closed]. */
  function radios(name, legend, items, chosen) {
    const one = ([value, words, lines = [], closed]) => {
      const id = `capstone-${name}-${value}`;
      const about = lines.length ? `${id}-about` : null;
      return h("div", { class: "capstone-option" },
        h("input", { type: "radio", name, id, value, required: true, checked: value === chosen, disabled: closed,
          "aria-describedby": about }),
        h("label", { for: id }, words),
        about && h("div", { id: about, class: "capstone-about" }, lines.map((line) => p(line))));
    };
    return h("fieldset", {}, h("legend", {}, legend), h("div", { class: "capstone-options" }, items.map(one)));
  }

  // ---- The picture of tension --------------------------------------------------------------

  /** Reports with their band, and lines that a debrief adds; sizes in pixels of the space there is. */
  function chart(book, rows, lines, width) {
    const [left, right, top, high] = [30, lines.length ? 96 : 14, 10, 190];
    const x = (i) => left + ((width - left - right) * i) / book.turns;
    const y = (value) => top + high - (high * value) / 100;
    const reports = [book.start.T, ...rows.map((row) => row.reported)];
    const edge = (by) => reports.map((v, i) => [x(i), y(Math.min(Math.max(v + (i && by), 0), 100))]);
    const path = (values) => values.map((v, i) => (i ? "L" : "M") + [x(i), y(v)]).join("");
    const words = (at, level, text, more) => h("svg:text", { x: at, y: level, ...more }, text);
    const rule = (kind, v) => h("svg:line", { class: kind, x1: left, x2: width - right, y1: y(v), y2: y(v) });
    const ends = spread(lines.map(({ values }) => y(values.at(-1))));
    return h("svg:svg", { class: "capstone-chart", role: "img", width, height: top + high + 24, "aria-label": said(book, rows, lines) },
      [0, 25, 50, 75, 100].map((v) => [rule("grid", v), words(left - 6, y(v) + 4, v, { "text-anchor": "end" })]),
      rule("limit", 85),
      words(left + 4, y(85) - 5, book.texts.limit),
      Array.from({ length: book.turns + 1 }, (_, i) => words(x(i), top + high + 18, i || "start", { "text-anchor": "middle" })),
      h("svg:polygon", { class: "band", points: [...edge(book.noise), ...edge(-book.noise).reverse()].join(" ") }),
      lines.map(({ kind, name, values }, i) => [
        h("svg:path", { class: `line ${kind}`, d: path(values) }),
        words(x(values.length - 1) + 7, ends[i] + 4, name, { class: kind }),
      ]),
      reports.map((v, i) => h("svg:circle", { class: "report", cx: x(i), cy: y(v), r: 4 })));
  }

  /** Heights of labels, moved apart where they would cover each other. */
  function spread(heights) {
    const result = [...heights];
    const order = [...keys(heights)].sort((a, b) => heights[a] - heights[b]);
    order.forEach((i, n) => n && (result[i] = Math.max(result[i], result[order[n - 1]] + 15)));
    return result;
  }

  function said({ start, noise }, rows, lines) {
    const reports = ["start " + start.T, ...rows.map((row) => `quarter ${row.turn} ${row.reported}`)].join(", ");
    const more = lines.map(({ name, values }) => ` ${name}: ${values.slice(1).join(", ")}.`).join("");
    return `Reported tension, each within ${noise} of the truth: ${reports}.${more}`;
  }

  // ---- The game on the page ----------------------------------------------------------------

  const LETTERS = { verify: "v", alert: "a" };
  const rivalOf = (role) => (role === "JP" ? "RU" : "JP");

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
      new ResizeObserver(() => this.drawCharts()).observe(this.stage);
      this.begin();
    }

    /** A sentence of the rulebook with its {names} filled in. */
    t(key, values = {}) {
      return this.book.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
    }

    get roles() {
      return this.role === "both" ? ["JP", "RU"] : [this.role];
    }

    // -- the address: a whole game in a few letters --

    begin() {
      const asked = new URLSearchParams(location.search).get("capstone") || "";
      const { seed, role, key, weights, moves } = Object.fromEntries(asked.split(",").map((item) => item.split(":")));
      this.seed = /^[1-9]\d{0,8}$/.test(seed) ? Number(seed) : this.newSeed();
      this.role = ["RU", "both"].includes(role) ? role : "JP";
      this.key = /^[0-9a-f]{4}$/.test(key) ? key : "";
      this.weights = this.defaults();
      this.turns = [];
      if (!this.readWeights(weights)) return this.setup();
      this.started = true;
      this.readMoves(moves || "");
      this.next(false);
    }

    newSeed() {
      return 1 + Math.floor(Math.random() * 9999);
    }

    defaults() {
      const percents = (role) => Object.values(this.book.parts[role]).map(({ weight }) => Math.round(100 * weight));
      return { JP: percents("JP"), RU: percents("RU") };
    }

    readWeights(words = "") {
      const groups = words.split("~").map((group) => group.split("-").map(Number));
      if (groups.length !== this.roles.length || !groups.every(fit)) return false;
      this.roles.forEach((role, i) => (this.weights[role] = groups[i]));
      return true;
    }

    readMoves(words) {
      const choices = { v: "verify", a: "alert" };
      for (const [, digits, letter] of words.matchAll(this.role === "both" ? /(\d\d)([va]?)/g : /(\d)([va]?)/g)) {
        const picked = Object.fromEntries(this.roles.map((role, i) => [role, keys(this.book.moves[role])[digits[i]]]));
        if (this.over || !Object.values(picked).every(Boolean)) return;
        this.turns.push({ ...picked, alarm: choices[letter] });
      }
    }

    get address() {
      const parts = [`seed:${this.seed}`, `role:${this.role}`];
      if (this.key) parts.push(`key:${this.key}`);
      if (this.started) {
        const digits = (turn) => this.roles.map((role) => keys(this.book.moves[role]).indexOf(turn[role])).join("");
        parts.push(`weights:${this.roles.map((role) => this.weights[role].join("-")).join("~")}`);
        parts.push(`moves:${this.turns.map((turn) => digits(turn) + (LETTERS[turn.alarm] || "")).join("")}`);
      }
      const rest = location.search.slice(1).split("&").filter((part) => part && !/^capstone=/.test(part));
      return `${location.pathname}?${[...rest, `capstone=${parts.join(",")}`].join("&")}`;
    }

    writeAddress() {
      history.replaceState(history.state, "", this.address + location.hash);
    }

    // -- what the choices make: everything is computed anew from them --

    get world() {
      const named = keys(this.book.worlds).find((name) => this.keyOf(name) === this.key);
      return named || this.rules.worldOf(this.seed);
    }

    /** Names a world in the address without showing it. */
    keyOf(world) {
      return sha256(`${this.seed}|${world}`).slice(0, 4);
    }

    recorded(role) {
      const { planned, bot } = this.rules;
      return this.roles.includes(role) ? planned(this.turns.map((turn) => turn[role])) : bot(role);
    }

    played(world, length = this.turns.length, sides = {}) {
      const { JP, RU } = { JP: this.recorded("JP"), RU: this.recorded("RU"), ...sides };
      return this.rules.play(JP, RU, world, this.seed, this.turns.map(({ alarm }) => alarm), length);
    }

    get rows() {
      return this.played(this.world);
    }

    get over() {
      const last = this.rows.at(-1);
      return last && (last.lost || last.turn === this.book.turns);
    }

    /** The same luck with another plan of one side; the other side plays what it did, then its bot. */
    withPlan(role, name) {
      const rival = rivalOf(role);
      const kept = this.recorded(rival);
      const answer = (seen) => kept(seen) || this.rules.bot(rival)(seen);
      return this.played(this.world, this.book.turns, { [role]: this.rules.plan(role, name), [rival]: answer });
    }

    // -- screens --

    show(title, focus, ...parts) {
      const heading = h("h3", { tabindex: -1 }, title);
      this.stage.replaceChildren(heading, ...parts.flat().filter(Boolean));
      this.root.querySelector(".capstone-limits").hidden = this.started;
      this.drawCharts();
      if (focus) reach(heading);
    }

    /** Charts are drawn for the space there is, and again when it changes. */
    picture(lines = () => []) {
      const caption = h("figcaption", {}, this.t("picture", this.book));
      const figure = h("figure", { class: "capstone-figure" });
      figure.draw = (width) => figure.replaceChildren(chart(this.book, this.rows, lines(), width), caption);
      return figure;
    }

    drawCharts() {
      const width = Math.min(this.stage.clientWidth, 760);
      if (width) for (const figure of this.stage.querySelectorAll("figure")) figure.draw(width);
    }

    setup(focus) {
      this.started = false;
      const box = h("div");
      const roles = [["JP", this.book.sides.JP, [this.t("aboutJP")]], ["RU", this.book.sides.RU, [this.t("aboutRU")]],
        ["both", this.t("both"), [this.t("aboutBoth")]]];
      const page = form((data, given) => this.start(data, given),
        radios("role", this.t("who"), roles, this.role),
        h("div", { class: "capstone-field" },
          h("label", { for: "capstone-seed" }, this.t("seed")),
          h("input", { type: "number", id: "capstone-seed", name: "seed", min: 1, max: 999999999, value: this.seed, required: true }),
          p(this.t("aboutSeed"))),
        box,
        this.instructor(),
        h("p", { class: "capstone-error", role: "alert" }),
        submit(this.t("start")));
      page.noValidate = true;
      const fill = () => {
        this.readGroups(box);
        this.role = new FormData(page).get("role");
        box.replaceChildren(...this.roles.map((role) => this.weighing(role, "weights")));
      };
      page.querySelector("fieldset").addEventListener("change", fill);
      this.show(this.t("setup"), focus, page);
      fill();
    }

    /** Six weights with their sum, as registered so far; `title` is the text of the legend. */
    weighing(role, title) {
      const output = h("output");
      const count = () => {
        const total = sum(weightsIn(group));
        output.textContent = this.t(total === 100 ? "sumGood" : "sumBad", { total });
      };
      const fields = Object.entries(this.book.parts[role]).map(([part, { name, about }], i) => {
        const id = `capstone-${title}-${role}-${part}`;
        return h("div", { class: "capstone-weight" },
          h("label", { for: id }, name, h("span", {}, about)),
          h("input", { type: "number", id, min: 0, max: 100, value: this.weights[role][i], inputmode: "numeric" }));
      });
      const legend = h("legend", {}, this.t(title, { side: this.book.sides[role] }));
      const group = h("fieldset", { "data-role": role, oninput: count }, legend, h("div", { class: "capstone-weights" }, fields), output);
      count();
      return group;
    }

    readGroups(box) {
      for (const group of box.querySelectorAll("[data-role]")) this.weights[group.dataset.role] = weightsIn(group);
    }

    instructor() {
      const worlds = Object.entries(this.book.theories).map(([name, [words]]) => [name, words]);
      const status = h("span", { role: "status" });
      const copy = () => {
        this.readSetup(new FormData(status.closest("form")));
        this.copy(status);
      };
      return h("details", { class: "capstone-instructor" },
        h("summary", {}, this.t("instructors")),
        radios("world", this.t("whichWorld"), [["", this.t("bySeed")], ...worlds], ""),
        p(this.t("aboutLink")),
        h("div", { class: "capstone-buttons" }, button(this.t("copyClass"), copy), status));
    }

    readSetup(data) {
      this.seed = Number(data.get("seed"));
      if (data.get("world")) this.key = this.keyOf(data.get("world"));
      else if (!keys(this.book.worlds).some((name) => this.keyOf(name) === this.key)) this.key = "";
    }

    start(data, given) {
      const { seed } = given.elements;
      const wrong = [...given.querySelectorAll("[data-role]")].find((group) => !fit(weightsIn(group)));
      if (wrong || !seed.checkValidity()) {
        const side = wrong && this.book.sides[wrong.dataset.role];
        given.querySelector(".capstone-error").textContent = wrong
          ? this.t("wrongWeights", { side, total: sum(weightsIn(wrong)) }) : this.t("wrongSeed");
        return (wrong ? wrong.querySelector("input") : seed).focus();
      }
      this.readSetup(data);
      this.readGroups(given);
      this.started = true;
      this.turns = [];
      this.next();
    }

    next(focus = true) {
      this.writeAddress();
      if (this.over) this.result(focus);
      else this.ask({}, focus);
    }

    /** One delegation chooses; in a game of two, the second does not see the first's move. */
    ask(picked, focus) {
      const { rows } = this;
      const role = this.roles.find((one) => !picked[one]);
      const both = this.roles.length === 2;
      const at = { turn: rows.length + 1, turns: this.book.turns, side: this.book.sides[role], seed: this.seed };
      const who = this.t(both ? "leadBoth" : "leads", at);
      const chosen = (data) => {
        picked[role] = data.get("move");
        if (this.roles.every((one) => picked[one])) this.moved(picked);
        else this.ask(picked, true);
      };
      this.show(this.t(both ? "quarterOf" : "quarter", at), focus,
        h("p", { class: "capstone-meta" }, this.t("meta", { ...at, who })),
        both && role === "RU" && p(this.t("handed")),
        this.briefing(rows),
        form(chosen,
          radios("move", this.t(both ? "sideMove" : "yourMove", at), this.moves(role, rows.at(-1))),
          submit(this.t(both && role === "JP" ? "lock" : "play", at))),
        rows.length && this.log(rows));
    }

    moves(role, last) {
      const [own, answer] = role === "JP" ? ["jp", "ru"] : ["ru", "jp"];
      const side = this.book.sides[rivalOf(role)];
      const open = (move) => this.book.joint.some((one) => one[own] === move && last?.moves[rivalOf(role)] === one[answer]);
      return Object.entries(this.book.moves[role]).map(([move, { name, text }]) => [
        move, name, open(move) ? [...text, h("strong", {}, this.t("open", { side }))] : text,
      ]);
    }

    briefing(rows) {
      const [last, before] = [rows.at(-1), rows.at(-2)];
      const { start } = this.book;
      const begin = ["begin1", "begin2", "begin3"].map((key) => this.t(key, { ...this.book, T: start.T }));
      return [
        h("h4", {}, last ? this.t("happened", last) : this.t("begins")),
        list(last ? this.events(last, before) : begin),
        this.picture(),
        h("h4", {}, this.t("stands")),
        this.standing(last?.state || start, before?.state || start),
      ];
    }

    events({ moves, joint, tests, alarm, reported, lost }, before) {
      const by = reported - (before ? before.reported : this.book.start.T);
      const [JP, RU] = ["JP", "RU"].map((role) => this.book.moves[role][moves[role]].name);
      const heard = alarm && (alarm.choice === "alert" ? "alerted" : alarm.resolved ? "cleared" : "uncleared");
      return [
        this.t("moved", { JP, RU }),
        ...joint.map((name) => this.book.answered[name]),
        this.t(tests < 2 ? `tests${tests}` : "tests", { tests }),
        alarm && this.t(heard),
        this.t(by ? (by > 0 ? "up" : "down") : "same", { reported, by: Math.abs(by) }),
        lost && this.t("lost"),
      ].filter(Boolean);
    }

    standing(state, before) {
      const { numbers, levels, limits } = this.book;
      const one = (key) => {
        const by = state[key] - before[key];
        const value = levels[key]?.[state[key]] || (limits[key] < 100 ? `${state[key]} of ${limits[key]}` : state[key]);
        const change = by ? h("span", {}, ` ${by > 0 ? "+" : ""}${number(by)}`) : null;
        return h("div", {}, h("dt", {}, numbers[key]), h("dd", {}, value, change));
      };
      return h("dl", { class: "capstone-standing" }, [..."HVDCSABLP"].map(one));
    }

    /** The moves are in: does an alarm sound? The rules say so before anybody answers it. */
    moved(picked) {
      this.turns.push(picked);
      if (this.rows.at(-1).alarm) this.alarm();
      else this.done();
    }

    alarm() {
      const { turn, alarm } = this.rows.at(-1);
      const closed = alarm.choice === "alert";
      const verify = closed ? ["closed"] : ["verify1", "verify2"];
      const chance = number(100 * (alarm.chance || 0));
      const decided = (data) => {
        this.turns.at(-1).alarm = data.get("alarm");
        this.done();
      };
      this.say(this.t("alarmNow"));
      this.show(this.t("alarm", { turn }), true, p(this.t("aboutAlarm")), form(decided,
        radios("alarm", this.t(this.roles.length === 2 ? "together" : "decision"), [
          ["verify", this.t("verify"), verify.map((key) => this.t(key, { chance })), closed],
          ["alert", this.t("alert"), [this.t("aboutAlert")]],
        ]),
        submit(this.t("decide"))));
    }

    say(words) {
      this.voice.textContent = words;
    }

    done() {
      const [before, last] = [undefined, ...this.rows].slice(-2);
      this.say([this.t("over", last), ...this.events(last, before)].join(" "));
      this.next();
    }

    log(rows, truth) {
      const { numbers, moves, sides } = this.book;
      const name = (role, row) => moves[role][row.moves[role]].name;
      const heard = ({ alarm }) => (alarm ? this.t(alarm.resolved === null ? "short2" : alarm.resolved ? "short0" : "short1") : "\u2013");
      const shown = [..."HVDCSABLP"];
      const head = [this.t("turn"), sides.JP, sides.RU, this.t("alarms"), numbers.K, this.t("reported"),
        ...(truth ? [this.t("true")] : []), ...shown.map((key) => numbers[key])];
      const line = (row) => [row.turn, name("JP", row), name("RU", row), heard(row), row.tests, row.reported,
        ...(truth ? [row.state.T] : []), ...shown.map((key) => row.state[key])];
      return h("details", { class: "capstone-log", open: truth },
        h("summary", {}, this.t("log")), table(this.t("log"), head, rows.map(line), 4, false));
    }

    // -- the end --

    score(rows, role, weights = this.weights) {
      const shares = keys(this.book.parts[role]).map((part, i) => [part, weights[role][i] / 100]);
      return this.rules.score(rows, role, Object.fromEntries(shares));
    }

    result(focus) {
      const { rows } = this;
      const last = rows.at(-1);
      const one = (role) => {
        const { parts, total } = this.score(rows, role);
        const line = ([part, value], i) => [this.book.parts[role][part].name, number(value, 1), `${this.weights[role][i]}%`];
        return [
          table(this.t("vector", { side: this.book.sides[role] }), ["result", "points", "weight"].map((key) => this.t(key)), Object.entries(parts).map(line)),
          h("p", { class: "capstone-total" }, this.t("total", { total: number(total, 1) }), last.lost && ` ${this.t("capped")}`),
        ];
      };
      this.show(this.t(last.lost ? "endLost" : "end", last), focus,
        list(this.events(last, rows.at(-2))), this.roles.flatMap(one), this.log(rows), p(this.t("toDebrief")),
        h("div", { class: "capstone-buttons" }, button(this.t("debriefNow"), () => this.debrief(), "primary"), this.again()));
    }

    again() {
      const status = h("span", { role: "status" });
      const anew = () => {
        this.seed = this.newSeed();
        this.key = "";
        this.weights = this.defaults();
        this.setup(true);
        this.writeAddress();
      };
      return [button(this.t("copyGame"), () => this.copy(status)), button(this.t("newGame"), anew), status];
    }

    async copy(status) {
      const link = new URL(this.address, location.href).href;
      try {
        await navigator.clipboard.writeText(link);
        status.textContent = this.t("copied");
      } catch {
        status.replaceChildren(h("label", {}, this.t("copyIt"), " ", h("input", { readonly: true, value: link })));
      }
    }

    // -- the debrief, one step below the other --

    debrief() {
      this.games = [{ kind: "truth", name: this.t("yours"), label: this.t("truth"), rows: this.rows }];
      this.steps = ["facts", "luck", "theory", "values", "links", "beyond"];
      this.show(this.t("debrief"), true);
      this.step(1);
    }

    /** The picture of reports with the true tension of every game compared so far. */
    tensions() {
      const { games } = this; // those of this step; later steps add to their own pictures
      const values = (rows) => [this.book.start.T, ...rows.map((row) => row.state.T)];
      return this.picture(() => games.map(({ kind, label, rows }) => ({ kind, name: label, values: values(rows) })));
    }

    step(place) {
      const name = this.steps[place - 1];
      const heading = h("h4", { tabindex: -1 }, this.t("step", { number: place, title: this.t(name) }));
      const on = () => {
        buttons.remove();
        this.step(place + 1);
      };
      const buttons = h("div", { class: "capstone-buttons" }, place < 6 ? button(this.t("next"), on, "primary") : this.again());
      this.stage.append(h("section", { class: "capstone-step" }, heading, this[name](), buttons));
      this.drawCharts();
      if (place > 1) reach(heading);
    }

    facts() {
      const { rows } = this;
      const most = Math.max(...rows.map((row) => Math.abs(row.reported - row.state.T)));
      return [this.tensions(), p(this.t("facts1", { most })), p(this.t("facts2")), this.log(rows, true)];
    }

    luck() {
      const { plans, planNames, sides } = this.book;
      const both = this.roles.length === 2;
      const names = this.roles.flatMap((role) => [...(role === "JP" ? ["adaptive"] : []), ...keys(plans[role])].map((name) => [role, name]));
      const words = ([role, name]) => (both ? `${sides[role]}: ` : "") + planNames[name];
      const answer = h("div", { "aria-live": "polite" });
      const select = h("select", { id: "capstone-plan" }, names.map((one, i) => h("option", { value: i }, words(one))));
      const replay = () => {
        const one = names[select.value];
        this.add("plan", words(one), planNames[one[1]].toLowerCase(), this.withPlan(...one));
        answer.replaceChildren(this.tensions(), ...this.comparison(), one[1] === "adaptive" ? p(this.t("seesTruth")) : "");
        this.drawCharts();
      };
      return [p(this.t("luck1")),
        h("div", { class: "capstone-field" }, h("label", { for: "capstone-plan" }, this.t("plan")), select, button(this.t("replay"), replay)),
        answer];
    }

    theory() {
      const { theories, worlds, noise } = this.book;
      const answer = h("div", { "aria-live": "polite" });
      const lower = (world) => theories[world][0].toLowerCase();
      const told = (data) => {
        const rival = keys(worlds).find((name) => name !== this.world);
        const [rows, there] = [this.rows, this.played(rival)];
        const turn = this.rules.excludedAt(rows, there);
        const seen = there[turn - 1];
        const at = { turn, noise, reported: rows[turn - 1]?.reported, there: seen?.state.T };
        this.add("world", `${theories[rival][0]} world`, lower(rival), there);
        answer.replaceChildren(
          p(h("strong", {}, this.t("guess", { guess: lower(data.get("theory")), truth: lower(this.world), about: theories[this.world][1] }))),
          p(this.t(turn ? (seen ? "out" : "gone") : "never", at)), p(this.t("teaches")), this.tensions(), ...this.comparison());
        this.drawCharts();
      };
      const items = Object.entries(theories).map(([name, [words, about]]) => [name, words, [about]]);
      return [p(this.t("theory1")), form(told, radios("theory", this.t("whichTheory"), items), submit(this.t("show"))), answer];
    }

    values() {
      const answer = h("div");
      const groups = this.roles.map((role) => this.weighing(role, "otherWeights"));
      const show = () => {
        const weights = { ...this.weights };
        for (const group of groups) weights[group.dataset.role] = weightsIn(group);
        answer.replaceChildren(...(Object.values(weights).every(fit) ? this.comparison(weights) : [p(this.t("make100"))]));
      };
      for (const group of groups) group.addEventListener("input", show);
      show();
      return [p(this.t("values1")), groups, answer];
    }

    links() {
      return p(this.t("links1"), " ", h("a", { href: "#where-does-each-arrow-come-from" }, this.t("linksTo")));
    }

    beyond() {
      return p(this.t("beyond1"), " ", h("a", { href: "#what-the-model-leaves-out" }, this.t("beyondTo")), ".");
    }

    /** One more game beside the reader's own, in the picture and in the comparison. */
    add(kind, name, label, rows) {
      this.games = [...this.games.filter((game) => game.kind !== kind), { kind, name, label, rows }];
    }

    /** The vectors of all games side by side, then their sums. */
    comparison(weights) {
      const { games } = this;
      const across = (words, cell) => [words, ...games.map(({ rows }) => cell(rows))];
      const total = (role, given) => (rows) => number(this.score(rows, role, given).total, 1);
      const lost = (rows) => (rows.at(-1).lost ? this.t("inQuarter", rows.at(-1)) : this.t("no"));
      return this.roles.flatMap((role) => {
        const parts = Object.entries(this.book.parts[role]);
        const lines = parts.map(([part, { name }]) => across(name, (rows) => number(this.score(rows, role).parts[part], 1)));
        lines.push(across(this.t("controlLost"), lost), across(this.t("sumRegistered"), total(role)));
        if (weights) lines.push(across(this.t("sumOther"), total(role, weights)));
        const head = [this.t("result"), ...games.map(({ name }) => name)];
        const ranked = (given) => [...games].sort((a, b) => total(role, given)(b.rows) - total(role, given)(a.rows)).map(({ name }) => name).join(", ");
        const order = ranked(weights);
        return [
          table(this.t("beside", { side: this.book.sides[role] }), head, lines),
          weights ? p(this.t(order === ranked() ? "sameOrder" : "newOrder", { order })) : "",
        ];
      });
    }
  }

  const weightsIn = (group) => Array.from(group.querySelectorAll("input"), (input) => Number(input.value));
  const fit = (weights) => weights.length === 6 && weights.every((n) => n >= 0 && n % 1 === 0) && sum(weights) === 100;

  function reach(node) {
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "start" });
  }

  window.twoplustwo ||= {};
  window.twoplustwo.capstone = { sha256, draw, rules };
  for (const root of document.querySelectorAll("[data-capstone]")) new Table(root);
})();
