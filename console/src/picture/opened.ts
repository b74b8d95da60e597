import { paddle } from '../calls/others';
import { CallError } from '../calls/errors';

/** One page of what was opened, as the browser shows it; width and height are those of the upright picture, pixels. */
export interface Page {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** A picture or PDF that was opened.
 *
 * `base64` is what is sent, empty where `link` is sent instead; `isReduced` tells that it is not the file itself
 * but a JPEG of it that is small enough.
 */
export interface Opened {
  readonly name: string;
  readonly link: string;
  readonly base64: string;
  readonly isPdf: boolean;
  readonly isReduced: boolean;
  readonly pages: readonly Page[];
}

/** The longest base64 that the service takes unless it is set up otherwise, in characters. */
export const LONGEST = 7 * 1024 * 1024;

const SHOWN_BY_BROWSERS = /^image\/(jpeg|png|webp|bmp|x-ms-bmp|gif)$/;

/** Open a file: as the browser shows it, or, of a PDF or TIFF, as the service does.
 *
 * @param most pixels of the longest side; of a larger picture a smaller one is made, which is shown and sent.
 * @throws CallError when it is no picture, or the service cannot open it.
 */
export async function openFile(file: File, most = Infinity): Promise<Opened> {
  const isPdf = file.type === 'application/pdf' || /\.pdf$/i.test(file.name);
  // what is plainly another kind is not sent to be refused
  if (file.type && !isPdf && !file.type.startsWith('image/')) throw new CallError('NotAPicture', '');
  const head = { name: file.name, link: '', isPdf, isReduced: false };
  const base64 = await base64Of(file);
  if (isPdf || !SHOWN_BY_BROWSERS.test(file.type)) return { ...head, base64, pages: await pagesOf(base64, isPdf ? 0 : 1) };
  const page = await pageOf(file);
  if (Math.max(page.width, page.height) > most) return { ...head, ...(await shrunk(page, most)), isReduced: true };
  if (base64.length <= LONGEST) return { ...head, base64, pages: [page] };
  return { ...head, base64: await reduced(page), isReduced: true, pages: [page] };
}

/** Open what a URL names; the service fetches it.
 *
 * @throws CallError when it cannot.
 */
export async function openLink(link: string): Promise<Opened> {
  const pages = await pagesOf(link, null);
  const name = link.split(/[?#]/)[0]?.split('/').pop() ?? link;
  return { name, link, base64: '', isPdf: /\.pdf$/i.test(name), isReduced: false, pages };
}

/** Give the base64 of each page as a picture of its own; a file of one page is left as it is.
 *
 * @param most pixels of the longest side.
 * @throws CallError when a page is too large.
 */
export async function pagesAlone(opened: Opened, most: number): Promise<string[]> {
  if (opened.pages.length === 1) return [opened.base64];
  const pictures: string[] = [];
  for (const page of opened.pages) {
    pictures.push(await base64Of(await asJpeg(page, Math.min(1, most / Math.max(page.width, page.height)))));
  }
  return pictures;
}

/** Read a file as base64. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const text = reader.result as string;
      resolve(text.slice(text.indexOf(',') + 1));
    };
    reader.onerror = () => reject(new CallError('NotReadable', reader.error?.message ?? ''));
    reader.readAsDataURL(file);
  });
}

/** Make a page of a picture that the browser can show.
 *
 * @throws CallError when it cannot.
 */
export async function pageOf(picture: Blob): Promise<Page> {
  const url = URL.createObjectURL(picture);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    URL.revokeObjectURL(url);
    throw new CallError('NotAPicture', '');
  }
  return { url, width: image.naturalWidth, height: image.naturalHeight };
}

/** Make a blob of base64. */
export function blobOf(base64: string, type: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (mark) => mark.charCodeAt(0));
  return new Blob([bytes], { type });
}

/** Let go of the pictures of what was opened. */
export function closeOpened(opened: Opened): void {
  for (const page of opened.pages) URL.revokeObjectURL(page.url);
}

/** Have the service open something as it is: PaddleOCR's document preprocessing with both of its steps off. */
async function pagesOf(file: string, fileType: 0 | 1 | null): Promise<Page[]> {
  const { response } = await paddle<{ docPreprocessingResults: { outputImage: string }[] }>('/document-preprocessing', {
    file,
    ...(fileType === null ? {} : { fileType }),
    useDocOrientationClassify: false,
    useDocUnwarping: false,
    visualize: false,
  });
  return Promise.all(response.docPreprocessingResults.map(({ outputImage }) => pageOf(blobOf(outputImage, 'image/png'))));
}

/** Write a page as the best JPEG that is short enough; its size in pixels stays. */
async function reduced(page: Page): Promise<string> {
  return base64Of(await asJpeg(page, 1));
}

/** Make a page of which no side is longer than `most` pixels, in place of one that is larger. */
async function shrunk(page: Page, most: number): Promise<{ base64: string; pages: readonly Page[] }> {
  const blob = await asJpeg(page, most / Math.max(page.width, page.height));
  URL.revokeObjectURL(page.url);
  return { base64: await base64Of(blob), pages: [await pageOf(blob)] };
}

/** Write a page, `scale` times as large, as the best JPEG that is short enough.
 *
 * @throws CallError when none is.
 */
async function asJpeg(page: Page, scale: number): Promise<Blob> {
  const image = new Image();
  image.src = page.url;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(page.width * scale);
  canvas.height = Math.floor(page.height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new CallError('TooLarge', '');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  for (const quality of [0.92, 0.85, 0.75, 0.6, 0.4]) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (blob && (blob.size * 4) / 3 + 4 <= LONGEST) return blob;
  }
  throw new CallError('TooLarge', '');
}
