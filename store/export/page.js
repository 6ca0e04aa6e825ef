(() => {
"use strict";
const $ = id => document.getElementById(id);
const story = JSON.parse($("times").textContent);
const sounds = [...document.querySelectorAll("#sounds audio")];
const still = matchMedia("(prefers-reduced-motion: reduce)");

// What the reader left behind, where the browser keeps such things; private windows and files may not.
function kept() {
  try { return JSON.parse(localStorage.getItem(story.key)) || {}; } catch { return {}; }
}
function keep() {
  try { localStorage.setItem(story.key, JSON.stringify({ at: Math.round(position()), size, speed })); } catch { /* not here */ }
}

// The size of the text.
const sizes = [14, 16, 18, 20, 22, 24, 28, 32, 38, 46, 56, 68];
let size = 20;
function resize(to) {
  size = sizes.includes(to) ? to : 20;
  document.documentElement.style.setProperty("--size", size + "px");
  bring("auto");
}
function larger(step) {
  resize(sizes[Math.min(sizes.length - 1, Math.max(0, sizes.indexOf(size) + step))]);
  say("Text size " + size);
  keep();
}
function say(text) { $("said").textContent = text; }
function broken() {
  $("problem").textContent = "This browser cannot play the story's sound. Open the page in another browser.";
  $("problem").hidden = false;
}

// The sound: files that are heard one after the other, on one axis of time, in milliseconds.
let file = 0, playing = false, speed = 1, length = story.length;
let wanted = null; // a time in the file that it cannot go to yet
function position() {
  if (!sounds.length) return 0;
  return story.starts[file] + (wanted ?? sounds[file].currentTime) * 1000;
}
function seek(at) {
  if (!sounds.length) return;
  at = Math.min(Math.max(0, at), Math.max(0, length - 1));
  let next = 0;
  while (next + 1 < sounds.length && story.starts[next + 1] <= at) next++;
  if (next !== file) {
    sounds[file].pause();
    file = next;
    sounds[file].playbackRate = speed;
  }
  const seconds = (at - story.starts[file]) / 1000;
  if (sounds[file].readyState > 0) {
    wanted = null;
    sounds[file].currentTime = seconds;
  } else {
    wanted = seconds;
  }
  if (playing) start();
  show();
}
function start() {
  const sound = sounds[file];
  sound.playbackRate = speed;
  sound.play().catch(problem => {
    if (problem.name === "AbortError") return; // another place was asked for meanwhile
    stop();
    broken();
  });
}
function play() {
  if (!sounds.length) return;
  if (position() >= length - 50) seek(0);
  playing = true;
  start();
  button();
  requestAnimationFrame(tick);
}
function stop() {
  playing = false;
  for (const sound of sounds) sound.pause();
  button();
  show();
  keep();
}
function toggle() { if (playing) stop(); else play(); }
function button() {
  $("play").setAttribute("aria-label", playing ? "Pause" : "Play");
  $("playing").toggleAttribute("hidden", !playing);
  $("paused").toggleAttribute("hidden", playing);
}
function setSpeed(to) {
  speed = to;
  $("speed").value = String(to);
  if (sounds.length) sounds[file].playbackRate = to;
}
function faster(step) {
  const all = [...$("speed").options].map(o => Number(o.value));
  setSpeed(all[Math.min(all.length - 1, Math.max(0, all.indexOf(speed) + step))]);
  say("Speed " + speed + "×");
  keep();
}
sounds.forEach((sound, i) => {
  sound.controls = false;
  sound.addEventListener("loadedmetadata", () => {
    if (i === sounds.length - 1 && isFinite(sound.duration)) {
      length = story.starts[i] + sound.duration * 1000;
      $("place").max = length;
      $("length").textContent = clock(length);
      draw();
    }
    if (i === file && wanted !== null) {
      sound.currentTime = wanted;
      wanted = null;
    }
  });
  sound.addEventListener("ended", () => {
    if (i !== file || !playing) return;
    if (i + 1 < sounds.length) seek(story.starts[i + 1]);
    else stop();
  });
  // Keyboards and headphones have keys of their own, which go to the browser.
  sound.addEventListener("pause", () => {
    if (i === file && playing && !sound.ended) stop();
  });
  sound.addEventListener("play", () => {
    if (i !== file || playing) return;
    playing = true;
    button();
    requestAnimationFrame(tick);
  });
  sound.addEventListener("error", () => {
    if (i === file) broken();
  });
});
let saved = 0;
function tick(now) {
  show();
  if (now - saved > 2000) { saved = now; keep(); }
  if (playing) requestAnimationFrame(tick);
}

// What is heard: story.changes has four numbers for each change: when, turn, sentence, word; -1 stands for none.
let shown = [null, null, null], spoken = null;
function change(at) {
  const c = story.changes;
  let low = 0, high = c.length / 4;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (c[middle * 4] <= at) low = middle + 1; else high = middle;
  }
  return low - 1;
}
let last = -2;
function show() {
  const at = position();
  progress(at);
  const i = change(at + 0.5);
  if (i === last) return;
  last = i;
  const [turn, sentence, word] = i < 0 ? [-1, -1, -1] : story.changes.slice(i * 4 + 1, i * 4 + 4);
  const id = turn < 0 ? null : "t" + (turn + 1);
  mark(0, id && $(id));
  mark(1, id && sentence >= 0 && $(id + "s" + (sentence + 1)));
  mark(2, id && word >= 0 && $(id + "w" + (word + 1)));
  const now = shown[1] || shown[0];
  if (now && now !== spoken) {
    spoken = now;
    bring();
  }
}
function mark(level, element) {
  if (shown[level] === element) return;
  if (shown[level]) {
    shown[level].classList.remove("heard");
    shown[level].removeAttribute("aria-current");
  }
  shown[level] = element || null;
  if (!element) return;
  element.classList.add("heard");
  if (level === 1) {
    element.setAttribute("aria-current", "true");
    if (!$("story").contains(document.activeElement)) rove(element);
  }
}
function clock(ms) {
  const s = Math.floor(ms / 1000), pad = n => String(n).padStart(2, "0");
  return s >= 3600 ? Math.floor(s / 3600) + ":" + pad(Math.floor(s / 60) % 60) + ":" + pad(s % 60) : Math.floor(s / 60) + ":" + pad(s % 60);
}
let second = -1;
function progress(at) {
  $("place").value = at;
  if (Math.floor(at / 1000) === second) return;
  second = Math.floor(at / 1000);
  $("at").textContent = clock(at);
  $("place").setAttribute("aria-valuetext", clock(at) + " of " + clock(length));
}

// The page goes along with the words, unless the reader has gone elsewhere.
let following = true, gliding = 0;
function follow() {
  following = true;
  $("back").hidden = true;
  bring();
}
function wander() {
  if (!following || !spoken) return;
  following = false;
  $("back").hidden = false;
}
function bring(behavior) {
  if (!following || !spoken) return;
  const box = spoken.getBoundingClientRect(), top = $("top").offsetHeight, room = innerHeight - $("player").offsetHeight - top;
  if (box.top >= top + room * 0.12 && box.bottom <= top + room * 0.75) return;
  gliding = Date.now() + 900;
  const way = box.top - top - room * 0.25, far = Math.abs(way) > 2 * room; // nobody reads along on a long way
  scrollTo({ top: Math.max(0, scrollY + way), behavior: behavior || (far || still.matches ? "auto" : "smooth") });
}
addEventListener("wheel", wander, { passive: true });
addEventListener("touchmove", e => { if (!$("player").contains(e.target)) wander(); }, { passive: true });
addEventListener("scroll", () => { if (Date.now() > gliding) wander(); }, { passive: true });
addEventListener("resize", () => { gliding = Date.now() + 900; bring("auto"); draw(); });
$("back").addEventListener("click", () => { follow(); $("play").focus({ preventScroll: true }); });

// Jumping. "Back" within the first second and a half of a sentence means the one before, as on any player.
function jump(stops, step) {
  const at = position();
  let i = stops.findIndex(s => s > at + 1);
  if (i < 0) i = stops.length;
  if (step < 0) {
    i--;
    if (i > 0 && at - stops[i] < 1500) i--;
  }
  if (i >= 0 && i < stops.length) go(stops[i]);
}
function go(at) {
  follow();
  seek(at);
}
const from = new Map(); // when each sentence or turn begins, by its id
for (let i = 0; i < story.begins.length; i += 3) {
  const [turn, sentence, at] = story.begins.slice(i, i + 3);
  const id = "t" + (turn + 1) + (sentence < 0 ? "" : "s" + (sentence + 1));
  from.set(id, at);
  if ($(id)) $(id).classList.add("timed");
}
function begin(element) {
  const found = element.closest(".s.timed") || element.closest(".turn.timed");
  if (!found) return;
  go(from.get(found.id));
  play();
}
let pressed = 0;
$("story").addEventListener("pointerdown", e => { pressed = e.clientX + e.clientY; });
$("story").addEventListener("click", e => {
  // Text that is being selected is not meant to be played.
  if (e.target.closest("a") || Math.abs(e.clientX + e.clientY - pressed) > 6 || !getSelection().isCollapsed) return;
  if (!e.target.closest(".s.timed")) return;
  begin(e.target);
});

// One sentence can be reached with Tab: the one being heard; from there the arrow keys lead on.
let reached = null;
function rove(element) {
  if (reached) reached.removeAttribute("tabindex");
  reached = element;
  if (element) element.tabIndex = 0;
}
function walk(step) {
  const all = [...document.querySelectorAll(".s.timed")];
  const next = all[all.indexOf(reached) + step];
  if (!next) return;
  rove(next);
  next.focus({ preventScroll: true });
  gliding = Date.now() + 900;
  next.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
  if (!next.classList.contains("heard")) wander();
}

const scrolling = ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"];
addEventListener("keydown", e => {
  if (e.ctrlKey || e.metaKey || e.defaultPrevented) return;
  const control = e.target.closest("button, select, input, summary, a");
  const done = () => { e.preventDefault(); };
  if (e.altKey) {
    const way = { ArrowLeft: [story.sentences, -1], ArrowRight: [story.sentences, 1], ArrowUp: [story.turns, -1], ArrowDown: [story.turns, 1] }[e.key];
    if (way) { done(); jump(...way); }
    return;
  }
  if (control === $("place")) {
    const way = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -60, PageUp: 60 }[e.key];
    if (way) { done(); go(position() + way * 1000); return; }
  }
  if (e.key === " " && (!control || control === $("place"))) { done(); toggle(); return; }
  if (e.key === "+" || e.key === "=") { done(); larger(1); return; }
  if (e.key === "-" || e.key === "−") { done(); larger(-1); return; }
  if (e.key === "<") { done(); faster(-1); return; }
  if (e.key === ">") { done(); faster(1); return; }
  if (e.key === "Escape" && $("keys").open) { $("keys").open = false; $("keys").firstElementChild.focus(); return; }
  if (e.target.classList.contains("s")) {
    if (e.key === "Enter") { done(); begin(e.target); return; }
    if (e.key === "ArrowLeft") { done(); walk(-1); return; }
    if (e.key === "ArrowRight") { done(); walk(1); return; }
  }
  if (!control && scrolling.includes(e.key)) wander();
});

// The strip of the whole story, coloured by who speaks, and hatched where nobody is transcribed.
function draw() {
  const canvas = $("strip"), pen = canvas.getContext("2d"), look = getComputedStyle(document.documentElement);
  const ratio = devicePixelRatio || 1, wide = canvas.clientWidth * ratio, high = canvas.clientHeight * ratio;
  canvas.width = wide;
  canvas.height = high;
  pen.strokeStyle = look.getPropertyValue("--border");
  pen.lineWidth = ratio;
  pen.beginPath();
  for (let x = -high; x < wide; x += 6 * ratio) {
    pen.moveTo(x, high);
    pen.lineTo(x + high, 0);
  }
  pen.stroke();
  for (let i = 0; i < story.strip.length; i += 3) {
    const [start, end, voice] = story.strip.slice(i, i + 3);
    const left = wide * start / length, right = wide * end / length;
    pen.fillStyle = look.getPropertyValue(voice < 0 ? "--border" : "--v" + (voice % 6 + 1));
    pen.clearRect(left, 0, right - left, high);
    pen.fillRect(left, 0, Math.max(ratio, right - left - 2 * ratio), high);
  }
}
for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) matchMedia(query).addEventListener("change", draw);

$("play").addEventListener("click", toggle);
$("previous-turn").addEventListener("click", () => jump(story.turns, -1));
$("previous-sentence").addEventListener("click", () => jump(story.sentences, -1));
$("next-sentence").addEventListener("click", () => jump(story.sentences, 1));
$("next-turn").addEventListener("click", () => jump(story.turns, 1));
$("smaller").addEventListener("click", () => larger(-1));
$("larger").addEventListener("click", () => larger(1));
$("speed").addEventListener("change", () => { setSpeed(Number($("speed").value)); keep(); });
$("place").addEventListener("input", () => go(Number($("place").value)));
addEventListener("pagehide", keep);
document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); else show(); });

const before = kept();
document.documentElement.classList.add("ready");
$("top").hidden = false;
if (sounds.length) {
  $("player").hidden = false;
  $("sounds").hidden = true;
  $("place").max = length;
  $("length").textContent = clock(length);
}
resize(before.size);
setSpeed([...$("speed").options].some(o => Number(o.value) === before.speed) ? before.speed : 1);
gliding = Date.now() + 900;
button();
draw();
seek(Number(before.at) || 0);
show();
if (!reached) rove(document.querySelector(".s.timed"));
})();
