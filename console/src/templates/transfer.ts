import { save } from '../dom/controls';
import { exported, fileName, parsed } from './exported';
import { toWire } from './model';
import { addTemplate, getTemplate } from './service';

/** Let the browser save a template as one file: its name, fields and picture. */
export async function exportTemplate(id: string): Promise<void> {
  const { name, fields, base64 } = await getTemplate(id);
  const content = exported(name, fields, base64);
  save(`${fileName(name) || id.slice(0, 8)}.template.json`, new Blob([content], { type: 'application/json' }));
}

/** Add the template of a file that was saved so, and give its id.
 *
 * @throws TypeError when it is none.
 */
export async function importTemplate(file: Blob): Promise<string> {
  const { name, fields, base64 } = parsed(new TextDecoder().decode(new Uint8Array(await file.arrayBuffer())));
  return addTemplate(name, toWire(fields), base64);
}
