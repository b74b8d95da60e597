import { digests, hex, type Digests } from './digest';

/** What is signed. */
export interface Signed {
  readonly secretId: string;
  readonly secretKey: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** A header that is signed besides `Content-Type` and `Host`: its name in lower case, and its value. */
  readonly header: readonly [string, string];
  readonly host: string;
  readonly body: string;
  /** Unix seconds. */
  readonly timestamp: number;
}

const SERVICE = 'ocr';
const METHOD = 'TC3-HMAC-SHA256';

/** The media type that is signed with every body. */
export const CONTENT_TYPE = 'application/json; charset=utf-8';

/** Sign a call by TC3-HMAC-SHA256, and give the header `Authorization`.
 *
 * Source: the published description of signature v3 of the cloud's API 3.0.
 */
export async function authorization(signed: Signed, by: Digests = digests()): Promise<string> {
  const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  const date = new Date(signed.timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${date}/${SERVICE}/tc3_request`;
  const [name, value] = signed.header;
  const names = `content-type;host;${name}`;
  const headers = `content-type:${CONTENT_TYPE}\nhost:${signed.host}\n${name}:${value.toLowerCase()}\n`;
  const request = [signed.method, signed.path, '', headers, names, hex(await by.sha256(encode(signed.body)))].join('\n');
  const text = [METHOD, String(signed.timestamp), scope, hex(await by.sha256(encode(request)))].join('\n');
  let key = encode(`TC3${signed.secretKey}`);
  for (const part of [date, SERVICE, 'tc3_request']) key = new Uint8Array(await by.hmac(key, encode(part)));
  const signature = hex(await by.hmac(key, encode(text)));
  return `${METHOD} Credential=${signed.secretId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}
