// Light or dark as chosen here before, else as the system says. Every page is readable without this file.
const root = document.documentElement;
const stored = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
const store = (theme) => { try { localStorage.setItem("theme", theme); } catch { /* a private window keeps nothing */ } };

if (["light", "dark"].includes(stored())) root.dataset.theme = stored();

document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-toggle-theme]");
  button.addEventListener("click", () => {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const theme = (root.dataset.theme || system) === "dark" ? "light" : "dark";
    root.dataset.theme = theme;
    store(theme);
  });
});

// Pages once opened open again where nothing can be reached; browsers allow that on this machine and over HTTPS only.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => { /* then pages need the network */ });
