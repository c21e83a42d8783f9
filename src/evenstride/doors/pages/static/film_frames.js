// The frames of a film behind the points of a review: the one that is asked for, then those near it, a few kept.
const MOST_FRAMES = 150;
const NEAR = [0, 1, -1, 2, 3, -2, 4, 5, 6, 7, 8];

class FilmFrames {
  constructor(address, image, count) {
    this.address = address;
    this.image = image;
    this.count = count;
    this.kept = new Map();
    this.seen = new Set();
    this.frame = 0;
    this.way = 1;
  }

  // Show a frame, at once or as soon as it is here; a picture of another frame never lies behind the points.
  show(frame) {
    if (frame !== this.frame) this.way = frame > this.frame ? 1 : -1;
    this.frame = frame;
    if (this.shown !== frame) this.image.style.visibility = "hidden";
    this.put();
    this.fill();
  }

  async put() {
    const frame = this.frame, data = this.kept.get(frame);
    if (!data || this.shown === frame && this.image.style.visibility !== "hidden") return;
    const picture = new Image();
    picture.src = data;
    try { await picture.decode(); } catch { return; }
    if (frame !== this.frame) return;
    this.image.setAttribute("href", data);
    this.image.style.visibility = "";
    this.shown = frame;
    this.seen.add(frame);
    this.image.dataset.shows = frame;
  }

  async fill() {
    if (this.filling) return;
    this.filling = true;
    for (let next; (next = this.next()) !== undefined;) {
      this.kept.set(next, await this.fetch(next));
      if (next === this.frame) this.put();
      for (const old of this.kept.keys()) { if (this.kept.size <= MOST_FRAMES) break; if (Math.abs(old - this.frame) > NEAR.length) this.kept.delete(old); }
    }
    this.filling = false;
  }

  next() { return NEAR.map((by) => this.frame + by * this.way).find((one) => one >= 0 && one < this.count && !this.kept.has(one)); }

  // A frame that is damaged is an empty picture: it is not asked for again.
  async fetch(frame) {
    try {
      const answer = await fetch(this.address + frame);
      if (!answer.ok) return "";
      const reader = new FileReader(), read = new Promise((done) => reader.addEventListener("load", () => done(reader.result)));
      reader.readAsDataURL(await answer.blob());
      return await read;
    } catch { return ""; }
  }
}
