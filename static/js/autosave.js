// Saves a form while it is written: within 2,5 s, not all at once, and only what changed. What the server does not take
// waits in this browser (kept.js). Without this script the form works by its buttons.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const kept = new KeptWords(form.dataset.autosave, form.dataset.secret);
  const status = document.getElementById("simpan-status");
  const notice = document.getElementById("simpan-pesan");
  const names = form.dataset.fields.split(" ").filter((name) => form.elements[name]);
  const isOpen = "open" in form.dataset;
  let timer = 0, busy = false, stopped = !isOpen, leaving = false, listed = false, isKept = true;
  let saved = "unsaved" in form.dataset ? {} : Object.fromEntries(names.map((name) => [name, value(name, true)]));

  function value(name, asServed = false) {
    const field = form.elements[name];
    if (field instanceof RadioNodeList) {
      return Array.from(field).find((one) => (asServed ? one.defaultChecked : one.checked))?.value ?? "";
    }
    if (field.options) return asServed ? Array.from(field.options).find((one) => one.defaultSelected)?.value ?? "" : field.value;
    return asServed || field.validity.badInput ? field.defaultValue : field.value;
  }

  function changes() {
    return Object.fromEntries(names.map((name) => [name, value(name)]).filter(([name, words]) => words !== saved[name]));
  }

  function isChanged() {
    return Object.keys(changes()).length > 0;
  }

  function say(words, kind) {
    status.className = `st ${kind}`;
    status.textContent = words;
  }

  async function keep() {
    isKept = await kept.put({ words: changes(), version: form.elements.version.value });
    return isKept;
  }

  function show(kind, title, words, ...controls) {
    const box = document.createElement("div"), strong = document.createElement("b"), line = document.createElement("p");
    box.className = `note ${kind}`;
    strong.textContent = title;
    line.textContent = words;
    box.append(strong, line);
    if (controls.length) {
      const row = document.createElement("p");
      row.className = "row mt";
      row.append(...controls);
      box.append(row);
    }
    notice.replaceChildren(box);
  }

  function button(textContent, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "btn slim", textContent });
    made.addEventListener("click", act);
    return made;
  }

  async function hold(title, words = "", ...controls) {
    say("Belum tersimpan", "back");
    const where = (await keep())
      ? "Tulisan Anda aman di peramban ini, hanya untuk akun Anda, dan dikirim begitu bisa."
      : "Peramban ini tidak dapat menyimpannya: jangan tutup halaman ini.";
    show("warn", title, `${words} ${where}`.trim(), ...controls);
  }

  function plan(wait = 1500) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, wait + Math.random() * 1000);
  }

  function send(words) {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "version"]) body.append(name, form.elements[name].value);
    for (const [name, text] of Object.entries(words)) body.append(name, text);
    // A request of this size outlives the page that sent it.
    const keepalive = new Blob(Object.values(words)).size < 50000;
    const options = { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "manual", keepalive };
    return fetch(form.action, { ...options, signal: AbortSignal.timeout(20000) });
  }

  async function save() {
    clearTimeout(timer);
    const words = changes();
    if (busy || stopped || leaving || !isChanged()) return;
    const wanted = names.find((name) => form.elements[name].validity?.valueMissing);
    if (wanted) {
      say(`Isi dahulu: ${form.elements[wanted].labels[0].textContent}`, "wait");
      return;
    }
    busy = true;
    say("Menyimpan …", "draft");
    const reply = await send(words).catch(() => null);
    const said = await reply?.json().catch(() => null);
    busy = false;
    await hear(reply, said, words);
  }

  async function hear(reply, said, words) {
    if (reply?.ok && said) {
      saved = { ...saved, ...words };
      for (const version of document.querySelectorAll("[data-version]")) version.value = said.version;
      document.getElementById("keadaan").innerHTML = said.state;
      notice.replaceChildren();
      say(said.saved, "ok");
      if ("level" in words) document.body.dispatchEvent(new Event("tingkat"));
      if (isChanged()) plan();
      else if (!listed) kept.drop();
    } else if ((reply?.status === 409 || reply?.status === 404) && said) {
      stopped = true;
      if (said.gone) kept.drop(); // nothing of what is no longer theirs waits here
      else keep();
      say(said.message, "back");
      notice.innerHTML = said.piece;
      if (said.closed) for (const name of names.slice(1)) form.elements[name].readOnly = true;
    } else if (reply?.status === 422 && said) {
      await hold(said.message, said.refusals.join(" "));
    } else if (reply?.status === 400 || reply?.status === 413) {
      await hold("Belum tersimpan.", "Kiriman ini terlalu besar; singkatkan tulisannya.");
    } else if (reply?.type === "opaqueredirect" || reply?.status === 401 || reply?.status === 403) {
      stopped = true;
      const link = Object.assign(document.createElement("a"), { className: "btn slim", textContent: "Masuk lagi" });
      link.href = `${form.dataset.login}?next=${encodeURIComponent(location.pathname)}`;
      await hold("Sesi Anda sudah berakhir.", "", link);
    } else {
      await hold(reply ? "Peladen sedang tidak dapat menyimpan." : "Sambungan terputus.");
      plan(15000);
    }
  }

  // What waited here since an earlier visit: sent at once where nobody has written since, else offered.
  async function recover() {
    const found = "unsaved" in form.dataset ? null : await kept.get();
    if (!found) return;
    const words = Object.entries(found.words).filter(([name, text]) => name in saved && text.trim() !== saved[name].trim());
    if (!words.length) {
      kept.drop();
      return;
    }
    const since = new Date(found.at).toLocaleString("id-ID", { dateStyle: "long", timeStyle: "short" });
    const discard = button("Buang", () => kept.drop().then(() => notice.replaceChildren()));
    if (!isOpen) {
      show("warn", "Tulisan ini tidak sempat tersimpan.", `Tertinggal di peramban ini sejak ${since}. Salin bila masih diperlukan.`, discard);
      for (const [name, text] of words) {
        const copy = Object.assign(document.createElement("textarea"), { className: "input", readOnly: true, value: text });
        copy.setAttribute("aria-label", form.elements[name].labels?.[0]?.textContent ?? "Tingkat kematangan");
        notice.append(copy);
      }
    } else if (found.version === form.elements.version.value) {
      restore(words, found.version);
      show("warn", "Tulisan Anda yang tertinggal sedang dikirim.", `Ditulis ${since}, belum sempat tersimpan.`);
    } else {
      const again = button("Pulihkan tulisan itu", () => restore(words, found.version));
      show("warn", "Ada tulisan Anda yang belum tersimpan.", `Tertinggal di peramban ini sejak ${since}; sesudah itu jawaban ini diubah.`, again, discard);
    }
  }

  function restore(words, version) {
    for (const [name, text] of words) form.elements[name].value = text;
    // The version they were written from: if somebody saved meanwhile, both texts are shown.
    form.elements.version.value = version;
    notice.replaceChildren();
    plan(0);
  }

  // Whoever goes on by key leaves once this browser holds the words: the next page sends what the server has not taken.
  async function go(key) {
    await kept.last;
    document.querySelector(`a[aria-keyshortcuts~="Alt+${key}"]`)?.click();
  }

  // A list may be made before the server hears of the last words: it finds them kept, asks, and is made again.
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[data-list]")) listed = true;
  });
  form.addEventListener("simpan", save); // somebody wants it saved at once
  form.addEventListener("pergi", (event) => go(event.detail));
  form.addEventListener("input", (event) => {
    if (!isOpen || !names.includes(event.target.name)) return;
    if (!stopped) say("Belum tersimpan", "draft");
    keep();
    plan();
  });
  // Other acts on this page rest on what is saved: they wait for it.
  document.addEventListener("submit", async (event) => {
    if (event.target === form) leaving = true;
    else if ("afterSave" in event.target.dataset && isOpen && isChanged()) {
      event.preventDefault();
      await save();
      if (!isChanged()) event.target.submit();
    }
  });
  document.addEventListener("keydown", (event) => {
    const isCommand = event.ctrlKey || event.metaKey, isInside = form.contains(event.target);
    if (isOpen && isCommand && (event.key === "s" || (event.key === "Enter" && isInside))) {
      event.preventDefault();
      save();
    } else if (event.altKey && (event.key === "PageUp" || event.key === "PageDown")) {
      event.preventDefault();
      go(event.key);
    }
  });
  document.addEventListener("visibilitychange", () => document.hidden && save());
  addEventListener("online", () => plan(0));
  addEventListener("beforeunload", (event) => {
    if (!isKept && !leaving && isChanged()) event.preventDefault();
  });
  addEventListener("pageshow", (event) => {
    leaving = listed = false;
    if (event.persisted && isOpen && isChanged()) plan();
  });
  recover();
})();
