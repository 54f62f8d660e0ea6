// What every page has to hold, whatever is on it: no finding of axe, nothing to scroll sideways, a visible focus.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [1280, 320];

export class Inspector {
  constructor(folder) {
    this.folder = folder;
    this.findings = [];
    this.pages = 0;
  }

  fail(where, what) {
    this.findings.push(`${where}: ${what}`);
  }

  expect(holds, where, what) {
    if (!holds) this.fail(where, what);
  }

  /** Looks at the page as it is, at both widths; leaves the window wide. */
  async look(page, name) {
    this.pages += 1;
    // Before anything is put into the page: what stands in it is ours.
    const frame = await page.evaluate(() => ({
      headings: document.querySelectorAll("h1").length,
      lang: document.documentElement.lang,
      title: document.title,
      inline: document.querySelectorAll("[style], style, script:not([src])").length,
    }));
    this.expect(frame.headings === 1, name, `${frame.headings} first headings`);
    this.expect(frame.lang === name.slice(0, 2), name, `in the language ${frame.lang}`);
    this.expect(frame.title.endsWith(" – Wsparcie"), name, `titled ${frame.title}`);
    this.expect(frame.inline === 0, name, `${frame.inline} inline styles or scripts`);
    // Changing the width must not take the focus from where the page put it.
    for (const width of [...WIDTHS].reverse()) {
      await page.setViewportSize({ width, height: 900 });
      const where = `${name} at ${width} px`;
      const { scrolled, shown, over } = await page.evaluate(() => {
        const root = document.scrollingElement;
        const over = [...document.body.querySelectorAll("*")]
          .filter((element) => !element.closest(".unseen, .skip, thead") && element.getBoundingClientRect().right > root.clientWidth + 1)
          .slice(0, 3)
          .map((element) => `${element.tagName}.${element.className}`);
        return { scrolled: root.scrollWidth, shown: root.clientWidth, over };
      });
      this.expect(scrolled <= shown, where, `${scrolled} px wide in ${shown} px: ${over.join(", ")}`);
      this.expect(over.length === 0, where, `beyond the edge: ${over.join(", ")}`);
      await this.audit(page, where);
      await page.screenshot({ path: join(this.folder, `${name}-${width}.png`), fullPage: true, caret: "initial" });
    }
  }

  /** The page as it goes to the printer. */
  async print(page, name) {
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 673, height: 980 });
    await this.audit(page, `${name} printed`);
    const seen = await page.evaluate(() =>
      ["header.top", "nav.crumbs", "footer"].filter((part) => document.querySelector(part)?.getClientRects().length),
    );
    this.expect(seen.length === 0, name, `printed with ${seen.join(", ")}`);
    await page.screenshot({ path: join(this.folder, `${name}-print.png`), fullPage: true, caret: "initial" });
    await page.pdf({ path: join(this.folder, `${name}.pdf`), preferCSSPageSize: true, tagged: true });
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  async audit(page, where) {
    await page.evaluate(axeSource);
    const result = await page.evaluate(
      (tags) => globalThis.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }),
      RULES,
    );
    for (const violation of result.violations) {
      const nodes = violation.nodes.slice(0, 3).map((node) => node.target.join(" "));
      this.fail(where, `axe ${violation.id}: ${violation.help} (${nodes.join("; ")})`);
    }
    return result.violations.length;
  }

  /** Whether somebody who looks at the page sees where the keyboard is. */
  async focusShows(page, where) {
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        what: `${element.tagName} ${element.textContent.trim().slice(0, 30)}`,
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3,
        inView: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0,
        big: box.height >= 24 || style.display === "inline",
      };
    });
    if (!focus) return null;
    this.expect(focus.outlined, where, `no visible focus on ${focus.what}`);
    this.expect(focus.inView, where, `focus out of view on ${focus.what}`);
    this.expect(focus.big, where, `a target under 24 px: ${focus.what}`);
    return focus;
  }

  /** Walks the whole page by Tab; gives what was stopped at. */
  async walk(page, where) {
    const stops = [];
    await page.evaluate(() => {
      document.activeElement?.blur();
      getSelection()?.removeAllRanges();
    });
    for (let stop = 0; stop < 150; stop += 1) {
      await page.keyboard.press("Tab");
      const focus = await this.focusShows(page, where);
      if (!focus) break;
      stops.push(focus.what);
    }
    const expected = await page.evaluate(
      () =>
        [...document.querySelectorAll("a[href], button, input:not([type=hidden]), [tabindex='0']")].filter(
          (element) => element.getClientRects().length && !element.closest("[hidden]"),
        ).length,
    );
    // Radio buttons of one group are one stop.
    const groups = await page.evaluate(() => Math.max(0, document.querySelectorAll("input[type=radio]").length - 1));
    this.expect(stops.length >= expected - groups, where, `${stops.length} stops for ${expected} things to use`);
    return stops;
  }
}
