/* The SHA-256 of a file, computed piece by piece in a worker, so that the page stays quick and no file is held whole.
   The browser's own digest takes only whole buffers, and is missing where an office reaches the platform by plain http. */
(() => {
  "use strict";

  const PIECE = 1 << 20;
  const BLOCK = 64;
  /** The first `count` prime numbers. @param {number} count */
  const primes = (count) => {
    /** @type {number[]} */
    const found = [];
    for (let one = 2; found.length < count; one++) if (found.every((prime) => one % prime)) found.push(one);
    return found;
  };
  /** The first 32 bits behind the point. @param {number} number */
  const fraction = (number) => ((number - Math.floor(number)) * 2 ** 32) | 0;
  const BEGINNING = primes(8).map((prime) => fraction(Math.sqrt(prime)));
  const ROUNDS = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));

  class Sha256 {
    constructor() {
      this.state = Int32Array.from(BEGINNING);
      this.words = new Int32Array(64);
      this.rest = new Uint8Array(BLOCK);
      this.held = 0; // bytes of the block that is not full yet
      this.length = 0;
    }

    /** @param {Uint8Array} bytes */
    update(bytes) {
      this.length += bytes.length;
      let at = 0;
      if (this.held) {
        at = Math.min(BLOCK - this.held, bytes.length);
        this.rest.set(bytes.subarray(0, at), this.held);
        this.held += at;
        if (this.held < BLOCK) return;
        this.block(new DataView(this.rest.buffer), 0);
        this.held = 0;
      }
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (; at + BLOCK <= bytes.length; at += BLOCK) this.block(view, at);
      this.rest.set(bytes.subarray(at));
      this.held = bytes.length - at;
    }

    /** @param {DataView} view @param {number} at */
    block(view, at) {
      const { state, words } = this;
      for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + i * 4);
      for (let i = 16; i < 64; i++) {
        const [x, y] = [words[i - 15] ?? 0, words[i - 2] ?? 0];
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        words[i] = ((words[i - 16] ?? 0) + s0 + (words[i - 7] ?? 0) + s1) | 0;
      }
      let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
      for (let i = 0; i < 64; i++) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const first = (h + s1 + ((e & f) ^ (~e & g)) + (ROUNDS[i] ?? 0) + (words[i] ?? 0)) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + first) | 0;
        d = c;
        c = b;
        b = a;
        a = (first + second) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] ?? 0) + word));
    }

    /** @returns {string} the hash in hexadecimal */
    digest() {
      const bits = this.length * 8;
      const end = new Uint8Array(this.held < 56 ? BLOCK - this.held : 2 * BLOCK - this.held);
      end[0] = 0x80;
      const view = new DataView(end.buffer);
      view.setUint32(end.length - 8, Math.floor(bits / 2 ** 32));
      view.setUint32(end.length - 4, bits >>> 0);
      this.update(end);
      return Array.from(this.state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
    }
  }

  /** @param {Blob} file */
  const hash = async (file) => {
    const sum = new Sha256();
    for (let at = 0; at < file.size; at += PIECE) {
      sum.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
    }
    return sum.digest();
  };

  // Files wait for each other: two at once would be read no faster.
  let before = Promise.resolve();
  self.addEventListener("message", ({ data, ports: [answer] }) => {
    before = before.then(async () => {
      const sha256 = await hash(data).catch(() => ""); // a folder, or a file that was moved away meanwhile
      answer?.postMessage(sha256);
    });
  });
})();
