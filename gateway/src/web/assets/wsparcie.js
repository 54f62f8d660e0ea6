// The only script. Pages work without it; see docs/pages.md.
"use strict";

// Printing: the button is there only where it works.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A one-time link brings its code behind "#", which never reaches a server. It goes into the form, and out of the
// address, so that neither the history nor a shared screen keeps it.
const field = document.querySelector("[data-fragment-code] input");
const takeCode = () => {
  if (!(field instanceof HTMLInputElement) || location.hash.length < 2) return;
  const code = decodeURIComponent(location.hash.slice(1));
  // Links within the page, such as the one to its content, are no codes.
  if (document.getElementById(code)) return;
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  for (const block of document.querySelectorAll("[data-fragment-code], [data-fragment-block]")) block.hidden = true;
  for (const note of document.querySelectorAll("[data-fragment-note]")) note.hidden = false;
};
takeCode();
// The link opened in a tab that shows this page already.
addEventListener("hashchange", takeCode);
