import { withKeys } from '../calls/ask';
import { customOcr } from '../calls/others';
import type { Answer } from '../calls/send';
import { callAction } from '../calls/tencent';
import type { Quad } from '../picture/geometry';
import { blobOf } from '../picture/opened';
import type { WireField } from './model';
import type { Line } from './suggest';

/** Pixels of the longest side of a picture that a template may have, and that is read by one. */
export const LONGEST_SIDE = 4096;

/** A template in the list. */
export interface Listed {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly WireField[];
}

/** A template with its picture. */
export interface Kept extends Listed {
  readonly created: string;
  readonly base64: string;
}

/** A field of a form that was read. */
export interface Row {
  readonly key: string;
  readonly value: string | readonly string[];
  /** 0 to 100. */
  readonly score: number;
  readonly position: Quad;
}

/** List all templates, the newest first. */
export async function listTemplates(): Promise<Listed[]> {
  interface Told {
    template_id_list: string[];
    template: Record<string, WireField[]>[];
    names: Record<string, string>;
  }
  const { response } = await withKeys(() => customOcr<Told>({ type: 'list', names: true }));
  return response.template_id_list
    .map((id, index) => ({ id, name: response.names[id] ?? '', fields: response.template[index]?.[id] ?? [] }))
    .reverse();
}

/** Give a template with its picture. */
export async function getTemplate(id: string): Promise<Kept> {
  interface Told {
    name: string;
    template: WireField[];
    img: string;
    created: string;
  }
  const { response } = await withKeys(() => customOcr<Told>({ type: 'get', template_id: id }));
  return { id, name: response.name, fields: response.template, created: response.created, base64: response.img };
}

/** Add a template and give its id. */
export async function addTemplate(name: string, fields: readonly WireField[], base64: string): Promise<string> {
  const { response } = await withKeys(() => customOcr<{ template_id: string }>({ type: 'add', name, template: fields, img: base64 }));
  return response.template_id;
}

/** Put other fields and another name in place of a template's. */
export async function updateTemplate(id: string, name: string, fields: readonly WireField[]): Promise<void> {
  await withKeys(() => customOcr({ type: 'update', template_id: id, name, template: fields }));
}

/** Remove a template. */
export async function removeTemplate(id: string): Promise<void> {
  await withKeys(() => customOcr({ type: 'del', template_id: id }));
}

/** Read a picture by a template. */
export async function queryTemplate(id: string, picture: { base64: string; link: string }): Promise<{ rows: Row[]; answer: Answer }> {
  const body = { type: 'query', template_id: id, ...(picture.link ? { url: picture.link } : { img: picture.base64 }) };
  const { response, answer } = await withKeys(() => customOcr<Row[]>(body));
  return { rows: response, answer };
}

/** A field's value in one text. */
export function valueOf(row: Row): string {
  return typeof row.value === 'string' ? row.value : row.value.join('\n');
}

/** Read every line of a picture. */
export async function linesOf(picture: { base64: string; link: string }): Promise<Line[]> {
  interface Told {
    readonly TextDetections: readonly { readonly DetectedText: string; readonly Polygon: readonly { readonly X: number; readonly Y: number }[] }[];
  }
  const asked = picture.link ? { ImageUrl: picture.link } : { ImageBase64: picture.base64 };
  const { response } = await withKeys(() => callAction<Told>('GeneralAccurateOCR', asked));
  return response.TextDetections.map(({ DetectedText: text, Polygon: corners }) => ({ text, quad: corners.map(({ X, Y }) => [X, Y]) as unknown as Quad }));
}

/** Make a file of a template's picture, of the kind that its first bytes tell. */
export function fileOf(base64: string, name: string): File {
  const kinds: readonly (readonly [string, string, string])[] = [
    ['/9j/', 'image/jpeg', 'jpg'],
    ['iVBOR', 'image/png', 'png'],
    ['Qk', 'image/bmp', 'bmp'],
    ['UklGR', 'image/webp', 'webp'],
    ['JVBER', 'application/pdf', 'pdf'],
  ];
  const [, type, ending] = kinds.find(([start]) => base64.startsWith(start)) ?? ['', 'image/tiff', 'tiff'];
  return new File([blobOf(base64, type)], `${name || 'form'}.${ending}`, { type });
}
