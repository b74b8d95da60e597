/** A file that was chosen or dropped, and what it is called: of a folder's its place in it. */
export interface Taken {
  readonly name: string;
  readonly file: File;
}

const READABLE = /\.(jpe?g|png|bmp|webp|tiff?|gif|pdf)$/i;

/** Take files that were chosen; of a folder the pictures and PDFs, with all that is below it, in the order of their names. */
export function chosen(files: Iterable<File>): Taken[] {
  const taken = Array.from(files, (file) => ({ name: file.webkitRelativePath || file.name, file, isOfFolder: file.webkitRelativePath !== '' }));
  return inOrder(taken.filter(({ name, isOfFolder }) => !isOfFolder || isReadable(name)));
}

/** Take what was dropped: files, and folders as `chosen` takes them. */
export async function dropped(transfer: DataTransfer | null): Promise<Taken[]> {
  // the entries are there as long as the event is handled: all are asked for before anything is waited for
  const entries = Array.from(transfer?.items ?? [], (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return chosen(transfer?.files ?? []);
  return inOrder((await Promise.all(entries.map((entry) => filesOf(entry, false)))).flat());
}

async function filesOf(entry: FileSystemEntry, isOfFolder: boolean): Promise<Taken[]> {
  if (entry.isDirectory) {
    const inside = await entriesOf((entry as FileSystemDirectoryEntry).createReader());
    return (await Promise.all(inside.map((each) => filesOf(each, true)))).flat();
  }
  if (isOfFolder && !isReadable(entry.name)) return [];
  const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
  return [{ name: entry.fullPath.replace(/^\//, ''), file }];
}

/** All entries of a folder: browsers give a hundred at a time, and none when there are no more. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function isReadable(name: string): boolean {
  return READABLE.test(name) && !name.split('/').some((part) => part.startsWith('.'));
}

function inOrder(taken: readonly Taken[]): Taken[] {
  return [...taken].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}
