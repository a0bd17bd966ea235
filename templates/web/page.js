// What the page does beyond standing still: it shows one edition, says what a mark means, and knows where the reader is.
"use strict";

const all = (query, root = document) => [...root.querySelectorAll(query)];

// Frames take part in the order of the keys only where there is something to move.
function frames() {
  for (const frame of all(".frame")) {
    if (frame.scrollWidth > frame.clientWidth + 1) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  }
}

// One edition at a time; the reader stays where he was.
const editions = all(".edition");

function place() {
  const shown = editions.find((edition) => !edition.hidden);
  const passed = all("main [id]", shown).filter((one) => one.getBoundingClientRect().top < 80);
  return passed.length ? passed.at(-1).id.replace(/^en-(copy-)?/, "") : "";
}

function show(button) {
  const at = place();
  for (const other of all(".languages button")) other.setAttribute("aria-pressed", String(other === button));
  editions.forEach((edition, number) => {
    edition.hidden = String(number) !== button.dataset.edition;
    edition.classList.toggle("only-zh", !edition.hidden && button.dataset.only === "zh");
  });
  document.documentElement.lang = button.lang;
  const shown = editions[button.dataset.edition];
  const target = at && all("main [id]", shown).find((one) => one.id.replace(/^en-(copy-)?/, "") === at);
  if (target) target.scrollIntoView({ behavior: "instant" });
}

for (const group of all(".languages")) {
  group.hidden = false;
  group.addEventListener("click", (event) => event.target.closest("button") && show(event.target.closest("button")));
}

// Words of a mark: under the pointer or the finger, and with the arrow keys in a drawing that has the focus.
const tip = document.querySelector(".tip");

function say(mark) {
  tip.hidden = !mark;
  if (!mark) return;
  tip.textContent = mark.dataset.tip;
  const box = mark.getBoundingClientRect();
  const own = tip.getBoundingClientRect();
  const left = Math.min(Math.max(box.left + box.width / 2 - own.width / 2, 4), innerWidth - own.width - 4);
  tip.style.left = `${left}px`;
  tip.style.top = `${box.top > own.height + 8 ? box.top - own.height - 6 : box.bottom + 6}px`;
}

for (const name of ["pointerover", "pointerdown", "focusin"]) {
  document.addEventListener(name, (event) => say(event.target.closest?.("[data-tip]")));
}
document.addEventListener("scroll", () => say(null), true);
document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const drawing = event.target.closest?.("svg[tabindex]");
  if (event.key === "Escape") say(null);
  if (!step || !drawing) return;
  const marks = all("[data-tip]", drawing);
  const next = (marks.indexOf(drawing.current) + step + marks.length) % marks.length;
  drawing.current = marks[drawing.current ? next : step > 0 ? 0 : marks.length - 1];
  say(drawing.current);
  event.preventDefault();
});

// The contents mark the section that is being read, and start folded on a narrow screen.
const links = new Map(all(".web-contents a").map((link) => [link.hash.slice(1), link]));
const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  },
  { rootMargin: "0px 0px -75% 0px" },
);
for (const id of links.keys()) {
  const target = document.getElementById(id);
  if (target) seen.observe(target);
}
if (innerWidth <= 1240) for (const details of all(".web-contents details")) details.open = false;

// Whatever makes a frame or what is in it wider or narrower: the window, faces that arrive late, the reader's zoom.
const sizes = new ResizeObserver(frames);
for (const frame of all(".frame")) for (const one of [frame, ...frame.children]) sizes.observe(one);
