// The picture code carries the digits behind the #, which a browser never sends: type them in for the reader.
const code = location.hash.slice(1);
if (/^\d{8}$/.test(code)) {
  document.querySelector("[data-code]").value = code;
  history.replaceState(null, "", "/pair");
}
