// Sends files piece by piece, each with its hash; after a cut only what is missing. Without it, or without a secure
// connection, the field sends its files with the form.
"use strict";

(() => {
  const zone = document.querySelector("[data-unggah]");
  if (!zone || !globalThis.crypto?.subtle) return;
  const form = zone.closest("form"), field = zone.querySelector('input[type="file"]');
  const list = document.getElementById("unggahan"), pattern = document.getElementById("unggahan-baris");
  const queue = [];
  let current = null;

  for (const one of document.querySelectorAll("[data-dengan-skrip]")) one.hidden = false;
  for (const one of document.querySelectorAll("[data-tanpa-skrip]")) one.hidden = true;

  // What the server refuses in words, which trying again does not change.
  class Refused extends Error {}
  class Stopped extends Error {}

  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || form.elements.csrfmiddlewaretoken.value;
  const size = (bytes) => {
    const [unit, by] = bytes < 1e6 ? ["kB", 1e3] : ["MB", 1e6];
    return `${(bytes / by).toLocaleString("id-ID", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} ${unit}`;
  };
  const wait = (ms) => new Promise((go) => setTimeout(go, ms));

  async function sha256(buffer) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
    return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function take(files, replaces = "") {
    const said = Object.fromEntries(zone.dataset.serta.split(" ").map((name) => [name, form.elements[name].value]));
    for (const file of files) {
      const row = pattern.content.firstElementChild.cloneNode(true);
      const part = (name) => row.querySelector(`[data-${name}]`);
      const item = { file, replaces, said, row, bar: row.querySelector("progress"), state: part("keadaan") };
      part("nama").textContent = file.name;
      part("ukuran").textContent = size(file.size);
      item.bar.setAttribute("aria-label", file.name);
      [item.again, item.stop] = [part("ulang"), part("henti")];
      item.again.addEventListener("click", () => enqueue(item));
      item.stop.addEventListener("click", () => {
        item.stopped = true;
        if (item !== current) item.row.remove();
      });
      list.append(row);
      enqueue(item);
    }
  }

  function enqueue(item) {
    item.stopped = false;
    item.again.hidden = true;
    item.stop.hidden = false;
    item.bar.className = "";
    say(item, "Menunggu giliran");
    queue.push(item);
    if (!current) work();
  }

  function say(item, words) {
    item.state.textContent = words;
  }

  async function work() {
    while ((current = queue.shift())) {
      if (current.stopped) continue;
      try {
        await send(current);
      } catch (error) {
        end(current, error);
      }
    }
  }

  function end(item, error) {
    item.bar.className = "err";
    item.stop.hidden = true;
    if (error instanceof Stopped) {
      say(item, "Dihentikan. Yang sudah sampai disimpan dua hari.");
    } else {
      say(item, error instanceof Refused ? error.message : "Berkas tidak dapat dibaca dari perangkat ini.");
    }
    item.again.hidden = false;
  }

  async function send(item) {
    const { file } = item;
    if (!file.size) throw new Refused(`Berkas “${file.name}” kosong. Periksa lalu pilih lagi.`);
    if (file.size > Number(zone.dataset.batas)) {
      throw new Refused(`Berkas “${file.name}” terlalu besar: paling besar ${zone.dataset.batasKata}.`);
    }
    say(item, "Memeriksa berkas …");
    const content = await file.arrayBuffer();
    const announced = { name: file.name, size: file.size, sha256: await sha256(content), replaces: item.replaces, ...item.said };
    for (;;) {
      const told = await ask(item, zone.dataset.unggah, { body: new URLSearchParams(announced) });
      if (told.done) return done(item, told);
      const whole = Math.ceil(file.size / told.pieceSize);
      let arrived = whole - told.missing.length;
      show(item, arrived, whole);
      for (const number of told.missing) {
        const piece = content.slice(number * told.pieceSize, (number + 1) * told.pieceSize);
        const headers = { "Content-Type": "application/octet-stream", "X-Piece-SHA256": await sha256(piece) };
        await ask(item, `${told.pieces}${number}/`, { body: piece, headers });
        show(item, ++arrived, whole);
      }
      say(item, "Memeriksa isi …");
      const brought = await ask(item, told.finish, {});
      if (brought.done) return done(item, brought);
    }
  }

  function show(item, arrived, whole) {
    const percent = Math.floor((100 * arrived) / whole);
    item.bar.value = percent;
    say(item, `Mengunggah, ${percent} %`);
  }

  // One question, asked until it is answered: a cut connection and a busy server are waited for.
  async function ask(item, url, options) {
    for (let pause = 1000; ; pause = Math.min(pause * 2, 15000)) {
      if (item.stopped) throw new Stopped();
      let reply = null;
      try {
        reply = await fetch(url, {
          method: "POST", redirect: "manual", ...options, headers: { ...options.headers, "X-CSRFToken": token() },
        });
      } catch {
        // No connection: the same as a server that cannot answer.
      }
      if (reply && reply.type !== "opaqueredirect" && reply.status < 500) return hear(reply);
      if (reply?.type === "opaqueredirect") {
        throw new Refused("Sesi Anda sudah berakhir. Masuk lagi di tab lain, lalu tekan Coba lagi; unggahan dilanjutkan.");
      }
      say(item, "Sambungan terputus. Unggahan dilanjutkan begitu tersambung.");
      await wait(pause + Math.random() * 1000);
    }
  }

  async function hear(reply) {
    if (reply.status === 204) return {};
    const said = await reply.json().catch(() => null);
    if (reply.ok && said) return said;
    if (said?.missing) return said; // something must come again: it is announced anew
    throw new Refused(said?.message || "Unggahan tidak diterima. Muat ulang halaman, lalu pilih berkas yang sama.");
  }

  function done(item, told) {
    const list = zone.dataset.daftar, shown = document.getElementById(list);
    if (shown && told.piece) {
      shown.outerHTML = told.piece;
      document.getElementById(list).dispatchEvent(new Event("potongan", { bubbles: true }));
    }
    for (const note of document.querySelectorAll("[data-terputus]")) {
      if (note.dataset.terputus === item.file.name) note.remove();
    }
    item.bar.value = 100;
    item.bar.className = "ok";
    item.stop.hidden = true;
    say(item, told.warning || zone.dataset.tersimpan);
  }

  field.addEventListener("change", () => {
    take(Array.from(field.files));
    field.value = ""; // else the form sends them once more
    field.dispatchEvent(new Event("kosong"));
  });
  document.addEventListener("change", (event) => {
    const other = event.target.closest("form[data-ganti]");
    if (!other || event.target.type !== "file") return;
    take(Array.from(event.target.files), other.dataset.ganti);
    event.target.value = "";
    zone.scrollIntoView({ block: "nearest" });
  });
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); // a miss must not leave the page
    });
  }
  zone.addEventListener("dragover", () => zone.classList.add("over"));
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => take(Array.from(event.dataTransfer.files)));
  addEventListener("beforeunload", (event) => {
    if (current) event.preventDefault();
  });
})();
