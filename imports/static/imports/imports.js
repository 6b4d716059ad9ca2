// Says aloud that a batch moved on: its page is replaced piece by piece, out of sight of a reader.
let state = document.getElementById("batch")?.dataset.state;

document.addEventListener("htmx:afterSwap", () => {
  const batch = document.getElementById("batch");
  if (!batch || batch.dataset.state === state) return;
  state = batch.dataset.state;
  document.getElementById("announcement").textContent = state;
  batch.querySelector("h2[tabindex]")?.focus({ preventScroll: true });
});

// A file may be dropped anywhere in the zone, not only on the browser's own field. Beside the zone
// it is refused: the browser would leave the page to show it.
const zone = document.querySelector(".imports-drop");
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

if (zone) {
  const field = zone.querySelector("input[type=file]");
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!carriesFiles(event) || event.target === field) return;
      event.preventDefault();
      if (!zone.contains(event.target)) event.dataTransfer.dropEffect = "none";
    });
  }
  document.addEventListener("dragover", (event) => {
    zone.classList.toggle("imports-drop--over", carriesFiles(event) && zone.contains(event.target));
  });
  for (const name of ["dragleave", "drop", "dragend"]) {
    zone.addEventListener(name, () => zone.classList.remove("imports-drop--over"));
  }
  zone.addEventListener("drop", (event) => {
    if (event.target === field || !event.dataTransfer.files.length) return;
    // The field takes one file, as its own button does.
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    field.files = one.files;
    field.focus();
  });
}
