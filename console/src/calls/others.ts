import { credentials } from './credentials';
import { CallError } from './errors';
import { send, type Answer } from './send';

function headers(): Record<string, string> {
  const { apiKey } = credentials();
  return { 'Content-Type': 'application/json', ...(apiKey ? { 'X-Api-Key': apiKey } : {}) };
}

/** Call the Custom OCR dialect.
 *
 * @throws CallError when it is refused.
 */
export async function customOcr<T>(body: Readonly<Record<string, unknown>>): Promise<{ response: T; answer: Answer }> {
  const answer = await send('/custom_ocr', { method: 'POST', headers: headers(), body: JSON.stringify(body) });
  const { error } = answer.document as { error?: { code: string; message: string } };
  if (error) throw new CallError(error.code, error.message, '', answer.status === 401 ? 'key' : null, answer.document);
  return { response: answer.document as T, answer };
}

/** Call one of PaddleX's and PaddleOCR's operations.
 *
 * @throws CallError when it is refused.
 */
export async function paddle<T>(path: string, body: Readonly<Record<string, unknown>>): Promise<{ response: T; answer: Answer }> {
  const answer = await send(path, { method: 'POST', headers: headers(), body: JSON.stringify(body) });
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
  const answer = await send(path, { headers: headers() });
  if (answer.status === 401) throw new CallError('Unauthorized', '', '', 'key');
  if (answer.status !== 200) throw new CallError(String(answer.status), '');
  return answer;
}
