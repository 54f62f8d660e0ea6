// Runs the audit of the npm package `graphql-http` against a server and prints one JSON line for each check.
//
//     node graphql_http_audit.mjs http://127.0.0.1:8080/graphql
//     AUDIT_TOKEN=… node graphql_http_audit.mjs …     asks as a signed-in client, with the bearer token
//
// A check that throws is printed as "fatal", so that none gets lost. The exit code tells only whether all of them ran.
import { serverAudits } from "graphql-http";

const [url] = process.argv.slice(2);
if (!url) {
  console.error("usage: node graphql_http_audit.mjs URL");
  process.exit(2);
}

const token = process.env.AUDIT_TOKEN;
function signedIn(address, init = {}) {
  const headers = new Headers(init.headers);
  headers.set("authorization", `Bearer ${token}`);
  return fetch(address, { ...init, headers });
}

for (const audit of serverAudits({ url, fetchFn: token ? signedIn : fetch })) {
  const line = { id: audit.id, name: audit.name };
  try {
    const result = await audit.fn();
    line.status = result.status;
    if (result.status !== "ok") {
      line.reason = result.reason;
      line.http = result.response?.status;
    }
  } catch (error) {
    line.status = "fatal";
    line.reason = String(error?.message ?? error);
  }
  console.log(JSON.stringify(line));
}
