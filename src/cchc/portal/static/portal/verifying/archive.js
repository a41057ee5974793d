/* A bundle taken apart: its members, unpacked by the browser, and what its seal says of them. */

const MOST_BYTES = 400_000_000; // unpacked
const MOST_MEMBERS = 100;
const SEALS = ["manifest.json", "manifest.sig", "key.txt"];
const END = 22;

/** Raised where the bytes are no bundle; the page says so in its own words. */
export class NoBundle extends Error {}

/** The members of an archive by their paths. @param {Uint8Array<ArrayBuffer>} bytes */
export async function membersOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - END;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) throw new NoBundle();
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > MOST_MEMBERS) throw new NoBundle();
  /** @type {Map<string, Uint8Array<ArrayBuffer>>} */
  const members = new Map();
  let whole = 0;
  for (let place = 0; place < count; place += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw new NoBundle();
    const letters = view.getUint16(at + 28, true);
    const path = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(at + 46, at + 46 + letters));
    const size = view.getUint32(at + 24, true);
    const local = view.getUint32(at + 42, true);
    const begins = local + 30 + letters;
    const packed = bytes.subarray(begins, begins + view.getUint32(at + 20, true));
    whole += size;
    if (whole > MOST_BYTES || members.has(path)) throw new NoBundle();
    members.set(path, view.getUint16(at + 10, true) ? await inflated(packed, size) : packed);
    at += 46 + letters + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return members;
}

/** Bytes unpacked, no more than are stated; none where they are damaged. @param {Uint8Array<ArrayBuffer>} packed @param {number} size */
async function inflated(packed, size) {
  const found = new Uint8Array(size);
  let filled = 0;
  try {
    const reader = new Blob([packed])
      .stream()
      .pipeThrough(new DecompressionStream("deflate-raw"))
      .getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      if (filled + piece.value.length > size) return new Uint8Array();
      found.set(piece.value, filled);
      filled += piece.value.length;
    }
  } catch {
    return new Uint8Array(); // its sum will not be the one of the manifest
  }
  return found.subarray(0, filled);
}

/** The JSON documents among members; none of those that cannot be read. @param {ReadonlyMap<string, Uint8Array>} members */
export function documentsOf(members) {
  /** @type {Record<string, any>} */
  const documents = {};
  for (const [path, bytes] of members)
    if (path.endsWith(".json"))
      documents[path] = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  return documents;
}

/** Whether this browser computes sums: only where the page came encrypted. */
export const mayHash = () => Boolean(globalThis.crypto?.subtle);

/**
 * The root of the members, and those that are not what the manifest says.
 * @param {ReadonlyMap<string, Uint8Array<ArrayBuffer>>} members @param {any} manifest
 */
export async function checkedSeal(members, manifest) {
  /** @type {string[]} */
  const wrong = [];
  /** @type {Map<string, Uint8Array>} */
  const sums = new Map();
  for (const [path, bytes] of members) if (!SEALS.includes(path)) sums.set(path, await sum(bytes));
  for (const row of manifest.members)
    if (row.sha256 !== hex(sums.get(row.path)) || row.bytes !== members.get(row.path)?.length)
      wrong.push(row.path);
  const stated = new Set(manifest.members.map((/** @type {any} */ row) => row.path));
  for (const path of sums.keys()) if (!stated.has(path)) wrong.push(path);
  const root = await rootOf(sums);
  if (root !== manifest.root) wrong.push("manifest.json");
  return { wrong, root };
}

/** The first twenty letters of a root in groups of four, as a decision prints them. @param {string} root */
export const shortRoot = (root) => root.slice(0, 20).replace(/(.{4})(?=.)/g, "$1 ");

/** @param {Uint8Array<ArrayBuffer>} bytes */
const sum = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** @param {Uint8Array | undefined} bytes */
const hex = (bytes) => [...(bytes ?? [])].map((one) => one.toString(16).padStart(2, "0")).join("");

/** The root over the sums of members in the order of their paths, as RFC 6962 adds them up. @param {ReadonlyMap<string, Uint8Array>} sums */
async function rootOf(sums) {
  const leaves = [];
  for (const path of [...sums.keys()].sort()) {
    const name = new TextEncoder().encode(path);
    leaves.push(await sum(joined([0], name, [0], sums.get(path) ?? [])));
  }
  return hex(await node(leaves));
}

/** @param {Uint8Array[]} leaves @returns {Promise<Uint8Array>} */
async function node(leaves) {
  const [first] = leaves;
  if (leaves.length < 2) return first ?? sum(new Uint8Array());
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return sum(joined([1], await node(leaves.slice(0, left)), await node(leaves.slice(left))));
}

/** @param {(Uint8Array | number[])[]} parts */
function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, one) => size + one.length, 0));
  let at = 0;
  for (const one of parts) {
    whole.set(one, at);
    at += one.length;
  }
  return whole;
}
