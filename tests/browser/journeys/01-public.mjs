// The public face, in three languages, on a phone and on a desk, with and without scripts.
import assert from "node:assert/strict";

const PAGES = ["/", "/about", "/places", "/places?q=dong%20thap", "/places/82", "/places/87?on=2025-06-30", "/places/03763",
  "/figures/VN", "/figures/82", "/figures/14", "/published", "/criteria", "/criteria/vn.family.draft2130/2021-draft.1",
  "/criteria/vn.unit.tt24.province/2023.1", "/verify", "/tour", "/style", "/sign-in"];

export default async function ({ visitor }) {
  // Every page in every language and width is opened by "everywhere"; here are the days before the reform and what is not there.
  for (const lang of ["vi", "en", "id"]) {
    for (const width of [360, 1280]) {
      const person = await visitor({ lang, width });
      for (const path of ["/places/87?on=2025-06-30", "/criteria/vn.unit.tt24.province/2023.1"]) await person.go(path);
      await person.go("/plases", 404);
      await person.close();
    }
  }
  const plain = await visitor({ script: false, width: 360 });
  for (const path of PAGES) await plain.go(path);
  // The first page with all it brings, as it travels: fonts, icons, sheets, scripts.
  const heavy = await visitor({ width: 360 });
  const wire = await heavy.context.newCDPSession(heavy.page);
  await wire.send("Network.enable");
  let bytes = 0;
  wire.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await heavy.page.goto(`${heavy.base}/`, { waitUntil: "networkidle" });
  assert.ok(bytes > 0 && bytes < 300_000, `the first page weighs ${bytes} bytes`);
  console.log(`      the first page weighs ${Math.round(bytes / 1000)} kB`);
}
