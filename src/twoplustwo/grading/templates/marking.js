(async function () {
  "use strict";
  const find = (id) => document.getElementById(id);
  const held = JSON.parse(find("held").textContent);
  const criteria = held.columns.slice(1, -1);
  const articles = [...document.querySelectorAll(".memo")];
  const sheet = find("sheet"), comment = find("comment"), student = find("student");
  let at = 0, keeps = true, unsaved = false, writing = 0;
  const marks = Object.assign(Object.create(null), held.marks);

  // Not localStorage: on pages that are files Chromium can lose it at the next reload, and nothing
  // says so. A database says when it holds a mark, one record a student.
  const database = new Promise((resolve, reject) => {
    const request = indexedDB.open(held.key);
    request.onupgradeneeded = () => request.result.createObjectStore("marks");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  async function remembered() {
    const store = (await database).transaction("marks").objectStore("marks");
    return new Promise((resolve, reject) => {
      const codes = store.getAllKeys(), values = store.getAll();
      store.transaction.oncomplete = () =>
        resolve(codes.result.map((code, index) => [code, values.result[index]]));
      store.transaction.onabort = () => reject(store.transaction.error);
    });
  }
  async function write(code) {
    const transaction = (await database).transaction("marks", "readwrite");
    transaction.objectStore("marks").put(marks[code], code);
    return new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
  }
  async function remember(code) {
    unsaved = true;
    writing += 1;
    sayKept();
    try {
      await write(code);
    } catch (error) {
      keeps = false;
      tell();
    }
    writing -= 1;
    sayKept();
  }
  function sayKept() {
    find("tools").dataset.kept = writing ? "writing" : keeps ? "yes" : "no";
  }
  function markOf(code) {
    return marks[code] || { levels: {}, comment: "" };
  }
  function given(code) {
    const levels = markOf(code).levels;
    return criteria.filter((name) => name in levels).length;
  }
  function state(code) {
    const number = given(code);
    return number === criteria.length ? "marked" : number ? "begun" : "to do";
  }

  function tell() {
    const done = held.codes.filter((code) => state(code) === "marked").length;
    const begun = held.codes.filter((code) => state(code) === "begun").length;
    find("share").value = held.codes.length ? done / held.codes.length : 0;
    find("progress").textContent = `${done} of ${held.codes.length} marked` +
      (begun ? `, ${begun} begun` : "") +
      (keeps ? "" : ". This browser keeps nothing: download before you close the page.");
    [...student.options].forEach((option, index) => {
      option.textContent = `${articles[index].querySelector("h2").textContent} · ${state(held.codes[index])}`;
    });
    find("unmarked").disabled = done === held.codes.length;
  }

  function show(index, focus) {
    at = Math.max(0, Math.min(index, held.codes.length - 1));
    articles.forEach((article, other) => { article.hidden = other !== at; });
    student.selectedIndex = at;
    const mark = markOf(held.codes[at]);
    sheet.reset();
    for (const name of criteria) {
      const level = mark.levels[name];
      const radio = level === undefined ? null : find(`${name}-${level}`);
      if (radio) radio.checked = true;
    }
    comment.value = mark.comment;
    find("previous").disabled = at === 0;
    find("next").disabled = at === held.codes.length - 1;
    if (focus) {
      scrollTo(0, find("tools").offsetTop);
      articles[at].querySelector("h2").focus({ preventScroll: true });
    }
  }

  function take() {
    const levels = {};
    for (const name of criteria) {
      const radio = sheet.querySelector(`input[name="${name}"]:checked`);
      if (radio) levels[name] = Number(radio.value);
    }
    marks[held.codes[at]] = { levels, comment: comment.value };
    remember(held.codes[at]);
    tell();
  }

  // The same rule as the command's: no spreadsheet may take a cell for a formula.
  function cell(value) {
    const text = String(value);
    const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return /[",;\t\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
  }
  function csv() {
    const rows = held.codes.map((code) => {
      const mark = markOf(code);
      return [code, ...criteria.map((name) => mark.levels[name] ?? ""), mark.comment];
    });
    return [held.columns, ...rows].map((row) => row.map(cell).join(",")).join("\n") + "\n";
  }
  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
    link.download = "marks.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    unsaved = false;
  }

  if (!held.codes.length) return;
  try {
    for (const [code, mark] of await remembered()) marks[code] = mark;
  } catch (error) {
    keeps = false;
  }
  document.body.classList.add("scripted");
  find("tools").hidden = false;
  held.codes.forEach(() => student.append(document.createElement("option")));
  student.addEventListener("change", () => show(student.selectedIndex, true));
  find("previous").addEventListener("click", () => show(at - 1, true));
  find("next").addEventListener("click", () => show(at + 1, true));
  find("unmarked").addEventListener("click", () => {
    const order = [...held.codes.keys()].map((step) => (at + 1 + step) % held.codes.length);
    const open = order.find((index) => state(held.codes[index]) !== "marked");
    if (open !== undefined) show(open, true);
  });
  find("download").addEventListener("click", download);
  find("clear").addEventListener("click", () => {
    sheet.reset();
    take();
  });
  sheet.addEventListener("input", take);
  sheet.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("beforeunload", (event) => {
    if (unsaved && (writing || !keeps)) event.preventDefault();
  });
  show(0, false);
  sayKept();
  tell();
})();
