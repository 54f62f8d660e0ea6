// The GraphQL console: sends a document to /graphql with the session's cookie and shows the answer as text.
"use strict";

const byId = (id) => document.getElementById(id);
const form = byId("console");
const status = byId("status");
const answer = byId("answer");

const words = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

async function send(dryRun) {
  let variables;
  try {
    variables = JSON.parse(byId("variables").value.trim() || "{}");
    byId("variables").removeAttribute("aria-invalid");
  } catch {
    byId("variables").setAttribute("aria-invalid", "true");
    status.textContent = form.dataset.bad;
    byId("variables").focus();
    return;
  }
  status.textContent = form.dataset.working;
  const body = { query: byId("document").value, variables };
  if (dryRun) body.extensions = { dryRun: true };
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json",
        "accept-language": document.documentElement.lang,
        "x-wsparcie-csrf": "1",
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    try {
      answer.textContent = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      answer.textContent = text;
    }
    status.textContent = words(form.dataset.done, { status: response.status });
  } catch {
    answer.textContent = "";
    status.textContent = form.dataset.failed;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.submitter?.id === "price");
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    send(false);
  }
});

// The schema: definitions are separated by blank lines; a search shows those that contain the word.
const schema = byId("schema");
let definitions = [];
const show = () => {
  const word = byId("search").value.trim().toLowerCase();
  const matching = definitions.filter((text) => text.toLowerCase().includes(word));
  schema.textContent = matching.join("\n\n");
  byId("found").textContent = word ? words(schema.dataset.found, { count: matching.length }) : "";
};
let waiting;
byId("search").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 200);
});
fetch("/schema.graphql").then(async (response) => {
  const text = await response.text();
  definitions = text.split(/\n(?=\n?(?:"""[\s\S]*?"""\n|"[^"\n]*"\n)?(?:type|input|enum|interface|union|scalar|directive|schema)\b)/).map((part) => part.trim()).filter(Boolean);
  show();
});
