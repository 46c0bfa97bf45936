// The household register at a desk and on a phone, in three languages, with and without scripts: every page and form,
// a household entered with mistakes put right, moved and closed and both undone, a bad file looked over.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { PASSWORD } from "../visitor.mjs";

const fixture = (name) => fileURLToPath(new URL(`../../../crates/papers/tests/fixtures/${name}`, import.meta.url));
const BAD = fileURLToPath(new URL("../../../crates/server/tests/fixtures/register_bad.xlsx", import.meta.url));

export default async function ({ visitor }) {
  const officer = await visitor({ width: 1280 });
  await officer.signIn("canbo");
  const page = officer.page;
  await officer.go("/households");
  const household = await page.getAttribute("table tbody tr:nth-child(4) a", "href");

  for (const [lang, width, script] of [["vi", 360, true], ["en", 1280, true], ["id", 360, true], ["vi", 360, false]]) {
    const person = await visitor({ lang, width, script });
    await person.signIn("canbo");
    await person.go(household);
    const member = await person.page.getAttribute("table tbody tr:last-child .acts a", "href");
    for (const path of ["/households", "/households?q=zzzz", "/households?status=all&q=an", household, `${household}/edit`,
      `${household}/move`, `${household}/close`, `${household}/head`, `${household}/members/new`, member, `${member}/remove`,
      "/households/new", "/imports", "/imports/new"]) await person.go(path);
  }

  // a form with mistakes says where each is, keeps what was typed, and goes in when put right
  await officer.go("/households/new");
  await page.selectOption("#f-hamlet", { index: 2 });
  await page.fill("[id='f-members.0.name']", "Lò Văn Trình Duyệt");
  await page.fill("[id='f-members.0.birth']", "31/02/1990");
  await page.fill("[id='f-members.0.id_number']", "014090000517");
  await page.fill("[id='f-members.1.name']", "Quàng Thị Trang");
  await officer.press("button[value=save]");
  await officer.look("new household, mistakes");
  assert.equal(await page.evaluate(() => document.activeElement.id), "errors", "the summary of mistakes has the focus");
  assert.equal(await page.locator("[aria-invalid=true]").count(), 2);
  assert.ok(!(await page.content()).includes("014090000517"), "the number is not in the page");
  await page.fill("[id='f-members.0.birth']", "1990");
  await page.selectOption("[id='f-members.1.relation']", "spouse");
  await page.click("button[value=save]");
  await page.waitForURL(/\/households\/[0-9a-f-]{30,}/);
  await officer.look("household entered");
  await officer.says("•••517");
  const own = new URL(page.url()).pathname;

  // moved and closed, and both taken back from the notice
  await officer.go(`${own}/move`);
  await page.selectOption("#f-hamlet", { index: 1 });
  await page.click("main form .btn-primary");
  await page.waitForURL(/undo=move/);
  await officer.look("moved");
  await page.click(".flash form button");
  await page.waitForURL((url) => !url.search.includes("undo=move&hamlet") || url.search.includes("done="));
  await officer.go(`${own}/close`);
  await page.selectOption("#f-status", "moved_out");
  await page.fill("#f-reason", "Về quê");
  await page.click("main form .btn-danger");
  await page.waitForURL(/undo=close/);
  await officer.look("closed");
  await page.click(".flash form button");
  await page.waitForURL(/done=household-reopened/);
  await officer.look("reopened");

  // the session ends while somebody types: nothing is lost, and after signing in elsewhere it is sent
  await officer.go("/households/new");
  await page.selectOption("#f-hamlet", { index: 1 });
  await page.fill("[id='f-members.0.name']", "Hoàng Văn Giữ Lại");
  await officer.context.clearCookies();
  await officer.press("button[value=save]");
  await officer.look("held, nobody signed in");
  const tab = await officer.context.newPage();
  await tab.goto(`${officer.base}/sign-in`);
  await tab.fill("#f-login", "canbo");
  await tab.fill("#f-password", PASSWORD);
  await tab.click("main form button");
  await tab.waitForURL(/today/);
  await tab.close();
  await officer.press("main form button");
  await officer.look("held, signed in again");
  await page.click("main form button");
  await page.waitForURL(/\/households\/[0-9a-f-]{30,}/);
  await officer.says("Hoàng Văn Giữ Lại");

  // an office's own files: split columns, a sheet for each hamlet, letters of the time before Unicode; taken back as one act
  for (const [width, name] of [[1280, "register_split.xlsx"], [360, "register_tcvn3.csv"]]) {
    const clerk = await visitor({ width });
    await clerk.signIn("canbo");
    await clerk.go("/imports/new");
    await clerk.page.setInputFiles("input[type=file]", fixture(name));
    await clerk.page.click("main form[enctype] button.btn-primary");
    await clerk.page.waitForURL(/\/imports\/[0-9a-f-]{30,}/);
    await clerk.look(`${name}, read`);
    await clerk.page.selectOption("#f-hamlet", { index: 1 });
    const old = clerk.page.locator("input[name=letters]");
    if (await old.count()) {
      await clerk.says("NguyÔn V¨n §øc");
      await old.first().check();
    } else {
      assert.ok(await clerk.page.isChecked("input[name=all_sheets]"), "sheets named after hamlets are read together");
    }
    await clerk.page.click("form.stack .actions button");
    await clerk.page.waitForURL(/done=import-decided/);
    await clerk.look(`${name}, decided`);
    if (name.endsWith(".csv")) {
      await clerk.page.click("form[action$='/apply'] button");
      await clerk.page.waitForURL(/done=import-applied/);
      await clerk.look("applied, may be taken back");
      await clerk.page.click("form[action$='/undo'] button");
      await clerk.page.waitForURL(/done=import-undone/);
      await clerk.look("taken back");
    } else {
      await clerk.page.click("form[action$='/discard'] button");
      await clerk.page.waitForURL(/\/imports\?.*done=import-discarded/);
      await clerk.look("thrown away");
    }
  }

  // keys: / to the search, j and Enter to a household
  await officer.go("/households");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.fill("#q", "trinh duyet");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=trinh/);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === own);

  // a person among everybody, by the beginning of the name and by its end; nobody, and a year that is none
  for (const [lang, width, script] of [["vi", 1280, true], ["en", 360, false], ["id", 360, true]]) {
    const seeker = await visitor({ lang, width, script });
    await seeker.signIn("canbo");
    await seeker.go("/households/people");
    for (const [words, year, rows] of [["trinh duyet", "", 1], ["lo van trinh", "1990", 1], ["lo van trinh", "1991", 0], ["lo", "19x0", 0], ["nguyen", "", 2]]) {
      await seeker.page.fill("#f-q", words);
      await seeker.page.fill("#f-year", year);
      await seeker.press("main form[role=search] button");
      await seeker.page.waitForURL((url) => url.searchParams.get("q") === words && (url.searchParams.get("year") ?? "") === year);
      await seeker.look(`people, ${words} ${year || "any year"}`);
      const found = await seeker.page.locator("main tbody tr").count();
      assert.ok(rows === 2 ? found >= rows : found === rows, `${words} ${year}: ${found}`);
    }
    await seeker.go("/households/people?q=trinh+duyet");
    await seeker.press("main tbody th a");
    await seeker.page.waitForURL((url) => url.pathname === own);
  }

  // a file with mistakes, on a phone
  const phone = await visitor({ width: 360 });
  await phone.signIn("canbo");
  await phone.go("/imports/new");
  await phone.page.setInputFiles("#f-file", BAD);
  await phone.page.click("main form .btn-primary");
  await phone.page.waitForURL(/\/imports\/[0-9a-f-]{30,}/);
  await phone.page.waitForSelector("#problems");
  await phone.look("import with mistakes");
  await phone.says("Danh sách!F4");
  const [list] = await Promise.all([phone.page.waitForEvent("download"), phone.page.click("a[href$='problems.xlsx']")]);
  assert.match(list.suggestedFilename(), /\.xlsx$/);

  // what is printed has neither buttons nor menus
  await officer.go(own);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".btn:visible, .topbar:visible, .crumbs:visible").count(), 0);
  await officer.shot("household printed");
  await page.emulateMedia({ media: "screen" });
}
