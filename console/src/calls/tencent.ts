import { language } from '../words/phrases';
import { credentials } from './credentials';
import { CallError } from './errors';
import { CALLS, ROOT, send, serviceTime, type Answer } from './send';
import { authorization, CONTENT_TYPE } from './tc3';
import { VERSION } from './version';

/** Parameters of an Action, as they are sent. */
export type Parameters = Readonly<Record<string, unknown>>;

interface Envelope {
  readonly Error?: { readonly Code: string; readonly Message: string };
  readonly RequestId?: string;
}

/** Call an Action, signed where there is a pair of keys, and give what is inside of its envelope.
 *
 * @throws CallError when it is refused.
 */
export async function callAction<T>(
  action: string,
  parameters: Parameters,
  own: Readonly<Record<string, string>> = {},
): Promise<{ response: T; answer: Answer }> {
  const { apiKey, secretId, secretKey } = credentials();
  const isSigned = Boolean(secretId && secretKey);
  const body = JSON.stringify(parameters);
  const timestamp = serviceTime();
  const headers: Record<string, string> = {
    'Content-Type': CONTENT_TYPE,
    'X-TC-Action': action,
    'X-TC-Version': VERSION,
    'X-TC-Timestamp': String(timestamp),
    'X-TC-Language': language() === 'zh' ? 'zh-CN' : 'en-US',
    ...own,
  };
  if (isSigned)
    headers['Authorization'] = await authorization({ secretId, secretKey, method: 'POST', path: '/', header: ['x-tc-action', action], host: ROOT.host, body, timestamp });
  else if (apiKey) headers['X-Api-Key'] = apiKey;
  const answer = await send(`${CALLS}/`, { method: 'POST', headers, body });
  const response = (answer.document as { Response?: Envelope }).Response ?? {};
  const error = response.Error;
  if (error) throw refusal(error, response.RequestId ?? '', isSigned, answer.document);
  return { response: response as T, answer };
}

function refusal(error: { Code: string; Message: string }, requestId: string, isSigned: boolean, document: unknown): CallError {
  const isDoor = error.Code.startsWith('AuthFailure') || (error.Code === 'MissingParameter' && !isSigned);
  return new CallError(error.Code, error.Message, requestId, isDoor ? 'signature' : null, document);
}
