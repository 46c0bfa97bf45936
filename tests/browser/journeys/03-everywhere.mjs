// Every page of the table of routes that opens by its address, found by following links as people do: for each role that may
// see it, in three languages, at 360 px and at 1280 px, a sample of them in the dark. Nothing broken, nothing cut off, nothing
// axe objects to. A route that no link leads to fails here, unless it says why below.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROLES = ["", "canbo", "chutich", "truongban1", "tinh", "quantri", "vanhanh", "xem"];
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const FILE = /\.(pdf|xlsx|csv|json|png|svg|css|js|ics|docx|toml|html|typ)$/;
// Routes that are no pages of the demonstration.
const APART = {
  "/setup": "only before the first administrator",
  "/static/{*name}": "files",
  "/evidence/{id}": "photos",
  "/healthz": "for programs that watch the site",
  "/readyz": "for programs that watch the site",
  "/metrics": "for programs that watch the site",
};

// What a code names: the pages of a country, province, commune and hamlet differ.
const level = (code) => (code === "VN" ? "country" : code.length === 2 ? "province" : code.length === 3 ? "district" : code.includes(".") ? "hamlet" : "commune");

// The shape of an address: what is left when the record it names is taken away.
function shape(url) {
  const path = url.pathname.replace(ID, "*").replace(/^\/(places|figures)\/([^/]+)/, (_, topic, code) => `/${topic}/${level(code)}`)
    .replace(/^\/(criteria)\/[^/]+\/[^/]+/, "/$1/*").replace(/^\/(verify|certificates|evidence|published(?!\/import))\/[^/]+/, "/$1/*").replace(/^\/families\/\d{4}/, "/families/*");
  const query = [...url.searchParams.keys()].filter((key) => key !== "lang" && key !== "look").sort();
  return `${path}?${[...new Set(query)].join("&")}`;
}

// The pages of the table of routes, from the golden access matrix: method, path, act, statuses.
function routes() {
  const golden = readFileSync(new URL("../../../crates/server/tests/it/access.golden", import.meta.url), "utf8");
  const rows = golden.split("\n").filter((line) => line.startsWith("GET ")).map((line) => line.split(/\s+/)[1]);
  return rows.filter((path) => !path.startsWith("/api/") && !FILE.test(path) && !(path in APART));
}

const fits = (route, path) => new RegExp(`^${route.replace(/[.]/g, "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`).test(path);

const BAD = fileURLToPath(new URL("../../../crates/server/tests/fixtures/register_bad.xlsx", import.meta.url));

// Records that no first link leads to: a member who is no head, a household that moved away, a file whose rows
// wait, a template that an office brought.
async function prepared(visitor) {
  const officer = await visitor({ width: 1280 });
  await officer.signIn("canbo");
  await officer.open("/households");
  const household = await officer.page.getAttribute("table tbody tr:nth-child(4) a", "href");
  await officer.open(household);
  const member = await officer.page.getAttribute("table tbody tr:last-child .acts a", "href");
  await officer.open("/households");
  const away = await officer.page.getAttribute("table tbody tr:nth-child(9) a", "href");
  await officer.open(`${away}/close`);
  await officer.page.selectOption("#f-status", "moved_out");
  await officer.page.fill("#f-reason", "Chuyển đi nơi khác");
  await officer.press("main form .btn-danger");
  await officer.open("/templates");
  const text = await officer.page.evaluate(async () => (await fetch("/templates/built-in/minutes/template.typ")).text());
  await officer.page.selectOption("#f-kind", "minutes");
  await officer.page.setInputFiles("#f-file", { name: "mau.typ", mimeType: "text/plain", buffer: Buffer.from(`// của xã\n${text}`) });
  await officer.press("#bring .btn-primary");
  const template = new URL(officer.page.url()).pathname;
  assert.match(template, /^\/templates\/[0-9a-f-]{36}$/, "a template was taken");
  await officer.open("/imports/new");
  await officer.page.setInputFiles("input[type=file]", BAD);
  await officer.page.click("main form[enctype] button.btn-primary");
  await officer.page.waitForURL(/\/imports\/[0-9a-f-]{30,}/);
  const file = new URL(officer.page.url()).pathname;
  await officer.close();
  return [`${member}/remove`, `${away}/reopen`, template, file, `${file}/tray`];
}

export default async function ({ visitor, database }) {
  // One database is enough for languages and axe; on the other one every page is still opened once.
  const records = await prepared(visitor);
  const languages = database === "sqlite" ? ["vi", "en", "id"] : ["vi"];
  const shapes = new Set();
  const opened = new Set();
  const faults = [];
  let dark = 0;
  for (const lang of languages) {
    const seen = new Set();
    for (const role of ROLES) {
      const person = await visitor({ lang, width: 360 });
      if (role) await person.signIn(role);
      const waiting = role ? ["/today"] : ["/", "/sign-in"];
      if (role === "canbo") waiting.push(...records);
      const known = new Set(waiting.map((path) => shape(new URL(path, person.base))));
      const from = new Map();
      while (waiting.length > 0) {
        const path = waiting.shift();
        const key = shape(new URL(path, person.base));
        const first = !seen.has(key);
        seen.add(key);
        try {
          await person.open(path);
          opened.add(new URL(person.page.url()).pathname);
          await person.look(`${role || "anyone"} ${path}`, { axe: first && database === "sqlite", shot: first });
          if (first) {
            await person.wide(1280);
            await person.look(`${role || "anyone"} ${path}`, { axe: false });
            // The dark has the same markup: what can go wrong there is contrast.
            if (lang === "vi" && database === "sqlite") { await person.inTheDark(path); dark += 1; }
            await person.wide(360);
          }
        } catch (cause) {
          faults.push(`${role || "anyone"} (${lang}), ${path}, linked from ${from.get(path)}:\n  ${cause.message.replace(/\s*\n\s*/g, " ")}`);
          person.wrong.length = 0;
        }
        for (const href of await person.page.$$eval("a[href]", (all) => all.map((one) => (typeof one.href === "string" ? one.href : one.href.baseVal)))) {
          const url = new URL(href, person.base);
          if (url.origin !== person.base || FILE.test(url.pathname) || url.pathname.startsWith("/api/") || url.pathname.startsWith("/evidence/") || url.searchParams.has("format") || url.searchParams.has("as")) continue;
          const next = shape(url);
          // In the first language each role opens all it can reach; in the others one of them is enough.
          if (known.has(next) || (lang !== "vi" && seen.has(next))) continue;
          known.add(next);
          url.searchParams.delete("lang");
          url.searchParams.delete("look");
          from.set(`${url.pathname}${url.search}`, path);
          waiting.push(`${url.pathname}${url.search}`);
        }
      }
      await person.close();
    }
    seen.forEach((one) => shapes.add(one));
  }
  const unseen = routes().filter((route) => ![...opened].some((path) => fits(route, path)));
  assert.deepEqual(unseen, [], "routes that no link leads to");
  assert.equal(faults.length, 0, faults.join("\n"));
  console.log(`      ${shapes.size} shapes of pages, ${dark} of them also in the dark`);
}
