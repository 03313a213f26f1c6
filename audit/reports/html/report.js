"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const fill = (pattern, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), pattern);
  const cards = all(".finding");
  const shownCards = () => cards.filter((card) => !card.classList.contains("filtered"));
  let current = null;

  const holder = (number) => document.querySelector(`[data-finding="${number}"]`);

  function activate(number) {
    all(".active").forEach((element) => element.classList.remove("active"));
    all(`[data-marks~="${number}"]`).forEach((element) => element.classList.add("active"));
    const found = holder(number);
    if (!found) return;
    found.classList.add("active");
    current = found.closest(".finding");
    current.classList.add("active");
    const shown = shownCards();
    const position = shown.indexOf(current) + 1;
    if (one("position")) one("position").textContent = position ? `${position} / ${shown.length}` : "";
  }

  function show(target) {
    if (!target) return;
    target.scrollIntoView({ block: "center", inline: "nearest" });
    const element = target.classList.contains("target") ? target.parentElement : target;
    const focus = element.matches("mark") ? element.querySelector("a") : element;
    focus.focus({ preventScroll: true });
  }

  function toFinding(number, focus) {
    const found = holder(number);
    if (!found) return;
    activate(number);
    found.scrollIntoView({ block: "nearest" });
    if (focus) (found.querySelector(".jump") || found).focus({ preventScroll: true });
  }

  function step(by) {
    const shown = shownCards();
    if (!shown.length) return;
    const at = shown.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length;
    const card = shown[next];
    toFinding(card.dataset.finding, true);
    const link = card.querySelector("a[data-jump]");
    const target = link && one(link.hash.slice(1));
    if (target && one("paper") && getComputedStyle(document.body).display === "grid") {
      target.scrollIntoView({ block: "center", inline: "nearest" });
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    const target = one(decodeURIComponent(link.getAttribute("href").slice(1)));
    if (!target) return;
    event.preventDefault();
    if (link.dataset.jump) {
      activate(link.dataset.jump);
      show(target);
    } else if (target.dataset.finding) {
      toFinding(target.dataset.finding, true);
    } else {
      show(target);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input:not([type=checkbox])")) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "Escape" && current) toFinding(current.dataset.finding, true);
  });

  function filter() {
    const chosen = (name) => {
      const boxes = all(`input[name="${name}"]`);
      const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      return (value) => !boxes.length || on.has(value);
    };
    const severity = chosen("severity");
    const family = chosen("family");
    for (const card of cards) {
      const keep = severity(card.dataset.severity) && family(card.dataset.family);
      card.classList.toggle("filtered", !keep);
      const numbers = [card, ...all("[data-finding]", card)].map((element) => element.dataset.finding);
      numbers.forEach((number) => card.classList.contains("filtered") ? gone.add(number) : gone.delete(number));
    }
    for (const element of all("[data-marks]")) {
      const numbers = element.dataset.marks.trim().split(/\s+/);
      element.classList.toggle("unmarked", numbers.every((number) => gone.has(number)));
    }
    const count = shownCards().length;
    if (one("shown")) one("shown").textContent = fill(document.body.dataset.shown, count, cards.length);
    if (one("none-shown")) one("none-shown").hidden = count > 0;
  }
  const gone = new Set();

  all('input[name="severity"], input[name="family"]').forEach((box) => box.addEventListener("change", filter));
  if (one("all-rows")) {
    one("all-rows").addEventListener("change", (event) => one("scorecard").classList.toggle("every", event.target.checked));
  }
  if (one("next")) {
    one("next").addEventListener("click", () => step(1));
    one("previous").addEventListener("click", () => step(-1));
    one("back").addEventListener("click", () => current && toFinding(current.dataset.finding, true));
  }
  if (cards.length) filter();
})();
