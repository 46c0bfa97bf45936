/* Progressive help: every page works without it, the server decides everything.
data-check-all="NAME" checkbox: sets all checkboxes NAME of its form; shift-click sets a range
data-count-of="NAME" shows how many are set; their rows get .is-picked
data-keys table: j/k or arrows move between rows, space picks, Enter opens the first link
data-search field: / goes there, on any page
data-keys-switch checkbox: turns these keys off and on, on this device
data-grid table of inputs: arrows, Enter and a pasted block as in a spreadsheet
data-cell-max input of a grid: the row's sum goes to its [data-row-sum]; "x" or "m" counts data-cell-exempt
data-total data-pass data-whole (most points) form: sums fields with data-max (data-before: last year) into [data-total-sum], [data-total-meter],
 [data-total-say] (words: data-say-pass, -short, -open, -changed); .score-row gets .is-changed, .is-over
data-exempt="NAME" data-exempt-rule checkbox in it: sets the field NAME aside, with all its points (full) or none (left_out)
data-step="N" button in .stepper: adds N to its input
method=post form: sent once, button busy and showing data-busy; data-again opts out (downloads)
data-progress form: sent with the bar in [data-progress-box]; words data-say-sent, data-say-failed
data-shrink file input: photos become JPEGs of 1280 px
data-guard form: asks before unsaved changes are left
[data-offline] p: shown while there is no connection; forms are then not sent and keep what was typed
data-day input: eight digits become 22/11/2026 when it is left
data-copy="ID" button: copies the text of ID, then shows data-copied
data-autosubmit select: sends its form when changed; hides the form's [data-autosubmit-button]
data-under-way section: shown again every two seconds until it is gone */
(() => { // a scope: the file runs again in a page that upload() writes
"use strict";
const root = document.documentElement;
const all = (css, from = document) => [...from.querySelectorAll(css)];
const one = (css, from = document) => from.querySelector(css);
const on = (target, kind, run) => target.addEventListener(kind, run);
const local = (n) => n.toLocaleString(root.lang || "vi");
const round = (n) => Math.round(n * 100) / 100; // binary fractions drift
const number = (text = "") => (text.trim() ? Number(text.trim().replace(",", ".")) : NaN);
const fill = (words = "", values) => words.replace(/\{(\w+)\}/g, (_, key) => local(values[key]));
const edit = (input, value) => { input.value = value; input.dispatchEvent(new Event("input", { bubbles: true })); };
const stop = (event) => event.preventDefault();
const plain = (event) => !(event.ctrlKey || event.altKey || event.metaKey);
root.classList.add("js");

// picking rows
all("[data-check-all]").forEach((master) => {
  const name = master.dataset.checkAll, form = master.form;
  const boxes = all(`input[type=checkbox][name="${name}"]`, form);
  let last = -1;
  const show = () => {
    const set = boxes.filter((box) => box.checked).length;
    master.checked = set > 0 && set === boxes.length;
    master.indeterminate = set > 0 && !master.checked;
    boxes.forEach((box) => box.closest("tr").classList.toggle("is-picked", box.checked));
    all(`[data-count-of="${name}"]`, form).forEach((spot) => { spot.textContent = local(set); });
  };
  on(master, "change", () => { boxes.forEach((box) => { box.checked = master.checked; }); show(); });
  on(form, "click", (event) => {
    const here = boxes.indexOf(event.target);
    if (here < 0) return;
    if (event.shiftKey && last >= 0) boxes.slice(Math.min(last, here), Math.max(last, here) + 1).forEach((box) => { box.checked = event.target.checked; });
    last = here;
    show();
  });
  on(window, "pageshow", show);
});

// keys in lists
let keys = true;
const rows = all("table[data-keys] tbody tr");
rows.forEach((row) => { row.tabIndex = -1; });
if (rows.length) on(document, "keydown", (event) => {
  const { key, target } = event, at = rows.indexOf(event.target.closest("tr")), row = rows[at];
  const box = row && one("input[type=checkbox]", row);
  if (!keys || !plain(event) || (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && target !== box)) return;
  const by = key === "j" || (row && key === "ArrowDown") ? 1 : key === "k" || (row && key === "ArrowUp") ? -1 : 0;
  const next = by ? rows[row ? at + by : 0] : null;
  const press = target !== row ? null : key === " " ? box : key === "Enter" ? one("a[href]", row) : null;
  if (!next && !press) return;
  next?.focus();
  press?.click();
  stop(event);
});

on(document, "keydown", (event) => {
  const { key, target } = event, search = one("[data-search]");
  if (key !== "/" || !keys || !search || !plain(event) || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
  stop(event);
  search.focus();
  search.select();
});

// grids of numbers
all("table[data-grid]").forEach((grid) => {
  const cells = all("tbody tr", grid).map((row) => all("input:not([type=hidden])", row)).filter((row) => row.length);
  const at = (y, x) => cells[y]?.[x];
  const spot = (input) => { const y = cells.findIndex((row) => row.includes(input)); return [y, cells[y]?.indexOf(input)]; };
  on(grid, "keydown", (event) => {
    const { key, target, shiftKey } = event, [y, x] = spot(target);
    if (y < 0 || !plain(event)) return;
    let next;
    if (key === "Enter") { next = at(y + (shiftKey ? -1 : 1), x); stop(event); }
    if (key === "ArrowDown") next = at(y + 1, x);
    if (key === "ArrowUp") next = at(y - 1, x);
    if (key === "ArrowRight" && !shiftKey && target.selectionEnd === target.value.length) next = at(y, x + 1);
    if (key === "ArrowLeft" && !shiftKey && target.selectionStart === 0) next = at(y, x - 1);
    if (next) { stop(event); next.focus(); next.select(); }
  });
  on(grid, "paste", (event) => {
    const text = event.clipboardData.getData("text"), [y, x] = spot(event.target);
    if (y < 0 || !/[\t\n]/.test(text)) return;
    stop(event);
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((value, right) => {
      const input = at(y + down, x + right);
      if (input?.readOnly === false && !input.disabled) edit(input, value.trim());
    }));
  });
});

on(document, "input", ({ target }) => {
  const row = target.closest("tr"), sum = "cellMax" in target.dataset && row && one("[data-row-sum]", row);
  if (!sum) return;
  const given = ({ value, dataset }) => { const n = number(value); return Number.isInteger(n) && n >= 0 && n <= Number(dataset.cellMax) ? n : 0; };
  const points = (input) => (/^[xm]$/i.test(input.value.trim()) ? Number(input.dataset.cellExempt) : given(input)); // a wrong cell counts nothing
  sum.textContent = local(all("[data-cell-max]", row).reduce((total, input) => total + points(input), 0));
});

// running total
all("form[data-total]").forEach((form) => {
  const recount = () => {
    const items = {}, words = form.dataset, meter = one("[data-total-meter]", form);
    all("[data-max]", form).forEach((input) => {
      const item = items[input.name] || (items[input.name] = { value: NaN, input });
      if (input.type !== "radio" || input.checked) item.value = number(input.value);
    });
    let sum = 0, changed = 0, open = 0, out = 0;
    all("[data-exempt]:checked", form).forEach(({ dataset }) => {
      const item = items[dataset.exempt], max = item && Number(item.input.dataset.max);
      if (!item) return;
      item.value = dataset.exemptRule === "full" ? max : 0;
      out += max - item.value;
    });
    Object.values(items).forEach(({ value, input }) => {
      const blank = isNaN(value), before = number(input.dataset.before), row = input.closest(".score-row");
      const other = !blank && !isNaN(before) && value !== before;
      sum = round(sum + (blank ? 0 : value));
      open += blank;
      changed += other;
      row?.classList.toggle("is-changed", other);
      row?.classList.toggle("is-over", value < 0 || value > Number(input.dataset.max));
    });
    const whole = Number(words.whole) || 1; // the mark shrinks with what is left out, rounded up
    const pass = Math.ceil((Number(words.pass) * (whole - out)) / whole);
    const say = one("[data-total-say]", form), values = { pass, short: round(pass - sum), open, changed };
    one("[data-total-sum]", form).textContent = local(sum);
    meter.value = sum;
    const keys = [sum < pass ? "sayShort" : "sayPass", open && "sayOpen", changed && "sayChanged"];
    say.textContent = keys.filter(Boolean).map((key) => fill(words[key], values)).join(" ");
    say.classList.toggle("is-short", !say.classList.toggle("is-pass", sum >= pass));
  };
  on(form, "input", recount);
  on(window, "pageshow", recount);
});
on(document, "click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const input = one("input", button.parentElement);
  const next = round((number(input.value) || 0) + Number(button.dataset.step));
  edit(input, Math.min(number(input.max) || Infinity, Math.max(number(input.min) || 0, next)));
});

// sending, and leaving
const dirty = new Set();
all("form[data-guard]").forEach((form) => on(form, "input", () => dirty.add(form)));
on(window, "beforeunload", (event) => { if (dirty.size) event.returnValue = "leave"; });
const enable = (buttons, yes) => buttons.forEach((button) => { button.disabled = !yes; });
const ready = (form) => {
  delete form.dataset.sent;
  all("[aria-busy]", form).forEach((button) => {
    button.removeAttribute("aria-busy");
    enable([button], true);
    if (button.dataset.busy) button.replaceChildren(...button.kept);
  });
};
const upload = (form, button) => {
  const box = one("[data-progress-box]", form), bar = one("progress", box), label = one("label", box);
  const data = new FormData(form), request = new XMLHttpRequest();
  if (button?.name) data.append(button.name, button.value);
  box.hidden = false;
  request.upload.onprogress = ({ loaded, total }) => {
    bar.value = total ? Math.round((loaded / total) * 100) : 0;
    label.textContent = fill(form.dataset.saySent, { percent: bar.value });
  };
  request.onerror = () => { ready(form); dirty.add(form); label.textContent = form.dataset.sayFailed; };
  request.onload = () => {
    // Here already: asking again would lose its one-time message.
    history.replaceState(null, "", request.responseURL);
    document.open();
    document.write(request.responseText);
    document.close();
  };
  request.open("POST", form.action);
  request.send(data);
};
const offline = one("[data-offline] p");
const tell = () => { if (offline) offline.hidden = navigator.onLine !== false; };
on(window, "offline", tell);
on(window, "online", tell);
on(document, "submit", (event) => {
  const form = event.target, button = event.submitter;
  if (form.method !== "post") return;
  if (navigator.onLine === false && offline && !form.dataset.offline) { // held here instead of lost behind the browser's error;
    form.dataset.offline = "told"; // a site on this very machine needs no network: pressed again, it is sent
    stop(event);
    tell();
    return;
  }
  if (form.dataset.sent || "progress" in form.dataset) stop(event);
  if (form.dataset.sent) return;
  dirty.delete(form);
  if ("again" in form.dataset) return;
  form.dataset.sent = "yes";
  if (button) {
    button.setAttribute("aria-busy", "true");
    if (button.dataset.busy) { button.kept = [...button.childNodes]; button.textContent = button.dataset.busy; }
    setTimeout(() => { button.disabled = Boolean(form.dataset.sent); }, 0); // later: a disabled button is not sent
  }
  if ("progress" in form.dataset) upload(form, button);
});
on(window, "pageshow", () => all("form[data-sent]").forEach(ready)); // Back shows it as it was left: busy

// photos: redrawing also drops the place stored in them
const shrink = async (file) => {
  try {
    const photo = await createImageBitmap(file), canvas = document.createElement("canvas");
    const scale = Math.min(1, 1280 / Math.max(photo.width, photo.height));
    canvas.width = Math.ceil(photo.width * scale);
    canvas.height = Math.ceil(photo.height * scale);
    canvas.getContext("2d").drawImage(photo, 0, 0, canvas.width, canvas.height);
    const type = "image/jpeg", blob = await new Promise((done) => canvas.toBlob(done, type, 0.7));
    return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type });
  } catch (_) { return file; } // unreadable: the server says so
};
all("input[type=file][data-shrink]").forEach((input) => on(input, "change", async () => {
  const buttons = all("button:enabled", input.form), bag = new DataTransfer();
  enable(buttons, false);
  (await Promise.all(Array.from(input.files, shrink))).forEach((file) => bag.items.add(file));
  input.files = bag.files;
  enable(buttons, true);
}));

// small ones
on(document, "click", async (event) => {
  const button = event.target.closest("[data-copy]"), source = button && document.getElementById(button.dataset.copy);
  if (!source) return;
  const text = source.value || source.textContent, words = [...button.childNodes], area = document.createElement("textarea");
  try { await navigator.clipboard.writeText(text); } catch (_) { // absent on plain http
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = button.dataset.copied;
  setTimeout(() => button.replaceChildren(...words), 2000);
});
on(document, "change", ({ target }) => {
  if ("day" in target.dataset) target.value = target.value.trim().replace(/^(\d\d)(\d\d)(\d{4})$/, "$1/$2/$3");
});
all("select[data-autosubmit]").forEach((select) => {
  let typed = false, waiting = false; // arrow keys pass over choices: send on Enter or on leaving
  const send = () => { waiting = false; select.form.requestSubmit(); };
  all("[data-autosubmit-button]", select.form).forEach((button) => { button.hidden = true; });
  on(select, "pointerdown", () => { typed = false; });
  on(select, "keydown", ({ key }) => { if (key === "Enter" && waiting) send(); else typed = true; });
  on(select, "change", () => { waiting = typed; if (!typed) send(); });
  on(select, "blur", () => { if (waiting) send(); });
});
// work that goes on at the server: looked at every two seconds, the whole page again when it is done
const follow = () => setTimeout(async () => {
  const text = await fetch(location.href, { headers: { accept: "text/html" } }).then((answer) => (answer.ok ? answer.text() : ""), () => "");
  const now = new DOMParser().parseFromString(text, "text/html"), section = one("[data-under-way]", now);
  if (section) {
    const [bar, fresh] = [one("progress"), one("progress", section)];
    Object.assign(bar, { value: fresh.value, max: fresh.max });
    bar.labels[0].textContent = fresh.labels[0].textContent;
    one("[data-under-way] [role=status]").textContent = one("[role=status]", section).textContent;
  }
  if (text && !section) location.replace(location.pathname); else follow();
}, 2000);
if (one("[data-under-way]")) follow();
// a file field: its button and what was chosen in the language of the page, not of the browser; the field itself lies over them
const part = (kind, words) => Object.assign(document.createElement("span"), { className: kind, textContent: words });
all("input[type=file]").forEach((input) => {
  const { sayFile, sayNoFile } = document.body.dataset, name = part("file-name", sayNoFile), box = part("file", "");
  if (!sayFile) return;
  input.before(box);
  box.append(part("btn", sayFile), name, input);
  for (const words of [box.firstChild, name]) words.ariaHidden = "true";
  on(input, "change", () => { name.textContent = [...input.files].map((file) => file.name).join(", ") || sayNoFile; });
});
one(".errors[tabindex]")?.focus();
// last: fails where storage is barred
keys = localStorage.keys !== "off";
all("[data-keys-switch]").forEach((box) => {
  box.checked = keys;
  on(box, "change", () => { keys = box.checked; localStorage.keys = keys ? "on" : "off"; });
});
})();
