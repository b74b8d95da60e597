import { button, emptyState, save } from '../dom/controls';
import { fill, h } from '../dom/element';
import { closeOpened, openFile, pagesAlone } from '../picture/opened';
import { sampleFile, SAMPLES } from '../picture/samples';
import { phraseOf } from '../picture/trouble';
import { grade } from '../seals/card';
import { say } from '../words/phrases';
import { asCsv } from './csv';
import { fileName } from './exported';
import { LONGEST_SIDE, queryTemplate, valueOf, type Row } from './service';
import { chosen, dropped, type Taken } from './taken';

interface Entry {
  name: string;
  rows: readonly Row[] | null;
  trouble: string;
}

/** Where many filled forms are read at once, into one table. */
export class Batch {
  readonly element: HTMLElement;
  private readonly place = h('div', { class: 'results', 'aria-live': 'polite' });
  private readonly chooser = h('input', { type: 'file', multiple: true, accept: 'image/*,.pdf,.tif,.tiff', class: 'off-screen', 'aria-label': say('chooseFiles'), tabindex: -1 });
  private readonly folderChooser = h('input', { type: 'file', webkitdirectory: true, class: 'off-screen', 'aria-label': say('chooseFolder'), tabindex: -1 });
  private readonly saveButton = button('download', say('saveCsv'), () => this.saveCsv(), { 'data-action': 'csv' });
  private readonly forgetButton = button('close', say('batchForget'), () => this.forget());
  private entries: Entry[] = [];

  constructor(
    private readonly id: () => string | null,
    private readonly fieldNames: () => readonly string[],
    private readonly title: () => string,
  ) {
    for (const chooser of [this.chooser, this.folderChooser]) {
      chooser.addEventListener('change', () => {
        void this.take(chosen(chooser.files ?? []));
        chooser.value = '';
      });
    }
    const drop = h(
      'div',
      { class: 'drop drop-slim' },
      h('p', { class: 'drop-title' }, say('dropMany')),
      h(
        'div',
        { class: 'row' },
        button('upload', say('chooseFiles'), () => this.chooser.click(), { class: 'button button-primary' }),
        button('upload', say('chooseFolder'), () => this.folderChooser.click()),
        button('table', say('takeSamples'), () => void this.takeSamples(), { 'data-sample': 'batch' }),
      ),
    );
    this.element = h('div', { class: 'stack batch' }, this.chooser, this.folderChooser, drop, this.place);
    this.element.addEventListener('dragover', (event) => event.preventDefault());
    this.element.addEventListener('drop', (event) => {
      event.preventDefault();
      void dropped(event.dataTransfer).then((taken) => this.take(taken));
    });
    this.draw();
  }

  /** Empty the table: after the fields were changed, and on demand. */
  forget(): void {
    this.entries = [];
    this.draw();
  }

  private async takeSamples(): Promise<void> {
    await this.take(chosen(await Promise.all([SAMPLES.invoice, SAMPLES.secondInvoice, SAMPLES.thirdInvoice].map(sampleFile))));
  }

  private async take(files: readonly Taken[]): Promise<void> {
    const id = this.id();
    if (id === null) return;
    const added = files.map(({ name, file }): { file: File; entry: Entry } => ({ file, entry: { name, rows: null, trouble: '' } }));
    this.entries.push(...added.map(({ entry }) => entry));
    this.draw();
    for (const { file, entry } of added) {
      if (!this.entries.includes(entry)) continue; // the table was emptied meanwhile
      try {
        const opened = await openFile(file, LONGEST_SIDE);
        const pages = await pagesAlone(opened, LONGEST_SIDE);
        closeOpened(opened);
        await this.readPages(id, entry, pages);
      } catch (error) {
        entry.trouble = troubleIn(error);
        this.draw();
      }
    }
  }

  /** Read the pages of a file, each into a row of its own. */
  private async readPages(id: string, entry: Entry, pages: readonly string[]): Promise<void> {
    const { name } = entry;
    const others = pages.slice(1).map((_, index): Entry => ({ name: `${name} · ${index + 2}`, rows: null, trouble: '' }));
    if (others.length > 0) entry.name = `${name} · 1`;
    this.entries.splice(this.entries.indexOf(entry) + 1, 0, ...others);
    for (const [index, each] of [entry, ...others].entries()) {
      if (!this.entries.includes(each)) return;
      try {
        each.rows = (await queryTemplate(id, { base64: pages[index] ?? '', link: '' })).rows;
      } catch (error) {
        each.trouble = troubleIn(error);
      }
      this.draw();
    }
  }

  private draw(): void {
    if (this.entries.length === 0) {
      fill(this.place, emptyState('table', say('batchEmpty'), say('batchEmptyText')));
      return;
    }
    const done = this.entries.filter((entry) => entry.rows || entry.trouble).length;
    this.saveButton.disabled = done === 0;
    const names = this.fieldNames();
    const cells = (entry: Entry): HTMLElement[] => {
      if (entry.trouble) return [h('td', { class: 'trouble', colspan: names.length }, entry.trouble)];
      if (!entry.rows) return [h('td', { class: 'muted', colspan: names.length }, say('waits'))];
      return entry.rows.map((row) => h('td', { class: `value ${row.value.length ? grade(row.score / 100) : ''}`, title: row.score.toFixed(1) }, valueOf(row)));
    };
    fill(
      this.place,
      h('div', { class: 'row' }, h('p', { class: 'summary' }, say('batchProgress', { done, all: this.entries.length })), h('span', { class: 'spring' }), this.forgetButton, this.saveButton),
      h(
        'div',
        { class: 'table-frame', tabindex: 0, role: 'region', 'aria-label': say('batchTable') },
        h(
          'table',
          { class: 'table table-batch' },
          h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, say('fileColumn')), names.map((name) => h('th', { scope: 'col' }, name)))),
          h('tbody', {}, this.entries.map((entry) => h('tr', {}, h('th', { scope: 'row' }, entry.name), cells(entry)))),
        ),
      ),
    );
  }

  private saveCsv(): void {
    const names = this.fieldNames();
    const rows = this.entries.map((entry) => [entry.name, ...(entry.rows?.map(valueOf) ?? names.map(() => '')), entry.trouble]);
    const csv = asCsv([[String(say('fileColumn')), ...names, String(say('troubleColumn'))], ...rows]);
    save(`${fileName(this.title()) || 'forms'}.csv`, new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  }
}

function troubleIn(error: unknown): string {
  return String(phraseOf(error) ?? (error instanceof Error ? error.message : error));
}
