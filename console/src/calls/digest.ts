import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** SHA-256 and HMAC by it, as bytes.
 *
 * Browsers have WebCrypto on https and on this machine only; on plain http from another machine, which closed
 * networks have, the same is computed here.
 */
export interface Digests {
  sha256(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  hmac(key: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

const ALGORITHM = { name: 'HMAC', hash: 'SHA-256' };

/** By the browser's WebCrypto. */
export const webCrypto: Digests = {
  async sha256(message) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', message));
  },
  async hmac(key, message) {
    const imported = await crypto.subtle.importKey('raw', key, ALGORITHM, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', imported, message));
  },
};

/** In JavaScript. */
export const inScript: Digests = {
  sha256: (message) => Promise.resolve(sha256(message)),
  hmac: (key, message) => Promise.resolve(hmac(sha256, key, message)),
};

/** The best that there is here. */
export function digests(): Digests {
  // undefined where the page did not come over https, whatever its type says
  return (crypto as Partial<Crypto>).subtle ? webCrypto : inScript;
}

/** Write bytes in hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
