import { fromWire, type Field, type WireField } from './model';

const KIND = 'sealstack-template';
const VERSION = 1;

/** Write a template as one file: its name, fields and picture. */
export function exported(name: string, fields: readonly WireField[], base64: string): string {
  return JSON.stringify({ kind: KIND, version: VERSION, name, template: fields, img: base64 });
}

/** Take a file of this kind apart.
 *
 * @throws TypeError when it is none.
 */
export function parsed(text: string): { name: string; fields: Field[]; base64: string } {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new TypeError('the file is no JSON');
  }
  const { kind, version, name, template, img } = (document ?? {}) as Record<string, unknown>;
  if (kind !== KIND || version !== VERSION || typeof img !== 'string') throw new TypeError('the file is no template of this kind');
  return { name: typeof name === 'string' ? name : '', fields: fromWire(template), base64: img };
}

/** What of a name can be a file's. */
export function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 60);
}

