// Small parts of the page. Texts are set as texts, never as HTML.

/** An element with members and children. */
export function make(name, members = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(members)) {
    if (key.startsWith("aria-") || key === "scope" || key === "colspan") {
      element.setAttribute(key, value);
    } else {
      element[key] = value;
    }
  }
  element.append(...children);
  return element;
}

export function find(id) { return document.getElementById(id); }

/** Fills a choice with names; keeps what was chosen where it is still there. */
export function fillChoice(choice, entries) {
  const chosen = choice.value;
  choice.replaceChildren(...entries.map(({ value, words }) => make("option", { value }, words)));
  if (entries.some((entry) => entry.value === chosen)) { choice.value = chosen; }
}

/** Heads of columns in the first row of a table. */
export function fillHeads(table, heads) {
  table.tHead.rows[0].replaceChildren(...heads.map((head) => make("th", { scope: "col" }, head)));
}

/** Bounds as the reports write them. */
export function bounds({ min, max }) { return min === max ? String(min) : `${min}..${max}`; }

/** Shows a problem, or hides the last one. */
export function showProblem(problem) {
  const box = find("problem");
  box.hidden = !problem;
  if (!problem) { return; }
  box.replaceChildren(make("p", {}, problem.message));
  if (problem.faults?.length) {
    box.append(make("ul", {}, ...problem.faults.map((fault) =>
      make("li", {}, `line ${fault.line}, ${fault.field || "row"}: ${fault.message} (${fault.code})`))));
  }
}
