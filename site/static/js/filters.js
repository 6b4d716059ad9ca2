// On a phone, filters open in a dialog that keeps the focus, and closes with Escape.
// Without this file the same link leads to the same filters, shown in the page (offers.css).
// Markup: <a data-filters href="#filtres">, <aside id="filtres"> with a [data-filters-close] link.

const narrow = matchMedia("(max-width: 63.99rem)");

function drawer(aside) {
  const dialog = document.createElement("dialog");
  dialog.className = "filtres tiroir";
  dialog.setAttribute("aria-label", aside.getAttribute("aria-label"));
  aside.after(dialog);
  // The form itself moves, so that what is ticked stays ticked on either side.
  const open = () => {
    dialog.append(...aside.childNodes);
    dialog.showModal();
  };
  dialog.addEventListener("close", () => aside.append(...dialog.childNodes));
  dialog.addEventListener("click", (event) => {
    const outside = event.target === dialog;
    const close = event.target.closest("[data-filters-close]");
    if (close) event.preventDefault();
    if (outside || close) dialog.close();
  });
  dialog.addEventListener("submit", () => dialog.close());
  narrow.addEventListener("change", () => dialog.close());
  return open;
}

const drawers = new WeakMap();

// Listens on the document: results, and the link with them, may be replaced by HTMX.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-filters]");
  const aside = link && document.querySelector(link.hash);
  if (!aside || !narrow.matches || !window.HTMLDialogElement) return;
  event.preventDefault();
  if (!drawers.has(aside)) drawers.set(aside, drawer(aside));
  drawers.get(aside)();
});

// What HTMX asks for ends up in the address bar: without the fields that were left empty.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const [name, value] of [...detail.formData]) if (value === "") detail.formData.delete(name);
});

// The link that was followed (a page, a filter taken off) is gone with the old results: reading
// goes on from the new ones.
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement === document.body) document.getElementById("h-resultats")?.focus();
});
