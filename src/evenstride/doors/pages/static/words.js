// Makes the first mention of each explained word on a page tappable; without scripts the list at the end says the same.
const UNTOUCHED = "a, button, summary, svg, code, table, h1, h2, h3, label, legend, output, [data-words], .sr, form";

function explain(list) {
  const words = [...list.querySelectorAll("dt")].map((dt) => ({ name: dt.textContent, says: dt.nextElementSibling.textContent, as: dt.dataset.as.split("|").sort((a, b) => b.length - a.length) }));
  const box = Object.assign(document.createElement("div"), { className: "explains", id: "explains", popover: "auto" });
  const title = document.createElement("b"), text = document.createElement("p");
  box.append(title, text);
  document.body.append(box);
  const walker = document.createTreeWalker(document.getElementById("main"), NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest(UNTOUCHED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const word of words) mark(word, texts, (button) => { title.textContent = word.name; text.textContent = word.says; place(box, button); });
}

function mark(word, texts, show) {
  const found = (node) => word.as.map((one) => [node.data.search(new RegExp(`(?<![\\p{L}\\p{N}])${one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "u")), one]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0])[0];
  for (const node of texts) {
    const hit = found(node);
    if (!hit) continue;
    const rest = node.splitText(hit[0]), after = rest.splitText(hit[1].length);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "term", textContent: rest.data });
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-controls", "explains");
    button.addEventListener("click", () => show(button));
    rest.replaceWith(button);
    texts.splice(texts.indexOf(node) + 1, 0, after);
    return;
  }
}

function place(box, button) {
  box.showPopover();
  const at = button.getBoundingClientRect(), height = box.offsetHeight, width = box.offsetWidth;
  const below = at.bottom + 8 + height <= innerHeight;
  box.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - 8 - height)}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
}

if ("popover" in HTMLElement.prototype) document.querySelectorAll("[data-words]").forEach(explain);
