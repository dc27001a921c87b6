// Words that the server has not taken wait in this browser, locked with a key that only their writer's pages bring.
"use strict";

class KeptWords {
  constructor(name, secret) {
    this.name = name;
    const raw = Uint8Array.from(secret.match(/../g), (pair) => parseInt(pair, 16));
    this.key = crypto.subtle?.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    this.last = Promise.resolve();
  }

  // Keeps an entry; resolves to whether that worked. One after the other: the last one stays.
  put(entry) {
    this.last = this.last.then(() => this.write(entry)).catch(() => false);
    return this.last;
  }

  drop() {
    this.last = this.last.then(() => localStorage.removeItem(this.name)).catch(() => false);
    return this.last;
  }

  async write(entry) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify({ ...entry, at: new Date().toISOString() }));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.key, plain));
    const letters = Array.from([...iv, ...sealed], (byte) => String.fromCharCode(byte));
    localStorage.setItem(this.name, btoa(letters.join("")));
    return true;
  }

  // The kept entry, or null where there is none that this person can read.
  async get() {
    try {
      const bytes = Uint8Array.from(atob(localStorage.getItem(this.name)), (letter) => letter.charCodeAt(0));
      const plain = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv: bytes.slice(0, 12) }, await this.key, bytes.slice(12),
      );
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return null;
    }
  }
}

// Where else words wait: data-kept begins their names, data-sheet is the address above the indicators. With data-secret
// they are sent from here; what was taken, now or then, is forgotten, and the rest is told.
async function sendKept(place, name, number) {
  const kept = new KeptWords(name, place.dataset.secret), found = await kept.get();
  if (!found) return false;
  const body = new FormData();
  const token = place.querySelector('[name="csrfmiddlewaretoken"]').value;
  for (const [part, words] of Object.entries({ csrfmiddlewaretoken: token, version: found.version, ...found.words })) body.append(part, words);
  const options = { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "manual", signal: AbortSignal.timeout(20000) };
  const reply = await fetch(`${place.dataset.sheet}${number}/`, options).catch(() => null);
  if (reply?.ok) await kept.drop();
  return Boolean(reply?.ok);
}

async function tellKept(place) {
  const start = `${place.dataset.kept}:`, links = [];
  let isStale = false;
  try {
    for (const name of Object.keys(localStorage)) {
      const number = name.startsWith(start) ? Number(name.slice(start.length)) : NaN;
      if (!(number > 0) || String(number) === place.dataset.here) continue;
      if (place.dataset.secret && (await sendKept(place, name, number))) isStale = !place.dataset.here;
      else links.push(number);
    }
  } catch {
    // A browser without storage keeps nothing.
  }
  if (isStale) location.reload(); // a list of what is judged was made before it heard of this
  if (!links.length) return;
  const box = Object.assign(document.createElement("div"), { className: "note warn" });
  const line = document.createElement("p");
  line.append("Tulisan Anda yang belum terkirim masih ada di peramban ini. Buka untuk mengirimnya: ");
  links.sort((one, other) => one - other).forEach((number, position) => {
    const link = Object.assign(document.createElement("a"), { textContent: `indikator ${number}` });
    link.href = `${place.dataset.sheet}${number}/`;
    line.append(position ? ", " : "", link);
  });
  line.append(".");
  box.append(line);
  place.append(box);
}

for (const place of document.querySelectorAll("[data-kept]")) tellKept(place);
