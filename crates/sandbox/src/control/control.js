// The control page's script: sends what is clicked, and keeps what is shown true.
"use strict";

const api = "/sandbox/api";
const status = document.getElementById("status");
const faultsForm = document.getElementById("faults-form");
const clockForm = document.getElementById("clock-form");

const say = (text) => {
  status.textContent = text;
};

async function send(path, body) {
  const answer = await fetch(api + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}.`);
}

// Runs an action of the page and says how it went.
async function act(done, action) {
  try {
    await action();
    say(done);
  } catch (error) {
    say(`That did not work. ${error.message}`);
  }
  await refresh();
}

// --- what the server renders: fetched again, replaced where it changed ---
async function refreshPage() {
  const answer = await fetch("/sandbox");
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const shown of document.querySelectorAll("[data-live]")) {
    const now = fresh.querySelector(`[data-live="${shown.dataset.live}"]`);
    if (now && now.innerHTML !== shown.innerHTML) shown.innerHTML = now.innerHTML;
  }
  for (const option of fresh.querySelectorAll("#clock-form option")) {
    const shown = clockForm.querySelector(`option[value="${option.value}"]`);
    if (shown) shown.dataset.offset = option.dataset.offset;
  }
}

// --- calls ---
const OVER = ["completed", "busy", "no-answer", "failed", "canceled"];
let shownCalls = "";

function callRow(call) {
  const row = document.createElement("li");
  const text = document.createElement("p");
  text.textContent = `${call.to.replace(/^client:([^?]*).*$/, "$1")}: ${call.status}`;
  row.append(text);
  if (call.parent_sid && call.status === "in-progress") {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Prospect hangs up";
    button.addEventListener("click", () =>
      act("The prospect hung up.", () => send(`/calls/${encodeURIComponent(call.sid)}/hang_up`)),
    );
    row.append(button);
  }
  return row;
}

async function refreshCalls() {
  const answer = await fetch(api + "/calls");
  if (!answer.ok) return;
  const live = (await answer.json()).filter((call) => !OVER.includes(call.status));
  const key = JSON.stringify(live.map((call) => [call.sid, call.status]));
  if (key === shownCalls) return;
  shownCalls = key;
  const place = document.getElementById("live-calls");
  if (live.length === 0) {
    const none = document.createElement("p");
    none.className = "quiet";
    none.textContent = "No call is up.";
    place.replaceChildren(none);
    return;
  }
  const list = document.createElement("ul");
  list.append(...live.map(callRow));
  place.replaceChildren(list);
}

// --- faults ---
async function showFaults() {
  const answer = await fetch(api + "/faults");
  if (!answer.ok) return;
  const settings = await answer.json();
  for (const control of faultsForm.elements) {
    const value = settings[control.name];
    if (control.type === "radio") control.checked = control.value === value;
    else if (control.type === "checkbox") control.checked = value === true;
    else if (control.type === "select-one") control.value = value ?? "none";
  }
}

faultsForm.addEventListener("change", () => {
  const settings = {};
  for (const control of faultsForm.elements) {
    if (control.type === "radio" && control.checked) settings[control.name] = control.value;
    if (control.type === "checkbox") settings[control.name] = control.checked;
    if (control.type === "select-one") settings[control.name] = control.value;
  }
  act("The faults are set.", () => send("/faults", settings));
});

document.getElementById("drop-sockets").addEventListener("click", () =>
  act("The signalling sockets were dropped.", () => send("/drop_sockets")),
);

// --- the clock ---
clockForm.addEventListener("submit", (event) => {
  event.preventDefault();
  act("The clock is set.", async () => {
    const now = await (await fetch(api + "/clock")).json();
    const option = clockForm.elements.zone.selectedOptions[0];
    const offset = Number(option.dataset.offset) * 60_000;
    // Today's date there, at the time that was asked for, as if it were UTC; then back by the offset.
    const day = new Date(Date.parse(now.now) + offset).toISOString().slice(0, 10);
    const at = Date.parse(`${day}T${clockForm.elements.time.value}:00Z`) - offset;
    await send("/clock", { at: new Date(at).toISOString() });
  });
});

document.getElementById("clock-real").addEventListener("click", () =>
  act("The clock shows real time.", () => send("/clock", { at: null })),
);

// --- start over ---
document.getElementById("reset-button").addEventListener("click", () => {
  if (!window.confirm("Clear every call, activity and task of the sandbox?")) return;
  act("The sandbox starts over.", () => send("/reset"));
});

// --- keeping it true ---
let away = false;

async function refresh() {
  try {
    await Promise.all([refreshPage(), refreshCalls(), showFaults()]);
    if (away) say("");
    away = false;
  } catch {
    if (!away) say("The sandbox does not answer. Is Twoleg still running?");
    away = true;
  }
}

refresh();
setInterval(() => {
  if (!document.hidden) refresh();
}, 2000);
