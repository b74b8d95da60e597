import { announce, button, emptyState, iconButton, spinner } from '../dom/controls';
import { confirmed } from '../dom/dialog';
import { fill, h } from '../dom/element';
import { pageOf } from '../picture/opened';
import { troubleOf } from '../picture/trouble';
import { heading } from '../shell/heading';
import { goTo } from '../shell/router';
import { say } from '../words/phrases';
import { fileOf, getTemplate, listTemplates, removeTemplate, type Listed } from './service';
import { exportTemplate, importTemplate } from './transfer';

/** All templates, as cards with a thumbnail each. */
export class TemplateList {
  readonly element: HTMLElement;
  private readonly place = h('div', { class: 'results', 'aria-live': 'polite' });
  private readonly search = h('input', { class: 'input', type: 'search', placeholder: say('searchTemplates'), 'aria-label': say('searchTemplates') });
  private readonly chooser = h('input', { type: 'file', accept: '.json,application/json', class: 'off-screen', 'aria-label': say('importTemplate'), tabindex: -1 });
  private known: readonly Listed[] = [];

  constructor() {
    this.search.addEventListener('input', () => this.draw());
    this.chooser.addEventListener('change', () => {
      const [file] = this.chooser.files ?? [];
      this.chooser.value = '';
      if (file) void this.take(file);
    });
    this.element = h(
      'div',
      { class: 'room' },
      heading(
        say('menuTemplates'),
        say('templatesLead'),
        this.chooser,
        button('upload', say('importTemplate'), () => this.chooser.click()),
        button('plus', say('newTemplate'), () => goTo('templates', 'new'), { class: 'button button-primary' }),
      ),
      h('div', { class: 'search' }, this.search),
      this.place,
    );
  }

  /** Ask the service for them, and show them. */
  async load(): Promise<void> {
    if (this.known.length === 0) fill(this.place, spinner(say('loadingTemplates')));
    try {
      this.known = await listTemplates();
      this.draw();
    } catch (error) {
      fill(this.place, troubleOf(error));
    }
  }

  private draw(): void {
    const wanted = this.search.value.trim().toLowerCase();
    const chosen = this.known.filter((one) => [one.name, one.id, ...one.fields.map(([, name]) => name)].some((text) => text.toLowerCase().includes(wanted)));
    if (this.known.length === 0) {
      fill(
        this.place,
        emptyState(
          'template',
          say('templatesEmpty'),
          say('templatesEmptyText'),
          h('div', { class: 'row' }, button('plus', say('newTemplate'), () => goTo('templates', 'new'), { class: 'button button-primary' })),
        ),
      );
      return;
    }
    fill(
      this.place,
      h('p', { class: 'summary' }, say('templatesCount', { shown: chosen.length, all: this.known.length })),
      h('ul', { class: 'template-cards' }, chosen.map((one) => this.card(one))),
    );
  }

  private card(listed: Listed): HTMLElement {
    const thumbnail = h('img', { class: 'thumbnail', alt: '' });
    const card = h(
      'li',
      { class: 'template-card', 'data-template': listed.id },
      h(
        'a',
        { class: 'template-link', href: `#/templates/${listed.id}` },
        thumbnail,
        h('span', { class: 'template-name' }, listed.name || say('unnamed')),
        h('span', { class: 'muted small' }, say('fieldsCount', { count: listed.fields.length }), ' · ', h('code', {}, listed.id.slice(0, 8))),
        h('span', { class: 'template-fields muted small' }, listed.fields.map(([, name]) => name).join('、')),
      ),
      h(
        'div',
        { class: 'template-tools' },
        iconButton('download', say('exportTemplate'), () => void exportTemplate(listed.id)),
        iconButton('bin', say('deleteTemplate'), () => void this.remove(listed)),
      ),
    );
    whenSeen(card, () => void showThumbnail(listed.id, thumbnail));
    return card;
  }

  private async remove(listed: Listed): Promise<void> {
    const name = listed.name || listed.id.slice(0, 8);
    if (!(await confirmed(say('deleteTitle'), say('deleteText', { name }), say('deleteTemplate')))) return;
    try {
      await removeTemplate(listed.id);
      announce(say('deleted'));
      await this.load();
    } catch (error) {
      fill(this.place, troubleOf(error));
    }
  }

  private async take(file: File): Promise<void> {
    try {
      await importTemplate(file);
      announce(say('imported'));
      await this.load();
    } catch (error) {
      if (error instanceof TypeError) announce(say('importRefused'), true);
      else fill(this.place, troubleOf(error));
    }
  }
}

const SIDE = 480; // pixels
const thumbnails = new Map<string, string>();

/** Show a small copy of a template's picture; it is kept while the page is open, the picture is not. */
async function showThumbnail(id: string, image: HTMLImageElement): Promise<void> {
  try {
    const known = thumbnails.get(id) ?? (await makeThumbnail(id));
    thumbnails.set(id, known);
    image.src = known;
  } catch {
    image.classList.add('is-missing'); // a PDF or TIFF, or it was removed meanwhile
  }
}

async function makeThumbnail(id: string): Promise<string> {
  const { base64, name } = await getTemplate(id);
  const page = await pageOf(fileOf(base64, name));
  const whole = new Image();
  whole.src = page.url;
  await whole.decode();
  const scale = Math.min(1, SIDE / page.width);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(page.width * scale);
  canvas.height = Math.round(page.height * scale);
  canvas.getContext('2d')?.drawImage(whole, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(page.url);
  return canvas.toDataURL('image/jpeg', 0.8);
}

function whenSeen(element: Element, act: () => void): void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    act();
  });
  observer.observe(element);
}
