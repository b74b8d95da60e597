import { credentials } from './credentials';
import { CallError } from './errors';
import { CALLS, ROOT, send, serviceTime, type Answer } from './send';
import { hex } from './digest';
import { authorization, CONTENT_TYPE } from './tc3';

const NONCE = 'x-sealstack-nonce';

/** Call a path of another dialect: with the key, else signed where there is a pair of keys. */
async function call(method: 'GET' | 'POST', path: string, document?: unknown): Promise<Answer> {
  const { apiKey, secretId, secretKey } = credentials();
  const body = document === undefined ? '' : JSON.stringify(document);
  const headers: Record<string, string> = { 'Content-Type': CONTENT_TYPE };
  if (apiKey) headers['X-Api-Key'] = apiKey;
  else if (secretId && secretKey) {
    // a signature is good for one call: two that are alike must not be signed alike
    const nonce = hex(crypto.getRandomValues(new Uint8Array(16)));
    const timestamp = serviceTime();
    headers[NONCE] = nonce;
    headers['X-TC-Timestamp'] = String(timestamp);
    headers['Authorization'] = await authorization({
      secretId,
      secretKey,
      method,
      path: `${CALLS}${path}`,
      header: [NONCE, nonce],
      host: ROOT.host,
      body,
      timestamp,
    });
  }
  return send(`${CALLS}${path}`, { method, headers, ...(method === 'POST' ? { body } : {}) });
}

/** Call the Custom OCR dialect.
 *
 * @throws CallError when it is refused.
 */
export async function customOcr<T>(body: Readonly<Record<string, unknown>>): Promise<{ response: T; answer: Answer }> {
  const answer = await call('POST', '/custom_ocr', body);
  const { error } = answer.document as { error?: { code: string; message: string } };
  if (error) throw new CallError(error.code, error.message, '', answer.status === 401 ? 'key' : null, answer.document);
  return { response: answer.document as T, answer };
}

/** Call one of PaddleX's and PaddleOCR's operations.
 *
 * @throws CallError when it is refused.
 */
export async function paddle<T>(path: string, body: Readonly<Record<string, unknown>>): Promise<{ response: T; answer: Answer }> {
  const answer = await call('POST', path, body);
  const told = answer.document as { errorCode?: number; errorMsg?: string; logId?: string; result?: T };
  if (answer.status !== 200 || told.result === undefined) {
    const door = answer.status === 401 ? 'key' : null;
    throw new CallError(String(told.errorCode ?? answer.status), told.errorMsg ?? '', told.logId ?? '', door, told);
  }
  return { response: told.result, answer };
}

/** Ask for a page that tells how the service is: what it says, in JSON or as text.
 *
 * @throws CallError when it is refused, or out of reach.
 */
export async function look(path: string): Promise<Answer> {
  const answer = await call('GET', path);
  if (answer.status === 401) throw new CallError('Unauthorized', messageOf(answer.document), '', 'key');
  if (answer.status !== 200) throw new CallError(String(answer.status), messageOf(answer.document));
  return answer;
}

function messageOf(document: unknown): string {
  return (document as { error?: { message?: string } }).error?.message ?? '';
}
