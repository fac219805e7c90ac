"use strict";
// Keys and partial redraws. Everything here presses a button or fills a field that is on the page and works without this file.
const $ = (q, at = document) => at.querySelector(q), $$ = (q, at = document) => [...at.querySelectorAll(q)];
document.documentElement.classList.add("js");
const holder = $("#card");
const card = () => $("#draft");
const field = name => card()?.elements[name];
const say = (words, bad) => { const box = $("#say"); if (!box) return; box.textContent = words; box.classList.toggle("bad", !!bad); };
const numbers = words => (words || "").split(" ").filter(Boolean).map(Number);
const base = () => location.pathname;

const wide = () => !matchMedia("(max-width:52rem)").matches;

// What lights up in the text and in the list follows the card.
function light() {
  const n = +card()?.dataset.n;
  for (const piece of $$(".par .s")) {
    for (const [name, key] of [["cur", "p"], ["curv", "v"], ["curw", "w"], ["curh", "h"]]) piece.classList.toggle(name, numbers(piece.dataset[key]).includes(n));
  }
  for (const mark of $$("a.n")) mark.classList.toggle("cur", numbers(mark.dataset.p).includes(n));
  for (const line of $$("#queue a")) {
    if (+line.dataset.n === n) { line.setAttribute("aria-current", "true"); const list = $("#queue"); list.scrollTop = line.offsetTop - list.offsetTop - list.clientHeight / 2; } else line.removeAttribute("aria-current");
  }
}

function decided(states) {
  for (const line of $$("#queue a")) {
    const [mark, word] = states[line.dataset.n - 1] || [];
    const m = $(".m", line);
    m.textContent = mark; m.title = word; line.classList.toggle("gone", word !== "open");
  }
  for (const piece of $$(".par .s[data-p]")) piece.classList.toggle("done", numbers(piece.dataset.p).every(n => states[n - 1]?.[1] !== "open"));
}

function put(html, scroll = true) {
  holder.innerHTML = html;
  holder.dataset.draft = card()?.dataset.draft || "";
  light();
  labels();
  if (scroll) {
    show();
    card()?.focus({ preventScroll: true });
  }
}
const show = () => $(".par .s.cur")?.scrollIntoView({ block: wide() ? "nearest" : "start" });

// While an answer is awaited the page says so.
let waiting = 0;
const wait = by => { waiting += by; waiting > 0 ? document.body.setAttribute("aria-busy", "true") : document.body.removeAttribute("aria-busy"); };

async function ask(address, form) {
  wait(1);
  try { return await answered(address, form); } finally { setTimeout(() => wait(-1)); }
}

async function answered(address, form) {
  const answer = await fetch(address, form ? { method: "POST", body: new URLSearchParams(form), headers: { "X-Desk": "1" } } : { headers: { "X-Desk": "1" } });
  const text = await answer.text();
  if (!answer.ok) {
    const page = new DOMParser().parseFromString(text, "text/html");
    throw new Error($$("main p", page).map(p => p.textContent).filter(words => words !== "Inbox").join(" ") || text.trim());
  }
  return text;
}

async function go(draft, scroll = true) {
  try {
    const blind = holder.dataset.blind ? "&done=second" : "";
    put(await ask(`/source/${holder.dataset.source}/card?draft=${draft}${blind}`), scroll);
    history.replaceState(null, "", `${base()}?draft=${draft}`);
  } catch (error) { say(error.message, true); }
}

// What accepting would move, with the fields as they are now.
let asked = 0;
async function foretell() {
  $("button.main span", card()).textContent = $(".changed", card()) ? "Accept as amended" : "Accept";
  const line = $("#effect"), turn = ++asked;
  if (!line) return;
  try {
    const words = await ask("/effect", new FormData(card()));
    if (turn === asked) line.textContent = words;
  } catch (error) { if (turn === asked) line.textContent = error.message; }
}

// Keys wait for their turn: none decides on a card that is about to give way to another.
let turn = Promise.resolve();
let busy = false;
async function send(form, button) {
  if (busy) return;
  busy = true;
  try {
    const data = new FormData(form, button || undefined);
    const answer = JSON.parse(await ask(form.action, data));
    if (answer.again) { say(answer.say); await redraw(answer.draft || card()?.dataset.draft, answer.say); return; }
    decided(answer.states);
    $("#left").textContent = answer.left;
    if ($("#toll")) $("#toll").innerHTML = answer.toll;
    put(answer.card);
    say(answer.say);
    history.replaceState(null, "", answer.address);
    if (form.id === "missed") { form.elements.words.value = ""; form.elements.value.value = ""; $("#hand").open = false; }
  } catch (error) { say(error.message, true); } finally { busy = false; }
}

// After a link or an undo more than one card may show something else: the page is drawn anew, and the place is kept.
async function redraw(draft, words) {
  const page = new DOMParser().parseFromString(await ask(`${base()}?draft=${draft || ""}`), "text/html");
  for (const id of ["body", "queue", "left", "toll"]) { const to = $(`#${id}`), from = page.getElementById(id); if (to && from) to.replaceChildren(...from.childNodes); }
  put(page.getElementById("card").innerHTML, false);
  if (draft) history.replaceState(null, "", `${base()}?draft=${draft}`);
  show();
  card()?.focus({ preventScroll: true });
  say(words);
}

const lines = () => $$("#queue a");
const step = by => { const all = lines(), at = all.findIndex(line => line.hasAttribute("aria-current")), to = all[at + by]; if (to) return go(to.dataset.draft); say(by > 0 ? "That was the last draft." : "This is the first draft."); };
const press = value => { const button = $(`button[data-key="${value}"]`); return button && !button.disabled ? send(button.form, button) : undefined; };
function open(mode) {
  for (const other of $$("details.mode")) other.open = other.dataset.mode === mode;
  const now = $(`details.mode[data-mode="${mode}"]`);
  if (!now) return;
  const loaded = now.dataset.load ? load(now) : Promise.resolve();
  const first = mode === "note" ? $("input", now) : $("fieldset,.load,summary", now);
  if (first) { first.tabIndex = first.tabIndex < 0 ? -1 : first.tabIndex; first.focus(); }
  now.scrollIntoView({ block: "nearest" });
  return loaded;
}
async function load(mode) {
  const address = mode.dataset.load;
  delete mode.dataset.load;
  try { $(".load", mode).innerHTML = await ask(address); } catch (error) { say(error.message, true); }
}
const to = name => () => { const of = field(name) || $(`.f.big input:not([type=hidden]),.f.big select[name=flag],.f.big select[name=entity]`, card()); (name === "value" ? $(".f.big input,.f.big select[name=flag],.f.big select[name=entity]", card()) || field("property") : of)?.focus(); };
const moves = { from: 0, to: 0 };
function ends(key) {
  const by = key === "[" || key === "]" ? 1 : -1, name = key === "[" || key === "{" ? "from" : "to";
  let input = field(name);
  if (!input) { input = Object.assign(document.createElement("input"), { type: "hidden", name, value: "0" }); card().append(input); }
  input.value = +input.value + by;
  say(`The words of the claim ${name === "from" ? "begin" : "end"} ${Math.abs(input.value)} word${Math.abs(input.value) === 1 ? "" : "s"} ${(+input.value > 0) === (name === "from") ? "earlier" : "later"}; a accepts them so.`);
}
const keys = {
  j: () => step(1), k: () => step(-1), a: () => press("a"), x: () => open("reasons"), s: () => press("s"), i: () => $(".place") && open("place"), l: () => press("l"), c: () => open("note"), u: () => $("#undo") && send($("#undo")),
  n: async () => { await open("place"); const name = $(".place input[name=name]"); name ? (name.focus(), name.select()) : say("This incident has a name already: the bench renames it."); },
  e: () => { const of = { who: "speaker", when: "happened_on", incident: "subject" }[card().dataset.doubt]; of ? field(of)?.focus() : to("value")(); },
  w: () => field("speaker").focus(), W: () => { const of = field("speaker_other"); if (of) { of.closest("details").open = true; of.focus(); } }, v: to("value"), o: () => field("property").focus(), d: () => field("happened_on").focus(), h: () => field("hedge").focus(),
  t: () => field("status")?.focus(), g: () => field("group")?.focus(), p: () => field("stance").focus(), r: () => field("via").focus(),
  m: () => { if (!$("#hand")) return; const chosen = String(getSelection()).trim(); $("#hand").open = true; const words = $("#missed").elements.words; if (chosen) words.value = chosen; (chosen ? $("#missed").elements.property : words).focus(); $("#hand").scrollIntoView({ block: "nearest" }); },
  "[": () => ends("["), "]": () => ends("]"), "{": () => ends("{"), "}": () => ends("}"),
  "=": () => press("="),
  "?": () => { $("#keys").open = !$("#keys").open; $("#keys").scrollIntoView({ block: "nearest" }); },
};

// Keys of one's own, kept in this browser: the key that ships, and the one that is pressed in its place.
const kept = name => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
const keep = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { say("This browser keeps nothing: it holds until the page is left.", true); } };
let own = kept("keys") || {};
const named = key => own[key] || key;
const meant = key => Object.keys(own).find(of => own[of] === key) || (own[key] ? "" : key);
const remappable = [...Object.keys(keys), "/"];
function labels() {
  for (const kbd of $$("kbd")) { kbd.dataset.keys ??= kbd.textContent; kbd.textContent = kbd.dataset.keys.split(" ").map(named).join(" "); }
}
labels();
const off = $("#keys-off");
if (off) { off.checked = !!kept("keys-off"); off.addEventListener("change", () => keep("keys-off", off.checked)); }
const choosing = $("#own-keys");
if (choosing) {
  choosing.hidden = false;
  for (const kbd of $$(".keys kbd")) for (const of of kbd.dataset.keys.split(" ").filter(key => remappable.includes(key))) {
    const input = Object.assign(document.createElement("input"), { value: named(of), maxLength: 1, size: 1, autocomplete: "off", ariaLabel: `Key in the place of ${of}` });
    kbd.parentElement.nextElementSibling.append(" ", input);
    input.addEventListener("change", () => {
      const key = input.value.trim() || of, taken = remappable.find(other => other !== of && named(other) === key);
      if (taken || /[0-9]/.test(key)) { input.value = named(of); say(taken ? `${key} is taken: it stands for ${taken}.` : "A digit chooses in a list.", true); return; }
      if (key === of) delete own[of]; else own[of] = key;
      keep("keys", own); labels(); input.value = key; say(`${key} stands for ${of}.`);
    });
  }
  choosing.addEventListener("reset", () => { own = {}; keep("keys", own); labels(); location.reload(); });
}

// Search is a key on every page.
document.addEventListener("keydown", event => {
  if (meant(event.key) !== "/" || event.ctrlKey || event.metaKey || event.altKey || off?.checked || kept("keys-off") || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || !$("#q")) return;
  event.preventDefault();
  $("#q").focus();
});

if (holder) {
  light();
  // An address that names a paragraph is where somebody wants to be.
  if (!location.hash) show();
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || off?.checked && meant(event.key) !== "?") return;
    const at = event.target, typing = /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName) && at.type !== "checkbox", mode = $("details.mode[open]");
    if (event.key === "Escape") { $$("details.mode,#keys,#hand").forEach(d => { d.open = false; }); card()?.focus(); return; }
    if (at.tagName === "SELECT") {
      const choice = /^[1-9]$/.test(event.key) && at.options[+event.key];
      if (choice) { event.preventDefault(); at.selectedIndex = +event.key; at.dispatchEvent(new Event("change", { bubbles: true })); if (at.form === card()) card().focus(); return; }
      if (event.key === "Enter" && at.form === card()) { event.preventDefault(); card().focus(); return; }
    }
    if (typing && event.key === "Enter" && at.form === card()) { event.preventDefault(); at.name === "reason" ? $("button[value=reject][name=act]", card()).click() : card().focus(); return; }
    if (typing) return;
    if (mode && /^[1-9]$/.test(event.key)) {
      const choice = mode.dataset.mode === "reasons" ? $$("button[name=reject],input[name=reason]", mode)[+event.key - 1] : $(`[data-choice="${event.key}"]`, mode);
      if (choice) { event.preventDefault(); choice.tagName === "INPUT" ? choice.focus() : choice.click(); }
      return;
    }
    const key = meant(event.key);
    if (keys[key] && card()) { event.preventDefault(); turn = turn.then(() => keys[key]()).catch(error => say(error.message, true)); }
  });
  document.addEventListener("submit", event => {
    const form = event.target;
    if (!form.closest(".side") || form.action.endsWith("/many")) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  document.addEventListener("click", event => {
    const opener = event.target.closest("[data-open]"), line = event.target.closest("#queue a,a.n"), piece = event.target.closest(".par .s[data-p]");
    if (opener) { event.preventDefault(); open(opener.dataset.open); return; }
    const n = line ? line.dataset.n || numbers(line.dataset.p)[0] : piece && !String(getSelection()) ? numbers(piece.dataset.v || piece.dataset.p)[0] : 0;
    const target = n && $(`#queue a[data-n="${n}"]`);
    if (target) { event.preventDefault(); turn = turn.then(() => go(target.dataset.draft, !piece)); }
  });
  document.addEventListener("change", event => {
    const of = event.target, row = of.closest(".f");
    if (!row || of.form !== card()) return;
    if (of.name === "speaker_other" && of.value && $("#hand")) field("speaker").value = "";
    const changed = of.tagName === "SELECT" ? of.value !== "" : of.value !== (of.dataset.was ?? "");
    of.classList.toggle("changed", changed);
    foretell();
  });
  // A choice reached by keyboard opens as a numbered list in place: a letter in a closed one chooses silently.
  let byKey = false;
  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () => { byKey = kind === "keydown"; }, true);
  const numbered = (list, on) => [...list.options].forEach((option, n) => { option.label = on && n > 0 && n < 10 ? `${n}  ${option.text}` : option.text; });
  for (const kind of ["focusin", "focusout"]) addEventListener(kind, ({ target }) => {
    if (target.tagName !== "SELECT" || !target.form) return;
    if (byKey && kind === "focusin" && target.length > 1) { target.size = Math.min(10, target.length); numbered(target, true); } else { target.removeAttribute("size"); numbered(target, false); }
  });
}

// Files may be dropped anywhere on the box.
const drop = $("form.drop");
if (drop) {
  for (const kind of ["dragover", "dragleave", "drop"]) drop.addEventListener(kind, event => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) { $("input[type=file]", drop).files = event.dataTransfer.files; drop.requestSubmit(); }
  });
}
