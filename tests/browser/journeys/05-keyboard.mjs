// The main journeys without a mouse: every step is a key, every name is the one a screen reader says; and without scripts.
import assert from "node:assert/strict";
import { PASSWORD } from "../visitor.mjs";

// What has the focus: its role and name as a screen reader hears them.
const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  const label = one.labels?.[0]?.innerText ?? one.getAttribute("aria-label") ?? one.innerText ?? "";
  const style = getComputedStyle(one), drawn = one.ownerSVGElement && one.querySelector(".m-place, .map-frame");
  const ring = style.outlineStyle !== "none" || style.boxShadow !== "none" || Boolean(drawn && parseFloat(getComputedStyle(drawn).strokeWidth) >= 5);
  return { tag: one.tagName.toUpperCase(), name: label.trim().replace(/\s+/g, " "), id: one.id, ring };
});

// Presses Tab until something answers; everything on the way must show that it has the focus.
async function tab(page, wanted, most = 60) {
  const way = [];
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    way.push(now.name || now.tag);
    if (now.tag !== "BODY") assert.ok(now.ring, `no visible focus on ${JSON.stringify(now)}`);
    if (wanted(now)) return now;
  }
  throw new Error(`never reached; on the way: ${way.join(" > ")}`);
}

export default async function ({ visitor }) {
  // the skip link is the first stop, and leads past the menu
  const anyone = await visitor({ width: 1280, lang: "en" });
  const { page } = anyone;
  await anyone.open("/");
  assert.equal((await tab(page, () => true)).name, "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  assert.equal((await tab(page, (now) => now.tag === "INPUT")).id, "q", "the first field behind the menu is the search");
  // the map: provinces are links with names, in the order of the table; / goes back to the search
  await tab(page, (now) => /^Thành phố Hà Nội: /.test(now.name), 80).catch((cause) => { throw new Error(`the map: ${cause.message}`); });
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.type("long he");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/places\?q=long/);
  await page.getByRole("link", { name: "Xã Long Hẹ" }).first().waitFor();
  // landmarks and names, as a screen reader lists them
  await anyone.open("/");
  for (const [role, name] of [["banner", undefined], ["main", undefined], ["contentinfo", undefined], ["navigation", "Languages"], ["navigation", "Sections of the site"], ["navigation", "Colours"], ["search", undefined]]) {
    assert.equal(await page.getByRole(role, name ? { name } : {}).count(), 1, `${role} ${name ?? ""}`);
  }
  await page.getByRole("group", { name: /^Share of recognised Learning Families/ }).waitFor();
  assert.equal(await page.getByRole("group").getByRole("link").count(), 36, "34 provinces and two archipelagos");
  const heads = await page.$$eval("main h1, main h2, main h3", (all) => all.map((one) => Number(one.tagName[1])));
  assert.equal(heads.filter((level) => level === 1).length, 1);
  heads.reduce((before, level) => { assert.ok(level <= before + 1, `headings jump from ${before} to ${level}`); return level; }, 0);
  await anyone.close();

  // signing in, and to the grid of answers
  const head = await visitor({ width: 1280 });
  const desk = head.page;
  await head.open("/sign-in");
  await tab(desk, (now) => now.id === "f-login");
  await desk.keyboard.type("canbo");
  await tab(desk, (now) => now.id === "f-password");
  await desk.keyboard.type(PASSWORD);
  await desk.keyboard.press("Enter");
  await desk.waitForURL(/\/today/);
  await head.open("/families");
  await desk.click("a[href*='/grid']");
  await desk.waitForURL(/\/grid/);
  const cells = await desk.$$eval("table[data-grid] tbody tr", (rows) => rows.map((row) => [...row.querySelectorAll("input:not([type=hidden])")].map((input) => input.name)));
  assert.ok(cells.length >= 2 && cells[0].length >= 3, "a grid to move in");
  const at = () => desk.evaluate(() => document.activeElement.name);
  await desk.focus(`[name='${cells[0][0]}']`);
  await desk.keyboard.press("End");
  await desk.keyboard.press("ArrowRight");
  assert.equal(await at(), cells[0][1]);
  await desk.keyboard.press("ArrowDown");
  assert.equal(await at(), cells[1][1]);
  await desk.keyboard.press("ArrowLeft");
  assert.equal(await at(), cells[1][0]);
  await desk.keyboard.press("ArrowUp");
  assert.equal(await at(), cells[0][0]);
  await desk.keyboard.press("Enter");
  assert.equal(await at(), cells[1][0], "Enter goes down as in a spreadsheet");
  const unnamed = await desk.$$eval("table[data-grid] input:not([type=hidden])", (all) => all.filter((one) => !(one.getAttribute("aria-label") || one.labels?.length || one.getAttribute("aria-labelledby"))).length);
  assert.equal(unnamed, 0, "every cell has a name");
  await head.close();

  // a list: j and k, space, /
  const officer = await visitor({ width: 1280 });
  const list = officer.page;
  await officer.signIn("canbo");
  const href = await list.getAttribute("a[href*='/appraise?']", "href");
  await officer.open(href);
  await list.focus("#main");
  await list.keyboard.press("j");
  await list.keyboard.press("j");
  await list.keyboard.press(" ");
  assert.deepEqual(await list.$$eval("table[data-keys] tbody input[type=checkbox]", (all) => all.slice(0, 3).map((box) => box.checked)), [false, true, false]);
  await list.keyboard.press("k");
  await list.keyboard.press("Enter");
  await list.waitForURL(/\/assessments\//);
  await officer.open("/households");
  await list.keyboard.press("/");
  assert.equal(await list.evaluate(() => document.activeElement.type), "search");
  await officer.close();

  // no connection: what was typed stays, and the page says so
  const typing = await visitor({ width: 360 });
  await typing.signIn("canbo");
  await typing.open("/households/new");
  await typing.page.fill("[id='f-members.0.name']", "Lò Văn Mất Mạng");
  await typing.context.setOffline(true);
  await typing.page.click("button[value=save]");
  assert.ok(await typing.page.isVisible(".offline-say"));
  assert.equal(await typing.page.inputValue("[id='f-members.0.name']"), "Lò Văn Mất Mạng");
  await typing.look("no connection");
  await typing.context.setOffline(false);
  await typing.page.waitForSelector(".offline-say", { state: "hidden" });
  await typing.close();

  // without scripts: in, a form filled, sent, told
  const plain = await visitor({ script: false, width: 360 });
  await plain.signIn("canbo");
  await plain.go("/today");
  await plain.go("/families");
  await plain.page.click("a[href*='/assess?']");
  await plain.page.waitForURL(/\/assess\?/);
  await plain.look("assess, no scripts");
  const form = await plain.page.getAttribute("main a[href$='/form']", "href");
  await plain.go(form);
  const boxes = await plain.page.$$("input[data-max][type=number]");
  assert.ok(boxes.length > 3);
  for (const box of boxes) await box.fill(await box.getAttribute("max"));
  await plain.press("main form button[name=act][value=save], main form button.btn-primary");
  await plain.look("saved, no scripts");
  // the look of pages is chosen without scripts too, and kept
  await plain.open("/about");
  await plain.page.click(".looks a[href*='look=dark']");
  await plain.page.waitForURL(/look=dark/);
  assert.equal(await plain.page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(16, 24, 25)");
  await plain.go("/places");
  assert.equal(await plain.page.getAttribute("meta[name=color-scheme]", "content"), "dark");
}
