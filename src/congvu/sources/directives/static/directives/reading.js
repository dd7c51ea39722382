// Eases the reading page: tabs on the phone, both sides lit together, marking by selection, dropping a file.
// Everything here can be done without it.
"use strict";
document.documentElement.classList.add("js");

function light(number, on) {
  for (const mark of document.querySelectorAll("mark[data-cards]"))
    if (mark.dataset.cards.trim().split(" ").includes(number)) mark.classList.toggle("is-lit", on);
  const card = document.getElementById("yc-" + number);
  if (card) card.classList.toggle("is-lit", on);
}

function show(part) {
  const read = document.querySelector("[data-read]");
  if (!read) return;
  read.dataset.show = part;
  for (const link of document.querySelectorAll(".cv-switch a"))
    link.hash === "#" + part ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
}

function partOf(hash) {
  return /^#(van-ban|vb-)/.test(hash) ? "van-ban" : "yeu-cau";
}

function numberAt(target) {
  const at = target instanceof Element && target.closest("[data-card], mark[data-cards]");
  return at ? at.dataset.card || at.dataset.cards.trim().split(" ")[0] : "";
}

let lit = "";
for (const kind of ["pointerover", "focusin"])
  document.addEventListener(kind, (event) => {
    const number = numberAt(event.target);
    if (number === lit) return;
    if (lit) light(lit, false);
    lit = number;
    if (lit) light(lit, true);
  });

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[href^='#']");
  if (!link || !document.querySelector("[data-read]")) return;
  show(partOf(link.hash));
  const target = document.getElementById(link.hash.slice(1));
  if (target) requestAnimationFrame(() => target.scrollIntoView({ block: "nearest" }));
});

// The place in the document of a point of the selection: characters, as the server counts them.
function placeOf(node, offset) {
  const part = (node.nodeType === 3 ? node.parentElement : node).closest("[data-at]");
  if (!part || node.nodeType !== 3) return null;
  return Number(part.dataset.at) + Array.from(node.data.slice(0, offset)).length;
}

document.addEventListener("selectionchange", () => {
  const form = document.querySelector("[data-selected]");
  const text = document.querySelector("[data-mark]");
  const chosen = document.getSelection();
  if (!form || !text || !chosen || chosen.isCollapsed || !text.contains(chosen.anchorNode)) return;
  const range = chosen.getRangeAt(0);
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) return;
  form.elements.tu.value = start;
  form.elements.den.value = end;
  form.hidden = false;
});

function ready() {
  show(partOf(location.hash));
  const all = document.querySelector("[data-all]");
  if (all) {
    all.hidden = false;
    all.querySelector("input").addEventListener("change", (event) => {
      for (const box of document.querySelectorAll("input[name=chon]")) box.checked = event.target.checked;
    });
  }
}
document.addEventListener("htmx:afterSettle", ready);
ready();

const drop = document.querySelector("[data-drop]");
if (drop) {
  const input = drop.querySelector("input[type=file]");
  for (const kind of ["dragenter", "dragover"])
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}
