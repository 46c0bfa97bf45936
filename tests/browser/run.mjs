// Runs every journey of journeys/ in a real Chromium against a freshly started demonstration, on SQLite and on PostgreSQL.
//   node tests/browser/run.mjs [sqlite|postgres] [part of a journey's name]
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Visitor } from "./visitor.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const binary = process.env.HOCTAP_BINARY ?? join(root, "target/debug/hoctap");
const asked = process.argv.slice(2);
const databases = ["sqlite", "postgres"].filter((one) => !asked.some((word) => ["sqlite", "postgres"].includes(word)) || asked.includes(one));
const wanted = asked.find((word) => !["sqlite", "postgres"].includes(word)) ?? "";
const shots = join(root, "target/screenshots");

const freePort = () => new Promise((done) => {
  const server = createServer();
  server.listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => done(port)); });
});

function address(database, folder) {
  if (database === "sqlite") return join(folder, "hoctap.db");
  const server = process.env.HOCTAP_TEST_POSTGRES;
  if (!server) throw new Error("HOCTAP_TEST_POSTGRES is not set: ./test sets it");
  const schema = `browser_${process.pid}_${Date.now()}`;
  const made = spawnSync("psql", [server, "-qc", `CREATE SCHEMA ${schema}`], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`psql: ${made.stderr || made.error}`);
  return `${server}${server.includes("?") ? "&" : "?"}options=-csearch_path%3D${schema}`;
}

export async function serve(database, more = ["--demo"]) {
  const folder = mkdtempSync(join(tmpdir(), "hoctap-browser-"));
  const port = await freePort();
  const child = spawn(binary, ["serve", ...more, "--data", folder, "--listen", `127.0.0.1:${port}`], {
    env: { ...process.env, HOCTAP_DATABASE: address(database, folder), HOCTAP_LOG: "warn" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (text) => { said += text; });
  child.stderr.on("data", (text) => { said += text; });
  const base = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 120_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server stopped: ${said}`);
    const answer = await fetch(base).catch(() => null);
    if (answer?.ok) break;
    if (Date.now() > deadline) throw new Error(`the server did not answer: ${said}`);
    await new Promise((go) => setTimeout(go, 100));
  }
  return {
    base, folder, said: () => said,
    stop: async () => {
      child.kill("SIGTERM");
      await new Promise((done) => (child.exitCode !== null ? done() : child.once("exit", done)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const files = readdirSync(join(here, "journeys")).filter((file) => file.endsWith(".mjs") && file.includes(wanted)).sort();
if (files.length === 0) throw new Error(`no journey is called like "${wanted}"`);
let failed = 0;
for (const database of databases) {
  const site = await serve(database);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  for (const file of files) {
    const journey = await import(`./journeys/${file}`);
    const name = file.replace(/^\d+-|\.mjs$/g, "");
    const folder = join(shots, database, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const visitor = (options) => Visitor.open(browser, site.base, folder, options);
    const began = Date.now();
    try {
      await journey.default({ visitor, site, database, serve });
      console.log(`ok    ${database}  ${name}  (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (cause) {
      failed += 1;
      console.log(`FAIL  ${database}  ${name}\n${cause.stack}\n${site.said().slice(-2000)}`);
    } finally {
      await Visitor.closeAll();
    }
  }
  await browser.close();
  await site.stop();
}
if (failed) { console.log(`${failed} journeys failed; screenshots are in target/screenshots`); process.exit(1); }
