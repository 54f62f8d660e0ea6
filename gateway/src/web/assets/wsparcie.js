// The only script. Pages work without it; see docs/pages.md.
"use strict";

// Printing: the button is there only where it works.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A one-time link brings its code behind "#", which never reaches a server. It goes into the form, and out of the
// address, so that neither the history nor a shared screen keeps it.
const field = document.querySelector("[data-fragment-block] input");
if (field instanceof HTMLInputElement && location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1).replace(/^(code|token)=/, ""));
  history.replaceState(null, "", location.pathname + location.search);
  const block = field.closest("[data-fragment-block]");
  if (block instanceof HTMLElement) block.hidden = true;
}
