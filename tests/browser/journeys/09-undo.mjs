// What was done by mistake and is taken back: a hamlet closed, a file thrown away, a published figure taken in wrongly; and what
// a file tells of people that nobody is shown. At a desk and on a phone, in three languages.
import assert from "node:assert/strict";

const FILE = "STT,Thôn,Họ và tên,Quan hệ với chủ hộ,Dân tộc,Tôn giáo,Khuyết tật,Hộ nghèo,Ghi chú\n" +
  "1,Bản Cổng,Lò Văn Thử,Chủ hộ,Xinh Mun,Tin Lành Lạ,Điếc Lạ,Nghèo Lạ,ghi chú thường\n";

export default async function ({ visitor }) {
  const officer = await visitor({ width: 1280 });
  await officer.signIn("canbo");
  const page = officer.page;
  const others = [];
  for (const [lang, width] of [["vi", 360], ["en", 360], ["id", 1280]]) others.push([lang, await visitor({ lang, width })]);
  const everywhere = async (path, login) => {
    for (const [, person] of others) {
      if (person.login !== login) { await person.context.clearCookies(); await person.signIn(login); person.login = login; }
      await person.go(path);
    }
  };

  // a file: what it tells of people is named and not shown; thrown away, brought back from the notice and from the list
  await officer.go("/imports/new");
  await page.setInputFiles("input[type=file]", { name: "dan-toc.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) });
  await page.click("main form[enctype] button.btn-primary");
  await page.waitForURL(/\/imports\/[0-9a-f-]{30,}/);
  const file = new URL(page.url()).pathname;
  await officer.look("columns that nobody is shown");
  await officer.says("Cột này ghi dân tộc. Sổ hộ không đọc cột này");
  assert.ok(!(await page.content()).includes(" Lạ"), "no value of such a column is in the page");
  await everywhere(file, "canbo");
  await officer.press(`form[action="${file}/discard"] button`);
  await page.waitForURL(/\/imports\?undo=/);
  await officer.look("thrown away, with the way back");
  await officer.press(".flash form button");
  await page.waitForURL(/done=import-restored/);
  await officer.says("Đã lấy lại tệp");
  await officer.press(`form[action="${file}/discard"] button`);
  await page.waitForURL(/\/imports\?undo=/);
  await officer.go("/imports");
  await everywhere("/imports", "canbo");
  await everywhere(file, "canbo");

  // a hamlet closed by mistake
  await officer.go("/places/03763");
  await page.fill("#f-name", "Nhầm Lẫn");
  await officer.press("form[action$='/hamlets'] button.btn-primary");
  await page.waitForURL(/done=hamlet-added/);
  const list = await page.evaluate(async () => (await fetch("/api/v1/places/03763/children?limit=500")).json());
  const code = list.items.find((one) => one.name === "Nhầm Lẫn" || one.full_name.endsWith("Nhầm Lẫn")).code;
  const close = async () => {
    await officer.go(`/places/${code}`);
    await page.fill("#f-last_day", await page.inputValue("#f-on"));
    await officer.press("form[action$='/close'] button");
    await page.waitForURL(/done=hamlet-closed/);
  };
  await close();
  await officer.look("closed, with the way back");
  await officer.press(".flash form button");
  await page.waitForURL(/done=hamlet-opened/);
  await officer.look("open again");
  await close();
  await officer.press("#reopen button");
  await page.waitForURL(/done=hamlet-opened/);
  await close();
  await everywhere(new URL(page.url()).pathname, "canbo");

  // a published figure
  const admin = await visitor({ width: 1280 });
  await admin.signIn("quantri");
  await admin.go("/published");
  const figure = await admin.page.getAttribute("table tbody tr:first-child th a", "href");
  await admin.go(figure);
  await admin.page.fill("#f-reason", "");
  await admin.press("form[action$='/withdraw'] button");
  await admin.look("without a reason");
  await admin.page.fill("#f-reason", "Chép nhầm cột của tỉnh bên");
  await admin.press("form[action$='/withdraw'] button");
  await admin.page.waitForURL(/done=published-withdrawn/);
  await admin.look("withdrawn, with the way back");
  await everywhere(figure, "quantri");
  await everywhere("/published?check=withdrawn", "quantri");
  await admin.press(".flash form button");
  await admin.page.waitForURL(/done=published-restored/);
  await admin.look("in force again");
}
