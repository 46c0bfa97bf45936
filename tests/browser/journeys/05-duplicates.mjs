// Households that look alike, at a desk with keys alone and on a phone without scripts: the list, two side by side, merged
// after a look and taken back, told apart and taken back; what a hamlet head sees of it.
import assert from "node:assert/strict";

const LIST = "/households/duplicates";

// The pairs of the list, by address.
const pairs = (person) => person.page.$$eval("table tbody th a", (all) => all.map((one) => new URL(one.href).pathname));

// The first pair that can be merged, and one that cannot because both are registered.
async function kinds(person, all) {
  const found = {};
  for (const path of all) {
    await person.go(path);
    if (await person.page.locator("button[value=look]").count()) found.free ??= path;
    else found.held ??= path;
  }
  return found;
}

export default async function ({ visitor }) {
  const officer = await visitor({ width: 1280 });
  await officer.signIn("canbo");
  const page = officer.page;
  await officer.go("/households");
  await officer.says("cặp hộ có vẻ trùng nhau");
  await page.click(`a[href^='${LIST}']`);
  await officer.look("pairs");
  const all = await pairs(officer);
  assert.ok(all.length >= 3, `only ${all.length} pairs`);
  const { free, held } = await kinds(officer, all);
  assert.ok(free && held, "one pair can be merged, and one must wait");
  await officer.go(held);
  await officer.says("rút đăng ký");

  for (const [lang, width, script] of [["vi", 360, true], ["en", 1280, true], ["en", 360, true], ["id", 360, true], ["vi", 360, false]]) {
    const person = await visitor({ lang, width, script });
    await person.signIn("canbo");
    for (const path of ["/households", LIST, `${LIST}?show=apart`, held, free]) await person.go(path);
    await person.page.click("button[value=look]");
    await person.page.waitForURL(/\/merge/);
    await person.look("as it will be");
    await person.page.click("button[value=edit]");
    await person.page.waitForSelector("button[value=look]");
    await person.look("chosen again");
    await person.close();
  }

  // by keys alone: down the list, into a pair, to the look, and merged
  await officer.go(LIST);
  await page.keyboard.press("j");
  for (let n = all.indexOf(free); n > 0; n -= 1) await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === free);
  await page.focus("button[value=look]");
  await page.keyboard.press("Enter");
  await page.waitForSelector("button[value=merge]");
  await page.focus("button[value=merge]");
  await page.keyboard.press("Enter");
  await page.waitForURL(/done=households-merged/);
  await officer.look("merged");
  await officer.says("Đã gộp hai hộ thành một");
  const gone = new URL(page.url()).searchParams.get("from");
  const stays = new URL(page.url()).pathname;
  await officer.go(`/households/${gone}`);
  assert.equal(new URL(page.url()).pathname, stays, "the old address leads to the household that stays");
  await officer.go(`/households/${gone}?as_it_was=1`);
  await officer.go("/households?status=merged");
  await officer.go(stays);
  await page.click("form[action$='/unmerge'] button");
  await page.waitForURL(/done=households-unmerged/);
  await officer.look("two again");

  // told apart, and that taken back from the notice
  await officer.go(held);
  await page.click("form[action$='/apart'] button");
  await page.waitForURL(/done=doubles-apart/);
  await officer.look("told apart");
  assert.ok(!(await pairs(officer)).includes(held));
  await officer.go(`${LIST}?show=apart`);
  assert.deepEqual((await pairs(officer)).length, 1);
  await page.goBack();
  await page.click(".flash form button");
  await page.waitForURL(/done=doubles-together/);
  await officer.look("waits again");

  // on a phone without scripts
  const phone = await visitor({ width: 360, script: false });
  await phone.signIn("canbo");
  await phone.go(free);
  await phone.page.click("button[value=look]");
  await phone.page.click("button[value=merge]");
  await phone.page.waitForURL(/done=households-merged/);
  await phone.look("merged without scripts");
  await phone.page.click(".flash form button");
  await phone.page.waitForURL(/done=households-unmerged/);
  await phone.look("two again without scripts");

  // a hamlet head decides on the pairs of the own hamlet, and merges none
  const head = await visitor({ width: 360 });
  await head.signIn("truongban4");
  await head.go(LIST);
  const own = await pairs(head);
  assert.ok(own.length >= 1, "the pair of the hamlet");
  await head.go(own[0]);
  await head.says("Cán bộ xã là người gộp hai hộ");
  assert.equal(await head.page.locator("button[value=look]").count(), 0);
  await head.go(free, 403);
}
