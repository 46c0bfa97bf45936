// Rows of which no cell says enough: a hamlet nobody knows by that name, a family the register seems to have, one that stands
// twice in the file. Each is decided once, on a phone or with the keyboard alone, and can be taken back.
import assert from "node:assert/strict";

export default async function ({ visitor }) {
  const officer = await visitor({ width: 1280 });
  await officer.signIn("canbo");
  const page = officer.page;
  const ask = (path) => page.evaluate(async (address) => (await fetch(address)).json(), path);
  const held = (await ask("/api/v1/households?limit=1")).items[0];
  const hamlet = held.hamlet_name;
  const file = "Số hộ;Thôn;Chủ hộ;Ngày sinh;Địa chỉ\n" +
    `9001;${hamlet};${held.head_name};;Đội chín\n` +
    "9002;Hua Xa Lắc;Nguyễn Thử Một;1980;\n" +
    "9003;HUA  XA LẮC;Nguyễn Thử Hai;1981;\n" +
    `9004;${hamlet};Lò Trùng Dòng;02/03/1990;\n` +
    `9005;${hamlet};Lò Trùng Dòng;02/03/1990;\n`;
  await officer.go("/imports/new");
  await page.setInputFiles("#f-file", { name: "khay.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
  await page.click("form[data-progress] button:not([type=button])");
  await page.waitForURL(/\/imports\/[0-9a-f-]{30,}/);
  const at = new URL(page.url()).pathname;
  for (const [lang, width] of [["vi", 360], ["en", 360], ["en", 1280], ["id", 360], ["id", 1280]]) {
    const reader = await visitor({ lang, width });
    await reader.signIn("canbo");
    await reader.go(`${at}/tray`);
    await reader.inTheDark("the tray");
    await reader.close();
  }
  await officer.go(`${at}/tray`);
  await officer.says("“Hua Xa Lắc” là thôn, bản, tổ dân phố nào?");
  await officer.says("Đội chín");
  // The hamlet, with the keyboard alone: chosen in its list, sent with the key that sends forms.
  const card = page.locator("form.card", { hasText: "Nguyễn Thử Một" });
  await card.locator("select[name=hamlet]").focus();
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await card.locator("select[name=hamlet]").inputValue(), "");
  const answered = page.waitForEvent("domcontentloaded");
  await page.keyboard.press("Tab");
  for (let n = 0; n < 40 && !(await page.evaluate(() => document.activeElement?.value === "save")); n += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await answered;
  await page.waitForLoadState();
  await officer.says("2 hộ chưa nhập được");
  await officer.says("“hua xa lắc” là");
  await officer.look("a hamlet named once");

  const phone = await visitor({ width: 360 });
  await phone.signIn("canbo");
  await phone.go(`${at}/tray`);
  await phone.press("form.card button[value=same]");
  await phone.says("chính là hộ trông giống trong sổ");
  await phone.press("form.card button[value=leave_first]");
  await phone.says("Không còn hộ nào phải sửa");
  await phone.look("everything decided");
  const plan = (await ask(`/api/v1${at}`)).outcome;
  assert.deepEqual([plan.added, plan.changed, plan.waiting, plan.left_out], [3, 1, 0, 1]);
  // Taken back, the family waits again.
  await phone.press("section form:has-text('chính là hộ') button");
  await phone.says("1 hộ chưa nhập được");
  await phone.press("form.card button[value=apart]");
  await phone.press("form[action$='/apply'] button");
  const done = (await ask(`/api/v1${at}`)).outcome;
  assert.deepEqual([done.added, done.changed, done.waiting, done.left_out], [4, 0, 0, 1]);
  await phone.press(`form[action="${at}/undo"] button`);
  await phone.page.waitForURL(/done=import-undone/);
}
