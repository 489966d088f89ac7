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

  window.twoplustwo ||= {};
  window.twoplustwo.capstone = { sha256, draw, rules };
})();
