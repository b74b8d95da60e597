import { card, emptyState } from '../dom/controls';
import { fill, h } from '../dom/element';
import type { Opened } from '../picture/opened';
import { PicturePanel } from '../picture/panel';
import { SAMPLES } from '../picture/samples';
import { requestPanel } from '../request/panel';
import { say } from '../words/phrases';
import { showReading } from './reading';
import { LONGEST_SIDE, queryTemplate } from './service';

/** Where another picture is read by a template. */
export class Tryout {
  readonly element: HTMLElement;
  private readonly rows = h('div', { class: 'results', 'aria-live': 'polite' });
  private readonly request = h('div', {});
  private readonly panel: PicturePanel;
  private opened: Opened | null = null;

  /** Ask `id` for the template's, which is null before it was saved. */
  constructor(private readonly id: () => string | null) {
    this.panel = new PicturePanel({
      samples: [SAMPLES.secondInvoice, SAMPLES.thirdInvoice],
      most: LONGEST_SIDE,
      onPage: (opened) => {
        this.opened = opened;
        void this.read();
      },
    });
    this.element = h(
      'div',
      { class: 'stack' },
      h('div', { class: 'split' }, this.panel.element, h('aside', { class: 'aside' }, this.rows)),
      this.request,
    );
    fill(this.rows, emptyState('play', say('tryEmpty'), say('tryEmptyText')));
  }

  /** Read the picture that is open, if there is one; after the template was changed. */
  async read(): Promise<void> {
    const { opened } = this;
    const id = this.id();
    if (!opened || id === null) return;
    this.panel.busy(say('readingForm'));
    // values of the picture before would stand beside this one
    fill(this.rows);
    fill(this.request);
    try {
      const { rows, answer } = await queryTemplate(id, opened);
      this.panel.idle();
      showReading(this.rows, this.panel.view, rows, answer.seconds);
      const described = { action: null, path: '/custom_ocr', body: { type: 'query', template_id: id }, names: { base64: 'img', link: 'url' }, picture: opened, headers: {} };
      fill(this.request, card(say('requestAndAnswer'), requestPanel(described, answer.document)));
    } catch (error) {
      this.panel.view.overlay.replaceChildren();
      this.panel.trouble(error);
    }
  }
}
