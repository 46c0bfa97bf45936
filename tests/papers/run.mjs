// Papers held against programs of other hands: veraPDF says whether each file is the PDF/A-2a and PDF/UA-1 it claims to be,
// zxing reads the QR codes back from pictures of its pages, also from such as a phone takes.
//
//   node tests/papers/run.mjs target/tmp/specimens      (written by the tests of the papers and server crates, which fail
//                                                       when a kind of paper or a route that gives one has no specimen)
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { pages, photos } from "./photo.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const folder = process.argv[2];
const lists = ["specimens.json", "specimens-served.json"];
const specimens = lists.flatMap(list => JSON.parse(readFileSync(join(folder, list), "utf8")));
let wrong = 0;
const say = (good, words) => { if (!good) wrong++; console.log(`${good ? "good " : "WRONG"} ${words}`); };

const validate = files => spawnSync("java", ["-cp", join(modules, "@opendataloader/pdf/lib/opendataloader-pdf-cli.jar"),
  join(here, "Archivable.java"), ...files], { encoding: "utf8", maxBuffer: 1 << 26 });

const checked = validate(specimens.map(({ file }) => join(folder, file)));
process.stdout.write(checked.stdout);
say(checked.status === 0, `${specimens.length} papers are PDF/A-2a and PDF/UA-1${checked.status === 0 ? "" : `\n${checked.stderr}`}`);

// The validator is worth something only if it finds what is spoilt: the same file with a font that is not in it, and without
// the mark that it is tagged. The names keep their length, so that nothing else moves.
for (const [what, as] of [["/FontFile2", "/FontFilf2"], ["/MarkInfo", "/MarkInfp"]]) {
  const bytes = readFileSync(join(folder, specimens[0].file));
  const at = bytes.indexOf(what);
  bytes.write(as, at, "latin1");
  const spoilt = join(folder, "spoilt.pdf");
  writeFileSync(spoilt, bytes);
  say(at > 0 && validate([spoilt]).status === 1, `a paper without ${what} is refused`);
}

await prepareZXingModule({ overrides: { wasmBinary: readFileSync(join(modules, "zxing-wasm/dist/reader/zxing_reader.wasm")) }, fireImmediately: true });

async function read({ width, height, grey }) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < grey.length; i++) data.fill(grey[i], i * 4, i * 4 + 3).fill(255, i * 4 + 3, i * 4 + 4);
  const found = await readBarcodes({ data, width, height }, { formats: ["QRCode"], tryHarder: true });
  return found.filter(code => code.isValid).map(code => code.text).sort();
}

// A card of a sheet, as somebody photographs it who holds one certificate: a quarter of the page.
function quarters({ width, height, grey }) {
  const [wide, high] = [width >> 1, height >> 1];
  return [[0, 0], [wide, 0], [0, high], [wide, high]].map(([left, top]) => {
    const part = new Uint8Array(wide * high);
    for (let y = 0; y < high; y++) part.set(grey.subarray((top + y) * width + left, (top + y) * width + left + wide), y * wide);
    return { width: wide, height: high, grey: part };
  });
}

for (const { file, codes, cards } of specimens.filter(({ codes }) => codes.length > 0)) {
  const wanted = JSON.stringify([...codes].sort());
  // The sheet with the codes: the first of certificates; a decision has its code at the end of its own text, before the annex.
  const sheets = pages(join(folder, file), 200).slice(0, 3);
  let page = sheets[0];
  for (const sheet of sheets) if ((await read(sheet)).length > 0) { page = sheet; break; }
  for (const [name, photo] of photos) {
    // What the program gives out is photographed as people do: each certificate by itself.
    const taken = cards ? quarters(page) : [page];
    const seen = [];
    for (const part of taken) seen.push(...await read(photo(part)));
    const found = JSON.stringify(seen.sort());
    say(found === wanted, `${file}, ${name}: ${codes.length} codes${found === wanted ? "" : `, read ${found} and not ${wanted}`}`);
  }
}
process.exit(wrong === 0 ? 0 : 1);
