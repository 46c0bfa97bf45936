// A person at a browser: opens pages, fills forms, and notices what people notice – errors in the page, failed requests,
// text cut off at the side, and every violation axe finds.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import assert from "node:assert/strict";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const PASSWORD = "hoctap-demo";
const open = new Set();

export class Visitor {
  static async open(browser, base, folder, { width = 1280, height = 900, script = true, lang = "vi" } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: script, locale: lang, bypassCSP: true, acceptDownloads: true });
    const visitor = new Visitor();
    Object.assign(visitor, { base, folder, width, script, lang, context, page: await context.newPage(), shots: 0, seen: [], wrong: [] });
    visitor.page.on("pageerror", (error) => visitor.wrong.push(`script: ${error.message}`));
    visitor.page.on("console", (line) => { if (line.type() === "error" && !/status of 4\d\d/.test(line.text())) visitor.wrong.push(`console: ${line.text()}`); });
    visitor.page.on("response", (answer) => { if (answer.status() >= 500) visitor.wrong.push(`${answer.status()} ${answer.url()}`); });
    open.add(context);
    return visitor;
  }

  static async closeAll() {
    for (const context of open) await context.close();
    open.clear();
  }

  async close() {
    open.delete(this.context);
    await this.context.close();
  }

  // Opens a path in the visitor's language.
  async open(path, status = 200) {
    const joint = path.includes("?") ? "&" : "?";
    const answer = await this.page.goto(`${this.base}${path}${joint}lang=${this.lang}`);
    assert.equal(answer.status(), status, path);
    return answer;
  }

  // Opens it and looks at the page.
  async go(path, status = 200) {
    const answer = await this.open(path, status);
    await this.look(path);
    return answer;
  }

  // The same page on a screen of another width.
  async wide(width) {
    this.width = width;
    await this.page.setViewportSize({ width, height: 900 });
  }

  // The same page in the dark: are all its words still to be read?
  async inTheDark(name) {
    await this.page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    try {
      await this.axe(name, { runOnly: ["color-contrast"] });
      await this.shot(`${name} dark`);
    } finally {
      await this.page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    }
  }

  async axe(name, options = {}) {
    if (!await this.page.evaluate(() => Boolean(window.axe))) await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate((more) => window.axe.run(document, { resultTypes: ["violations"], ...more }), options);
    const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
    assert.deepEqual(found, [], `${name} (${this.lang}, ${this.width} px)`);
  }

  async signIn(login) {
    await this.go("/sign-in");
    await this.page.fill("#f-login", login);
    await this.page.fill("#f-password", PASSWORD);
    await this.page.click("main form button");
    await this.page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  }

  // Nothing broken, nothing cut off, nothing axe objects to; a picture for people.
  async look(name, { axe = true, shot = true } = {}) {
    const sideways = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(sideways <= 1, `${name}: ${sideways} px wider than a screen of ${this.width} px`);
    if (this.script && axe) await this.axe(name);
    const bracketed = await this.page.evaluate(() => document.body.innerText.match(/\[[a-z]+(-[a-z]+)+\]/)?.[0] ?? "");
    assert.equal(bracketed, "", `${name}: a sentence is missing`);
    assert.deepEqual(this.wrong, [], name);
    if (shot) await this.shot(name);
  }

  async shot(name) {
    this.shots += 1;
    const plain = name.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "").slice(0, 60) || "home";
    const file = `${String(this.shots).padStart(2, "0")}-${plain}-${this.lang}-${this.width}.png`;
    await this.page.screenshot({ path: join(this.folder, file), fullPage: true });
  }

  // Presses a button that sends a form, and waits for the page that answers: a page that is loaded already is no answer.
  async press(selector) {
    const answered = this.page.waitForEvent("domcontentloaded");
    await this.page.click(selector);
    await answered;
    await this.page.waitForLoadState();
  }

  text() { return this.page.evaluate(() => document.body.innerText); }

  async says(words) {
    const text = await this.text();
    assert.ok(text.replace(/\s+/g, " ").includes(words), `"${words}" is not on ${this.page.url()}:\n${text.slice(0, 1500)}`);
  }
}
