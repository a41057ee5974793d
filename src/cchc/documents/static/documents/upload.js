/* Bringing in many files: dropped, chosen or pasted, in parts, with pause, and on by itself after a broken line.
   Each file is hashed here and on the server, and called saved only when the server answers that both are equal.
   Nothing here ever leaves the page: who was signed out signs in elsewhere and goes on. Without this file the form of
   `documents/upload.html` brings the same files. */
(() => {
  "use strict";

  const AT_ONCE = 3; // files on the way
  const TRIES = 3; // of a file that came damaged
  const LONGEST_WAIT = 30_000; // milliseconds before a broken line is tried again
  const SMALL = 8_000_000; // bytes of a file that goes in one piece
  const AGAIN = [0, 408, 429, 500, 502, 503, 504];

  /** @typedef {{ id: number, name: string, size: number, type: string }} Stored */
  /** @typedef {{ stored?: any, missing?: number[], id?: number, part?: number,
   *              refused?: { file: string, why: string, expected: string }[] }} Told */
  /** @typedef {"waits" | "hashes" | "goes" | "checks" | "together" | "stored" | "paused" | "offline" | "session"
   *            | "refused" | "failed"} State */

  class Paused extends Error {}
  class SignedOut extends Error {}
  class Refused extends Error {
    /** @param {Told} told @param {number} status */
    constructor(told, status) {
      super(told.refused?.[0] ? `${told.refused[0].why} ${told.refused[0].expected}` : "");
      this.told = told;
      this.status = status;
    }
  }

  /** Wait, but no longer than until the line is back. @param {number} milliseconds */
  const wait = (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
      window.addEventListener("online", resolve, { once: true });
    });

  /** @param {Sent[]} files */
  const ids = (files) => new URLSearchParams(files.map((one) => ["id", `${one.id}`]));

  /** A file on its way, and its line in the list. */
  class Sent {
    /** @param {Upload} box @param {File} file @param {object} batch */
    constructor(box, file, batch) {
      this.box = box;
      this.file = file;
      this.batch = batch; // the files that were brought at once: those of one document are saved together
      this.sha256 = "";
      this.id = 0;
      this.tries = 0;
      this.left = false;
      /** @type {State} */
      this.state = "waits";
      /** @type {XMLHttpRequest | null} */
      this.request = null;
      this.line = box.newLine();
      this.part(".upload-name").textContent = file.name;
      this.part(".upload-size").textContent = box.inWords(file.size);
      this.part("progress").setAttribute("aria-label", file.name);
      this.line.addEventListener("click", (event) => {
        const pressed = event.target instanceof Element && event.target.closest("[data-act]");
        if (pressed instanceof HTMLElement) this.act(pressed.dataset.act || "");
      });
      this.is("waits");
    }

    /** @param {string} selector @returns {HTMLElement} */
    part(selector) {
      return /** @type {HTMLElement} */ (this.line.querySelector(selector));
    }

    /** @param {State} state @param {string} [words] */
    is(state, words) {
      this.state = state;
      this.line.dataset.state = state;
      this.part(".upload-state").textContent = words || this.box.dataset[state] || "";
      this.part("[data-act=pause]").hidden = !["waits", "hashes", "goes", "offline"].includes(state);
      this.part("[data-act=resume]").hidden = !["paused", "session", "failed"].includes(state);
      this.part("[data-act=sign-in]").hidden = state !== "session";
      this.part("[data-act=leave]").hidden = state === "stored" || state === "checks";
      this.part("progress").hidden = ["stored", "refused", "failed"].includes(state);
      if (state === "refused") this.line.parentElement?.prepend(this.line); // seen among many
      this.box.count();
    }

    /** @param {number} bytes */
    came(bytes) {
      this.part("progress").setAttribute("value", `${bytes / (this.file.size || 1)}`);
    }

    /** @param {string} act */
    act(act) {
      if (act === "pause") {
        this.is("paused");
        this.request?.abort();
      } else if (act === "resume") {
        this.tries = 0;
        this.is("waits");
        void this.box.freshToken().finally(() => this.box.go());
      } else if (act === "leave") {
        this.left = true;
        this.request?.abort();
        if (this.id) void this.ask("POST", this.box.address("giveUp", this.id)).catch(() => {});
        this.line.remove();
        this.box.forget(this);
      }
    }

    /** Bring the file as far as it goes by itself. */
    async go() {
      this.is("hashes");
      try {
        this.sha256 ||= await this.box.hash(this.file);
        this.pausedMeanwhile();
        if (!this.sha256) return this.is("failed", this.box.dataset.unreadable);
        this.is("goes");
        if (this.file.size <= SMALL && !this.box.together) await this.whole();
        else await this.inParts();
      } catch (stopped) {
        await this.stopped(stopped);
      }
    }

    pausedMeanwhile() {
      if (this.left || this.state === "paused") throw new Paused();
    }
    async whole() {
      const query = new URLSearchParams({ name: this.file.name, sha256: this.sha256, ...this.box.about() });
      const told = await this.ask("PUT", `${this.box.dataset.whole}?${query}`, this.file, 0);
      this.finished(told.stored[0]);
    }

    async inParts() {
      const { name, size } = this.file;
      const begun = await this.ask(
        "POST",
        this.box.dataset.begin || "",
        new URLSearchParams({ name, size: `${size}`, sha256: this.sha256, ...this.box.about() }),
      );
      if (begun.stored) return this.finished(begun.stored);
      const { id = 0, part = SMALL, missing = [] } = begun;
      this.id = id;
      let there = size;
      for (const number of missing) there -= Math.min(part, size - number * part);
      for (const number of missing) {
        const piece = this.file.slice(number * part, (number + 1) * part);
        const last = !this.box.together && number === missing.at(-1) ? "?last" : "";
        const told = await this.ask("PUT", this.box.address("part", this.id, number) + last, piece, there);
        if (last) return this.finished(told.stored[0]);
        there += piece.size;
      }
      if (this.box.together) {
        this.is("together");
        return this.box.finishTogether(this.batch);
      }
      this.is("checks");
      const told = await this.ask("POST", this.box.dataset.finish || "", ids([this]));
      this.finished(told.stored[0]);
    }

    /** @param {Stored} stored */
    finished(stored) {
      this.is("stored", stored.name === this.file.name ? "" : `${this.box.dataset.stored}: ${stored.name}`);
      const { id, name, size, type } = stored;
      this.box.dispatchEvent(
        new CustomEvent("cchc:stored", { bubbles: true, detail: { file: id, name, size, type } }),
      );
    }

    /** @param {unknown} why */
    async stopped(why) {
      if (this.left || why instanceof Paused) return;
      if (why instanceof SignedOut) return this.is("session");
      if (why instanceof Refused && why.status === 409 && ++this.tries < TRIES) return this.go();
      if (why instanceof Refused && why.status === 422) return this.is("refused", why.message);
      this.is("failed", (why instanceof Refused && why.message) || this.box.dataset.failed);
    }

    /**
     * Ask the platform until it answers; a broken line and a busy platform are waited for, longer each time.
     * @param {string} method
     * @param {string} address
     * @param {Blob | URLSearchParams} [body]
     * @param {number} [there] bytes of the file that the platform has before this piece
     * @returns {Promise<Told>}
     */
    async ask(method, address, body, there) {
      for (let pause = 1_000, fresh = false; ;) {
        const { status, told, moved } = await this.once(method, address, body, there);
        if (status === 403 && !fresh) {
          await this.box.freshToken(); // who signed in anew has a new one
          fresh = true;
        } else if (moved || status === 401 || status === 403 || status === 404) {
          throw new SignedOut();
        } else if (!AGAIN.includes(status)) {
          if (status < 400 && told) return told;
          throw new Refused(told || {}, status);
        } else {
          this.is("offline");
          await wait(pause);
          this.pausedMeanwhile();
          pause = Math.min(2 * pause, LONGEST_WAIT);
          this.is("goes");
        }
      }
    }

    /**
     * @param {string} method
     * @param {string} address
     * @param {Blob | URLSearchParams} [body]
     * @param {number} [there]
     * @returns {Promise<{ status: number, told: Told | null, moved: boolean }>}
     */
    once(method, address, body, there) {
      return new Promise((resolve, reject) => {
        const request = (this.request = new XMLHttpRequest());
        request.open(method, address);
        request.setRequestHeader("X-CSRFToken", this.box.token);
        if (body instanceof Blob) request.setRequestHeader("Content-Type", "application/octet-stream");
        if (there !== undefined) request.upload.onprogress = ({ loaded }) => this.came(there + loaded);
        request.onabort = () => reject(new Paused());
        request.onerror = () => resolve({ status: 0, told: null, moved: false });
        request.onload = () => {
          const moved = !request.responseURL.endsWith(address); // to the page where one signs in
          const isTold = request.getResponseHeader("Content-Type") === "application/json";
          resolve({ status: request.status, told: isTold ? JSON.parse(request.responseText) : null, moved });
        };
        request.send(body ?? null);
      });
    }
  }

  class Upload extends HTMLElement {
    /** @type {Sent[]} */
    files = [];
    token = "";
    together = false; // the files are of one document: all are saved, or none
    /** @type {Worker | undefined} */
    hasher;

    connectedCallback() {
      if (this.classList.contains("upload-live")) return;
      this.classList.add("upload-live");
      this.token = this.field("csrfmiddlewaretoken");
      this.together = this.field("document") !== "";
      this.addEventListener("change", ({ target }) => this.take(target));
      // what was chosen before this script came, on a slow line
      for (const input of this.querySelectorAll("input[type=file]")) this.take(input);
      this.addEventListener("cchc:bring", (event) => {
        if (event instanceof CustomEvent) this.bring(event.detail);
      });
    }

    /** @param {EventTarget | null} input  from which files are taken */
    take(input) {
      if (!(input instanceof HTMLInputElement) || input.type !== "file" || !input.files?.length) return;
      this.bring([...input.files]);
      input.value = "";
    }

    /** @param {string} name */
    field(name) {
      const field = this.querySelector(`form [name=${name}]`);
      return field instanceof HTMLInputElement ? field.value : "";
    }

    about() {
      return { unit: this.field("unit"), document: this.field("document") };
    }

    /** @param {"part" | "giveUp"} what @param {number} id @param {number} [number] */
    address(what, id, number = 0) {
      const [before, between, after] = (this.dataset[what] || "").split("/0/");
      return `${before}/${id}/${what === "part" ? `${between}/${number}/${after}` : between}`;
    }

    newLine() {
      const template = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
      const line = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
      const list = /** @type {HTMLElement} */ (this.querySelector(".upload-list"));
      list.hidden = false;
      list.append(line);
      return line;
    }

    /** @param {number} bytes */
    inWords(bytes) {
      const words = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
      return bytes < 100_000
        ? `${words.format(Math.max(0.1, bytes / 1_000))} KB`
        : `${words.format(bytes / 1_000_000)} MB`;
    }

    /** @param {File[]} files */
    bring(files) {
      const batch = {};
      this.files.push(...files.map((file) => new Sent(this, file, batch)));
      this.go();
    }

    /** Set waiting files on their way, as many as may be at once. */
    go() {
      const busy = this.files.filter((one) => ["hashes", "goes", "checks", "offline"].includes(one.state));
      const waiting = this.files.filter((one) => one.state === "waits");
      for (const one of waiting.slice(0, Math.max(0, AT_ONCE - busy.length))) {
        void one.go().finally(() => this.go());
      }
    }

    /** @param {Sent} file */
    forget(file) {
      this.files = this.files.filter((one) => one !== file);
      this.count();
      void this.finishTogether(file.batch);
      this.go();
    }

    /**
     * Save the files that were brought at once for a document, when all of them are here.
     * @param {object} batch
     */
    async finishTogether(batch) {
      const files = this.files.filter((one) => one.batch === batch && one.state !== "stored");
      const [first] = files;
      if (!first || files.some((one) => one.state !== "together")) return;
      files.forEach((one) => one.is("checks"));
      try {
        const told = await first.ask("POST", this.dataset.finish || "", ids(files));
        files.forEach((one, at) => one.finished(told.stored[at]));
      } catch (stopped) {
        const refused = (stopped instanceof Refused && stopped.told.refused) || [];
        for (const one of files) {
          const own = refused.find((fault) => fault.file === one.file.name);
          if (own || !refused.length) await one.stopped(own ? new Refused({ refused: [own] }, 422) : stopped);
          else one.is("together");
        }
      }
    }

    count() {
      const said = /** @type {HTMLElement} */ (this.querySelector(".upload-count"));
      const stored = this.files.filter((one) => one.state === "stored").length;
      said.hidden = !this.files.length;
      const words = (said.dataset.count || "").replace("{stored}", `${stored}`);
      said.textContent = words.replace("{all}", `${this.files.length}`);
    }

    /** Ask for the token of who is signed in now. */
    async freshToken() {
      try {
        const answer = await fetch(this.querySelector("form")?.action || "", { redirect: "manual" });
        const text = answer.ok ? await answer.text() : "";
        const found = new DOMParser()
          .parseFromString(text, "text/html")
          .querySelector("cchc-upload [name=csrfmiddlewaretoken]");
        if (found instanceof HTMLInputElement) this.token = found.value;
      } catch {
        // the line is broken: whatever is asked next will tell
      }
    }

    /**
     * @param {File} file
     * @returns {Promise<string>} its SHA-256; empty when it cannot be read
     */
    hash(file) {
      this.hasher ||= new Worker(this.dataset.hasher || "");
      const { port1, port2 } = new MessageChannel();
      this.hasher.postMessage(file, [port2]);
      return new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
    }
  }

  customElements.define("cchc-upload", Upload);

  window.addEventListener("beforeunload", (event) => {
    const ended = ["stored", "refused", "failed"];
    const boxes = /** @type {NodeListOf<Upload>} */ (document.querySelectorAll("cchc-upload"));
    const states = [...boxes].flatMap((box) => box.files.map((one) => one.state));
    if (states.some((state) => !ended.includes(state))) event.preventDefault();
  });
})();
