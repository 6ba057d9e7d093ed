"use strict";
// A page that is open says so; the program ends when none is.
new EventSource("/alive");

const zone = document.querySelector("#zone");
if (zone) {
  const input = zone.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; zone.requestSubmit(); }
  });
  input.addEventListener("change", () => { if (input.files.length) { zone.requestSubmit(); } });
}

const work = document.querySelector("#work");
if (work) {
  const bar = work.querySelector("progress"), what = work.querySelector("#what");
  const look = async () => {
    const job = await (await fetch("/work.json")).json();
    if (job.ended) { location.reload(); return; }
    what.textContent = job.what;
    if (job.whole) { bar.max = job.whole; bar.value = job.done; } else { bar.removeAttribute("value"); }
    setTimeout(look, 400);
  };
  look();
}

const printing = document.querySelector("#print");
if (printing) {
  printing.addEventListener("click", () => window.open(printing.dataset.page, "_blank"));
}
