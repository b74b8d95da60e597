import { withKeys } from '../calls/ask';
import { CallError } from '../calls/errors';
import { button, iconButton, spinner } from '../dom/controls';
import { fill, h, shown } from '../dom/element';
import { icon } from '../dom/icons';
import type { Phrase } from '../words/phrases';
import { say } from '../words/phrases';
import { closeOpened, openFile, openLink, type Opened, type Page } from './opened';
import { sampleFile, type Sample } from './samples';
import { troubleOf } from './trouble';
import { PictureView } from './view';

/** What a panel is made of: the samples it offers, and who is told of a page that is shown. */
export interface PanelOptions {
  readonly samples: readonly Sample[];
  readonly onPage: (opened: Opened, page: Page, number: number) => void;
  readonly onFiles?: (files: readonly File[]) => boolean;
  /** Pixels of the longest side that is sent; any by default. */
  readonly most?: number;
}

const ACCEPTED = 'image/*,application/pdf,.pdf,.tif,.tiff';

/** Where a picture is dropped, pasted, chosen, named by URL or taken from the samples, and then shown. */
export class PicturePanel {
  readonly element = h('section', { class: 'picture-panel', 'aria-label': say('picture') });
  readonly view = new PictureView();
  /** What is shown; null before anything is. */
  opened: Opened | null = null;

  private readonly chooser = h('input', { type: 'file', accept: ACCEPTED, class: 'off-screen', 'aria-label': say('chooseFile'), tabindex: -1 });
  private readonly intake: HTMLElement;
  private readonly bar = h('div', { class: 'picture-bar' });
  private readonly told = h('div', { class: 'picture-told', 'aria-live': 'polite' });

  constructor(private readonly options: PanelOptions) {
    this.intake = this.makeIntake();
    this.element.append(this.chooser, this.bar, this.told, this.intake, this.view.element);
    shown(this.view.element, false);
    shown(this.bar, false);
    this.chooser.addEventListener('change', () => {
      this.take([...(this.chooser.files ?? [])]);
      this.chooser.value = '';
    });
    this.listenToDrops();
    window.addEventListener('paste', (event) => {
      if (!this.element.isConnected || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length) this.take(files);
    });
  }

  /** Open a file or a URL, and show its first page. */
  async open(what: File | string): Promise<void> {
    this.busy(say('opening'));
    try {
      const opened = await withKeys(() => (typeof what === 'string' ? openLink(what) : openFile(what, this.options.most)));
      if (this.opened) closeOpened(this.opened);
      this.opened = opened;
      shown(this.intake, false);
      shown(this.bar, true);
      shown(this.view.element, true);
      this.show(0);
    } catch (error) {
      this.trouble(error);
    }
  }

  /** Say that something is under way. */
  busy(phrase: Phrase): void {
    fill(this.told, spinner(phrase));
  }

  /** Say that nothing is under way any more. */
  idle(): void {
    fill(this.told);
  }

  /** Say what went wrong. */
  trouble(error: unknown): void {
    fill(this.told, troubleOf(error));
  }

  private show(number: number): void {
    const { opened } = this;
    const page = opened?.pages[number];
    if (!opened || !page) return this.trouble(new CallError('NotAPicture', ''));
    const last = opened.pages.length - 1;
    fill(
      this.bar,
      h('span', { class: 'picture-name', title: opened.name }, opened.name),
      h('span', { class: 'muted picture-size' }, `${page.width} × ${page.height}`),
      opened.isReduced && h('span', { class: 'muted picture-note', title: say('sentReduced') }, say('sentReduced')),
      last > 0 &&
        h(
          'span',
          { class: 'pager' },
          iconButton('left', say('previousPage'), () => this.show(Math.max(number - 1, 0)), { disabled: number === 0 }),
          h('span', {}, say('pageOf', { page: number + 1, pages: last + 1 })),
          iconButton('right', say('nextPage'), () => this.show(Math.min(number + 1, last)), { disabled: number === last }),
        ),
      h('span', { class: 'spring' }),
      this.view.tools,
      button('upload', say('anotherPicture'), () => this.again()),
    );
    this.view.show(page);
    this.idle();
    this.options.onPage(opened, page, number);
  }

  private again(): void {
    shown(this.intake, true);
    shown(this.bar, false);
    shown(this.view.element, false);
    this.idle();
    this.intake.querySelector('button')?.focus();
  }

  private take(files: readonly File[]): void {
    const [first] = files;
    if (!first || this.options.onFiles?.(files)) return;
    void this.open(first);
  }

  private makeIntake(): HTMLElement {
    const link = h('input', { class: 'input', type: 'url', name: 'link', placeholder: 'https://', 'aria-label': say('pictureLink') });
    const form = h(
      'form',
      { class: 'row link-form' },
      link,
      h('button', { type: 'submit', class: 'button' }, icon('link'), h('span', {}, say('openLink'))),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (link.value.trim()) void this.open(link.value.trim());
    });
    const samples = this.options.samples.map((sample) =>
      h(
        'button',
        { type: 'button', class: 'sample', 'data-sample': sample.file, onclick: () => void this.openSample(sample) },
        h('img', { src: sample.url, alt: '', loading: 'lazy' }),
        h('span', {}, say(sample.label)),
      ),
    );
    return h(
      'div',
      { class: 'intake' },
      h(
        'div',
        { class: 'drop' },
        icon('upload'),
        h('p', { class: 'drop-title' }, say('dropHere')),
        h('p', { class: 'muted' }, say('dropKinds')),
        button('upload', say('chooseFile'), () => this.chooser.click(), { class: 'button button-primary' }),
        form,
      ),
      samples.length > 0 && h('p', { class: 'samples-title' }, say('orSample')),
      h('div', { class: 'samples' }, samples),
    );
  }

  private async openSample(sample: Sample): Promise<void> {
    try {
      await this.open(await sampleFile(sample));
    } catch (error) {
      this.trouble(error);
    }
  }

  private listenToDrops(): void {
    this.element.addEventListener('dragover', (event) => {
      event.preventDefault();
      this.element.classList.add('is-over');
    });
    for (const end of ['dragleave', 'drop'] as const) this.element.addEventListener(end, () => this.element.classList.remove('is-over'));
    this.element.addEventListener('drop', (event) => {
      event.preventDefault();
      this.take([...(event.dataTransfer?.files ?? [])]);
    });
  }
}
