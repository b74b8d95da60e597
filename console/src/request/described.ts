import type { Opened } from '../picture/opened';

/** A request as people repeat it: what is sent, apart from the picture, and how the picture is. */
export interface Described {
  /** The Action of the Tencent dialect, or null for a path of another. */
  readonly action: string | null;
  /** Where it is posted. */
  readonly path: string;
  /** What is sent besides the picture. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The names that base64 and a URL are sent under. */
  readonly names: { readonly base64: string; readonly link: string };
  /** The picture; null for none. */
  readonly picture: { readonly name: string; readonly link: string; readonly base64: string } | null;
  /** Headers of our own. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Describe a call of an Action with a picture. */
export function describeAction(
  action: string,
  body: Readonly<Record<string, unknown>>,
  picture: Opened | null,
  headers: Readonly<Record<string, string>> = {},
): Described {
  return { action, path: '/', body, names: { base64: 'ImageBase64', link: 'ImageUrl' }, picture, headers };
}

/** What is sent as it is sent; `shorten` leaves of base64 what people can look at. */
export function bodyOf(described: Described, shorten: boolean): Record<string, unknown> {
  const { picture, names, body } = described;
  if (!picture) return { ...body };
  if (picture.link) return { ...body, [names.link]: picture.link };
  const { base64 } = picture;
  return { ...body, [names.base64]: shorten && base64.length > 80 ? `${base64.slice(0, 24)}… (${base64.length})` : base64 };
}

/** Leave of the long base64 in an answer what people can look at. */
export function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.length > 400 && /^[A-Za-z0-9+/=]+$/.test(value) ? `${value.slice(0, 24)}… (${value.length})` : value;
  if (Array.isArray(value)) return value.map(shortened);
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shortened(one)]));
  return value;
}
