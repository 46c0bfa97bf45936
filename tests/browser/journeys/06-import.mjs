// A newcomer brings in 5,000 rows with 300 mistakes: every mistake is named at its cell, what is right goes in while the
// page shows how far it is, one household is put right on screen, the corrected copy brings in the rest, the tray is empty.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../workbook.py", import.meta.url));
const python = (...words) => {
  const done = spawnSync("/usr/bin/python3", [script, ...words], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr || done.stdout);
  return done.stdout.trim();
};

export default async function ({ visitor, site }) {
  const officer = await visitor({ width: 1280 });
  await officer.signIn("canbo");
  const page = officer.page;
  await page.goto(`${site.base}/households/new`);
  const hamlets = await page.$$eval("#f-hamlet option", (all) => all.map((one) => one.textContent.trim()).filter((_, at) => at > 0));
  const [book, list, copy, right] = ["so-ho.xlsx", "planted.json", "marked.xlsx", "so-ho-da-sua.xlsx"].map((name) => join(site.folder, name));
  python("make", book, list, ...hamlets.slice(0, 3));
  const planted = JSON.parse(readFileSync(list, "utf8"));

  const bring = async (file) => {
    await officer.go("/imports/new");
    await page.setInputFiles("#f-file", file);
    await page.click("form[data-progress] button:not([type=button])");
    await page.waitForURL(/\/imports\/[0-9a-f-]{30,}/);
    await page.waitForSelector("h1");
    return new URL(page.url()).pathname;
  };
  const outcome = (path) => page.evaluate(async (address) => (await fetch(`/api/v1${address}`)).json(), path);
  const entered = async () => {
    await page.waitForSelector("[data-under-way]", { state: "detached", timeout: 300_000 });
    await page.waitForLoadState();
  };

  const first = await bring(book);
  await officer.says("300 chỗ cần xem lại");
  const seen = (await outcome(first)).outcome;
  assert.deepEqual(seen.problems.map((one) => one.field.replace("Sổ hộ!", "")).sort(), Object.keys(planted).sort());
  assert.deepEqual([seen.added, seen.changed, seen.unchanged, seen.waiting], [950, 0, 0, 300]);
  await page.click("#rows details summary");
  await officer.look("a large import looked over");
  await officer.press(`form[action="${first}/apply"] button`);
  await officer.says("Có thể đóng trang này");
  await officer.look("a large import under way");
  // The page follows by itself; whoever looks from elsewhere sees the same.
  await entered();
  await officer.says("300 hộ đang chờ sửa");
  await officer.look("a large import entered");

  const phone = await visitor({ width: 360 });
  await phone.signIn("canbo");
  await phone.go(`${first}/tray`);
  await phone.says("300 hộ chưa nhập được");
  const cell = "[id='c-Sổ-hộ-F8']";
  assert.equal(await phone.page.getAttribute(cell, "aria-invalid"), "true");
  await phone.page.fill(cell, "1975");
  await phone.press("#household-1 button[value=save]");
  await phone.says("Nhập 1 hộ đã đúng vào sổ");
  await phone.look("one put right on a phone");
  for (const lang of ["en", "id"]) {
    const reader = await visitor({ lang, width: 1280 });
    await reader.signIn("canbo");
    await reader.go(`${first}/tray?page=2`);
    await reader.go(first);
  }

  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`a[href="${first}/marked.xlsx"]`)]);
  await download.saveAs(copy);
  // What was put right on the screen stands in the copy, and has no note any more.
  delete planted.F8;
  const left = join(site.folder, "left.json");
  (await import("node:fs")).writeFileSync(left, JSON.stringify(planted));
  assert.equal(python("correct", copy, left, right), "299");
  const second = await bring(right);
  await officer.says("là bản đã sửa của “so-ho.xlsx”");
  await officer.look("the corrected copy");
  const now = (await outcome(second)).outcome;
  assert.deepEqual([now.added, now.changed, now.unchanged, now.waiting, now.problems.length], [300, 0, 950, 0, 0]);
  await officer.press(`form[action="${second}/apply"] button`);
  await entered();
  await officer.go(`${first}/tray`);
  await officer.says("Khay trống");
  await officer.go("/imports");
  const again = await bring(book.replace("so-ho.xlsx", "so-ho-da-sua.xlsx"));
  assert.deepEqual((({ added, changed, unchanged, waiting }) => [added, changed, unchanged, waiting])((await outcome(again)).outcome), [0, 0, 1250, 0]);
  await page.click(`form[action="${again}/discard"] button`);
  await page.waitForURL(/done=import-discarded/);
  // All of it is taken back as two acts, so that other journeys meet the demonstration as it was.
  for (const path of [second, first]) {
    await officer.go(path);
    await officer.press(`form[action="${path}/undo"] button`);
    await page.waitForURL(/done=import-undone/);
  }
}
