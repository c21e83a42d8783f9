// The live session: rests as a clock, and a stop rule that knows the error of the timing.
// The limit is max(3 %, 2 × error of one time), as in science/stop_rule.py; a hand stopwatch only counts reps.
const LOSS = 0.03;

// → [state, word, why]; `times` in s, `error` one time's standard deviation in s, `judges` false for a thumb.
function answer(times, planned, error, judges, crisp) {
  const done = times.length;
  if (!crisp) return ["stop", t("Stop"), t("No longer crisp. The good work is done, and this counts as a full session.")];
  if (done >= planned) return ["stop", t("Done"), t("All reps. That is the session.")];
  if (!done) return ["go", t("Go on"), t("Rest fully first. The first rep sets the mark.")];
  const left = done === planned - 1;
  if (!judges) return left ? ["last", t("Last one"), t("One more, as good as the others.")] : ["go", t("Go on"), t("{done} of {planned}. By hand no time can judge a rep: you can.", { done, planned })];
  const best = Math.min(...times), loss = times[done - 1] / best - 1, limit = Math.max(LOSS, 2 * error / best);
  const percent = (share) => figure(`${(100 * share).toFixed(1)} %`), off = percent(loss), most = percent(limit);
  if (loss > limit) return ["stop", t("Stop"), t("{off} off your best, beyond {most}. The good work is done, and this counts as a full session.", { off, most })];
  if (loss > 2 / 3 * limit) return ["last", t("Last one"), t("{off} off your best. One more after a full rest, then stop.", { off })];
  if (left) return ["last", t("Last one"), t("One more, as good as the others.")];
  return ["go", t("Go on"), loss ? t("Rep {done} was {off} off your best, inside your {most}.", { done, off, most }) : t("Your best so far. Keep the rest full.")];
}

// While a block's times are sealed the rule still judges them, and says so without a number.
const WITHOUT_NUMBERS = {
  "go": [t("Go on"), t("Inside your limit. Keep the rest full.")],
  "last": [t("Last one"), t("One more after a full rest, then stop.")],
  "stop": [t("Stop"), t("The good work is done, and this counts as a full session.")],
};

function live(root) {
  const sealed = "sealed" in root.dataset;
  const part = (name) => root.querySelector(`[data-${name}]`);
  const planned = Number(root.dataset.planned), rest = Number(root.dataset.rest);
  const key = `session ${root.dataset.log}`;
  // A phone that sleeps or reloads at the track must not lose the reps.
  const kept = (() => { try { return JSON.parse(sessionStorage.getItem(key)) || {}; } catch { return {}; } })();
  const times = kept.times || [];
  let crisp = kept.crisp ?? true, at = times.length, until = kept.until || 0, warned = kept.warned || false;
  const timing = part("timing");
  if (kept.timing) timing.value = kept.timing;

  const keep = () => { try { sessionStorage.setItem(key, JSON.stringify({ times, crisp, until, warned, timing: timing.value })); } catch { /* a private window keeps nothing */ } };
  const judges = () => timing.selectedOptions[0].dataset.judges === "1";

  function draw() {
    let [state, word, why] = answer(times, planned, Number(timing.value), judges(), crisp);
    if (warned && state !== "stop" && times.length > warned) [state, word, why] = ["stop", t("Done"), t("That was the last one. Well stopped.")];
    if (sealed && times.length) [word, why] = WITHOUT_NUMBERS[state];
    if (state === "last" && times.length < planned - 1) warned = warned || times.length;
    const rule = part("rule");
    rule.className = `rule is-${state}`;
    rule.querySelector("strong").textContent = word;
    rule.querySelector("p").textContent = why;
    part("reps").replaceChildren(...Array.from({ length: planned }, (_, i) => tile(i, state)));
    const ended = state === "stop";
    part("typed").hidden = ended && at >= times.length;
    part("crisp").hidden = ended || judges() || !times.length;
    part("ended").hidden = !ended;
    if (ended) until = 0;
    part("which").textContent = t("Rep {number}, seconds", { number: at + 1 });
    finish(ended);
    keep();
  }

  function tile(i, state) {
    const button = document.createElement("button"), name = document.createElement("small"), value = document.createElement("b");
    const next = i === times.length && state !== "stop";
    button.type = "button";
    button.className = i < times.length ? "" : next ? "now" : "todo";
    button.disabled = i > times.length || (state === "stop" && i >= times.length);
    name.textContent = t("rep {number}", { number: i + 1 });
    value.textContent = i < times.length ? (sealed ? t("set") : figure(times[i].toFixed(2))) : next ? t("next") : "–";
    button.append(name, value);
    button.addEventListener("click", () => { at = i; draw(); document.getElementById("rep-time").focus(); });
    return button;
  }

  // What was timed goes along to the log.
  function finish(ended) {
    const link = document.querySelector("[data-end]");
    const timed = sealed ? "" : ` in ${times.map((t) => t.toFixed(2)).join("/")}`;
    const did = times.length ? `${root.dataset.what} ${times.length}x${root.dataset.distance}m${timed}` : "";
    const more = new URLSearchParams(did ? { did } : {});
    if (ended && times.length < planned) more.set("stopped", "1");
    link.href = more.size ? `${root.dataset.log}#${more}` : root.dataset.log;
    link.textContent = ended || !times.length ? t("Log it: ten seconds") : t("End here and log it");
  }

  part("typed").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = document.getElementById("rep-time"), time = Number(field.value.trim().replace(",", "."));
    field.setCustomValidity(time > 0.3 && time < 60 ? "" : t("A time in seconds, like 2.31"));
    if (!field.reportValidity()) return;
    const fresh = at === times.length;
    times[at] = time;
    at = times.length;
    field.value = "";
    if (fresh) until = Date.now() + 1000 * rest;
    draw();
    tick();
  });
  document.getElementById("rep-time").addEventListener("input", (event) => event.target.setCustomValidity(""));
  timing.addEventListener("change", draw);
  part("no").addEventListener("click", () => { crisp = false; draw(); });
  part("yes").addEventListener("click", () => { part("crisp").hidden = true; });
  part("more").addEventListener("click", () => { until = Math.max(until, Date.now()) + 60000; keep(); tick(); });

  function tick() {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    part("clock").hidden = !until;
    part("left").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    part("hint").textContent = left ? t("rest left") : t("Rested. Go when you feel ready.");
    part("bar").value = 100 * (1 - Math.min(1, left / rest));
  }
  draw();
  tick();
  setInterval(tick, 1000);
}

document.querySelectorAll("[data-live]").forEach(live);
