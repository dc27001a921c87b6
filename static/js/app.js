// Confirmation in a <dialog> (without scripts the same button leads to a page that asks), and choosing files.
"use strict";

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog).showModal();
    return;
  }
  const closer = event.target.closest("dialog [data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
});

// A browser asks for files in its own language. The field stays as it is for the keyboard and without scripts.
function dress(root) {
  for (const field of root.querySelectorAll('input[type="file"]')) {
    const button = Object.assign(document.createElement("label"), { className: "btn slim", textContent: "Pilih berkas" });
    const chosen = Object.assign(document.createElement("output"), { className: "sm muted" });
    const frame = Object.assign(document.createElement("span"), { className: "row picker" });
    const tell = () => {
      const names = Array.from(field.files, (file) => file.name);
      chosen.textContent = names.join(", ") || "Belum ada berkas dipilih";
    };
    button.htmlFor = field.id;
    chosen.htmlFor.add(field.id);
    field.before(frame);
    field.classList.add("vh");
    frame.append(field, button, chosen);
    for (const kind of ["change", "kosong"]) field.addEventListener(kind, tell);
    tell();
  }
}

dress(document);
document.addEventListener("potongan", (event) => dress(event.target)); // a piece that came later
