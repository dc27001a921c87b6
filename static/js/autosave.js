// Saves an answer while it is being written: two seconds after the last key, with jitter so that a country
// does not save in step, and only what changed. What the server does not take stays on this device, under the
// person's own key, until it is saved. Without this script the form works by its buttons.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const key = `jawaban:${form.dataset.autosave}`;
  const status = document.getElementById("simpan-status");
  const notice = document.getElementById("simpan-pesan");
  const names = ["level", "service_name", "fact", "analysis", "justification"];
  let timer = 0, busy = false, stopped = false, leaving = false, saved = text();

  function read() {
    const data = new FormData(form), words = {};
    for (const name of names) if (form.elements[name]) words[name] = data.get(name) || "";
    return words;
  }

  function text() {
    return JSON.stringify(read());
  }

  function say(words, kind) {
    status.className = `st ${kind}`;
    status.textContent = words;
  }

  function stored() {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function keep() {
    try {
      const at = new Date().toISOString();
      localStorage.setItem(key, JSON.stringify({ words: read(), version: form.elements.version.value, at }));
      return true;
    } catch {
      return false;
    }
  }

  function forget() {
    try {
      localStorage.removeItem(key);
    } catch {
      // A device without storage has nothing to forget.
    }
  }

  function held(why) {
    say("Belum tersimpan", "back");
    const kept = keep()
      ? "Tulisan Anda disimpan di perangkat ini dan dikirim lagi begitu bisa."
      : "Perangkat ini tidak dapat menyimpannya: jangan tutup halaman ini.";
    show("warn", why, kept);
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

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn slim";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function plan(wait = 2000) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, wait + Math.random() * 1000);
  }

  async function save() {
    if (busy || stopped || leaving) return;
    const sent = text();
    if (sent === saved) return;
    busy = true;
    say("Menyimpan …", "draft");
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "version"]) body.append(name, form.elements[name].value);
    for (const [name, value] of Object.entries(JSON.parse(sent))) body.append(name, value);
    let reply;
    try {
      reply = await fetch(form.action, { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "manual" });
    } catch {
      held("Sambungan terputus.");
      plan(15000);
      return;
    } finally {
      busy = false;
    }
    await hear(reply, sent);
  }

  async function hear(reply, sent) {
    const said = await reply.json().catch(() => null);
    if (reply.ok && said) {
      if (JSON.parse(sent).level !== JSON.parse(saved).level) document.body.dispatchEvent(new Event("tingkat"));
      saved = sent;
      form.elements.version.value = said.version;
      document.getElementById("keadaan").innerHTML = said.state;
      notice.replaceChildren();
      say(said.saved, "ok");
      if (text() === sent) forget();
      else plan();
    } else if (reply.status === 409 && said) {
      stopped = true;
      keep();
      say(said.message, "back");
      notice.innerHTML = said.piece;
    } else if (reply.status === 422 && said) {
      say(said.message, "back");
    } else if (reply.type === "opaqueredirect" || reply.status === 401 || reply.status === 403) {
      stopped = true;
      held("Sesi Anda sudah berakhir.");
      const link = document.createElement("a");
      link.className = "btn slim";
      link.href = `${form.dataset.login}?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = "Masuk lagi";
      notice.querySelector(".note").append(link);
    } else {
      held("Peladen sedang tidak dapat menyimpan.");
      plan(15000);
    }
  }

  function offer() {
    const found = stored();
    if (!found) return;
    if (JSON.stringify(found.words) === saved) {
      forget();
      return;
    }
    const when = new Date(found.at).toLocaleString("id-ID", { dateStyle: "long", timeStyle: "short" });
    show(
      "warn",
      "Ada tulisan Anda yang belum tersimpan.",
      `Tertinggal di perangkat ini sejak ${when}.`,
      button("Pulihkan tulisan itu", () => restore(found)),
      button("Buang", () => {
        forget();
        notice.replaceChildren();
      }),
    );
  }

  function restore(found) {
    for (const [name, value] of Object.entries(found.words)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    // The version they were written from: if somebody saved meanwhile, both texts are shown.
    form.elements.version.value = found.version;
    notice.replaceChildren();
    plan(0);
  }

  form.addEventListener("input", (event) => {
    if (!names.includes(event.target.name)) return;
    if (!stopped) say("Belum tersimpan", "draft");
    else keep();
    plan();
  });
  form.addEventListener("submit", () => {
    leaving = true;
    keep();
  });
  addEventListener("online", () => plan(0));
  addEventListener("pagehide", () => {
    if (text() !== saved) keep();
  });
  addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted && text() !== saved) plan();
  });
  offer();
})();
