/* What does not fit on the page that the browser shows: everything that lies beyond its edges, is cut, or scrolls in a
   frame of its own; and everything to press that is smaller than 24 pixels and too near to something else (WCAG 2.5.8).
   What may scroll, be shortened or be small is named by those who ask. */
({ mayScroll, mayBeShort, mayBeSmall }) => {
  window.scrollTo(0, 0);
  const width = document.documentElement.clientWidth;
  const faults = [];
  const text = (el) => (el.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
  const say = (el) =>
    `${el.tagName.toLowerCase()}.${(el.getAttribute("class") || "").replace(/\s+/g, ".")} “${text(el)}”`;
  const known = new Map();
  const clipped = (el) => {
    if (el === null) return false;
    if (!known.has(el))
      known.set(el, clipped(el.parentElement) || getComputedStyle(el).clipPath === "inset(50%)");
    return known.get(el);
  };
  const unseen = (el) =>
    el.closest(".patterns, .skip") || !el.checkVisibility({ visibilityProperty: true }) || clipped(el);
  const wide = document.documentElement.scrollWidth;
  if (wide > width + 1) faults.push(`the page is ${wide} wide`);

  for (const el of document.body.querySelectorAll("*")) {
    if (unseen(el) || el.closest(mayScroll)) continue;
    const style = getComputedStyle(el);
    const box = el.getBoundingClientRect();
    const drawing = el.closest("svg");
    if (drawing && drawing !== el) {
      const around = drawing.getBoundingClientRect();
      const cut = box.right > around.right + 1 || box.left < around.left - 1;
      if (el.tagName === "text" && getComputedStyle(drawing).overflow !== "visible" && cut)
        faults.push(`cut ${say(el)}`);
      continue;
    }
    if (!box.width || !box.height) continue;
    if (box.right > width + 1 || box.left < -1) faults.push(`beyond the edge: ${say(el)}`);
    if (drawing || ["TEXTAREA", "INPUT", "SELECT"].includes(el.tagName)) continue;
    const axes = [
      [style.overflowX, el.scrollWidth, el.clientWidth],
      [style.overflowY, el.scrollHeight, el.clientHeight],
    ];
    for (const [overflow, inside, room] of axes) {
      if (overflow === "visible" || inside <= room + 1 || el.matches(mayBeShort)) continue;
      faults.push(
        `${["hidden", "clip"].includes(overflow) ? "cut" : "scrolls"}, ${inside} in ${room}: ${say(el)}`,
      );
    }
  }

  /* What stands open lies over the page, and what of it is scrolled away is not there to be pressed. */
  const layer = (el) => el?.closest("aside, dialog") ?? null;
  const covered = (el, x, y) => {
    const at = document.elementFromPoint(x, y);
    const box = layer(el)?.getBoundingClientRect();
    return (at && layer(at) !== layer(el)) || (box && (y < box.top || y > box.bottom));
  };
  const pressed = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const targets = [...document.querySelectorAll(pressed)]
    .filter((el) => !unseen(el) && !el.disabled)
    .map((el) => ({ el, box: el.getBoundingClientRect() }))
    .filter(({ box }) => box.width && box.height)
    .map((one) => ({ ...one, x: (one.box.left + one.box.right) / 2, y: (one.box.top + one.box.bottom) / 2 }))
    .map((one) => ({ ...one, small: one.box.width < 23.9 || one.box.height < 23.9 }))
    .filter(({ el, x, y }) => !covered(el, x, y));
  /* A link inside a sentence is as high as its line. */
  const inSentence = (el) => {
    if (!getComputedStyle(el).display.startsWith("inline")) return false;
    const around = [...(el.parentElement?.childNodes ?? [])].filter(
      (node) => node.nodeType === Node.TEXT_NODE,
    );
    return around.some((node) => (node.textContent || "").trim().length > 1);
  };
  const near = (one, other) => {
    if (one.el.contains(other.el) || other.el.contains(one.el)) return false;
    if (other.small) return Math.hypot(one.x - other.x, one.y - other.y) < 23.5;
    const dx = Math.max(other.box.left - one.x, 0, one.x - other.box.right);
    const dy = Math.max(other.box.top - one.y, 0, one.y - other.box.bottom);
    return Math.hypot(dx, dy) < 11.5;
  };
  for (const one of targets.filter(({ el, small }) => small && !inSentence(el) && !el.closest(mayBeSmall))) {
    const other = targets.find((two) => two.el !== one.el && near(one, two));
    if (other) faults.push(`small: ${say(one.el)} beside ${say(other.el)}`);
  }
  return faults;
};
