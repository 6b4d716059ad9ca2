// Suggestions under "Ta ville": a combobox with a list, by mouse, finger or keyboard.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
// Without this script the field works the same: the server understands what is typed.

function element(tag, attributes) {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  return made;
}

for (const input of document.querySelectorAll("[data-commune-autocomplete]")) {
  const { communeAutocomplete: url, suggestions: label } = input.dataset;
  const id = `${input.id}-villes`;
  const list = element("ul", { id, class: "suggestions", role: "listbox", "aria-label": label });
  const status = element("p", { class: "vh", role: "status" });
  let timer, request, active;

  const activate = (option) => {
    active?.removeAttribute("aria-selected");
    active = option;
    active?.setAttribute("aria-selected", "true");
    active?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", active?.id ?? "");
  };
  const show = (options) => {
    activate();
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", !list.hidden);
  };
  const close = () => {
    clearTimeout(timer); // a half-typed name isn't worth prepaid data
    request?.abort();
    show([]);
  };
  const choose = (option) => {
    input.value = option.dataset.value;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const option = ({ name, department, postal_codes }, index) => {
    const made = element("li", { id: `${id}-${index}`, role: "option" });
    made.dataset.value = `${name} (${department})`;
    made.append(name, element("small"));
    made.lastChild.append(`${postal_codes[0] ?? ""} ${department}`);
    return made;
  };
  const suggest = async () => {
    request = new AbortController();
    try {
      const answer = await fetch(`${url}?q=${encodeURIComponent(input.value)}`, request);
      show((await answer.json()).map(option));
      status.textContent = `${label} : ${list.children.length}`;
    } catch {
      // Too late, or no network: the field is enough.
    }
  };

  input.autocomplete = "off"; // the browser's own list would hide ours
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  input.after(list, status);
  close();

  input.addEventListener("input", () => {
    clearTimeout(timer);
    request?.abort();
    if (input.value.trim().length > 1) timer = setTimeout(suggest, 150);
    else show([]);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") activate(active?.nextSibling ?? list.firstChild);
    else if (event.key === "ArrowUp") activate(active?.previousSibling ?? list.lastChild);
    else if (event.key === "Enter" && active) choose(active);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps focus
  list.addEventListener("click", ({ target }) => {
    const chosen = target.closest("[role=option]");
    if (chosen) choose(chosen);
  });
}
