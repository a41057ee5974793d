/* What the application keeps on the telephone: one IndexedDB. Every change of several rows is one transaction, and it is
   on the disk before whoever asked for it goes on. A version of the database only adds: nothing kept is thrown away. */

const NAME = "cchc-thuc-dia";
const VERSION = 2;

/** @typedef {"about" | "surveys" | "forms" | "questionnaires" | "queue" | "said"} Place */
/** @type {Record<Place, string | string[]>} by which field rows are found */
const PLACES = {
  about: "name", // { name, value }: token, epoch, event …
  surveys: "id",
  forms: "id", // as the server last told them
  questionnaires: "sha256", // { sha256, questions }
  queue: ["key", "version"], // filled forms: `queue.js`
  said: "form", // of forms without an answer: { form, state, reason, words }; `words` say why it was not noted
};

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} */
const database = () =>
  (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const [place, keyPath] of Object.entries(PLACES))
        if (!request.result.objectStoreNames.contains(place))
          request.result.createObjectStore(place, { keyPath });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => {
        request.result.close(); // another window brings a newer version
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => {
      opened = null;
      reject(request.error);
    };
  }));

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const answerOf = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {Place} place @returns {Promise<any[]>} all rows of a place */
export const all = async (place) =>
  answerOf((await database()).transaction(place).objectStore(place).getAll());

/** @param {Place} place @param {IDBValidKey} key @returns {Promise<any>} a row, or undefined */
export const one = async (place, key) =>
  answerOf((await database()).transaction(place).objectStore(place).get(key));

/** @param {string} name @returns {Promise<any>} a value of the device itself */
export const about = async (name) => (await one("about", name))?.value;

/**
 * Change rows of several places at once, or none of them; resolves when all of it is on the disk.
 * @param {Place[]} places
 * @param {(at: {
 *   put: (place: Place, row: object) => void,
 *   drop: (place: Place, key: IDBValidKey) => void,
 *   all: (place: Place) => Promise<any[]>,
 *   one: (place: Place, key: IDBValidKey) => Promise<any>,
 *   tell: (name: string, value: unknown) => void,
 * }) => void | Promise<void>} work reads and writes; it waits for nothing else
 * @returns {Promise<void>}
 */
export const change = async (places, work) => {
  const transaction = (await database()).transaction(places, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(undefined);
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
  const at = {
    /** @param {Place} place @param {object} row */
    put: (place, row) => void transaction.objectStore(place).put(row),
    /** @param {Place} place @param {IDBValidKey} key */
    drop: (place, key) => void transaction.objectStore(place).delete(key),
    /** @param {Place} place */
    all: (place) => answerOf(transaction.objectStore(place).getAll()),
    /** @param {Place} place @param {IDBValidKey} key */
    one: (place, key) => answerOf(transaction.objectStore(place).get(key)),
    /** @param {string} name @param {unknown} value */
    tell: (name, value) => void transaction.objectStore("about").put({ name, value }),
  };
  try {
    await work(at);
  } catch (fault) {
    transaction.abort();
    await done.catch(() => undefined);
    throw fault;
  }
  await done;
};
