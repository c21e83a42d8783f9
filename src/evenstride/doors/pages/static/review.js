// The review of a clip: the runner frame by frame, events nudged, legs swapped, joints dragged, the runner chosen.
// What is done here is a list of changes; the machine that keeps the run measures it anew when they are saved.
const SVG = "http://www.w3.org/2000/svg";
const shape = (name, attributes = {}) => { const one = document.createElementNS(SVG, name); for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value); return one; };
const SIDES = { left: t("left"), right: t("right") };
const KINDS = { touchdown: t("touchdown"), toe_off: t("toe-off") };
const named = (event) => t("{side} {kind}", { side: SIDES[event.side], kind: KINDS[event.kind] });

function said(change) {
  switch (change.what) {
    case "move": return t("{event} at {time} s to frame {frame}", { event: named(change), time: figure(change.found.toFixed(3)), frame: change.frame });
    case "swap": return t("legs swapped in frames {first} to {last}", change);
    case "drag": return t("{label} put elsewhere in frame {frame}", change);
    default: return t("runner chosen in frame {frame}", change);
  }
}

class Review {
  constructor(root, clip) {
    this.root = root;
    this.clip = clip;
    this.count = clip.at.length;
    this.changes = [];
    this.frame = 0;
    this.from = null;
    this.choosing = false;
    this.events = clip.events.map((one) => ({ ...one, was: one.frame }));
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.drawing = this.part("drawing");
    this.size = this.bodySize();
    this.build();
    this.buildTimeline();
    this.listen();
    const first = this.events[0];
    this.select(0);
    this.go(first ? first.frame : 0);
    this.restore();
  }

  // What was sent and refused comes back: as many corrections are kept as when it was sent.
  keep() {
    try { sessionStorage.setItem(this.kept, JSON.stringify({ made: this.made, changes: this.changes })); } catch { /* a private window keeps nothing */ }
  }

  restore() {
    this.kept = `corrections of ${location.pathname}${location.search}`;
    this.made = document.querySelectorAll("#corrections li").length;
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(this.kept)); sessionStorage.removeItem(this.kept); } catch { /* as above */ }
    if (!kept || kept.made !== this.made || !kept.changes.length) return;
    this.changes = kept.changes;
    for (const one of this.changes) if (one.what === "move") this.events[one.event].frame = one.frame;
    const last = this.changes.at(-1);
    if (last.what === "move") this.select(last.event);
    this.go(last.what === "swap" ? last.first : last.frame);
  }

  // Height of the view in px: the usual height of the runner, and room around it.
  bodySize() {
    const heights = this.clip.at.map((row) => { const ys = row.filter((value, i) => i % 2 && value !== null); return ys.length > 4 ? Math.max(...ys) - Math.min(...ys) : 0; }).filter(Boolean).sort((a, b) => a - b);
    return 1.45 * (heights[Math.floor(heights.length / 2)] || 100);
  }

  // Where a point is in a frame, with the changes that are not saved yet, in their order.
  places(frame) {
    const row = [...this.clip.at[frame]];
    for (const change of this.changes) {
      if (change.what === "swap" && change.first <= frame && frame <= change.last) for (const [one, other] of this.clip.pairs) for (const axis of [0, 1]) [row[2 * one + axis], row[2 * other + axis]] = [row[2 * other + axis], row[2 * one + axis]];
      if (change.what === "drag" && change.frame === frame) [row[2 * change.index], row[2 * change.index + 1]] = [change.x, change.y];
    }
    return row;
  }

  build() {
    const side = (i) => this.clip.points[i].side || "";
    this.floor = shape("line", { class: "floor" });
    this.bones = this.clip.bones.map(([one, other]) => shape("line", { class: `bone ${side(one) === side(other) ? side(one) : ""}`, "stroke-width": this.size / 90 }));
    this.joints = this.clip.points.map((point) => shape("circle", { class: `joint ${point.side || ""}`, r: this.size / 90, "stroke-width": this.size / 200 }));
    const room = matchMedia("(pointer: coarse)").matches ? 18 : 32;
    this.grips = this.clip.points.map((point, i) => {
      const grip = shape("circle", { class: "grip", r: this.size / room, tabindex: 0, role: "button", "aria-label": t("{label}, drag it or use the arrow keys", point) });
      grip.dataset.index = i;
      return grip;
    });
    this.people = shape("g");
    if (this.clip.film) this.buildFilm(...this.clip.film);
    this.drawing.append(this.floor, ...this.bones, ...this.joints, this.people, ...this.grips);
    const feet = this.clip.at.flatMap((row) => row.filter((value, i) => i % 2 && value !== null)).sort((a, b) => a - b);
    this.ground = feet[Math.floor(0.995 * (feet.length - 1))];
  }

  // The picture has the size of the film in pixels, in which the points are told.
  buildFilm(width, height) {
    const image = shape("image", { width, height, preserveAspectRatio: "none" });
    this.drawing.append(image);
    this.floor.style.display = "none";
    this.drawing.classList.add("filmed");
    this.film = new FilmFrames(this.root.dataset.pictures, image, this.count);
    this.part("over").hidden = false;
  }

  // Whether the film was shown at every frame that was corrected.
  sawFilm() {
    const frames = this.changes.flatMap((one) => one.what === "swap" ? [one.first, one.last] : [one.frame]);
    return Boolean(this.film) && frames.every((one) => this.film.seen.has(one));
  }

  hidePoints() {
    const hidden = this.drawing.classList.toggle("bare");
    this.part("bare").setAttribute("aria-pressed", String(hidden));
  }

  buildTimeline() {
    const drawing = this.part("timeline").querySelector("svg");
    drawing.setAttribute("viewBox", `0 0 ${this.count} 56`);
    this.lines = shape("g");
    this.now = shape("line", { class: "now", y1: 0, y2: 56 });
    const rows = { left: [2, 26], right: [30, 54] };
    const doubts = this.clip.doubts.map((one) => { const [top, bottom] = one.side ? rows[one.side] : [0, 56]; return shape("rect", { class: "doubt", x: one.first, width: one.last - one.first + 1, y: top, height: bottom - top }); });
    drawing.append(...doubts, this.lines, this.now);
    this.rows = rows;
  }

  drawTimeline() {
    const parts = [];
    for (const [side, [top, bottom]] of Object.entries(this.rows)) {
      const mine = this.events.filter((one) => one.side === side);
      mine.forEach((one, i) => {
        const next = mine[i + 1];
        if (one.kind === "touchdown" && next && next.kind === "toe_off") parts.push(shape("rect", { class: side, x: one.frame, width: Math.max(0, next.frame - one.frame), y: top + 6, height: bottom - top - 12 }));
        parts.push(shape("line", { class: one.kind === "touchdown" ? "down" : "off", x1: one.frame, x2: one.frame, y1: top, y2: bottom }));
      });
    }
    for (const one of this.changes) if (one.what === "swap") parts.push(shape("rect", { class: "swap", x: one.first, width: one.last - one.first + 1, y: 1, height: 54 }));
    this.lines.replaceChildren(...parts);
  }

  draw() {
    const row = this.places(this.frame), xy = (i) => [row[2 * i], row[2 * i + 1]], there = (i) => row[2 * i] !== null;
    const xs = row.filter((value, i) => !(i % 2) && value !== null), ys = row.filter((value, i) => i % 2 && value !== null);
    const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
    if (xs.length) this.centre = [middle(xs), middle(ys)];
    const [x, y] = this.centre || [0, 0], high = this.size, wide = 4 / 3 * high;
    this.drawing.setAttribute("viewBox", `${x - wide / 2} ${y - high / 2} ${wide} ${high}`);
    this.clip.bones.forEach(([one, other], i) => { const seen = there(one) && there(other); this.bones[i].style.display = seen ? "" : "none"; if (seen) { const [a, b] = xy(one), [c, d] = xy(other); for (const [name, value] of [["x1", a], ["y1", b], ["x2", c], ["y2", d]]) this.bones[i].setAttribute(name, value); } });
    this.clip.points.forEach((_, i) => { for (const one of [this.joints[i], this.grips[i]]) { one.style.display = there(i) ? "" : "none"; if (there(i)) { one.setAttribute("cx", row[2 * i]); one.setAttribute("cy", row[2 * i + 1]); } } });
    for (const [name, value] of [["x1", x - wide], ["x2", x + wide], ["y1", this.ground], ["y2", this.ground]]) this.floor.setAttribute(name, value);
    this.drawPeople();
    if (this.film) this.film.show(this.frame);
    this.now.setAttribute("x1", this.frame);
    this.now.setAttribute("x2", this.frame);
    this.part("frame").value = this.frame;
    const here = this.events.filter((one) => one.frame === this.frame).map(named);
    const doubt = this.clip.doubts.some((one) => one.first <= this.frame && this.frame <= one.last) ? [t("doubtful")] : [];
    this.part("said").textContent = [t("Frame {frame} of {last}", { frame: this.frame, last: this.count - 1 }), `${figure(this.clip.times[this.frame].toFixed(3))} s`, ...here, ...doubt].join(" · ");
  }

  drawPeople() {
    const held = [...this.people.children].indexOf(document.activeElement);
    if (!this.choosing) { this.people.replaceChildren(); if (held >= 0) this.part("stage").focus(); return; }
    const row = this.clip.people[this.frame] || [];
    const found = Array.from({ length: row.length / 2 }, (_, i) => [row[2 * i], row[2 * i + 1]]).filter(([x]) => x !== null);
    this.people.replaceChildren(...found.map(([x, y], i) => {
      const one = shape("circle", { class: "who", cx: x, cy: y, r: this.size / 8, tabindex: 0, role: "button", "aria-label": t("person {number} is the runner", { number: i + 1 }) });
      const choose = (event) => { event.preventDefault(); event.stopPropagation(); this.choose(x, y); };
      one.addEventListener("click", choose);
      one.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") choose(event); });
      return one;
    }));
    // Who chooses by key keeps his place while frames go by.
    if (held >= 0) (this.people.children[held] || this.part("stage")).focus();
    // Everybody must be in view to be chosen.
    if (found.length) {
      const xs = found.map(([x]) => x), ys = found.map(([, y]) => y), room = this.size;
      const wide = Math.max(Math.max(...xs) - Math.min(...xs) + room, 4 / 3 * room), high = Math.max(Math.max(...ys) - Math.min(...ys) + room, 3 / 4 * wide);
      this.drawing.setAttribute("viewBox", `${(Math.min(...xs) + Math.max(...xs) - wide) / 2} ${(Math.min(...ys) + Math.max(...ys) - high) / 2} ${wide} ${high}`);
    }
  }

  go(frame) {
    this.frame = Math.max(0, Math.min(this.count - 1, frame));
    this.draw();
  }

  options() {
    const list = this.part("event");
    list.replaceChildren(...this.events.map((one, i) => { const option = document.createElement("option"); option.value = i; option.textContent = `${i + 1}. ${t("{event}, frame {frame}", { event: named(one), frame: one.frame })}${one.frame === one.was ? "" : ` ${t("(was {frame})", { frame: one.was })}`}`; return option; }));
    if (this.events.length) list.value = this.selected;
  }

  select(i) { this.selected = i; this.options(); }

  toEvent(by) {
    if (!this.events.length) return;
    this.select((this.selected + by + this.events.length) % this.events.length);
    this.go(this.events[this.selected].frame);
  }

  moveTo(frame) {
    const event = this.events[this.selected];
    if (!event || frame < 1 || frame >= this.count) return;
    const old = this.changes.find((one) => one.what === "move" && one.event === this.selected);
    event.frame = frame;
    if (old) old.frame = frame;
    else this.changes.push({ what: "move", event: this.selected, side: event.side, kind: event.kind, found: event.time, frame });
    this.changes = this.changes.filter((one) => !(one.what === "move" && one.event === this.selected && frame === event.was));
    this.tell();
    this.go(frame);
  }

  swapHere() {
    if (this.from === null) { this.from = this.frame; this.tell(); return; }
    this.changes.push({ what: "swap", first: Math.min(this.from, this.frame), last: Math.max(this.from, this.frame) });
    this.from = null;
    this.tell();
    this.draw();
  }

  drag(index, x, y) {
    const point = this.clip.points[index], at = { x: Math.round(10 * x) / 10, y: Math.round(10 * y) / 10 };
    const last = this.changes.at(-1);
    if (last && last.what === "drag" && last.index === index && last.frame === this.frame) Object.assign(last, at);
    else this.changes.push({ what: "drag", frame: this.frame, index, point: point.name, label: point.label, ...at });
    this.draw();
  }

  choose(x, y) {
    this.changes.push({ what: "runner", frame: this.frame, x, y });
    this.choosing = false;
    this.part("choose").setAttribute("aria-pressed", "false");
    this.tell();
    this.draw();
  }

  undo() {
    const last = this.changes.pop();
    if (last && last.what === "move") this.events[last.event].frame = this.events[last.event].was;
    this.tell();
    this.draw();
  }

  tell() {
    const lines = this.changes.map((one) => { const line = document.createElement("li"); line.textContent = said(one); return line; });
    if (this.from !== null) { const line = document.createElement("li"); line.textContent = t("legs to be swapped from frame {frame}: go to the last one", { frame: this.from }); lines.push(line); }
    if (!lines.length) { const line = document.createElement("li"); line.textContent = t("Nothing"); lines.push(line); }
    this.part("made").replaceChildren(...lines);
    this.part("undo").disabled = !this.changes.length;
    this.part("save").querySelector("[type=submit]").disabled = !this.changes.length;
    this.part("to").disabled = this.from === null;
    this.options();
    this.drawTimeline();
  }

  point(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.drawing.getScreenCTM().inverse());
    return [at.x, at.y];
  }

  listen() {
    const on = (name, type, does) => this.part(name).addEventListener(type, does);
    this.root.querySelectorAll("[data-step]").forEach((one) => one.addEventListener("click", () => this.go(this.frame + Number(one.dataset.step))));
    this.root.querySelectorAll("[data-nudge]").forEach((one) => one.addEventListener("click", () => { const event = this.events[this.selected]; if (event) this.moveTo(event.frame + Number(one.dataset.nudge)); }));
    on("frame", "input", (event) => this.go(Number(event.target.value)));
    on("event", "change", (event) => { this.select(Number(event.target.value)); this.go(this.events[this.selected].frame); });
    on("here", "click", () => this.moveTo(this.frame));
    on("from", "click", () => { this.from = this.frame; this.tell(); });
    on("to", "click", () => this.swapHere());
    on("undo", "click", () => this.undo());
    on("choose", "click", (event) => {
      this.choosing = !this.choosing;
      this.part("choose").setAttribute("aria-pressed", String(this.choosing));
      this.draw();
      // By key, which counts no clicks, the people stand far before this button.
      if (this.choosing && !event.detail) this.people.firstElementChild?.focus();
    });
    on("bare", "click", () => this.hidePoints());
    this.part("runner").hidden = !this.clip.people.length;
    on("stage", "keydown", (event) => this.key(event));
    this.dragging();
    this.swiping();
    const timeline = this.part("timeline");
    const seek = (event) => { const box = timeline.getBoundingClientRect(); this.go(Math.round((event.clientX - box.left) / box.width * (this.count - 1))); };
    timeline.addEventListener("pointerdown", (event) => { timeline.setPointerCapture(event.pointerId); seek(event); });
    timeline.addEventListener("pointermove", (event) => { if (timeline.hasPointerCapture(event.pointerId)) seek(event); });
    const form = this.part("save");
    try { form.elements.by.value = localStorage.getItem("corrects clips") || ""; } catch { /* a private window keeps nothing */ }
    form.addEventListener("submit", () => {
      form.elements.changes.value = JSON.stringify(this.changes);
      form.elements.film.value = this.sawFilm() ? "1" : "";
      this.saved = true;
      this.keep();
      try { localStorage.setItem("corrects clips", form.elements.by.value); } catch { /* as above */ }
    });
    window.addEventListener("beforeunload", (event) => { if (this.changes.length && !this.saved) event.preventDefault(); });
  }

  key(event) {
    const grip = event.target.closest(".grip"), far = event.shiftKey ? 10 : 1;
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (grip && event.key in ways) {
      const index = Number(grip.dataset.index), row = this.places(this.frame), [x, y] = ways[event.key];
      this.drag(index, row[2 * index] + far * x, row[2 * index + 1] + far * y);
      this.tell();
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const event_ = this.events[this.selected];
    const does = {
      ArrowLeft: () => this.go(this.frame - far), ArrowRight: () => this.go(this.frame + far),
      n: () => this.toEvent(1), p: () => this.toEvent(-1), s: () => this.swapHere(), z: () => this.undo(), h: () => this.film && this.hidePoints(),
      ",": () => event_ && this.moveTo(event_.frame - 1), ".": () => event_ && this.moveTo(event_.frame + 1),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  dragging() {
    let held = null;
    this.drawing.addEventListener("pointerdown", (event) => {
      const grip = event.target.closest(".grip");
      if (!grip) return;
      // Grips of a foot overlap: the joint nearest to the finger is meant, not the one drawn last.
      const row = this.places(this.frame), [x, y] = this.point(event);
      const away = (i) => (row[2 * i] === null ? Infinity : Math.hypot(row[2 * i] - x, row[2 * i + 1] - y));
      const index = this.clip.points.reduce((best, _, i) => (away(i) < away(best) ? i : best), Number(grip.dataset.index));
      held = { index, dx: row[2 * index] - x, dy: row[2 * index + 1] - y, id: event.pointerId, view: this.drawing.getAttribute("viewBox"), moved: false };
      grip.setPointerCapture(event.pointerId);
      event.stopPropagation();
    });
    this.drawing.addEventListener("pointermove", (event) => {
      if (!held || held.id !== event.pointerId) return;
      const [x, y] = this.point(event);
      this.drag(held.index, x + held.dx, y + held.dy);
      // The view stays while a joint is held, or it would run away under the finger.
      this.drawing.setAttribute("viewBox", held.view);
      held.moved = true;
    });
    const drop = (event) => { if (held && held.id === event.pointerId) { const moved = held.moved; held = null; if (moved) this.tell(); } };
    this.drawing.addEventListener("pointerup", drop);
    this.drawing.addEventListener("pointercancel", drop);
  }

  swiping() {
    const stage = this.part("stage");
    let start = null;
    stage.addEventListener("pointerdown", (event) => { if (!event.target.closest(".grip, .who")) start = { x: event.clientX, frame: this.frame }; });
    stage.addEventListener("pointermove", (event) => { if (start && event.buttons) this.go(start.frame - Math.round((event.clientX - start.x) / 8)); });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) stage.addEventListener(end, () => { start = null; });
  }
}

document.querySelectorAll("[data-review]").forEach(async (root) => {
  const said_ = root.querySelector("[data-said]");
  try {
    const answer = await fetch(root.dataset.frames);
    if (!answer.ok) throw new Error(String(answer.status));
    root.review = new Review(root, await answer.json());
    root.dataset.ready = "";
    root.review.tell();
  } catch {
    said_.textContent = t("The frames could not be loaded. Open the page again.");
  }
});
