// Import: drag and drop on top of the form, and the limits said before anything is sent.
const form = document.querySelector("[data-import]");
const drop = form.querySelector("[data-drop]"), said = form.querySelector("[data-chosen]"), rule = said.textContent;
const inputs = [...drop.querySelectorAll("input[type=file]")];
const MB = 1024 * 1024, archive = /\.(zip|gz|fit|tcx|gpx)$/i;

function refusal(files) {
  if (files.length > Number(form.dataset.most)) return t("{count} files are too many: at most {most} at once.", { count: files.length, most: form.dataset.most });
  const total = files.reduce((sum, one) => sum + one.size, 0);
  return total > Number(form.dataset.all) * MB ? t("Together they have {size} MB: at most {most} MB at once.", { size: Math.ceil(total / MB), most: form.dataset.all }) : "";
}

function tell() {
  const files = inputs.flatMap((one) => [...one.files]), problem = refusal(files);
  const large = files.filter((one) => one.size > Number(form.dataset.one) * MB && !archive.test(one.name)).length;
  said.textContent = problem || (files.length ? `${files.length === 1 ? t("1 file chosen.") : t("{count} files chosen.", { count: files.length })}${large ? ` ${t("{count} too large, left out.", { count: large })}` : ""}` : rule);
  form.querySelector("[type=submit]").disabled = Boolean(problem);
}

async function inside(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader(), found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const one of some) found.push(...await inside(one));
  }
}

async function take(event) {
  event.preventDefault();
  drop.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry && one.webkitGetAsEntry()).filter(Boolean);
  const files = entries.length ? (await Promise.all(entries.map(inside))).flat() : [...event.dataTransfer.files];
  const all = new DataTransfer();
  files.forEach((one) => all.items.add(one));
  inputs[0].files = all.files;
  tell();
}

inputs.forEach((one) => one.addEventListener("change", tell));
drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", take);
