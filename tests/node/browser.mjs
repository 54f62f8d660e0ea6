// A person at the pages: by keyboard, in both languages, on a wide and a narrow window, on paper, with and without script.
// Reads {baseUrl, login, password, outsider, analyst, organisation, director, undecided, forgetful, screenshots} as JSON from standard input; prints what it found; fails if anything.
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { Inspector } from "./axe.mjs";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const given = JSON.parse(Buffer.concat(chunks).toString("utf8"));
mkdirSync(given.screenshots, { recursive: true });
const inspector = new Inspector(given.screenshots);
const profile = mkdtempSync(join(tmpdir(), "wsparcie-browser-"));

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
];

/** The code that an authenticator shows (RFC 6238), so many steps of 30 seconds from now. */
function totp(secret, steps = 0) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const letters = secret.replace(/[\s=]/g, "");
  const bits = [...letters].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = digest.at(-1) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Presses Tab until the element has the focus, looking at the focus on the way. */
async function tabTo(page, selector) {
  for (let stop = 0; stop < 100; stop += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) {
      await inspector.focusShows(page, selector);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`no Tab leads to ${selector} on ${page.url()}`);
}

async function fill(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.type(text);
}

/** Enter, and the page that follows. */
async function enter(page) {
  const answer = page.waitForNavigation({ waitUntil: "load" });
  await page.keyboard.press("Enter");
  return answer;
}

async function summaryHasFocus(page, name) {
  // A browser gives `autofocus` its due when it draws, which may be after the page was loaded.
  await page.waitForFunction(() => document.activeElement?.matches(".summary[role=alert]"), { timeout: 10_000 }).catch(() => {});
  const seen = await page.evaluate(() => ({
    focused: document.activeElement?.matches(".summary[role=alert]") ?? false,
    title: document.title,
    secrets: [...document.querySelectorAll("input[type=password], input[name=code]")].filter((input) => input.value).length,
    invalid: [...document.querySelectorAll("[aria-invalid=true]")].every((input) =>
      input.getAttribute("aria-describedby")?.split(" ").every((id) => document.getElementById(id)),
    ),
  }));
  inspector.expect(seen.focused, name, "the error summary has no focus");
  inspector.expect(/^(Błąd|Error): /.test(seen.title), name, `titled ${seen.title}`);
  inspector.expect(seen.secrets === 0, name, "a password or code came back");
  inspector.expect(seen.invalid, name, "an invalid field is not described");
}

async function signInByKeyboard(page, login, password) {
  await fill(page, "#field-login", login);
  await fill(page, "#field-password", password);
  return enter(page);
}

async function open(page, path) {
  return page.goto(given.baseUrl + path, { waitUntil: "load" });
}

/** The pages that anybody sees, and a refused form. */
async function outside(page, lang) {
  await open(page, "/");
  inspector.expect(page.url().endsWith("/sign-in"), lang, `nobody was sent to ${page.url()}`);
  await inspector.look(page, `${lang}-sign-in`);
  await inspector.walk(page, `${lang}-sign-in`);
  await page.reload();
  await tabTo(page, "main button");
  await enter(page);
  await summaryHasFocus(page, `${lang}-sign-in-empty`);
  await inspector.look(page, `${lang}-sign-in-empty`);
  await tabTo(page, ".summary a");
  await page.keyboard.press("Enter");
  const jumped = await page.evaluate(() => document.activeElement?.id);
  inspector.expect(jumped === "field-login", lang, `the summary's link leads to ${jumped}`);
  await open(page, "/password");
  await inspector.look(page, `${lang}-password`);
  const missing = await open(page, "/nie-ma-takiej");
  inspector.expect(missing.status() === 404, lang, `a missing page is ${missing.status()}`);
  await inspector.look(page, `${lang}-missing`);
  // The code of a link goes into the form and out of the address.
  await open(page, "/invitation#tajny-kod");
  const link = await page.evaluate(() => ({
    hash: location.hash,
    value: document.querySelector("[name=token]").value,
    seen: document.querySelector("[name=token]").getClientRects().length,
  }));
  inspector.expect(link.hash === "" && link.value === "tajny-kod" && link.seen === 0, lang, `a link gave ${JSON.stringify(link)}`);
  await tabTo(page, "main button");
  await enter(page);
  await summaryHasFocus(page, `${lang}-invitation-refused`);
  await inspector.look(page, `${lang}-invitation-refused`);
}

/** An organisation's own sign-in; this one has none, so it fails and says so. */
async function throughOrganisation(page, lang) {
  await open(page, `/sign-in/o/${given.organisation}`);
  await inspector.look(page, `${lang}-organisation-sign-in`);
  await inspector.walk(page, `${lang}-organisation-sign-in`);
  await page.reload();
  await tabTo(page, "a.button.primary");
  await enter(page);
  inspector.expect(page.url().endsWith("/sign-in?error=provider"), lang, `the organisation's sign-in led to ${page.url()}`);
  await summaryHasFocus(page, `${lang}-organisation-sign-in-failed`);
  await inspector.look(page, `${lang}-organisation-sign-in-failed`);
  const odd = await open(page, "/sign-in/o/%3Cscript%3E");
  inspector.expect(odd.status() === 404, lang, `an odd organisation is ${odd.status()}`);
}

/** What an invitation says before anybody accepts it. */
async function readInvitation(page, lang, guest) {
  await open(page, guest.link);
  await inspector.look(page, `${lang}-invitation`);
  await tabTo(page, "main button");
  await enter(page);
  const said = await page.locator("main").innerText();
  for (const part of ["Gminny Ośrodek Pomocy Społecznej w Testowie", guest.login, "Próbna-Testowa"]) {
    inspector.expect(said.includes(part), lang, `the invitation does not say ${part}`);
  }
  inspector.expect(!page.url().includes(guest.link.split("#")[1]), lang, "a link's code in the address");
  await inspector.look(page, `${lang}-invitation-join`);
  await fill(page, "#field-password", "krótkie");
  await enter(page);
  await summaryHasFocus(page, `${lang}-invitation-join-refused`);
  await inspector.look(page, `${lang}-invitation-join-refused`);
}

/** Joins by a link that is good, accepts the agreement for the centre, and goes. */
async function newcomer(page) {
  await readInvitation(page, "pl", given.director);
  // The code was not lost with the refusal.
  await fill(page, "#field-password", "cztery zwykłe słowa razem");
  await enter(page);
  inspector.expect(page.url().endsWith("/sign-in?done=invitation"), "invitation", `it led to ${page.url()}`);
  await inspector.look(page, "pl-sign-in-invited");
  await open(page, given.director.link);
  await tabTo(page, "main button");
  await enter(page);
  await summaryHasFocus(page, "an invitation used twice");
  await open(page, "/sign-in");
  await signInByKeyboard(page, given.director.login, "cztery zwykłe słowa razem");
  inspector.expect(page.url().endsWith("/projects"), "newcomer", `signed in at ${page.url()}`);
  await inspector.look(page, "pl-projects-agreement");
  await tabTo(page, ".warning a");
  await enter(page);
  await inspector.look(page, "pl-agreement");
  await inspector.walk(page, "pl-agreement");
  await inspector.print(page, "pl-agreement");
  await open(page, "/agreement?lang=en");
  await inspector.look(page, "en-agreement");
  const foreign = await page.locator("main [lang=pl]").count();
  inspector.expect(foreign === 1, "en-agreement", "the Polish text is not marked as Polish");
  await open(page, "/agreement?lang=pl");
  await tabTo(page, "main form button");
  await enter(page);
  inspector.expect(page.url().endsWith("/agreement?done=1"), "agreement", `accepting led to ${page.url()}`);
  await inspector.look(page, "pl-agreement-accepted");
  inspector.expect((await page.locator("main form").count()) === 0, "agreement", "still to be accepted");
  await open(page, "/projects");
  inspector.expect((await page.locator(".warning").count()) === 0, "agreement", "still asked for");
  await signOut(page);
}

/** Sets a new password by a link that is good; asks for another link before. */
async function forgotten(page, lang) {
  await open(page, "/password");
  await tabTo(page, "main button");
  await enter(page);
  await summaryHasFocus(page, `${lang}-password-empty`);
  await fill(page, "#field-login", "nikt@nigdzie.demo");
  await enter(page);
  await inspector.look(page, `${lang}-password-sent`);
  // The same tab: the page is there already, and only what stands behind "#" changes.
  await page.evaluate(() => (location.hash = "#main"));
  await open(page, given.forgetful.link);
  await page.waitForFunction(() => location.hash === "").catch(() => {});
  inspector.expect((await page.locator("#field-login").isVisible()) === false, lang, "asked for a login beside the link");
  await inspector.look(page, `${lang}-password-link`);
  await fill(page, "#field-password", "krótkie");
  await enter(page);
  await summaryHasFocus(page, `${lang}-password-link-refused`);
  await inspector.look(page, `${lang}-password-link-refused`);
  await fill(page, "#field-password", "inne cztery zwykłe słowa");
  await enter(page);
  inspector.expect(page.url().endsWith("/sign-in?done=password"), lang, `a new password led to ${page.url()}`);
  await signInByKeyboard(page, given.forgetful.login, "inne cztery zwykłe słowa");
  inspector.expect(page.url().endsWith("/projects"), lang, `the new password led to ${page.url()}`);
  // Not somebody who accepts for the centre.
  await open(page, "/agreement");
  inspector.expect((await page.locator("main form").count()) === 0, lang, "a specialist is offered to accept");
  await signOut(page);
}

/** The console for GraphQL, by keyboard. */
async function useConsole(page, lang) {
  await open(page, "/graphiql");
  await page.waitForFunction(() => document.getElementById("schema").textContent.includes("type Viewer"));
  await inspector.look(page, `${lang}-console`);
  await inspector.walk(page, `${lang}-console`);
  await page.reload();
  await tabTo(page, "#document");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("{ viewer { login } }");
  await tabTo(page, "#run");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("status").textContent.includes("200"));
  const answer = JSON.parse(await page.locator("#answer").innerText());
  inspector.expect(answer.data.viewer.login === given.login, lang, `the console answered ${JSON.stringify(answer)}`);
  await tabToBack(page, "#variables");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("{");
  await page.keyboard.press("Control+Enter");
  const wrong = await page.evaluate(() => ({
    focus: document.activeElement?.id,
    invalid: document.getElementById("variables").getAttribute("aria-invalid"),
    said: document.getElementById("status").textContent,
  }));
  inspector.expect(wrong.focus === "variables" && wrong.invalid === "true" && wrong.said.includes("JSON"), lang,
    `wrong variables gave ${JSON.stringify(wrong)}`);
  await inspector.look(page, `${lang}-console-answer`);
}

async function tabToBack(page, selector) {
  for (let stop = 0; stop < 20; stop += 1) {
    await page.keyboard.press("Shift+Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`no way back to ${selector}`);
}

/** The pages of somebody who is signed in. */
async function inside(page, lang) {
  await open(page, "/projects");
  await inspector.look(page, `${lang}-projects`);
  await inspector.walk(page, `${lang}-projects`);
  await page.reload();
  await tabTo(page, ".row-link");
  await enter(page);
  inspector.expect(/\/projects\/.+/.test(page.url()), lang, `a project is at ${page.url()}`);
  await inspector.look(page, `${lang}-project`);
  await inspector.walk(page, `${lang}-project`);
  await inspector.print(page, `${lang}-project`);
  const project = page.url();
  await tabToFresh(page, new URL(project).pathname, 'a[href$="/accounts"]');
  await enter(page);
  inspector.expect(page.url() === `${project}/accounts`, lang, `the accounts are at ${page.url()}`);
  const told = await page.locator("main").innerText();
  inspector.expect(/8[\s\u00a0,]909[.,]09/.test(told), lang, `the cost of a person is not in ${told.slice(0, 400)}`);
  await inspector.look(page, `${lang}-accounts`);
  await inspector.walk(page, `${lang}-accounts`);
  await inspector.print(page, `${lang}-accounts`);
  await page.goto(project, { waitUntil: "load" });
  if (await page.locator(".files form button").count()) {
    await page.reload();
    await tabTo(page, ".files form button");
    await enter(page);
    await inspector.look(page, `${lang}-document`);
  }
  await open(page, "/organisation");
  await inspector.look(page, `${lang}-organisation`);
  await inspector.walk(page, `${lang}-organisation`);
  await open(page, "/account");
  await inspector.look(page, `${lang}-account`);
  await inspector.walk(page, `${lang}-account`);
  await tabToFresh(page, "/account", "#field-current");
  await page.keyboard.type("nie to hasło");
  await fill(page, "#field-new", "krótkie");
  await enter(page);
  await summaryHasFocus(page, `${lang}-account-refused`);
  await inspector.look(page, `${lang}-account-refused`);
  await open(page, "/account/proof");
  await inspector.look(page, `${lang}-proof`);
  const foreign = await open(page, "/projects/UHJvamVjdDox");
  inspector.expect(foreign.status() === 404, lang, `an unknown project is ${foreign.status()}`);
  await inspector.look(page, `${lang}-unknown-project`);
  await useConsole(page, lang);
}

/** The comparison, as an authority's analyst reads it; and as somebody of a centre does not. */
async function compared(page, lang) {
  await open(page, "/comparison");
  const refused = await page.locator("h1").innerText();
  inspector.expect(page.url().endsWith("/comparison") && !/Porównanie projektów|Comparison of projects/.test(refused), lang,
    `a centre's coordinator read the comparison: ${refused}`);
  await signOut(page);
  await open(page, "/sign-in");
  await signInByKeyboard(page, given.analyst, given.password);
  inspector.expect(page.url().endsWith("/comparison"), lang, `an analyst begins at ${page.url()}`);
  const told = await page.locator("main").innerText();
  for (const expected of [/10[\s\u00a0,]534[.,]05/, /13[\s\u00a0,]005[.,]49/, /Zielona Góra/]) {
    inspector.expect(expected.test(told), lang, `${expected} is not in the comparison: ${told.slice(0, 600)}`);
  }
  await inspector.look(page, `${lang}-comparison`);
  await inspector.walk(page, `${lang}-comparison`);
  await inspector.print(page, `${lang}-comparison`);
  await narrowed(page, lang);
  await tabToFresh(page, "/comparison", 'form[method="post"][action="/comparison"] button');
  await enter(page);
  await summaryHasFocus(page, `${lang}-comparison-too-soon`);
  await inspector.look(page, `${lang}-comparison-too-soon`);
  await signOut(page);
  await open(page, "/sign-in");
  await signInByKeyboard(page, given.login, given.password);
}

/** The comparison narrowed by keyboard; an address that does not fit is a refused form. */
async function narrowed(page, lang) {
  await open(page, "/comparison");
  await tabTo(page, "#field-measure");
  await page.keyboard.press("Space");
  await tabTo(page, "form[method=get] button.primary");
  await enter(page);
  const seen = await page.evaluate(() => ({
    measures: new URLSearchParams(location.search).getAll("measure"),
    chosen: document.querySelector("#field-measure").checked,
    tables: [...document.querySelectorAll("main table")].map((table) => table.closest("section").getAttribute("aria-labelledby")),
  }));
  inspector.expect(seen.chosen && seen.measures.join() === "cost_per_place" && seen.tables.join() === "money,summary",
    `${lang}-comparison-narrowed`, `one measure gave ${JSON.stringify(seen)}`);
  await inspector.look(page, `${lang}-comparison-narrowed`);
  const odd = await open(page, "/comparison?period=%3Cscript%3E&measure=x");
  inspector.expect(odd.status() === 422, lang, `an odd filter is ${odd.status()}`);
  await summaryHasFocus(page, `${lang}-comparison-refused`);
  await inspector.look(page, `${lang}-comparison-refused`);
}

async function tabToFresh(page, path, selector) {
  await open(page, path);
  await tabTo(page, selector);
}

async function switchOrganisation(page) {
  await open(page, "/organisation");
  const before = await page.locator(".organisation").innerText();
  await tabTo(page, "input[type=radio]");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, "main button");
  await enter(page);
  const after = await page.locator(".organisation").innerText();
  inspector.expect(before !== after, "organisation", `still ${after}`);
  return after;
}

/** Sets the second factor up; gives its secret and the recovery codes. */
async function setUpSecondFactor(page, lang) {
  await open(page, "/second-factor");
  await inspector.look(page, `${lang}-second-factor`);
  await tabTo(page, "main button");
  await enter(page);
  await inspector.look(page, `${lang}-second-factor-code`);
  const secret = await page.inputValue("[name=secret]");
  await fill(page, "#field-code", "12");
  await enter(page);
  await summaryHasFocus(page, `${lang}-second-factor-wrong`);
  await inspector.look(page, `${lang}-second-factor-wrong`);
  inspector.expect((await page.inputValue("[name=secret]")) === secret, lang, "a wrong code made another secret");
  await fill(page, "#field-code", totp(secret));
  await enter(page);
  await inspector.look(page, `${lang}-recovery-codes`);
  await inspector.print(page, `${lang}-recovery-codes`);
  const codes = await page.locator(".codes .secret").allInnerTexts();
  inspector.expect(codes.length === 10, lang, `${codes.length} recovery codes`);
  return { secret, codes };
}

async function signOut(page) {
  await open(page, "/projects");
  await tabTo(page, "form.out button");
  await enter(page);
  inspector.expect(page.url().includes("/sign-in"), "sign-out", `at ${page.url()}`);
}

async function signInWithCode(page, lang, code) {
  await open(page, "/sign-in");
  await signInByKeyboard(page, given.login, given.password);
  await inspector.look(page, `${lang}-code`);
  await fill(page, "#field-code", "000000");
  await enter(page);
  await summaryHasFocus(page, `${lang}-code-wrong`);
  await inspector.look(page, `${lang}-code-wrong`);
  await fill(page, "#field-code", code);
  await enter(page);
  inspector.expect(page.url().endsWith("/projects"), lang, `the code led to ${page.url()}`);
}

/** Everything again that matters, with scripts off. */
async function withoutScript(browser) {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "pl-PL" });
  const page = await context.newPage();
  await open(page, "/invitation#tajny-kod");
  inspector.expect(await page.locator("[name=token]").isVisible(), "without script", "no field for a link's code");
  await open(page, "/projects");
  inspector.expect(page.url().includes("/sign-in?next=/projects"), "without script", `at ${page.url()}`);
  await page.fill("#field-login", given.outsider);
  await page.fill("#field-password", given.password);
  await page.click("main button");
  inspector.expect(page.url().endsWith("/projects"), "without script", `signed in at ${page.url()}`);
  await page.click(".row-link");
  inspector.expect(await page.locator("h1").isVisible(), "without script", "no project");
  inspector.expect(!(await page.locator("[data-print]").isVisible()), "without script", "a button that does nothing");
  await page.click("form.out button");
  await context.close();
}

const context = await chromium.launchPersistentContext(profile, {
  executablePath, headless: true, args, locale: "pl-PL", viewport: { width: 1280, height: 900 },
});
const page = await context.newPage();
try {
  page.setDefaultTimeout(20_000);
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (4\d\d|5\d\d)/.test(message.text())) {
      inspector.fail(page.url(), `the console says ${message.text()}`);
    }
  });
  await outside(page, "pl");
  await throughOrganisation(page, "pl");
  await newcomer(page);
  await forgotten(page, "pl");
  await open(page, "/sign-in");
  await fill(page, "#field-login", given.login);
  await fill(page, "#field-password", "nie to hasło na pewno");
  await enter(page);
  await summaryHasFocus(page, "pl-sign-in-wrong");
  await inspector.look(page, "pl-sign-in-wrong");
  inspector.expect((await page.inputValue("#field-login")) === given.login, "pl-sign-in-wrong", "the login was lost");
  await fill(page, "#field-password", given.password);
  await enter(page);
  inspector.expect(page.url().endsWith("/projects"), "pl", `signed in at ${page.url()}`);
  await inside(page, "pl");
  await compared(page, "pl");
  const factor = await setUpSecondFactor(page, "pl");
  await signOut(page);
  // The code of this half minute is used up; the next one is good already.
  await signInWithCode(page, "pl", totp(factor.secret, 1));
  await switchOrganisation(page);
  await open(page, "/projects");
  await inspector.look(page, "pl-projects-empty");
  await switchOrganisation(page);

  await open(page, "/projects");
  await tabTo(page, "a.language");
  await enter(page);
  await inside(page, "en");
  await signOut(page);
  await outside(page, "en");
  await throughOrganisation(page, "en");
  await readInvitation(page, "en", given.undecided);
  await signInWithCode(page, "en", factor.codes[0]);
  await withoutScript(context.browser() ?? (await chromium.launch({ executablePath, headless: true, args })));
} catch (error) {
  // What was found before tells more than where it ended.
  await page.screenshot({ path: join(given.screenshots, "the-end.png") }).catch(() => {});
  inspector.fail(page.url(), error.stack);
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(JSON.stringify({ pages: inspector.pages, findings: inspector.findings }, null, 1));
process.exit(inspector.findings.length ? 1 : 0);
