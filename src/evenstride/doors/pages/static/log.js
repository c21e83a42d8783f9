// The log at the track: the body to tap on, and a queue for when nothing can be reached.
// An entry carries the id made here, so that sending it twice logs it once.
const QUEUE = "waiting log entries";
const read = () => { try { return JSON.parse(localStorage.getItem(QUEUE)) || []; } catch { return []; } };
const write = (waiting) => { try { localStorage.setItem(QUEUE, JSON.stringify(waiting)); return true; } catch { return false; } };

function bodyMap(form) {
  const map = form.querySelector("[data-bodymap]"), rows = form.querySelector("[data-pains]");
  const row = form.querySelector("[data-pain]"), none = form.querySelector("[data-nopain]");
  form.querySelector("[data-without-script]").remove();
  const shown = new Map();
  const number = () => { rows.querySelectorAll(".pain").forEach((one, n) => one.querySelectorAll("[data-name]").forEach((field) => { field.name = `pain-${n}-${field.dataset.name}`; })); none.hidden = shown.size > 0; };
  const hidden = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", value, className: name });

  function add(region) {
    const one = row.content.firstElementChild.cloneNode(true), label = region.getAttribute("aria-label");
    const fields = { place: region.dataset.place, side: region.dataset.side, level: "2" };
    for (const [name, value] of Object.entries(fields)) { const field = hidden(name, value); field.dataset.name = name; one.append(field); }
    one.querySelector("b").textContent = label;
    const level = one.querySelector("input.level"), out = one.querySelector("output");
    const set = (value) => { level.value = Math.max(0, Math.min(10, value)); out.textContent = `${level.value}/10`; };
    one.querySelector("[data-less]").addEventListener("click", () => (Number(level.value) ? set(Number(level.value) - 1) : flip(region)));
    one.querySelector("[data-more]").addEventListener("click", () => set(Number(level.value) + 1));
    for (const mark of ["sharp", "morning"]) { const box = one.querySelector(`[data-${mark}]`); box.dataset.name = mark; box.value = "1"; }
    set(2);
    rows.append(one);
    shown.set(region, one);
  }

  function flip(region) {
    const on = !shown.has(region);
    if (on) add(region); else { shown.get(region).remove(); shown.delete(region); }
    region.setAttribute("aria-pressed", String(on));
    region.classList.toggle("on", on);
    number();
  }
  map.addEventListener("click", (event) => { const region = event.target.closest(".region"); if (region) flip(region); });
  map.addEventListener("keydown", (event) => {
    const region = event.target.closest(".region");
    if (region && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); flip(region); }
  });
  map.querySelectorAll("[data-view]").forEach(roving);
}

// One tab stop a view: arrows lead through its places from the head down and around again.
function roving(view) {
  const at = (region, name) => Number(region.querySelector(".z").getAttribute(name));
  const places = [...view.querySelectorAll(".region")].sort((a, b) => at(a, "y") - at(b, "y") || at(a, "x") - at(b, "x"));
  const hold = (region) => places.forEach((one) => one.setAttribute("tabindex", one === region ? "0" : "-1"));
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  hold(places[0]);
  // Not on the drawing itself: a listener for focus there would make it one more stop.
  view.closest("fieldset").addEventListener("focusin", (event) => { if (places.includes(event.target)) hold(event.target); });
  view.addEventListener("keydown", (event) => {
    const here = places.indexOf(event.target.closest(".region"));
    const next = event.key === "Home" ? 0 : event.key === "End" ? places.length - 1 : event.key in steps ? (here + steps[event.key] + places.length) % places.length : -1;
    if (here < 0 || next < 0) return;
    event.preventDefault();
    places[next].focus();
  });
}

// A page kept from another day, or left open over night, must not say which day it is: this device knows.
const today = () => { const now = new Date(); return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10); };

function dayOf(form) {
  const field = form.elements.on, renew = () => { field.max = today(); };
  renew();
  field.addEventListener("focus", renew);
  document.addEventListener("visibilitychange", renew);
}

// What a session brought along, and a number of its own for every entry.
function prefill(form) {
  const told = new URLSearchParams(location.hash.slice(1));
  if (told.get("did")) { form.elements.did.value = told.get("did"); form.elements.did.closest("details").open = true; }
  if (told.get("stopped")) form.elements.stopped.checked = true;
  if (crypto.randomUUID) form.elements.id.value = crypto.randomUUID();
}

// Only what was sent leaves the queue as it is by then: meanwhile another tab, or this one, may have kept more.
const same = (one, other) => one.to === other.to && JSON.stringify(one.body) === JSON.stringify(other.body);
const settle = (one, left) => write(read().flatMap((kept) => (same(kept, one) ? left : [kept])));

const send = (waiting) => fetch(waiting.to, { method: "POST", headers: { accept: "application/json" }, body: new URLSearchParams(waiting.body) });

async function flush(say) {
  const waiting = read();
  if (!waiting.length) return;
  let sent = 0;
  for (const one of waiting) {
    try {
      const answer = await send(one);
      if (answer.ok) { sent += 1; settle(one, []); }
      else if (answer.status === 422) settle(one, [{ ...one, refused: (await answer.json()).refused }]);
    } catch { /* It stays where it is, and is sent again later. */ }
  }
  const left = read(), refused = left.find((one) => one.refused);
  if (refused) say(t("One entry kept on this phone was not taken: {reason}", { reason: refused.refused }));
  else say(left.length ? t("{count} kept on this phone. They are sent when Evenstride can be reached.", { count: left.length }) : t("{count} sent. Nothing is waiting.", { count: sent }));
}

document.querySelectorAll("[data-log]").forEach((form) => {
  const line = form.querySelector("[data-offline]"), saved = form.querySelector("[data-saved]");
  const say = (text) => { line.textContent = text; line.hidden = !text; };
  bodyMap(form);
  prefill(form);
  dayOf(form);
  flush(say);
  addEventListener("online", () => flush(say));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const one = { to: form.action, body: [...new FormData(form)].map(([name, value]) => [name, String(value)]) };
    try {
      const answer = await send(one);
      if (answer.ok) { showAnswer(form, await answer.json()); return; }
      if (answer.status === 422) { saved.textContent = (await answer.json()).refused; return; }
      throw new Error(String(answer.status));
    } catch {
      // Sent later, no day would mean the day it is sent.
      if (!form.elements.on.value) one.body = one.body.map(([name, value]) => [name, name === "on" ? today() : value]);
      saved.textContent = write([...read(), one]) ? t("Saved on this phone. It will be sent by itself.") : t("Nothing could be saved. Keep this page open and try again.");
      form.elements.id.value = crypto.randomUUID ? crypto.randomUUID() : form.elements.id.value;
    }
  });
});

function showAnswer(form, { lines, spoken }) {
  const box = document.createElement("section");
  box.className = "logged";
  box.setAttribute("aria-live", "polite");
  lines.forEach((line, n) => { const part = document.createElement(n ? "p" : "h1"); part.className = n ? "say" : "verdict"; part.textContent = line; part.lang = spoken[n]; box.append(part); });
  const back = Object.assign(document.createElement("a"), { className: "btn main", textContent: t("Back to your stride") });
  back.href = form.getAttribute("action").replace("/log/", "/athlete/");
  box.append(back);
  form.replaceWith(box);
  scrollTo(0, 0);
}
