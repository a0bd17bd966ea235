// Everything works without this file. It adds the keyboard, what follows the files by itself, and saving while one types.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const body = document.body;
  const csrf = { "x-csrf": body.dataset.csrf };
  const isTyping = target => target.closest("input:not([type=radio]), textarea, select");

  // --- parts of the page are taken from a page made anew; what somebody is typing in stays ---
  const parsed = text => new DOMParser().parseFromString(text, "text/html");
  const focused = () => document.activeElement && document.activeElement.id;

  function swap(fresh, ids) {
    const at = focused();
    const scrolled = all(".gridbox, .thumbs").map(box => [box.id, box.scrollTop, box.scrollLeft]);
    for (const id of ids) {
      const old = document.getElementById(id), made = fresh.getElementById(id);
      if (!old || !made || old.isEqualNode(made)) continue;
      old.replaceWith(document.adoptNode(made));
    }
    for (const [id, top, left] of scrolled) {
      const box = document.getElementById(id);
      if (box) { box.scrollTop = top; box.scrollLeft = left; }
    }
    const again = at && document.getElementById(at);
    if (again && document.activeElement !== again) again.focus({ preventScroll: true });
    arm();
  }

  async function fetched(address) {
    const answer = await fetch(address, { credentials: "same-origin" });
    return parsed(await answer.text());
  }

  async function renew() {
    const fresh = await fetched(location.href.split("#")[0]);
    const shape = root => all("main [id][data-live]", root).map(part => part.id).join();
    const isSame = shape(document) === shape(fresh) && one("main h1") && one("main h1", fresh);
    if (!isSame && !one("[data-dirty]")) { location.reload(); return; }
    swap(fresh, all("[id][data-live]", fresh).map(part => part.id));
    body.dataset.counter = fresh.body.dataset.counter;
  }

  async function follow() {
    for (;;) {
      try {
        const answer = await fetch(`/changes?since=${body.dataset.counter}`, { credentials: "same-origin" });
        if (!answer.ok) throw new Error(String(answer.status));
        const { counter } = await answer.json();
        if (String(counter) !== body.dataset.counter) { body.dataset.counter = counter; await renew(); }
      } catch {
        const live = one("#live");
        if (live && live.textContent !== body.dataset.stopped) live.textContent = body.dataset.stopped;
        await new Promise(done => setTimeout(done, 2000));
      }
    }
  }

  // --- the keyboard, off while somebody types ---
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (/^[1-5]$/.test(event.key)) {
      const step = all(".steps > a")[event.key - 1];
      if (step) location.href = step.href;
    } else if (event.key === "?") {
      one("#keys").showModal();
    } else if (event.key === "n" || event.key === "p") {
      const found = all("[data-finding], [data-findings] a");
      if (!found.length) return;
      const at = found.indexOf(document.activeElement);
      const next = at < 0 ? (event.key === "n" ? 0 : found.length - 1) : at + (event.key === "n" ? 1 : -1);
      found[(next + found.length) % found.length].focus();
    } else return;
    event.preventDefault();
  });

  // --- the sheet: one stop for Tab, arrows move, Enter leads to the finding and Escape back ---
  function show(cell) {
    one("#at-cell").textContent = cell.id.slice(2);
    for (const part of ["name", "value", "view"]) one(`#at-${part}`).textContent = cell.dataset[part] || "\u2014";
    const numbers = (cell.dataset.notes || "").split(" ");
    for (const note of all("[data-note]")) note.classList.toggle("on", numbers.includes(note.dataset.note));
  }

  function go(cell) {
    for (const old of all(".grid td[tabindex='0']")) { old.tabIndex = -1; old.classList.remove("here"); }
    cell.tabIndex = 0;
    cell.classList.add("here");
    cell.focus();
    show(cell);
  }

  const AWAY = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-15, 0],
    PageDown: [15, 0], Home: [0, -1e6], End: [0, 1e6] };
  document.addEventListener("keydown", event => {
    const cell = event.target.closest(".grid td");
    if (cell && AWAY[event.key]) {
      const rows = all(".grid tbody tr"), row = rows.indexOf(cell.parentNode);
      const inside = (at, most) => Math.min(Math.max(at, 0), most - 1);
      const cells = all("td", rows[inside(row + AWAY[event.key][0], rows.length)]);
      const column = all("td", cell.parentNode).indexOf(cell);
      go(cells[inside(column + AWAY[event.key][1], cells.length)]);
      event.preventDefault();
    } else if (cell && event.key === "Enter") {
      const note = one("[data-note].on [data-cell]");
      if (note) { note.focus(); event.preventDefault(); }
    } else if (event.key === "Escape" && event.target.closest(".notes")) {
      const here = one(".grid td.here");
      if (here) here.focus();
    }
  });
  document.addEventListener("mouseover", event => {
    const cell = event.target.closest && event.target.closest(".grid td[data-name]");
    if (cell) show(cell);
  });

  // --- links that change a part of the page; cells that notes lead to ---
  document.addEventListener("click", async event => {
    const cell = event.target.closest(".grid td");
    if (cell) { go(cell); return; }
    if (event.target.closest("[data-keys]")) { one("#keys").showModal(); return; }
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (link.dataset.cell) {
      const target = document.getElementById(`c-${link.dataset.cell}`);
      if (target) { event.preventDefault(); go(target); }
    } else if (link.dataset.swap) {
      event.preventDefault();
      const address = link.getAttribute("href"), fresh = await fetched(address);
      history.replaceState(null, "", address);
      swap(fresh, link.dataset.swap.split(","));
      for (const other of all("#page a.on")) { other.classList.remove("on"); other.removeAttribute("aria-current"); }
      link.classList.add("on");
      link.setAttribute("aria-current", "true");
    }
  });

  // --- commentary is saved when typing rests, with the version that was read ---
  async function save(form) {
    const said = one("[data-said]", form), answer = await fetch(form.action, {
      method: "POST", credentials: "same-origin", headers: csrf, body: new URLSearchParams(new FormData(form)) });
    if (answer.status === 409) { said.textContent = (await answer.json()).words; said.classList.add("bad"); return; }
    if (!answer.ok) { form.submit(); return; }
    const found = await answer.json();
    form.elements.version.value = found.version;
    said.textContent = found.words;
    delete form.dataset.dirty;
    const quotes = one("[data-quotes]", form);
    quotes.replaceChildren();
    for (const [at, { name, said: value }] of found.quotes.entries()) {
      const code = document.createElement("code");
      code.textContent = name;
      quotes.append(at ? " \u00b7 " : "", code, ` ${value}`);
    }
  }

  // --- items by their names ---
  async function suggest(input) {
    const answer = await fetch(`/items?q=${encodeURIComponent(input.value)}`, { credentials: "same-origin" });
    const list = document.getElementById(input.getAttribute("list"));
    list.replaceChildren(...(await answer.json()).map(({ id, name }) => {
      const option = document.createElement("option");
      option.value = id;
      option.label = name;
      return option;
    }));
  }

  const resting = new WeakMap();
  document.addEventListener("input", event => {
    const form = event.target.closest("form[data-save]"), isItem = event.target.matches("[data-items]");
    if (event.target.form) event.target.form.dataset.dirty = "";
    if (!form && !isItem) return;
    clearTimeout(resting.get(event.target));
    resting.set(event.target, setTimeout(() => (form ? save(form) : suggest(event.target)), form ? 600 : 150));
    if (isItem) {
      const radio = event.target.previousElementSibling && one("input[type=radio]", event.target.previousElementSibling);
      if (radio) radio.checked = true;
    }
  });
  document.addEventListener("change", event => {
    if (event.target.matches("select[data-go]")) event.target.form.submit();
    const drop = event.target.closest("form[data-drop]");
    if (drop && event.target.files.length) drop.submit();
  });

  // --- workbooks that are dropped ---
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, event => {
      const drop = one("form[data-drop]");
      if (!drop || !event.dataTransfer || !event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      if (name === "drop") { one("input[type=file]", drop).files = event.dataTransfer.files; drop.submit(); }
    });
  }

  function arm() { for (const button of all("[data-keys]")) button.hidden = false; }
  arm();
  const here = one(".grid td.here");
  if (here) { here.scrollIntoView({ block: "center", inline: "nearest" }); show(here); }
  follow();
})();
