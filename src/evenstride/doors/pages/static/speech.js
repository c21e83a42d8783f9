// Texts of scripts in the language of the page, found under their English wording; an English page hands none over.
const SPEECH = JSON.parse(document.querySelector("[data-texts]")?.dataset.texts || "{}");
const t = (text, named = {}) => (SPEECH[text] || text).replace(/\{(\w+)\}/g, (_, name) => named[name]);
const figure = (text) => text.replace(".", (0.5).toLocaleString(document.documentElement.lang)[1]);
