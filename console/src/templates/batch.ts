import { button, emptyState, save } from '../dom/controls';
import { fill, h } from '../dom/element';
import { openFile, closeOpened } from '../picture/opened';
import { sampleFile, SAMPLES } from '../picture/samples';
import { phraseOf } from '../picture/trouble';
import { grade } from '../seals/card';
import { say } from '../words/phrases';
import { asCsv } from './csv';
import { fileName } from './exported';
import { LONGEST_SIDE, queryTemplate, valueOf, type Row } from './service';

interface Entry {
  readonly name: string;
  rows: readonly Row[] | null;
  trouble: string;
}

/** Where many filled forms are read at once, into one table. */
export class Batch {
  readonly element: HTMLElement;
  private readonly place = h('div', { class: 'results', 'aria-live': 'polite' });
  private readonly chooser = h('input', { type: 'file', multiple: true, accept: 'image/*,.pdf,.tif,.tiff', class: 'off-screen', 'aria-label': say('chooseFiles'), tabindex: -1 });
  private readonly saveButton = button('download', say('saveCsv'), () => this.saveCsv(), { 'data-action': 'csv' });
  private readonly forgetButton = button('close', say('batchForget'), () => this.forget());
  private entries: Entry[] = [];

  constructor(
    private readonly id: () => string | null,
    private readonly fieldNames: () => readonly string[],
    private readonly title: () => string,
  ) {
    this.chooser.addEventListener('change', () => {
      void this.take([...(this.chooser.files ?? [])]);
      this.chooser.value = '';
    });
    const drop = h(
      'div',
      { class: 'drop drop-slim' },
      h('p', { class: 'drop-title' }, say('dropMany')),
      h(
        'div',
        { class: 'row' },
        button('upload', say('chooseFiles'), () => this.chooser.click(), { class: 'button button-primary' }),
        button('table', say('takeSamples'), () => void this.takeSamples(), { 'data-sample': 'batch' }),
      ),
    );
    this.element = h('div', { class: 'stack batch' }, this.chooser, drop, this.place);
    this.element.addEventListener('dragover', (event) => event.preventDefault());
    this.element.addEventListener('drop', (event) => {
      event.preventDefault();
      void this.take([...(event.dataTransfer?.files ?? [])]);
    });
    this.draw();
  }

  /** Empty the table: after the fields were changed, and on demand. */
  forget(): void {
    this.entries = [];
    this.draw();
  }

  private async takeSamples(): Promise<void> {
    await this.take(await Promise.all([SAMPLES.invoice, SAMPLES.secondInvoice, SAMPLES.thirdInvoice].map(sampleFile)));
  }

  private async take(files: readonly File[]): Promise<void> {
    const id = this.id();
    if (id === null) return;
    const added = files.map((file): { file: File; entry: Entry } => ({ file, entry: { name: file.name, rows: null, trouble: '' } }));
    this.entries.push(...added.map(({ entry }) => entry));
    this.draw();
    for (const { file, entry } of added) {
      if (!this.entries.includes(entry)) continue; // the table was emptied meanwhile
      try {
        const opened = await openFile(file, LONGEST_SIDE);
        closeOpened(opened);
        entry.rows = (await queryTemplate(id, opened)).rows;
      } catch (error) {
        entry.trouble = String(phraseOf(error) ?? (error instanceof Error ? error.message : error));
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
