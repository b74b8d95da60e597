/** What opens a closed service: a key, or a pair of keys to sign with, or both. */
export interface Credentials {
  readonly apiKey: string;
  readonly secretId: string;
  readonly secretKey: string;
}

/** The doors of a service: the Tencent dialect's opens to signatures, that of all others to keys. */
export type Door = 'signature' | 'key';

const NAME = 'sealstack.credentials';
const NONE: Credentials = { apiKey: '', secretId: '', secretKey: '' };

/** What was given in this tab; empty texts for what was not. */
export function credentials(): Credentials {
  try {
    return { ...NONE, ...(JSON.parse(sessionStorage.getItem(NAME) ?? '{}') as Partial<Credentials>) };
  } catch {
    return NONE;
  }
}

/** Keep it for this tab, and no longer. */
export function keepCredentials(given: Credentials): void {
  if (Object.values(given).some(Boolean)) sessionStorage.setItem(NAME, JSON.stringify(given));
  else sessionStorage.removeItem(NAME);
  for (const listener of listeners) listener();
}

/** Call `listener` whenever other credentials are given, or they are forgotten. */
export function onCredentials(listener: () => void): void {
  listeners.push(listener);
}

const listeners: (() => void)[] = [];
