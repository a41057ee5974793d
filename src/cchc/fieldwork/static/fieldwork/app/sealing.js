/* The last resort: the queue as a file that only the installation can open. `fieldwork.exchange.sealing` opens it. */

const FORMAT = "cchc-fieldwork-1";
const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** @param {ArrayBuffer | Uint8Array} bytes */
const asText = (bytes) => {
  let signs = "";
  for (const byte of new Uint8Array(bytes)) signs += String.fromCharCode(byte);
  return btoa(signs);
};

/** @param {string} text */
const asBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/**
 * @param {string} publicKey of the installation: a point of P-256 as base64
 * @param {object} content
 * @returns {Promise<string>} the text of the file
 */
export const sealed = async (publicKey, content) => {
  const { subtle } = crypto;
  const theirs = await subtle.importKey("raw", asBytes(publicKey), CURVE, false, []);
  const ours = /** @type {CryptoKeyPair} */ (await subtle.generateKey(CURVE, true, ["deriveBits"]));
  const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const info = new TextEncoder().encode(FORMAT);
  const key = await subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt, info },
    await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]),
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const plain = new TextEncoder().encode(JSON.stringify(content));
  const data = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: info }, key, plain);
  const ephemeral = await subtle.exportKey("raw", ours.publicKey);
  return JSON.stringify({
    format: FORMAT,
    ephemeral: asText(ephemeral),
    salt: asText(salt),
    iv: asText(iv),
    data: asText(data),
  });
};
