// The grid saves itself, cell by cell. What isn't saved yet is kept in the browser: counts only.
// A cell says what was seen in it, so that nobody's figure is written over in silence
// (see activity/grid.py). Without this script, the form is sent as a whole.

const WAIT = 700;
const RETRY = [2000, 5000, 15000, 30000];
const MAXIMUM = 9_999_999;

const form = document.getElementById("grid");
if (form) start();

function start() {
  const words = JSON.parse(document.getElementById("grid-words").textContent);
  const say = (name, values = {}) =>
    words[name].replace(/%\((\w+)\)s/g, (_, key) => values[key] ?? "");
  const counted = (count) => (count === 1 ? words.oneCell : say("cells", { count }));
  const shown = (value) => (value === null ? words.nothing : String(value));

  const stateBox = document.getElementById("grid-state");
  const announcement = document.getElementById("grid-announcement");
  const problemBox = document.getElementById("grid-problem");
  const undoButton = document.getElementById("grid-undo");
  const address = form.getAttribute("action");
  const kept = keeper(`parvis.activity|${form.dataset.user}|${address}|`);

  const rows = [...form.querySelectorAll("[data-row]")].map((row) =>
    [...row.querySelectorAll("[data-key]")].map(makeCell),
  );
  const cells = rows.flat();
  const byKey = new Map(cells.map((cell) => [cell.key, cell]));
  const byInput = new Map(cells.map((cell) => [cell.input, cell]));

  let timer = 0;
  let failures = 0;
  let running = null; // the request under way
  let trouble = ""; // why nothing is saved: said as it is
  let savedAt = "";
  let saidProblem = "";

  function makeCell(input) {
    const seenInput = form.elements[`seen:${input.dataset.key}`];
    return {
      key: input.dataset.key,
      input,
      seenInput,
      line: input.parentElement,
      notes: document.getElementById(`note-${input.dataset.key}`),
      seen: read(seenInput.value),
      sent: new Set(), // values that left without an answer
      conflict: null,
    };
  }

  // The bar has more or less to say: the cell that has the focus stays above it (WCAG 2.4.11).
  const bar = form.querySelector(".activity-bar");
  new ResizeObserver(() => {
    form.style.setProperty("--bar", `${bar.offsetHeight}px`);
    if (byInput.has(document.activeElement)) {
      document.activeElement.scrollIntoView({ block: "nearest" });
    }
  }).observe(bar);

  // --- Cells

  const valueOf = (cell) => read(cell.input.value);
  const isInvalid = (cell) => valueOf(cell) === undefined;
  const isUnsaved = (cell) => !isInvalid(cell) && valueOf(cell) !== cell.seen;
  const isToSend = (cell) => isUnsaved(cell) && !cell.conflict;

  function see(cell, value) {
    cell.seen = value;
    cell.seenInput.value = value ?? "";
  }

  function keep(cell) {
    if (isUnsaved(cell)) {
      kept.put(cell.key, { value: valueOf(cell), seen: cell.seen, sent: [...cell.sent] });
    } else if (!isInvalid(cell)) {
      kept.drop(cell.key);
    }
  }

  function changed(cell) {
    trouble = "";
    if (cell.conflict) showConflict(cell);
    else note(cell, isInvalid(cell) ? whyInvalid(cell) : "", "bad");
    keep(cell);
    render();
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  }

  function whyInvalid(cell) {
    return /^\d+$/.test(squeeze(cell.input.value)) ? words.tooBig : words.notNumber;
  }

  function write(cell, text) {
    cell.input.value = text;
    changed(cell);
  }

  function note(cell, text, tone) {
    cell.notes.replaceChildren();
    if (text) {
      const paragraph = document.createElement("p");
      paragraph.className = `activity-note activity-note--${tone}`;
      paragraph.append(icon(tone === "bad" ? "warning" : "info-circle"), ` ${text}`);
      cell.notes.append(paragraph);
    }
    cell.input.toggleAttribute("aria-invalid", false);
    if (tone === "bad" && text) cell.input.setAttribute("aria-invalid", "true");
  }

  function showConflict(cell) {
    const { theirs, who } = cell.conflict;
    const mine = shown(valueOf(cell) ?? null);
    const box = document.getElementById("grid-conflict").content.cloneNode(true);
    const values = { who: who || words.somebody, theirs: shown(theirs), mine };
    box.querySelector("p").append(icon("warning"), ` ${say("conflict", values)}`);
    for (const button of box.querySelectorAll("[data-choice]")) {
      const isMine = button.dataset.choice === "mine";
      button.textContent = say(isMine ? "keepMine" : "takeTheirs", values);
      button.addEventListener("click", () => choose(cell, isMine));
    }
    cell.notes.replaceChildren(box);
    cell.input.setAttribute("aria-invalid", "true");
  }

  function choose(cell, isMine) {
    const { theirs } = cell.conflict;
    cell.conflict = null;
    see(cell, theirs);
    write(cell, isMine ? cell.input.value : (theirs ?? ""));
    cell.input.focus();
    save();
  }

  // --- Saving

  function save() {
    clearTimeout(timer);
    running ??= send().finally(() => {
      running = null;
      render();
      if (trouble) return;
      if (failures) timer = setTimeout(save, RETRY[Math.min(failures, RETRY.length) - 1]);
      else if (cells.some(isToSend)) timer = setTimeout(save, 0);
    });
    return running;
  }

  async function send() {
    const sending = cells.filter(isToSend);
    if (!sending.length) {
      failures = 0;
      return;
    }
    const changes = sending.map((cell) => ({
      key: cell.key,
      value: valueOf(cell),
      seen: cell.seen,
    }));
    render(true);
    let response;
    try {
      response = await fetch(address, {
        method: "POST",
        headers: {
          Accept: "application/json",
          "Content-Type": "application/json",
          "X-CSRFToken": token(),
          "X-Requested-With": "XMLHttpRequest",
        },
        body: JSON.stringify({ changes }),
        signal: AbortSignal.timeout(20_000),
      });
      if (response.status >= 500) throw new Error(response.statusText);
      if (response.status === 403 || response.redirected) {
        trouble = words.signedOut;
        return;
      }
      take(await response.json(), response.ok);
      failures = 0;
    } catch {
      // It may have arrived all the same: the answer to the next try tells.
      for (const { key, value } of changes) {
        byKey.get(key).sent.add(value);
        keep(byKey.get(key));
      }
      failures += 1;
    }
  }

  function take(answer, isSaved) {
    if (!isSaved) {
      trouble = answer.detail ?? words.notReady;
      return;
    }
    for (const [key, value] of Object.entries(answer.values)) {
      const cell = byKey.get(key);
      see(cell, value);
      cell.sent.clear();
      keep(cell);
      if (!isInvalid(cell)) note(cell, answer.warnings[key] ?? "", "warning");
    }
    for (const { key, theirs, who } of answer.conflicts) {
      const cell = byKey.get(key);
      if (cell.sent.has(theirs)) {
        see(cell, theirs); // our own, whose answer was lost
      } else {
        cell.conflict = { theirs, who };
        showConflict(cell);
      }
    }
    const begun = document.getElementById("grid-begun");
    if (begun) document.getElementById("grid-report").replaceChildren(begun.content);
    begun?.remove();
    savedAt = new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
  }

  /** The cookie is that of now, if the person signed in again in another tab. */
  function token() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
  }

  // --- What is said

  function situation(isSaving) {
    const unsaved = cells.filter(isUnsaved).length;
    const conflicts = cells.filter((cell) => cell.conflict).length;
    const invalid = cells.filter(isInvalid).length;
    if (trouble) return ["bad", trouble];
    if (failures && unsaved) return ["bad", say("offline", { count: counted(unsaved) })];
    if (conflicts) return ["bad", say("conflicts", { count: counted(conflicts) })];
    if (invalid) return ["bad", say("invalid", { count: counted(invalid) })];
    if (isSaving) return ["busy", words.saving];
    if (unsaved) return ["busy", say("unsaved", { count: counted(unsaved) })];
    return ["saved", savedAt ? say("savedAt", { time: savedAt }) : words.saved];
  }

  function render(isSaving = false) {
    const [state, text] = situation(isSaving);
    stateBox.dataset.state = state;
    document.getElementById("grid-state-words").textContent = text;
    const filled = cells.filter((cell) => cell.input.value.trim()).length;
    document.getElementById("grid-filled").textContent = say("filled", {
      filled,
      total: cells.length,
    });
    for (const cell of cells) cell.line.toggleAttribute("data-unsaved", isUnsaved(cell));
    const problem = state === "bad" ? text : "";
    if (problem !== saidProblem && (problem || state === "saved")) {
      problemBox.textContent = problem || text;
      saidProblem = problem;
    }
  }

  function announce(...sentences) {
    announcement.textContent = sentences.filter(Boolean).join(" ");
  }

  // --- By keyboard, as in a spreadsheet

  let column = 0; // where up and down go, through rows of one cell
  let isVertical = false;

  function place(input) {
    const row = rows.findIndex((found) => found.some((cell) => cell.input === input));
    return [row, rows[row].findIndex((cell) => cell.input === input)];
  }

  function goDown(input, step) {
    const target = rows[place(input)[0] + step];
    if (!target) return false;
    isVertical = true;
    target[Math.min(column, target.length - 1)].input.focus();
    isVertical = false;
    return true;
  }

  function goRight(input, step) {
    const [row, position] = place(input);
    const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const edge = step < 0 ? 0 : input.value.length;
    const isAtEdge = input.selectionStart === edge && input.selectionEnd === edge;
    const target = rows[row][position + step];
    if (!target || !(all || isAtEdge)) return false;
    target.input.focus();
    return true;
  }

  const keys = {
    ArrowUp: (input) => goDown(input, -1),
    ArrowDown: (input) => goDown(input, 1),
    ArrowLeft: (input) => goRight(input, -1),
    ArrowRight: (input) => goRight(input, 1),
    Enter: (input, event) => goDown(input, event.shiftKey ? -1 : 1) || true,
    Escape: (input) => {
      const cell = byInput.get(input);
      if (!cell.conflict) write(cell, cell.seen ?? "");
      input.select();
      return true;
    },
  };

  form.addEventListener("keydown", (event) => {
    const isOurs = byInput.has(event.target) && event.key in keys && !event.isComposing;
    if (!isOurs || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.shiftKey && event.key !== "Enter") return;
    if (keys[event.key](event.target, event)) event.preventDefault();
  });

  form.addEventListener("focusin", (event) => {
    if (!byInput.has(event.target)) return;
    event.target.select();
    if (!isVertical) column = place(event.target)[1];
  });

  form.addEventListener("input", (event) => {
    if (byInput.has(event.target)) changed(byInput.get(event.target));
  });

  form.addEventListener("focusout", (event) => {
    if (byInput.has(event.target) && cells.some(isToSend)) save();
  });

  // --- Blocks copied from a spreadsheet

  let before = [];

  form.addEventListener("paste", (event) => {
    if (!byInput.has(event.target)) return;
    const text = event.clipboardData.getData("text/plain").replace(/(\r\n|\r|\n)$/, "");
    const block = text.split(/\r\n|\r|\n/).map((line) => line.split("\t"));
    if (block.length === 1 && block[0].length === 1) return;
    event.preventDefault();
    paste(block, ...place(event.target));
  });

  function paste(block, firstRow, firstColumn) {
    const refused = [];
    const written = [];
    let lost = 0;
    block.forEach((line, down) =>
      line.forEach((text, right) => {
        const cell = rows[firstRow + down]?.[firstColumn + right];
        if (!cell) lost += text.trim() ? 1 : 0;
        else if (read(text) === undefined) refused.push(`« ${text.trim().slice(0, 30)} »`);
        else written.push([cell, read(text)]);
      }),
    );
    before = written.map(([cell]) => [cell, cell.input.value]);
    for (const [cell, value] of written) write(cell, value ?? "");
    undoButton.hidden = !written.length;
    announce(
      say("pasted", { count: counted(written.length) }),
      refused.length && say("refusedPaste", { values: refused.slice(0, 5).join(", ") }),
      lost && say("overflow", { count: counted(lost) }),
    );
  }

  undoButton.addEventListener("click", () => {
    for (const [cell, text] of before) write(cell, text);
    before[0]?.[0].input.focus();
    undoButton.hidden = true;
    announce(words.undone);
    save();
  });

  // --- Sent as a whole: once all is saved

  let isReady = false;

  form.addEventListener("submit", async (event) => {
    if (isReady) return;
    event.preventDefault();
    const button = event.submitter;
    trouble = "";
    do await save();
    while (!trouble && !failures && cells.some(isToSend));
    if (button?.id !== "grid-submit") return;
    if (cells.some((cell) => isUnsaved(cell) || isInvalid(cell) || cell.conflict)) {
      announce(words.notReady);
      cells.find((cell) => isInvalid(cell) || cell.conflict)?.input.focus();
      return;
    }
    isReady = true;
    form.requestSubmit(button);
  });

  const again = () => {
    if (document.visibilityState !== "visible" || !cells.some(isToSend)) return;
    trouble = "";
    save();
  };
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  window.addEventListener("pageshow", () => (isReady = false));

  // --- What waited in the browser, and what the server couldn't save

  let restored = 0;
  for (const cell of cells) {
    const { theirs, who } = cell.input.dataset;
    const item = kept.get(cell.key);
    if (theirs !== undefined) {
      cell.conflict = { theirs: read(theirs), who };
      showConflict(cell);
    } else if (item && item.value !== cell.seen) {
      see(cell, item.seen);
      cell.sent = new Set(item.sent);
      cell.input.value = item.value ?? "";
      restored += 1;
    } else {
      kept.drop(cell.key);
    }
  }
  render();
  if (restored) {
    announce(say("restored", { count: counted(restored) }));
    save();
  }
}

/** A number, null for nothing, undefined for what is neither. */
function read(text) {
  const digits = squeeze(text);
  if (!digits) return null;
  return /^\d{1,15}$/.test(digits) && Number(digits) <= MAXIMUM ? Number(digits) : undefined;
}

function squeeze(text) {
  return text.replace(/\s/g, "");
}

/** One of Wagtail's icons, which are in the page. */
function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** One item for each cell: two tabs don't write over each other's. */
function keeper(prefix) {
  const attempt = (action) => {
    try {
      return action();
    } catch {
      return null; // the browser keeps nothing: private window, or full
    }
  };
  return {
    get: (key) => attempt(() => JSON.parse(localStorage.getItem(prefix + key))),
    put: (key, item) => attempt(() => localStorage.setItem(prefix + key, JSON.stringify(item))),
    drop: (key) => attempt(() => localStorage.removeItem(prefix + key)),
  };
}
