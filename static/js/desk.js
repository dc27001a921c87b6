// Judging with the keyboard. Every key does what can be done with the mouse too; none works while somebody types, and
// all can be switched off, which this browser remembers. Nobody waits for a save: it is sent with the key, outlives the
// page, and is sent once more by the next one if its answer was not waited for (kept.js).
"use strict";

(() => {
  const form = document.querySelector("form[data-claimed]");
  if (!form) return;
  const claimed = form.dataset.claimed, reason = form.elements.reason, demand = document.getElementById("wajib");
  const SWITCH = "pintasan", place = document.getElementById("pintasan");

  const level = () => form.elements.level.value;
  const isSame = (one, other) => one === other || (one !== "" && other !== "" && Number(one.replace(",", ".")) === Number(other));
  const differs = () => level() !== "" && !isSame(level(), claimed);

  // Whoever differs says why; said here at once, and held to by the server.
  function tell() {
    reason.required = differs();
    demand.hidden = !differs() || reason.value.trim() !== "";
  }

  function changed(field) {
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function choose(wanted) {
    const field = form.elements.level;
    if (field instanceof RadioNodeList && !Array.from(field).some((one) => one.value === wanted)) return false;
    field.value = wanted;
    changed(field instanceof RadioNodeList ? Array.from(field).find((one) => one.checked) : field);
    return true;
  }

  function save() {
    form.dispatchEvent(new Event("simpan"));
  }

  function go(key) {
    form.dispatchEvent(new CustomEvent("pergi", { detail: key }));
  }

  function openNext() {
    const links = Array.from(form.querySelectorAll("[data-bukti]"));
    const here = links.findIndex((one) => one.hasAttribute("aria-current"));
    links[(here + 1) % links.length]?.click();
  }

  const ACTS = {
    s() {
      if (claimed !== "" && choose(claimed)) save();
    },
    t() {
      const open = Array.from(form.querySelectorAll("select[data-putusan]")).filter((one) => one.value === "");
      for (const one of open) {
        one.value = "accepted";
        changed(one);
      }
      if (open.length) save();
    },
    a: () => reason.focus(),
    i: () => form.elements.question.focus(),
    l: () => go("PageDown"),
    k: () => go("PageUp"),
    b: openNext,
    h: () => form.querySelector('.bukti-terbuka a[rel="next"]')?.click(),
  };

  function digit(key) {
    const field = form.elements.level;
    if (!(field instanceof RadioNodeList)) {
      field.focus(); // a scale with decimals: the digit begins the figure
      field.select();
      return false;
    }
    if (!choose(key)) return false;
    if (differs() && reason.value.trim() === "") reason.focus();
    else save();
    return true;
  }

  const isTyping = (target) => target.closest('textarea, select, input:not([type="radio"], [type="checkbox"])');

  function isOn() {
    try {
      return localStorage.getItem(SWITCH) !== "mati";
    } catch {
      return true;
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && form.contains(event.target) && isTyping(event.target)) {
      event.target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (!isOn() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const act = ACTS[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    } else if (/^\d$/.test(event.key) && digit(event.key)) {
      event.preventDefault();
    }
  });

  form.addEventListener("input", tell);
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-bukti]");
    if (!link) return;
    for (const one of form.querySelectorAll("[data-bukti]")) one.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });

  if (place) {
    const box = place.querySelector("input");
    place.hidden = false;
    box.checked = isOn();
    box.addEventListener("change", () => {
      try {
        localStorage.setItem(SWITCH, box.checked ? "nyala" : "mati");
      } catch {
        // Without storage the keys are on.
      }
    });
  }
  tell();
})();
