import { CallError } from './errors';

/** An answer, and how long it took. */
export interface Answer {
  readonly status: number;
  readonly document: unknown;
  readonly headers: Headers;
  readonly seconds: number;
}

/** Where the service is: one step above the console, whatever stands before both. */
export const ROOT = new URL('..', document.baseURI);

/** Where the service takes the console's calls: what follows is the path of a dialect.
 *
 * They are what other clients send to that path, but that a key and a signature each open all of them.
 */
export const CALLS = '/console/call';

let skew = 0;

/** The service's clock, in Unix seconds, as its last answer told it. */
export function serviceTime(): number {
  return Math.floor(Date.now() / 1000 + skew);
}

/** Send something to the service and take its answer, whatever its status: as JSON, or as text if it says it is that.
 *
 * @throws CallError when there is no answer, or none that can be read.
 */
export async function send(path: string, request: RequestInit): Promise<Answer> {
  const started = performance.now();
  let response: Response;
  let text: string;
  try {
    response = await fetch(new URL(path.replace(/^\//, ''), ROOT), { cache: 'no-store', ...request });
    text = await response.text();
  } catch (error) {
    throw new CallError('Unreachable', error instanceof Error ? error.message : String(error));
  }
  const date = Date.parse(response.headers.get('Date') ?? '');
  if (!Number.isNaN(date)) skew = (date - Date.now()) / 1000;
  const seconds = (performance.now() - started) / 1000;
  if (response.headers.get('Content-Type')?.startsWith('text/plain')) return { status: response.status, document: text, headers: response.headers, seconds };
  try {
    return { status: response.status, document: JSON.parse(text), headers: response.headers, seconds };
  } catch {
    throw new CallError(String(response.status), text.slice(0, 200));
  }
}
