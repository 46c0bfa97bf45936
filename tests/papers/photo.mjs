// Pictures of pages as a phone takes them: turned, seen from the side, out of focus, half in shadow, with noise.
// Everything is made by arithmetic from the page, so the same page always gives the same photo.
import { spawnSync } from "node:child_process";

/// The pages of a PDF as grey pictures. `dpi` 200 is little: a phone that sees a whole A4 sheet takes about 340.
export function pages(file, dpi) {
  const drawn = spawnSync("pdftoppm", ["-r", String(dpi), "-gray", file], { maxBuffer: 1 << 30 });
  if (drawn.status !== 0) throw new Error(`pdftoppm: ${drawn.stderr}`);
  const found = [];
  for (let at = 0; at < drawn.stdout.length;) {
    const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(drawn.stdout.toString("latin1", at, at + 40));
    const [width, height] = [Number(head[1]), Number(head[2])];
    at += head[0].length;
    found.push({ width, height, grey: Uint8Array.from(drawn.stdout.subarray(at, at + width * height)) });
    at += width * height;
  }
  return found;
}

/// The page on a dark table, turned by `degrees`, its far edge shorter by the share `lean`.
function seen({ width, height, grey }, degrees, lean) {
  const side = Math.ceil(Math.hypot(width, height));
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const out = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [dx, dy] = [x - side / 2, y - side / 2];
      const [u, v] = [dx * cos + dy * sin, dy * cos - dx * sin];
      const far = 1 - lean * (0.5 - v / height);
      const [px, py] = [u / far + width / 2, v + height / 2];
      const [left, top] = [Math.floor(px), Math.floor(py)];
      if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) { out[y * side + x] = 70; continue; }
      const [fx, fy, i] = [px - left, py - top, top * width + left];
      out[y * side + x] = (grey[i] * (1 - fx) + grey[i + 1] * fx) * (1 - fy) + (grey[i + width] * (1 - fx) + grey[i + width + 1] * fx) * fy;
    }
  }
  return { width: side, height: side, grey: out };
}

/// Out of focus: three box blurs are as good as a bell.
function blurred({ width, height, grey }, radius) {
  let from = Float32Array.from(grey);
  for (let round = 0; round < 3; round++) {
    for (const [step, lines, length, across] of [[1, height, width, width], [width, width, height, 1]]) {
      const to = new Float32Array(from.length);
      for (let line = 0; line < lines; line++) {
        for (let at = 0; at < length; at++) {
          let [sum, n] = [0, 0];
          for (let near = Math.max(0, at - radius); near <= Math.min(length - 1, at + radius); near++) { sum += from[line * across + near * step]; n++; }
          to[line * across + at * step] = sum / n;
        }
      }
      from = to;
    }
  }
  return { width, height, grey: from };
}

/// Light from one side, the shadow of a hand across the middle, and the grain of a cheap sensor.
function lit({ width, height, grey }, darkest, grain) {
  const out = new Uint8Array(width * height);
  let chance = 12345;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const slope = darkest + (1 - darkest) * (x / width * 0.6 + y / height * 0.4);
      const shadow = Math.abs(x - y * 0.7 - width * 0.2) < width * 0.15 ? 0.75 : 1;
      chance = (Math.imul(chance, 1664525) + 1013904223) >>> 0;
      out[y * width + x] = Math.max(0, Math.min(255, grey[y * width + x] * slope * shadow + 12 + (chance / 2 ** 32 - 0.5) * grain));
    }
  }
  return { width, height, grey: out };
}

/// What may become of a page on its way into a phone, each with its name.
export const photos = [
  ["as printed", page => page],
  ["turned by 7 degrees, a little out of focus, light from one side", page => lit(blurred(seen(page, 7, 0.05), 1), 0.55, 24)],
  ["nearly upside down, seen from the side, in half light", page => lit(blurred(seen(page, 171, 0.12), 1), 0.4, 30)],
];
