import type { Door } from './credentials';

/** A call that was refused, or got no answer.
 *
 * `code` and `message` are as the service says them; `door` is what has to be opened first, if it is that.
 */
export class CallError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly requestId = '',
    readonly door: Door | null = null,
    readonly answer: unknown = null,
  ) {
    super(message);
  }
}
