// Every page that a link leads to, for every role, in three languages, on a phone and at a desk: nothing broken, nothing cut
// off, nothing axe objects to. One page of each shape is looked at per language and width.
import assert from "node:assert/strict";

const ROLES = ["canbo", "chutich", "truongban1", "tinh", "quantri", "xem"];
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const FILE = /\.(pdf|xlsx|csv|json|png|svg|css|js|ics|docx)$/;

// The shape of an address: what is left when the record it names is taken away.
function shape(url) {
  const path = url.pathname.replace(ID, "*").replace(/^\/(places|figures)\/[^/]+/, "/$1/*").replace(/^\/(criteria)\/[^/]+\/[^/]+/, "/$1/*")
    .replace(/^\/(verify|certificates|evidence)\/[^/]+/, "/$1/*").replace(/^\/families\/\d{4}/, "/families/*");
  const query = [...url.searchParams.keys()].filter((key) => key !== "lang").sort();
  return `${path}?${[...new Set(query)].join("&")}`;
}

export default async function ({ visitor, database }) {
  // One database is enough for the languages; on the other one every page is still opened once.
  const views = database === "sqlite" ? [["vi", 1280], ["vi", 360], ["en", 360], ["id", 360]] : [["vi", 1280]];
  const shapes = new Set();
  const faults = [];
  for (const [lang, width] of views) {
    const seen = new Set();
    for (const role of ROLES) {
      const person = await visitor({ lang, width });
      await person.signIn(role);
      const waiting = ["/today"];
      const known = new Set(waiting);
      const from = new Map();
      while (waiting.length > 0) {
        const path = waiting.shift();
        await person.go(path).catch((cause) => {
          faults.push(`${role} (${lang}, ${width} px), ${path}, linked from ${from.get(path)}:\n  ${cause.message.replace(/\s*\n\s*/g, " ")}`);
          person.wrong.length = 0;
        });
        for (const href of await person.page.$$eval("a[href]", (all) => all.map((one) => one.href))) {
          const url = new URL(href);
          if (url.origin !== person.base || FILE.test(url.pathname) || url.pathname.startsWith("/api/") || url.pathname.startsWith("/evidence/") || url.searchParams.has("format")) continue;
          // What a person sees of a page differs by role only for those that hold a right: today and the lists.
          const key = shape(url);
          if (seen.has(key) || known.has(key)) continue;
          known.add(key);
          seen.add(key);
          url.searchParams.delete("lang");
          from.set(`${url.pathname}${url.search}`, path);
          waiting.push(`${url.pathname}${url.search}`);
        }
      }
      await person.close();
    }
    seen.forEach((one) => shapes.add(one));
    assert.ok(seen.size >= 45, `only ${seen.size} shapes of pages were found: ${[...seen].join(" ")}`);
  }
  assert.equal(faults.length, 0, faults.join("\n"));
  console.log(`      ${shapes.size} shapes of pages`);
}
