/* The application of enumerators: the numbered queue of forms, what each has become, and the way to the server. */

import { chosen } from "./asking.js";
import { begin, goOn, sheetOf } from "./filling.js";
import { button, element, notice, says, show } from "./page.js";
import { again, mayGo, newest } from "./queue.js";
import { sealed } from "./sealing.js";
import { carried, meet } from "./server.js";
import { about, all, change } from "./store.js";

/** @typedef {import("./queue.js").Kept} Kept */

const EVERY = 60_000; // milliseconds between two tries to reach the server
const OUT = ["prepared", "sent"]; // states of a form that is still to be asked
const WITHOUT = ["refused", "not_reached"]; // states of a form whose respondent gave no answer
const CLOCK_OFF = 10; // minutes
let standing = "list"; // which screen is shown: only the list is drawn anew when the server answered
/** @type {{trouble: string, words: string}} */
let last = { trouble: "", words: "" };
let isBusy = false;

/** @param {Kept[]} queue @returns {Map<number, Kept>} the version that counts now, by the id of the form */
const byForm = (queue) => new Map([...newest(queue).values()].map((kept) => [kept.form, kept]));

/**
 * @param {any} form
 * @param {Kept | undefined} kept
 * @param {any} [said] what waits to be said of it
 * @returns {string} what a form has become, as a word of `says`
 */
const stateOf = (form, kept, said) => {
  if (said && !kept) return said.words ? "state_not_noted" : `state_say_${said.state}`;
  if (kept) return kept.state === "received" && form.back?.here ? "state_back" : `state_${kept.state}`;
  if (form.back) return "state_elsewhere";
  if (OUT.includes(form.state)) return "state_open";
  return form.state === "refused" ? "state_declined" : `state_${form.state}`;
};

const list = async () => {
  standing = "list";
  if (!(await about("token"))) return unconnected();
  const [forms, surveys, queue, noted] = await Promise.all(
    /** @type {import("./store.js").Place[]} */ (["forms", "surveys", "queue", "said"]).map(all),
  );
  const said = new Map(noted.map((one) => [one.form, one]));
  const kept = byForm(queue);
  const units = new Map(surveys.flatMap(({ units: rated }) => rated));
  const unsent = [...kept.values()].filter(({ state }) => ["ready", "frozen"].includes(state)).length;
  const waiting = unsent + noted.filter(({ words }) => !words).length;
  const lost = [...kept.values()].filter(({ state }) => state === "lost");
  const rows = forms
    .sort((one, other) => one.survey - other.survey || one.id - other.id)
    .map((form) => {
      const state = stateOf(form, kept.get(form.id), said.get(form.id));
      return element(
        "li",
        {},
        element(
          "button",
          {
            type: "button",
            class: "app-row",
            "data-state": state,
            onclick: () => open(form, kept.get(form.id), said.get(form.id)),
          },
          element("strong", {}, form.number),
          element("span", {}, units.get(form.unit) ?? says("all_units")),
          element("span", { class: "app-state" }, says(state)),
        ),
      );
    });
  show(
    element("h1", {}, says("title")),
    element(
      "p",
      { class: "app-standing", "data-waiting": String(waiting) },
      says("standing", { count: forms.length, waiting }),
    ),
    ...(await troubles()),
    lost.length > 0 && notice(says("restored", { count: lost.length }), "warning"),
    lost.length > 0 && button(says("send_lost"), () => sendAgain(lost), "primary"),
    element(
      "div",
      { class: "app-steps" },
      button(says(isBusy ? "meeting" : "meet"), reach, lost.length ? "plain" : "primary"),
    ),
    rows.length ? element("ol", { class: "app-forms" }, ...rows) : element("p", {}, says("no_forms")),
    await machine(),
  );
};

/** @returns {Promise<HTMLElement[]>} what is wrong at the moment */
const troubles = async () => {
  const found = [];
  if (last.trouble === "no_network") found.push(notice(says("no_network")));
  else if (last.trouble) found.push(notice(last.words || says("trouble"), "warning"));
  const off = (await about("clock_off")) ?? 0;
  if (Math.abs(off) > CLOCK_OFF) found.push(notice(says("clock_off", { minutes: Math.abs(off) }), "warning"));
  return found;
};

/** @returns {Promise<HTMLElement>} about this telephone: what it may keep, how to get the queue out */
const machine = async () => {
  const persisted = await navigator.storage?.persisted?.();
  const told = await about("told_at");
  return element(
    "details",
    { class: "app-machine" },
    element("summary", {}, says("machine")),
    element("p", {}, says("device", { name: (await about("device")) ?? "–" })),
    element(
      "p",
      {},
      told ? says("told_at", { at: new Date(told).toLocaleString("vi-VN") }) : says("never_told"),
    ),
    element("p", {}, says(persisted ? "persisted" : "not_persisted")),
    (await about("key")) ? button(says("export"), exported) : element("p", {}, says("no_key")),
  );
};

const unconnected = () =>
  show(
    element("h1", {}, says("title")),
    element("p", {}, says("unconnected")),
    element("a", { class: "button button-primary", href: "/thuc-dia/ung-dung/" }, says("connect")),
  );

/** @param {any} form @param {Kept | undefined} kept @param {any} said */
const open = async (form, kept, said) => {
  standing = "form";
  if (kept?.state === "filling" || kept?.state === "ready") return goOn(kept, list);
  if (kept) return told(form, kept);
  if (OUT.includes(form.state) && !form.back && !said) return begin(form.id, list);
  const unsay = async () => {
    await change(["said"], (at) => at.drop("said", form.id));
    await list();
  };
  return show(
    element("h1", {}, says("form", { number: form.number })),
    notice(
      [says(stateOf(form, undefined, said)), said?.words].filter(Boolean).join(" "),
      said?.words ? "warning" : "info",
    ),
    said ? element("p", {}, says("reason", { reason: said.reason })) : null,
    element(
      "div",
      { class: "app-steps" },
      (said ?? WITHOUT.includes(form.state)) && button(says("ask_after_all"), () => begin(form.id, list)),
      said && button(says("unsay"), unsay),
      button(says("back"), list, "quiet"),
    ),
  );
};

/** A form that was sent: what became of it, what was answered, and what can be done. @param {any} form @param {Kept} kept */
const told = async (form, kept) => {
  const { questions, units } = await sheetOf(form.id);
  const lines = units.flatMap(([unit, name]) => [
    units.length > 1 ? element("h2", {}, name) : null,
    element(
      "dl",
      { class: "app-answers" },
      ...questions.items
        .filter(({ code }) => kept.answers[String(unit)]?.[code])
        .map((item) => {
          const text = kept.answers[String(unit)][item.code];
          const words = chosen(text).map((code) => item.options.find(([one]) => one === code)?.[1] ?? code);
          const answer = item.options.length ? words.join("; ") : text;
          return element("div", {}, element("dt", {}, item.text), element("dd", {}, answer));
        }),
    ),
  ]);
  const drop = async () => {
    await change(["queue"], (at) => at.drop("queue", [kept.key, kept.version]));
    await list();
  };
  show(
    element("h1", {}, says("form", { number: form.number })),
    notice(
      [says(stateOf(form, kept)), kept.words].filter(Boolean).join(" "),
      kept.state === "refused" ? "warning" : "info",
    ),
    kept.receipt ? element("p", {}, says("receipt", { number: kept.receipt })) : null,
    element(
      "div",
      { class: "app-steps" },
      button(says("edit"), () => goOn(kept, list)),
      ["refused", "lost"].includes(kept.state) && button(says("send_again"), () => sendAgain([kept])),
      mayGo(kept) && button(says("drop"), drop),
      button(says("back"), list, "quiet"),
    ),
    ...lines,
  );
};

/** @param {Kept[]} some */
const sendAgain = async (some) => {
  await change(["queue"], (at) => some.forEach((kept) => at.put("queue", again(kept))));
  await list();
  await reach();
};

/** Write what has no receipt, or all where everything has one, into a file that the installation alone opens. */
const exported = async () => {
  const queue = /** @type {Kept[]} */ (await all("queue"));
  const whole = [...newest(queue).values()].filter(({ state }) => state !== "filling");
  const machine = await about("machine");
  const forms = whole.map((kept) => carried(kept, machine));
  const said = (await all("said")).map(({ form, state, reason }) => ({ form, state, reason }));
  const text = await sealed(await about("key"), { token: await about("token"), forms, said });
  const link = element("a", {
    href: URL.createObjectURL(new Blob([text], { type: "application/json" })),
    download: `phieu-${new Date().toISOString().slice(0, 10)}.cchc`,
  });
  link.click();
};

/** Send and ask; the list is drawn anew when it is what stands there. */
const reach = async () => {
  if (isBusy || !(await about("token"))) return;
  isBusy = true;
  try {
    last = await meet();
  } finally {
    isBusy = false;
  }
  if (standing === "list") await list();
};

/** The token that the page of connecting gives along, behind the address, where no server sees it. */
const takeToken = async () => {
  const token = new URLSearchParams(location.hash.slice(1)).get("ket-noi");
  if (!token) return;
  history.replaceState(null, "", location.pathname);
  const queue = /** @type {Kept[]} */ (await all("queue"));
  const machine = (await about("machine")) ?? crypto.randomUUID();
  await change(["about", "forms"], (at) => {
    at.tell("token", token);
    at.tell("machine", machine); // of this storage, whoever is connected: it names no person
    if (!queue.length) at.tell("event", 0); // perhaps of another person, or another installation
  });
  await navigator.storage?.persist?.();
};

/** A newer version of the application waits until the person takes it: nothing changes in the middle of a form. */
const install = async () => {
  if (!("serviceWorker" in navigator)) return;
  const worker = document.body.dataset.worker ?? "";
  const registered = await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
  const offer = () => {
    const waiting = registered.waiting;
    const place = document.getElementById("newer");
    if (!waiting || !place || !navigator.serviceWorker.controller) return;
    place.replaceChildren(
      notice(says("newer")),
      button(says("take_newer"), () => waiting.postMessage("take over")),
    );
  };
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (document.getElementById("newer")?.childElementCount) location.reload();
  });
  registered.addEventListener("updatefound", () => {
    registered.installing?.addEventListener("statechange", offer);
  });
  offer();
};

void install().catch(() => undefined); // without it the application works as long as its page stays open
await takeToken();
await list();
await reach();
addEventListener("online", () => void reach());
document.addEventListener("visibilitychange", () => void (document.visibilityState === "visible" && reach()));
setInterval(() => void reach(), EVERY);
