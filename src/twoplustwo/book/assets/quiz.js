// Questions: a checked answer shows its reason. Answers stay in this browser, and a question comes
// back one, three and seven weeks after it was answered; a wrong answer starts the row anew.
(function () {
  "use strict";
  var KEY = "twoplustwo:quiz";
  var DAY = 86400000;
  var WAITS = [7, 21, 49]; // days

  function read() {
    try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch (error) { return {}; }
  }

  function write(answers) {
    try { localStorage.setItem(KEY, JSON.stringify(answers)); } catch (error) { /* storage is blocked */ }
  }

  // A record is {chosen, right, step, at}; after the last wait a question rests for good.
  function isDue(record, now) {
    return record.step < WAITS.length && now - record.at >= WAITS[record.step] * DAY;
  }

  function dueNames(answers, now) {
    return Object.keys(answers).filter(function (name) { return isDue(answers[name], now); });
  }

  function next(record, chosen, right, now) {
    var step = record && isDue(record, now) && right ? record.step + 1 : record && right ? record.step : 0;
    return { chosen: chosen, right: right, step: step, at: now };
  }

  function say(form, kind, words) {
    var box = form.querySelector(".question-answer");
    box.className = "question-answer " + kind;
    box.textContent = words;
  }

  function showReason(form, chosen) {
    var source = form.querySelectorAll(".question-reasons li")[chosen - 1];
    var box = form.querySelector(".question-answer");
    box.className = "question-answer " + source.className;
    box.replaceChildren.apply(box, Array.from(source.querySelector(".reason").cloneNode(true).childNodes));
    return source.className === "right";
  }

  function setUp(form, answers, reviewing) {
    var name = form.dataset.question;
    var held = answers[name];
    if (held && !reviewing && !isDue(held, Date.now())) {
      form.elements[name].value = String(held.chosen);
      showReason(form, held.chosen);
    }
    // A button, because arrow keys choose every option that they pass.
    form.querySelector(".check").hidden = false;
    form.addEventListener("change", function () { say(form, "", ""); });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var chosen = Number(form.elements[name].value);
      if (!chosen) return say(form, "", "Choose an answer first.");
      var right = showReason(form, chosen);
      answers[name] = next(answers[name], chosen, right, Date.now());
      write(answers);
    });
  }

  function plural(count) { return count === 1 ? "1 question is" : count + " questions are"; }

  function announce(line, answers) {
    var names = dueNames(answers, Date.now());
    var address = line.dataset.review;
    var reviewing = !address;
    if (reviewing) {
      line.textContent = names.length
        ? plural(names.length) + " due for review."
        : "Nothing is due for review. Questions you answer come back after one, three and seven weeks.";
      line.hidden = false;
    } else if (names.length) {
      var link = document.createElement("a");
      link.href = address;
      link.textContent = "Review these";
      line.append(plural(names.length) + " due for review. ", link);
      line.hidden = false;
    }
    return reviewing;
  }

  var answers = read();
  var forms = Array.from(document.querySelectorAll("form.question"));
  var line = document.querySelector(".quiz-due");
  var reviewing = line ? announce(line, answers) : false;
  var due = dueNames(answers, Date.now());
  forms.forEach(function (form) {
    if (reviewing) form.hidden = due.indexOf(form.dataset.question) < 0;
    setUp(form, answers, reviewing);
  });
})();
