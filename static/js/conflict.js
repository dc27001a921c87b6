// What was chosen between two texts takes the place of the words kept in this browser, until it is saved.
"use strict";

(() => {
  const form = document.querySelector("form[data-choice]");
  if (!form) return;
  const kept = new KeptWords(form.dataset.choice, form.dataset.secret);
  form.addEventListener("submit", () => {
    const data = new FormData(form), words = {};
    for (const [name, choice] of data) {
      if (!name.endsWith("_choice")) continue;
      const part = name.slice(0, -"_choice".length);
      if (choice === "mine") words[part] = data.get(part);
      if (choice === "merged") words[part] = data.get(`${part}_merged`);
    }
    kept.put({ words, version: data.get("version") });
  });
})();
