/* Charts and explorers on a published page: no kernel, no framework.
 *
 * The page arrives with a poster, the controls, a summary and a table. The first pointer, focus
 * or key in a figure fetches its pack (format: explorers/engine/pack.py) and the one Plotly
 * bundle of the site; scrolling fetches nothing. From then on picture, words, table, address and
 * downloads follow the controls.
 *
 * window.twoplustwo: twin(name, function), ready(id), figure(id, state).
 */
(() => {
  "use strict";

  const MINUS = "\u2212";
  const MISSING = "\u2013";
  const NARROW = 520; // px; below it the figure's `narrow` changes hold
  const HOLD = 150; // ms after which a finger that rests on a figure means it
  const REST = 350; // ms without a change before a state is announced and put in the address
  const SOON = { timeout: 200 }; // ms; a browser that rests may put idle work off for long
  const LONG_TABLE = 60; // rows; a longer table waits for the rest
  const TYPES = {
    u1: Uint8Array, u2: Uint16Array, i2: Int16Array, i4: Int32Array, f4: Float32Array, f8: Float64Array,
  };
  const AXES = ["x", "y"];
  let cold = 16; // drawings until the browser has compiled Plotly well
  const figures = {};
  const twins = {};
  const root = document.documentElement;

  // ---- Numbers, as explorers/engine/numbers.py writes them -------------------------------

  function fixed(x, digits = 0) {
    if (!Number.isFinite(x)) return MISSING;
    const size = Math.abs(x);
    // toFixed gives up at 1e21.
    const text = size < 1e21 ? size.toFixed(digits) : BigInt(size) + (digits ? "." + "0".repeat(digits) : "");
    return x < 0 && /[1-9]/.test(text) ? MINUS + text : text;
  }

  const percent = (x, digits = 0) => (Number.isFinite(x) ? fixed(100 * x, digits) + "%" : MISSING);

  function grouped(x, digits = 0) {
    const [whole, ...decimals] = fixed(x, digits).split(".");
    return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...decimals].join(".");
  }

  const withUnit = (x, { digits, unit }) => `${fixed(x, digits)} ${unit}`.trim();

  /** A cell of the table as a reader sees it. */
  function cellText(value, { digits, grouped: commas }) {
    if (value === null) return MISSING;
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (typeof value === "string") return value;
    if (commas) return grouped(value, digits || 0);
    return digits === null ? String(value).replaceAll("-", MINUS) : fixed(value, digits);
  }

  // ---- Packs -----------------------------------------------------------------------------

  async function fetchPack(url) {
    if (!window.DecompressionStream) throw new Error("this browser cannot unpack its numbers");
    const response = await fetch(url);
    if (!response.ok) throw new Error(`its numbers are missing (${response.status})`);
    const stream = response.body.pipeThrough(new DecompressionStream("gzip"));
    const bytes = await new Response(stream).arrayBuffer();
    const length = new DataView(bytes).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
    return { header, bytes, start: Math.ceil((4 + length) / 8) * 8 };
  }

  /** One key's value at a state index, in plain values (null for a gap); the same row, the same list. */
  function decode(pack, series, index) {
    const array = ({ type, at }, from, to) =>
      new TYPES[type](pack.bytes, pack.start + at + from * TYPES[type].BYTES_PER_ELEMENT, to - from);
    const { ends, k, kind, gap, scale, index: rows } = series;
    const row = rows ? array(rows, index, index + 1)[0] : series.n === 1 ? 0 : index;
    const lists = (series.lists ||= []);
    if (!lists[row]) {
      const [from, to] = ends ? array(ends, row, row + 2) : [row * k, (row + 1) * k];
      lists[row] = Array.from(array(series, from, to), (cell) => {
        if (cell === gap || cell !== cell) return null;
        if (kind === "string") return pack.header.strings[cell];
        return kind === "bool" ? cell === 1 : cell / scale;
      });
    }
    return series.rank ? lists[row] : lists[row][0];
  }

  // ---- Values and figures ----------------------------------------------------------------

  // Plotly draws only what differs, and takes a list that is another object for another list. So
  // what has not changed stays the same object from state to state.

  /** A function of a list and a reason that gives the same result again while the reason is the same. */
  function steady(make) {
    const results = new WeakMap();
    return (list, reason) => {
      let last = results.get(list);
      if (!last || last.reason !== reason) results.set(list, (last = { reason, result: make(list, reason) }));
      return last.result;
    };
  }

  const NOTHING = [null];
  /** Keys that Plotly takes without drawing the figure anew. */
  const LIGHT =
    /^(layout\.(annotations|shapes)\b|\w+\.(name|opacity|fillcolor|fillpattern\.\w+|line\.(color|width|dash))$)/;
  const hidden = steady((list, kept) => list.map((v, i) => (kept[i] === "1" ? v : null)));
  // Plotly never again writes a word that was empty once.
  const spaced = steady((words) => words.map((word) => word || " "));

  const plain = (v) => (v && v.map ? Array.from(v, plain) : v === undefined || v !== v ? null : v);
  const same = (a, b) =>
    a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((v, i) => same(v, b[i])));
  /** "<uid>.<path>" split at the first dot; null for keys of words, table and outcome. */
  const drawn = (key) => (/^(table|outcome)\.|^\w+$/.test(key) ? null : key.split(/\.(.*)/s));

  /** A copy of `node` with `value` at `path`; what lies beside the path is shared. */
  function changed(node, [head, ...rest], value) {
    const result = Array.isArray(node) ? [...node] : { ...node };
    result[head] = rest.length ? changed(result[head], rest, value) : value;
    return result;
  }

  function apply({ data, layout }, values) {
    const result = { layout };
    for (const trace of data) result[trace.uid] = trace;
    for (const key in values) {
      const [uid, path] = drawn(key) || [];
      if (uid) result[uid] = changed(result[uid], path.match(/\w+/g), values[key]);
    }
    return { data: data.map(({ uid }) => result[uid]), layout: result.layout };
  }

  // ---- The page --------------------------------------------------------------------------

  const isDark = () => root.dataset.theme === "dark";
  const scripts = {};

  /** Add a script to the page once; one that failed may be tried again. */
  function load(url) {
    return (scripts[url] ||= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = url;
      script.onload = resolve;
      script.onerror = () => {
        delete scripts[url];
        reject(new Error("a script did not arrive"));
      };
      document.head.append(script);
    }));
  }

  function setText(node, text) {
    if (node && node.textContent !== text) node.textContent = text;
  }

  /** An empty paragraph that a figure fills later. */
  function paragraph(name, attribute, value) {
    const node = document.createElement("p");
    node.className = name;
    node.setAttribute(attribute, value);
    return node;
  }

  /** Tell the style sheet how much of each slider's track lies before its thumb. */
  function fillTracks(form) {
    for (const { value, min, max, style } of form?.querySelectorAll("[type=range]") || [])
      style.setProperty("--share", (value - min) / (max - min));
  }

  function download(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
  }

  /** A value from the address; undefined if the control does not accept it. */
  function parse(control, text) {
    const option = (item) => control.values.find((value) => String(value) === item);
    if (control.kind === "toggle") return { 0: false, 1: true }[text];
    if (control.kind === "choice") return option(text);
    if (control.kind === "slider")
      return text && text >= control.minimum && text <= control.maximum ? Number(text) : undefined;
    const items = text.split("~").filter(Boolean).map(option);
    return items.includes(undefined) ? undefined : items;
  }

  // ---- Plotly's picture, as SVG ----------------------------------------------------------

  /** "x2" or "x2 domain" -> "xaxis2"; other references stay. */
  const axisName = (ref = "") => ref.replace(/^([xy])(\d*)( domain)?$/, "$1axis$2");

  /** A copy of a node before another, or at the end of its own layer. */
  function freezeNode(node, below) {
    const block = node.cloneNode(true);
    // Plotly finds its own nodes by their class, and drops patterns that none of them uses.
    block.setAttribute("class", node.matches(".crisp") ? "frozen crisp" : "frozen");
    for (const { style } of node.querySelectorAll("[style*='url(']")) {
      const pattern = document.getElementById(style.fill.match(/#([\w-]+)/)?.[1]);
      if (pattern) block.prepend(pattern.cloneNode(true));
    }
    if (below) below.before(block);
    else node.parentNode.append(block);
    return block;
  }

  /** Traces that may stand still: in each subplot those under and over all that moves, so that copies cover alike. */
  function stillTraces(data, full, moving) {
    const subplots = {};
    data.forEach(({ type = "scatter", uid, fill = "", xaxis = "x", yaxis = "y" }, i) => {
      const names = [xaxis, yaxis].map(axisName);
      // Hidden traces would take their categories with them.
      const moves = [uid, ...names].some((name) => moving.has(name) || full[name]?.type === "category");
      const subplot = (subplots[xaxis + yaxis] ||= { scatter: [], bar: [] });
      (subplot[type] ||= []).push({ i, uid, moves, linked: fill.startsWith("tonext"), subplot: xaxis + yaxis });
    });
    const still = [];
    if (full.showlegend) return still; // it would lose them
    for (const { scatter, bar } of Object.values(subplots)) {
      let first = scatter.findIndex(({ moves }) => moves);
      let last = scatter.findLastIndex(({ moves }) => moves);
      if (first < 0) first = last = scatter.length;
      while (scatter[first]?.linked) first--; // drawn along the trace before it
      while (scatter[last + 1]?.linked) last++;
      const lines = scatter.filter((_, n) => n < first || n > last);
      // Plotly drops layers and axes on which nothing is visible: one trace stays, but empty.
      lines.forEach((line, n) => still.push({ ...line, empty: !n, above: scatter.indexOf(line) > last }));
      // Bars stand on and beside each other: all or none.
      if (bar.every(({ moves }) => !moves)) bar.forEach((one, n) => still.push({ ...one, empty: !n, bars: true }));
    }
    return still;
  }

  /**
   * Plotly draws annotations twice, the first time to fit the axes around them; our ranges are
   * fixed. Hide them when it begins, and give them back when it asks for the background.
   */
  function annotationsOnce(plot) {
    const hidden = new WeakMap();
    const hide = () => {
      const { _fullLayout: full } = plot;
      hidden.set(full, full.annotations);
      full.annotations = [];
    };
    const setBackground = ({ _fullLayout: full }, colour) => {
      full._paper.style("background", colour);
      if (hidden.has(full)) full.annotations = hidden.get(full);
      hidden.delete(full);
    };
    return { hide, setBackground };
  }

  /** The nodes of an axis: grid, zero line, line, ticks with their numbers, title. */
  function axisNodes(plot, id) {
    const subplot = id.startsWith("x") ? `.subplot[class*=" ${id}y"]` : `.subplot[class$="${id}"]`;
    const places = ["above", "below"].map((where) => `${subplot} > .${id[0]}lines-${where}`);
    places.push(`.gridlayer > .${id}`, `.minor-gridlayer > .${id}`, `.${id}zl`, `.${id}tick`, `.g-${id}title`);
    return [...plot.querySelectorAll(places.join())];
  }

  /** What is hidden from Plotly, and the copies in its place. */
  class Ice {
    /** The ice around what moves; copies in `old` are kept. */
    static of(plot, data, moving, old) {
      const ice = new Ice();
      ice.blocks = {}; // "trace uid", "bars xy", "xaxis", "annotations[0]" -> copies
      const { annotations, ...full } = plot._fullLayout;
      const axes = Object.keys(full).filter((name) => /^[xy]axis\d*$/.test(name));
      // An axis that is tied to another moves with it.
      if (axes.some((name) => moving.has(name)) && axes.some((name) => full[name].matches || full[name].scaleanchor))
        axes.forEach((name) => moving.add(name));
      const keep = (name, nodes) =>
        (ice.blocks[name] ||= old?.blocks[name] || nodes().map(([node, below]) => freezeNode(node, below)));
      const beside = (node) => [node, node.parentNode.matches(".infolayer, .subplot") ? node : node.parentNode];
      // The layout of the page, not of the data, moves: nothing can stand.
      const other = [...moving].some((name) => name in full && !axes.includes(name) && name !== "shapes");
      ice.traces = other ? [] : stillTraces(data, full, moving);
      for (const { uid, subplot, bars } of ice.traces) {
        const layer = plot.querySelector(`.overplot > .${subplot} > .${bars ? "bar" : "scatter"}layer`);
        const line = layer?.querySelector(`:scope > .trace${uid}`);
        if (bars) keep(`bars ${subplot}`, () => (layer ? [[layer, layer]] : []));
        else keep(`trace ${uid}`, () => (line ? [[line]] : []));
      }
      ice.axes = [];
      for (const name of axes.filter((axis) => !other && !moving.has(axis))) {
        const { type, visible, automargin, overlaying, autorange, range } = full[name];
        const still = old?.blocks[name] || (visible && !automargin && !overlaying);
        // Empty traces tell no type; and the range as asked is not the range that keeps a map's shape.
        const part = autorange ? { type } : { type, range: [...range] };
        ice.axes.push([name, still ? { ...part, visible: false } : part]);
        if (still) keep(name, () => axisNodes(plot, name.replace("axis", "")).map(beside));
      }
      ice.annotations = [];
      annotations.forEach(({ visible, xref, yref }, i) => {
        const name = `annotations[${i}]`;
        const names = ["annotations", name, axisName(xref), axisName(yref)];
        const node = plot.querySelector(`.annotation[data-index="${i}"]`);
        if (other || names.some((one) => moving.has(one)) || !(old?.blocks[name] || (visible && node))) return;
        ice.annotations.push(i);
        keep(name, () => [beside(node)]);
      });
      for (const name in old?.blocks) if (!ice.blocks[name]) old.blocks[name].forEach((block) => block.remove());
      return ice;
    }

    /** Whether something of these names is frozen. */
    holds(names) {
      return [...names].some((name) => this.blocks[name] || this.traces.some(({ uid }) => uid === name));
    }

    /** Put copies of lines under and over the lines that Plotly draws, as the traces follow each other. */
    stack() {
      const lines = this.traces.filter(({ bars }) => !bars);
      const copies = (lot) => lot.flatMap(({ uid }) => this.blocks[`trace ${uid}`]);
      const next = new Map(); // layer -> what the next copy comes before
      for (const block of copies(lines.filter(({ above }) => !above))) {
        const layer = block.parentNode;
        const place = next.has(layer) ? next.get(layer) : layer.firstElementChild;
        if (place !== block) layer.insertBefore(block, place);
        next.set(layer, block.nextElementSibling);
      }
      const over = new Map(); // layer -> the copy that lies over the next
      for (const block of copies(lines.filter(({ above }) => above)).reverse()) {
        const layer = block.parentNode;
        const place = over.get(layer) || null;
        if (block.nextElementSibling !== place) layer.insertBefore(block, place);
        over.set(layer, block);
      }
    }

    melt() {
      Object.values(this.blocks).flat().forEach((block) => block.remove());
    }
  }

  // ---- A figure --------------------------------------------------------------------------

  class Figure {
    /** @param {HTMLElement} element The figure of the page; book/templates/figure.html has its parts. */
    constructor(element) {
      this.element = element;
      this.id = element.id;
      for (const name of ["controls", "stage", "plot", "summary", "predict", "data", "title", "offline"])
        this[name] = element.querySelector(`.explorer-${name}`);
      this.live = false; // whether Plotly has drawn
      this.templates = []; // light, dark
      this.learned = {}; // control -> names of what it has moved
      this.inked = steady((list) => list.map((item) => this.own(item))); // dark
      this.prepare();
      this.awaitTouch();
    }

    prepare() {
      const { element } = this;
      this.message = paragraph("explorer-message", "role", "status");
      this.message.hidden = true;
      this.stage.after(this.message);
      // The visible sentence follows every step of a drag; only the last one is spoken.
      this.summary?.removeAttribute("aria-live");
      this.voice = paragraph("explorer-live", "aria-live", "polite");
      element.append(this.voice);
      for (const button of element.querySelectorAll("[data-action]")) button.hidden = false;
      element.addEventListener("click", ({ target }) => this.press(target.closest("[data-action]")));
      this.data.addEventListener("toggle", () => this.showTable());
      this.controls?.addEventListener("input", () => this.moved());
      this.controls?.addEventListener("submit", (event) => event.preventDefault());
      fillTracks(this.controls);
      if (this.controls) this.undoSwipes();
      if (this.predict) this.preparePrediction();
      if (this.controls && location.protocol === "file:") this.offline.hidden = false;
    }

    /** Pointer, focus or key; not a page that scrolls under a resting mouse, and not a swipe. */
    awaitTouch() {
      const on = (kind, act) => this.element.addEventListener(kind, (e) => this.live || act(e), { passive: true });
      const isFinger = (event) => event.pointerType === "touch";
      let finger = 0; // a timer while one is down and may be about to scroll
      const lift = () => {
        clearTimeout(finger);
        finger = 0;
      };
      on("pointerdown", (event) => {
        if (isFinger(event)) finger = setTimeout(() => this.wake(), HOLD);
        else this.wake();
      });
      on("pointerup", () => {
        lift();
        this.wake();
      });
      on("pointercancel", lift); // the browser scrolls
      on("pointermove", (event) => isFinger(event) || this.failed || place(event) === mouse || this.wake());
      for (const kind of ["focusin", "keydown", "input"]) on(kind, () => finger || this.wake());
    }

    /** A swipe that begins on a slider sets it before the browser knows that it is a swipe. */
    undoSwipes() {
      let before;
      this.controls.addEventListener("pointerdown", ({ target }) => (before = target.value));
      this.controls.addEventListener("pointercancel", ({ target }) => {
        if (target.type !== "range" || target.value === before) return;
        target.value = before;
        this.moved();
      });
    }

    wake() {
      this.activate().catch(() => {}); // activate() has said it in the figure
    }

    /** Load once; after a failure the next touch tries again. */
    activate() {
      return (this.loading ||= this.start().catch((error) => {
        this.loading = null;
        this.fail(error);
        throw error;
      }));
    }

    async start() {
      const { pack, plotly, twin } = this.element.dataset;
      const bundle = load(plotly);
      bundle.catch(() => {}); // awaited below: the words come first
      [this.pack] = await Promise.all([fetchPack(pack), twin && load(twin)]);
      this.header = this.pack.header;
      this.items = this.header.controls;
      this.filters = this.items.filter(({ kind }) => kind === "filter");
      if (this.asked) this.readAddress();
      this.refresh();
      if (this.controls) this.showWords();
      await bundle;
      this.draw();
    }

    fail(error) {
      this.failed = true; // from now on only a deliberate touch tries again
      this.controls?.reset();
      fillTracks(this.controls);
      if (location.protocol === "file:") this.offline.hidden = false;
      else
        this.say(
          `The live figure could not start: ${error.message}. ` +
            "The picture, the summary and the table show its starting state."
        );
    }

    say(text) {
      this.message.textContent = text;
      this.message.hidden = !text;
    }

    // -- what a state shows: pure functions of the state --

    /** Every product's value in a full state; with `old`, only of products that may differ. */
    values(state, old) {
      const { kind, products, constants } = this.header;
      const moved = (names) => !old || names.some((name) => state[name] !== old[name]);
      const found = {};
      for (const { depends, shape, keys } of products.filter((product) => moved(product.depends))) {
        const index = depends.reduce((sum, name, i) => sum * shape[i] + this.position(name, state[name]), 0);
        for (const key in keys) found[key] = decode(this.pack, keys[key], index);
      }
      if (kind === "twin" && moved(Object.keys(state))) {
        const result = twins[this.header.name](state, { fixed, percent, grouped, constants });
        for (const key in result) {
          const value = plain(result[key]);
          found[key] = same(value, old && this.current[key]) ? this.current[key] : value;
        }
      }
      return found;
    }

    position(name, value) {
      const found = this.items.find((item) => item.name === name).values.indexOf(value);
      if (found < 0) throw new RangeError(`${this.id}: ${name} = ${value} is not stored`);
      return found;
    }

    /** Which rows of a trace (or of "table") the filters keep; undefined where none names it. */
    kept(uid, state) {
      const naming = this.filters.filter(({ rows }) => rows[uid]);
      const keeps = ({ name, rows, values }, i) => rows[uid][i] < 0 || state[name].includes(values[rows[uid][i]]);
      return naming[0]?.rows[uid].map((_, i) => naming.every((filter) => keeps(filter, i)));
    }

    /** A trace, or part of one, with null in the rows that filters hide. */
    hide(trace, uid, state) {
      const kept = this.kept(uid, state)?.map(Number).join("");
      const result = { ...trace };
      for (const axis of AXES) if (kept && Array.isArray(trace[axis])) result[axis] = hidden(trace[axis], kept);
      return result;
    }

    words(state, values) {
      const { columns, title, alt } = this.header;
      const kept = this.kept("table", state);
      const table = {};
      for (const { name } of columns) table[name] = values[`table.${name}`].filter((_, i) => !kept || kept[i]);
      const shown = kept?.filter(Boolean).length;
      const note = shown < kept?.length ? ` Shown: ${shown} of ${kept.length} rows.` : "";
      const { summary = "" } = values;
      return { summary: summary + note, alt: values.alt ?? alt, title: values.title ?? title, table };
    }

    picture(state, values) {
      const { data, layout } = apply(this.header.figure, values);
      return { data: data.map((trace) => this.hide(trace, trace.uid, state)), layout };
    }

    /** All that a state shows, in light ink and at full width. */
    view(given) {
      const state = Object.fromEntries(this.items.map((item) => [item.name, item.default]));
      Object.assign(state, given);
      const values = this.values(state);
      return { state, ...this.picture(state, values), ...this.words(state, values), values };
    }

    // -- controls --

    inputs(name) {
      return [...this.controls.querySelectorAll(`[name="${name}"]`)];
    }

    read({ kind, name, values, minimum, step }) {
      const inputs = this.inputs(name);
      const valueOf = (input) => values.find((value) => String(value) === input.value);
      if (kind === "toggle") return inputs[0].checked;
      if (kind === "filter") return inputs.filter((input) => input.checked).map(valueOf);
      if (kind === "choice") return valueOf(inputs.find((input) => input.checked) || inputs[0]);
      const number = Number(inputs[0].value);
      return this.header.kind === "twin" ? number : values[Math.round((number - minimum) / step)];
    }

    write({ kind, name }, value) {
      for (const input of this.inputs(name)) {
        if (kind === "toggle") input.checked = value;
        else if (/radio|checkbox/.test(input.type)) input.checked = [value].flat().map(String).includes(input.value);
        else input.value = value;
      }
    }

    showOutputs() {
      for (const item of this.items.filter(({ kind }) => kind === "slider")) {
        const [input] = this.inputs(item.name);
        const value = this.state[item.name];
        const text = item.labels?.[Math.round((value - item.minimum) / item.step)] ?? withUnit(value, item);
        setText(this.controls.querySelector(`output[for="${input.id}"]`), text);
        input.setAttribute("aria-valuetext", text);
      }
    }

    /** A control moved: one update a frame, however many events. */
    moved() {
      if (!this.header) return fillTracks(this.controls); // start() will read the controls
      this.frame ||= requestAnimationFrame(() => {
        this.frame = 0;
        this.update();
      });
    }

    update() {
      const start = performance.now();
      this.used = true;
      if (!this.refresh()) return;
      if (this.live) this.redraw();
      this.showWords(); // last: Plotly asks for sizes, and new words would have the page laid out
      performance.measure(`twoplustwo:${this.id}`, { start });
      this.rest();
    }

    /** Bring values and words up to the controls; false if nothing moved. */
    refresh() {
      const old = this.state;
      const state = {};
      for (const item of this.items) {
        const value = this.read(item);
        state[item.name] = same(value, old?.[item.name]) ? old[item.name] : value;
      }
      if (old && this.items.every(({ name }) => state[name] === old[name])) return false;
      this.state = state;
      const found = this.values(state, old);
      this.change = {
        controls: Object.keys(state).filter((name) => state[name] !== old?.[name]),
        keys: Object.keys(found).filter((key) => found[key] !== this.current?.[key]),
      };
      this.current = { ...this.current, ...found };
      if (this.controls) this.text = this.words(state, this.current);
      return true;
    }

    // -- words --

    showWords() {
      const { summary, alt, title } = this.text;
      fillTracks(this.controls);
      this.showOutputs();
      setText(this.summary, summary);
      setText(this.title, title);
      this.plot.setAttribute("aria-label", alt);
      this.showAnswer();
      if (this.rows <= LONG_TABLE) this.showTable();
    }

    /** After the last of a run of changes: say it, note it in the address, fill a long table. */
    rest() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.announce(this.text.summary);
        this.showTable();
        this.writeAddress();
      }, REST);
    }

    announce(text) {
      this.voice.textContent = text;
      clearTimeout(this.hush);
      this.hush = setTimeout(() => this.announce(""), 5000);
    }

    get rows() {
      return Object.values(this.text.table)[0].length;
    }

    /** Bring an open table up to the state; a chart's table never changes. */
    showTable() {
      if (!this.text || !this.data.open) return;
      const { columns, subtitle } = this.header;
      const table = this.data.querySelector("table");
      const [body] = table.tBodies;
      setText(table.caption, `${this.text.title}. ${subtitle}`);
      while (body.rows.length > this.rows) body.deleteRow(-1);
      while (body.rows.length < this.rows) {
        const row = body.insertRow();
        for (const { className } of table.tHead.rows[0].cells) row.insertCell().className = className;
      }
      columns.forEach((column, j) =>
        this.text.table[column.name].forEach((value, i) => setText(body.rows[i].cells[j], cellText(value, column)))
      );
    }

    // -- the picture --

    get narrow() {
      return this.width < NARROW ? this.header.narrow : {};
    }

    /** The figure in the colours of the theme and as wide as the stage, without what is frozen. */
    figure(ice = this.ice) {
      const full = this.text ? this.picture(this.state, this.current) : this.header.figure;
      const { data, layout } = this.own(apply(full, this.narrow));
      layout.template = this.templates[+this.dark] ||= layout.template;
      const height = this.height || layout.height || this.header.height;
      Object.assign(layout, { width: this.width, height, autosize: false });
      for (const trace of data.filter(({ mode, text }) => /text/.test(mode) && Array.isArray(text)))
        trace.text = spaced(trace.text);
      for (const { i, empty } of ice?.traces || [])
        if (empty) Object.assign(data[i], { x: NOTHING, y: NOTHING, visible: true });
        else delete data[i];
      for (const i of ice?.annotations || []) layout.annotations[i].visible = false;
      for (const [name, part] of ice?.axes || []) layout[name] = { ...layout[name], ...part };
      return [this.plot, data.filter(Boolean), layout];
    }

    /** A copy that Plotly may write into, in the ink of the theme; it leaves lists of cells alone. */
    own(value) {
      if (typeof value === "string" && this.dark && value.includes("#"))
        return value.replace(/#\w{6}\b/g, (hex) => this.header.ink[hex.toLowerCase()] || hex);
      if (!value || typeof value !== "object") return value;
      if (!Array.isArray(value))
        return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.own(part)]));
      const cell = value.find((item) => item !== null);
      if (this.dark && (typeof cell === "string" || Array.isArray(cell))) return this.inked(value);
      return typeof cell === "object" && !Array.isArray(cell) ? value.map((item) => this.own(item)) : value;
    }

    /** The first drawing takes the poster's place, and its very height. */
    draw() {
      const start = performance.now();
      ({ clientWidth: this.width, clientHeight: this.height } = this.stage);
      this.dark = isDark();
      this.plot.hidden = false;
      try {
        const { config } = this.header;
        const { hide, setBackground } = annotationsOnce(this.plot);
        // Our ranges are fixed: there is nothing to drag.
        const ours = { responsive: false, showAxisDragHandles: false, setBackground };
        window.Plotly.newPlot(...this.figure(), { ...config, ...ours });
        this.plot.on("plotly_beforeplot", hide);
      } catch (error) {
        this.plot.hidden = true;
        throw error;
      }
      this.stage.classList.add("is-live");
      this.live = true;
      performance.measure(`twoplustwo:${this.id}:first`, { start });
      this.say(this.warning || "");
      if (this.query) this.rest();
      if (this.controls) this.settle();
      new ResizeObserver(() => this.resized()).observe(this.stage);
    }

    resized() {
      const width = this.stage.clientWidth;
      if (!width || width === this.width) return;
      if (width < NARROW !== this.width < NARROW) this.height = 0; // the figure's own
      this.width = width;
      requestAnimationFrame(() => this.repaint());
    }

    /** Have Plotly draw what differs; with a new `revision`, everything. */
    react(revision) {
      const [plot, data, layout] = this.figure();
      window.Plotly.react(plot, data, revision ? { ...layout, datarevision: revision } : layout);
    }

    /** Draw what a control changed. */
    redraw(revision) {
      this.freeze(revision);
      this.react(revision);
      this.ice?.stack();
    }

    /** Draw all of it: another width or theme, or a mouse over the picture. */
    repaint(dark = isDark()) {
      this.used = true; // settle() prepares no more changes
      this.dark = dark;
      this.ice?.melt();
      this.ice = null;
      this.react();
    }

    // -- the ice --
    // Plotly draws every trace, axis and label anew at every change, and what stands still costs
    // more than what moves: a coast of thousands of points, the numbers along the axes. So what a
    // control has not been seen to move is copied as plain SVG and hidden from Plotly. A mouse over
    // the picture asks for Plotly's labels, and they for all of the figure: repaint().

    settle() {
      for (const node of [this.title, this.summary]) keepRoom(node);
      let spot = mouse;
      const point = (event) => {
        if (place(event) !== spot) this.used = true;
        if (this.ice && place(event) !== spot) this.repaint();
        spot = place(event); // browsers report a resting mouse, too, when what lies under it changes
      };
      this.plot.addEventListener("mousemove", point, { capture: true });
      // The first change is then as cheap as the others.
      const idle = window.requestIdleCallback || setTimeout;
      const warm = () => {
        if (this.used) return;
        const revision = Math.max(cold--, 1);
        if (this.plot.querySelector(".hovertext")) this.react(revision);
        else this.redraw(revision);
        if (cold > 0) idle(warm, SOON);
      };
      idle(warm, SOON);
    }

    /** Names of what keys and filters change: traces, "xaxis", "annotations[0]". */
    names(keys, filters) {
      const found = keys.map(drawn).filter(Boolean);
      const names = found.map(([uid, path]) => (uid === "layout" ? path.match(/^\w+(\[\d+\])?/)[0] : uid));
      const rows = filters.flatMap((filter) => Object.keys(filter.rows)).filter((uid) => uid !== "table");
      return new Set([...names, ...rows]);
    }

    /** Names of all that controls can move. */
    moving() {
      const keys = this.header.products.flatMap((product) => Object.keys(product.keys));
      return this.names([...keys, ...Object.keys(this.current)], this.filters);
    }

    /** Freeze what the controls that changed leave alone, thaw what they move; or freeze what no control moves. */
    freeze(first) {
      const { controls, keys } = this.change;
      const filters = this.filters.filter(({ name }) => controls.includes(name));
      let moving = this.moving();
      if (!first) {
        const moved = this.names(keys, filters);
        for (const name of controls) this.learned[name] = new Set([...(this.learned[name] || []), ...moved]);
        const heavy = keys.some((key) => drawn(key) && !LIGHT.test(key)) || this.names([], filters).size;
        if (!heavy && !this.ice?.holds(moved)) return;
        moving = new Set(controls.flatMap((name) => [...this.learned[name]]));
      }
      this.ice = Ice.of(this.plot, this.header.figure.data, moving, this.ice);
    }

    // -- the address: ?ID=p:0.6,ban:1,kind:port~light --

    get asked() {
      return new URLSearchParams(location.search).get(this.id);
    }

    /** Set the controls as the address says; what it says wrongly is left out, with a word. */
    readAddress() {
      const wrong = this.asked.split(",").filter((item) => {
        const [name, text = ""] = item.split(/:(.*)/s);
        const control = this.items.find((c) => c.name === name);
        const value = control && parse(control, text);
        if (value !== undefined) this.write(control, value);
        return value === undefined;
      });
      if (wrong.length)
        this.warning = `The address asks for ${wrong.join(", ")}, which this explorer does not have; the rest is shown.`;
      fillTracks(this.controls);
    }

    /** The controls away from their default, as the address writes them. */
    get query() {
      const write = (value) => [value].flat().map((v) => encodeURIComponent(typeof v === "boolean" ? +v : v)).join("~");
      return this.items
        .filter((item) => !same(this.state[item.name], item.default))
        .map(({ name }) => `${name}:${write(this.state[name])}`)
        .join(",");
    }

    writeAddress() {
      const parts = location.search.slice(1).split("&").filter((part) => part && part.split("=")[0] !== this.id);
      if (this.query) parts.push(`${this.id}=${this.query}`);
      const search = parts.length ? `?${parts.join("&")}` : "";
      history.replaceState(history.state, "", location.pathname + search + location.hash);
    }

    // -- the prediction: kept for the visit, never a lock --

    preparePrediction() {
      const key = `twoplustwo:${this.id}`;
      const show = () => {
        this.predict.hidden = this.guess === "";
        this.predict.classList.toggle("is-skipped", this.guess === "");
        this.predict.classList.toggle("is-answered", Boolean(this.guess));
        this.showAnswer();
      };
      const keep = (guess) => {
        this.guess = guess;
        try {
          sessionStorage.setItem(key, guess);
        } catch {
          // Private windows may refuse; the guess then lasts as long as the page.
        }
        show();
        this.controls?.querySelector("input, select").focus({ preventScroll: true });
      };
      this.skip = () => keep("");
      this.predict.addEventListener("submit", (event) => {
        event.preventDefault();
        keep(new FormData(this.predict).get("guess") || "");
        this.activate().then(() => this.guess && this.announce(this.answer)).catch(() => {});
      });
      try {
        this.guess = sessionStorage.getItem(key);
      } catch {
        this.guess = null;
      }
      show();
    }

    get answer() {
      const { options, answer_key: key, ...scale } = this.header.predict;
      const text = (value) => options.find(([option]) => String(option) === String(value))?.[1] ?? value;
      const write = (value) => (options ? `\u201c${text(value)}\u201d` : withUnit(value, scale));
      const guess = options ? this.guess : Number(this.guess);
      return `You said ${write(guess)}; the figure says ${write(this.current[key])}.`;
    }

    showAnswer() {
      if (this.guess && this.current) setText(this.predict.querySelector("output"), this.answer);
    }

    // -- tools --

    press(button) {
      const tools = { "copy-link": this.copyLink, reset: this.reset, csv: this.saveTable, png: this.savePicture };
      const tool = tools[button?.dataset.action];
      if (button?.dataset.action === "skip") this.skip();
      else if (tool) this.activate().then(() => tool.call(this, button)).catch(() => {});
    }

    async copyLink(button) {
      const { origin, pathname } = location;
      const link = `${origin}${pathname}${this.query && `?${this.id}=${this.query}`}#${this.id}`;
      try {
        await navigator.clipboard.writeText(link);
      } catch {
        return this.say(`The address of this state: ${link}`); // no clipboard: to be copied by hand
      }
      this.announce("Link copied");
      this.label ||= button.textContent;
      button.textContent = "Link copied";
      setTimeout(() => (button.textContent = this.label), 2000);
    }

    reset() {
      this.controls.reset();
      this.say("");
      this.moved();
    }

    saveTable() {
      const { columns, table } = this.header;
      const lists = columns.map(({ name }) => this.text.table[name]);
      const rows = table ? table.rows : lists[0].map((_, i) => lists.map((list) => list[i]));
      const heads = table ? table.columns : columns.map(({ heading }) => heading);
      const write = (cell) => {
        const digits = typeof cell === "number" ? Number(cell.toPrecision(12)) : cell;
        const text = typeof cell === "boolean" ? cellText(cell, {}) : String(digits ?? "");
        return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
      };
      const lines = [heads, ...rows].map((row) => row.map(write).join(",") + "\r\n");
      download(`${this.id}.csv`, new Blob(lines, { type: "text/csv" }));
    }

    async savePicture() {
      const [, data, layout] = this.figure(null);
      const { width, height } = layout;
      const image = new Image();
      image.src = await window.Plotly.toImage({ data, layout }, { format: "png", width, height, scale: 2 });
      await image.decode();
      sheet(this.element, image, width, height).toBlob((blob) => download(`${this.id}.png`, blob));
    }
  }

  /** Let a text that changes grow but not shrink, so that controls stay under the thumb. */
  function keepRoom(node) {
    let width;
    new ResizeObserver(() => {
      const { offsetWidth, offsetHeight, style } = node;
      style.minHeight = offsetWidth === width ? `${offsetHeight}px` : "";
      width = offsetWidth;
    }).observe(node);
  }

  /** A picture with title, subtitle and sources on one canvas of double size. */
  function sheet(element, image, width, height) {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const margin = 24;
    const block = (text, like, scale = 1) => {
      const { fontWeight, fontSize, fontFamily, color } = getComputedStyle(element.querySelector(like));
      const size = parseFloat(fontSize) * scale;
      const font = (pen.font = `${fontWeight} ${size}px ${fontFamily}`);
      const lines = [""];
      for (const word of text.trim().split(/\s+/)) {
        const longer = `${lines.at(-1)} ${word}`.trim();
        if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
        else lines.push(word);
      }
      const step = size * 1.35;
      return { lines, font, color, step, height: lines.length * step + 6 };
    };
    const parts = [".explorer-title", ".explorer-subtitle"].map((like) =>
      block(element.querySelector(like).textContent, like)
    );
    const sources = Array.from(element.querySelectorAll(".explorer-sources li"), (item) => item.textContent.trim());
    parts.push({ height }, block(`Sources: ${sources.join("; ")}. ${document.title}`, ".explorer-subtitle", 0.85));
    const full = [width + 2 * margin, parts.reduce((sum, part) => sum + part.height, 2.5 * margin)];
    [canvas.width, canvas.height] = full.map((side) => 2 * side);
    pen.scale(2, 2);
    pen.fillStyle = getComputedStyle(root).getPropertyValue("--paper");
    pen.fillRect(0, 0, ...full);
    pen.textBaseline = "top";
    let y = margin;
    for (const part of parts) {
      if (part.lines) Object.assign(pen, { font: part.font, fillStyle: part.color });
      else pen.drawImage(image, margin, y, width, height);
      part.lines?.forEach((line, i) => pen.fillText(line, margin, y + i * part.step));
      y += part.height + (part.lines ? 0 : margin / 2);
    }
    return canvas;
  }

  // ---- Start -----------------------------------------------------------------------------

  // Browsers report a resting mouse when the page moves under it; its place has not changed.
  const place = ({ screenX, screenY }) => `${screenX},${screenY}`;
  let mouse = "";

  window.twoplustwo = {
    /** Called by the script of a twin. */
    twin: (name, compute) => (twins[name] = compute),
    /** Load a figure if need be; resolves when it is drawn. */
    ready: (id) => figures[id].activate(),
    /** What a state shows: {state, data, layout, summary, alt, title, table, values}. */
    figure: (id, state) => figures[id].view(state),
    fixed, percent, grouped,
  };

  // Plotly would inject style rules that the policy drops. This is its own switch; the rules we
  // need stand in plotly-csp.css.
  const sign = document.createElement("meta");
  sign.id = "plotly.js-style-global";
  sign.className = "no-inline-styles";
  document.head.append(sign);
  // It also styles tagged words (<b>, <i>, <span>) by attribute, which the policy drops as well;
  // the same text through the style object is allowed.
  SVGElement.prototype.setAttribute = function (name, value) {
    if (name === "style") this.style.cssText = value;
    else Element.prototype.setAttribute.call(this, name, value);
  };

  for (const element of document.querySelectorAll("figure.explorer[data-pack]")) {
    const figure = (figures[element.id] = new Figure(element));
    if (figure.controls && figure.asked) figure.wake();
  }
  window.addEventListener("pointermove", (event) => (mouse = place(event)), { passive: true }); // after the figures
  const repaint = (dark) => Object.values(figures).forEach((figure) => figure.live && figure.repaint(dark));
  new MutationObserver(() => repaint()).observe(root, { attributeFilter: ["data-theme"] });
  window.addEventListener("beforeprint", () => repaint(false)); // paper is white
  window.addEventListener("afterprint", () => repaint());
})();
