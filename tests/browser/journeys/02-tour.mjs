// The guided tour, to its end, by people at a keyboard and a phone: an Excel list becomes recognised families with
// certificates, and the country's figure has changed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const recognised = async (person) => {
  await person.go("/tour");
  return Number((await person.page.textContent("#tour-country")).replace(/\D/g, ""));
};

export default async function ({ visitor, site }) {
  const officer = await visitor({ width: 1280 });
  const before = await recognised(officer);
  await officer.signIn("canbo");
  await officer.look("today");

  // 1. import the list
  await officer.go("/tour");
  const [download] = await Promise.all([officer.page.waitForEvent("download"), officer.page.click("a[href='/tour/sample.xlsx']")]);
  const list = join(site.folder, "danh-sach.xlsx");
  await download.saveAs(list);
  await officer.go("/imports/new");
  await officer.page.setInputFiles("input[type=file]", list);
  await officer.page.click("main form[enctype] button.btn-primary");
  await officer.page.waitForURL(/\/imports\/[0-9a-f-]{30,}/);
  await officer.look("import, dry run");
  await officer.says("12");
  await officer.press("form[action$='/apply'] button.btn-primary");
  await officer.look("import, done");
  await officer.go("/households?q=cau%20treo");

  // 2. the hamlet head, on a phone, registers all of them
  const head = await visitor({ width: 360, height: 740 });
  await head.signIn("truongban8");
  await head.look("today");
  await head.press("a[href*='/register?']");
  await head.look("registration list");
  await head.page.evaluate(() => document.querySelectorAll("input[name=pick]").forEach((box) => { if (!box.checked) box.click(); }));
  await head.press("button[value=register]");
  await head.look("registered");

  // 3. answers for all, pasted as a block from a spreadsheet, saved and sent
  const desk = await visitor({ width: 1280 });
  await desk.signIn("truongban8");
  await desk.page.goto(`${desk.base}/families?lang=vi`);
  await desk.press("a[href*='/grid']");
  await desk.look("grid");
  const rows = await desk.page.$$eval("table[data-grid] tbody tr", (all) => all.map((row) => [...row.querySelectorAll("input[data-cell-max]")].map((input) => input.dataset.cellMax).join("\t")));
  assert.ok(rows.length >= 12, `${rows.length} rows in the grid`);
  await desk.page.focus("table[data-grid] tbody input[data-cell-max]");
  await desk.page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, rows.join("\n"));
  await desk.press("button[value=submit]");
  await desk.look("sent");

  // 4. the officer accepts them; the tour's link needs no new sign-in of who is signed in already
  await officer.go("/tour");
  await officer.page.click("a[href*='as=canbo'][href*='appraise']");
  await officer.page.waitForURL(/\/families\/\d+\/appraise/);
  await officer.look("appraisal list");
  await officer.page.click("[data-check-all]");
  await officer.press("button[value=accept]");
  await officer.look("accepted");

  // 5. the chair decides, at the same computer: the tour's link asks to change over
  const chair = officer;
  await chair.go("/tour");
  await chair.page.click("a[href*='as=chutich'][href*='decide']");
  await chair.page.waitForURL(/\/sign-in/);
  await chair.look("change over");
  await chair.says("Lò Thị Mẫu");
  await chair.page.click("main form .btn-primary");
  await chair.page.waitForURL(/\/families\/\d+\/decide/);
  await chair.look("decision form");
  await chair.page.fill("[name=number]", "105/QĐ-UBND");
  await chair.page.evaluate(() => document.querySelectorAll("input[name=family]").forEach((box) => { if (!box.checked) box.click(); }));
  const families = await chair.page.$$eval("input[name=family]:checked", (all) => all.length);
  await chair.page.click("button[value=preview]");
  await chair.page.waitForSelector("button.btn-seal");
  await chair.look("decision preview");
  // Another language shows the same preview, not an empty form.
  for (const lang of ["en", "vi"]) {
    await Promise.all([chair.page.waitForURL(new RegExp(`lang=${lang}`)), chair.page.click(`form.langs button[lang=${lang}]`)]);
    await chair.page.waitForSelector("button.btn-seal");
    assert.equal(await chair.page.getAttribute("html", "lang"), lang);
    await chair.look(`decision preview, ${lang}`);
    await chair.says("105/QĐ-UBND");
  }
  await chair.page.click("button.btn-seal");
  await chair.page.waitForURL(/\/decisions\/[^/?]+/);
  await chair.look("decision");
  await chair.says("105/QĐ-UBND");

  // 6. papers that say so, and a certificate anyone can verify
  const id = new URL(chair.page.url()).pathname.split("/").pop();
  for (const [name, path] of [["decision", "decision.pdf"], ["certificates", "certificates.pdf?per_page=1"]]) {
    const answer = await chair.context.request.get(`${chair.base}/decisions/${id}/${path}`);
    assert.equal(answer.status(), 200, path);
    const file = join(site.folder, `${name}.pdf`);
    writeFileSync(file, await answer.body());
    const text = execFileSync("pdftotext", [file, "-"], { encoding: "utf8" });
    assert.ok(text.includes("105/QĐ-UBND"), `${path} names the decision`);
    // Spaced capitals come out of a PDF with gaps of their own.
    assert.ok(text.normalize("NFC").replace(/\s+/g, "").toLowerCase().includes("giađìnhhọctập"), `${path} names the title`);
    const code = text.match(/[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/)?.[0];
    assert.ok(code, `${path} carries a code`);
    const anyone = await visitor({ width: 360 });
    await anyone.go(`/verify/${code.toLowerCase().replaceAll("-", " ").replaceAll(" ", "%20")}`);
    await anyone.says("105/QĐ-UBND");
  }

  const after = await recognised(chair);
  assert.equal(after, before + families, "the country's figure counts the families of the decision");
  await chair.go("/figures/VN");
  await chair.go("/figures/03763");
}
