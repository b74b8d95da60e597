import { announce, button, iconButton, spinner, tabs } from '../dom/controls';
import { openDialog } from '../dom/dialog';
import { fill, h } from '../dom/element';
import type { Quad } from '../picture/geometry';
import type { Opened } from '../picture/opened';
import { PicturePanel } from '../picture/panel';
import { SAMPLES } from '../picture/samples';
import { troubleOf } from '../picture/trouble';
import { requestPanel } from '../request/panel';
import { goTo } from '../shell/router';
import { say } from '../words/phrases';
import { Batch } from './batch';
import { FieldsList } from './fields';
import { nudged } from './keys';
import type { Marker } from './marker';
import { freeName, fromWire, History, newId, toWire, type Field } from './model';
import { addTemplate, fileOf, getTemplate, linesOf, LONGEST_SIDE, updateTemplate } from './service';
import { snapped } from './snap';
import { Steps, type Step } from './steps';
import { suggestFields, type Line } from './suggest';
import { Tryout } from './tryout';

/** Where a template is made or changed, tried, and used for many pictures. */
export class TemplateEditor {
  readonly element: HTMLElement;
  private readonly name = h('input', { class: 'input title-input', maxlength: 128, placeholder: say('templateName'), 'aria-label': say('templateName') });
  private readonly told = h('div', { class: 'told', 'aria-live': 'polite' });
  private readonly list: FieldsList;
  private readonly panel: PicturePanel;
  private readonly tryout = new Tryout(() => this.id);
  private readonly batch = new Batch(() => this.id, () => this.saved.map((field) => field.name), () => this.name.value);
  private readonly steps = new Steps();
  private readonly tools: HTMLElement;
  private readonly later: HTMLElement;
  private readonly undoButton = iconButton('undo', say('undo'), () => this.go('undo'));
  private readonly redoButton = iconButton('redo', say('redo'), () => this.go('redo'));
  private readonly suggestButton = button('wand', say('suggestFields'), () => void this.suggest(), { 'data-action': 'suggest' });
  private readonly saveButton = button('check', say('saveTemplate'), () => void this.save(), { 'data-action': 'save' });
  private readonly snapBox = h('input', { type: 'checkbox', checked: true, name: 'snap' });
  private history = new History<readonly Field[]>([]);
  private saved: readonly Field[] = [];
  private selected: string | null = null;
  private marker: Marker | null = null;
  private opened: Opened | null = null;
  private lines: Promise<Line[]> | null = null;
  private known: readonly Line[] = [];

  /** Edit the template of an id, or, with null, make a new one. */
  constructor(private id: string | null) {
    this.list = new FieldsList({
      changed: (fields) => this.change(fields),
      selected: (id) => this.select(id),
    });
    this.panel = new PicturePanel({
      samples: [SAMPLES.invoice, SAMPLES.licence],
      most: LONGEST_SIDE,
      onPage: (opened) => void this.begin(opened),
    });
    this.tools = this.makeTools();
    this.later = h('div', { class: 'later' }, tabs(say('useTemplate'), [
      { id: 'try', name: say('tabTry'), content: this.tryout.element },
      { id: 'batch', name: say('tabBatch'), content: this.batch.element },
    ]));
    this.element = h(
      'div',
      { class: 'room editor' },
      h(
        'div',
        { class: 'heading' },
        h('div', { class: 'title-row' }, iconButton('left', say('backToTemplates'), () => goTo('templates')), this.name),
        h(
          'div',
          { class: 'heading-actions' },
          button('copy', say('copyRequest'), () => this.showRequest()),
          this.saveButton,
        ),
      ),
      this.steps.element,
      this.told,
      h('div', { class: 'split' }, h('div', { class: 'stack' }, this.tools, this.panel.element), h('aside', { class: 'aside card' }, h('h2', { class: 'card-title' }, say('fields')), this.list.element)),
      this.later,
    );
    this.tools.hidden = true;
    this.later.hidden = id === null;
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    window.addEventListener('keydown', this.onHistoryKey, true);
    this.show();
  }

  /** Fetch the template, if it is not a new one. */
  async load(): Promise<void> {
    if (this.id === null) return;
    fill(this.told, spinner(say('loadingTemplates')));
    try {
      const kept = await getTemplate(this.id);
      this.name.value = kept.name;
      this.saved = fromWire(kept.fields);
      this.history = new History(this.saved);
      await this.panel.open(fileOf(kept.base64, kept.name));
      this.panel.element.classList.add('is-fixed');
      fill(this.told);
    } catch (error) {
      fill(this.told, troubleOf(error));
    }
  }

  /** Let go of the picture and the keys. */
  leave(): void {
    window.removeEventListener('keydown', this.onHistoryKey, true);
    this.marker?.destroy();
    this.marker = null;
  }

  private async begin(opened: Opened): Promise<void> {
    this.opened = opened;
    if (this.name.value === '') this.name.value = opened.name.replace(/\.[a-z]{3,4}$/i, '');
    this.lines = null;
    this.known = [];
    this.tools.hidden = false;
    this.marker?.destroy();
    this.marker = null;
    // what draws is fetched when it is needed: the other pages are there the sooner
    const [module] = await Promise.all([import('./marker'), this.panel.view.image.decode().catch(() => undefined)]);
    if (this.opened !== opened || !this.element.isConnected) return;
    this.marker = new module.Marker(this.panel.view, {
      drawn: (quad) => this.draw(quad),
      changed: (id, quad) => this.change(this.fields.map((field) => (field.id === id ? { ...field, quad } : field))),
      selected: (id) => this.select(id),
    });
    this.marker.draws(true);
    this.show();
    this.readLines().catch(() => (this.lines = null)); // asked for again when it is needed
  }

  private get fields(): readonly Field[] {
    return this.history.present;
  }

  private draw(quad: Quad): void {
    const placed = this.snapBox.checked ? snapped(quad, this.known) : quad;
    const id = newId();
    const name = freeName(String(say('newField')), this.fields.map((field) => field.name));
    this.selected = id;
    this.change([...this.fields, { id, name, quad: placed, hint: null }]);
    this.list.focusName(id);
  }

  private change(fields: readonly Field[]): void {
    this.history.push(fields);
    this.show();
  }

  private go(which: 'undo' | 'redo'): void {
    this.history[which]();
    this.show();
  }

  private step(): Step {
    if (!this.opened) return 'open';
    if (this.fields.length === 0) return 'mark';
    return this.id === null || this.fields !== this.saved ? 'save' : 'use';
  }

  private select(id: string | null): void {
    if (id === this.selected) return;
    this.selected = id;
    this.show();
  }

  private show(): void {
    if (!this.fields.some((field) => field.id === this.selected)) this.selected = null;
    this.marker?.set(this.fields, this.selected);
    this.list.show(this.fields, this.selected);
    const step = this.step();
    this.steps.show(step);
    this.suggestButton.classList.toggle('button-primary', step === 'mark');
    this.saveButton.classList.toggle('button-primary', step === 'save');
    this.undoButton.disabled = !this.history.canUndo;
    this.redoButton.disabled = !this.history.canRedo;
  }

  private makeTools(): HTMLElement {
    const draw = button('frame', say('toolDraw'), () => use(true), { 'aria-pressed': 'true' });
    const hand = iconButton('hand', say('toolMove'), () => use(false), { 'aria-pressed': 'false' });
    const use = (isDrawing: boolean): void => {
      draw.setAttribute('aria-pressed', String(isDrawing));
      hand.setAttribute('aria-pressed', String(!isDrawing));
      this.marker?.draws(isDrawing);
    };
    return h(
      'div',
      { class: 'editor-tools', role: 'toolbar', 'aria-label': say('editorTools') },
      this.suggestButton,
      h('span', { class: 'divider' }),
      draw,
      hand,
      iconButton('plus', say('addInMiddle'), () => this.addInMiddle(), { 'data-action': 'add' }),
      h('span', { class: 'divider' }),
      this.undoButton,
      this.redoButton,
      h('label', { class: 'check' }, this.snapBox, h('span', {}, say('snap'))),
    );
  }

  /** For who has no mouse: a quad in the middle, to be moved and sized by keys. */
  private addInMiddle(): void {
    const page = this.opened?.pages[0];
    if (!page) return;
    const [width, height] = [page.width / 5, page.height / 25];
    const [x, y] = [(page.width - width) / 2, (page.height - height) / 2];
    this.draw([[x, y], [x + width, y], [x + width, y + height], [x, y + height]]);
  }

  private readLines(): Promise<Line[]> {
    const { opened } = this;
    if (!opened) return Promise.resolve([]);
    this.lines ??= linesOf(opened).then((lines) => {
      if (this.opened === opened) this.known = lines;
      return lines;
    });
    return this.lines;
  }

  private async suggest(): Promise<void> {
    this.panel.busy(say('readingText'));
    try {
      const lines = await this.readLines();
      this.panel.idle();
      const taken = this.fields.map((field) => field.name);
      const fresh = suggestFields(lines, this.opened?.pages[0]?.width ?? 0).filter((field) => !taken.includes(field.name));
      announce(fresh.length ? say('suggested', { count: fresh.length }) : say('suggestedNone'));
      if (fresh.length) this.change([...this.fields, ...fresh]);
    } catch (error) {
      this.panel.trouble(error);
    }
  }

  private async save(): Promise<void> {
    if (!this.opened || this.fields.length === 0) {
      announce(say('nothingToSave'), true);
      return;
    }
    fill(this.told, spinner(say('saving')));
    try {
      const wire = toWire(this.fields);
      const isNew = this.id === null;
      if (this.id === null) this.id = await addTemplate(this.name.value.trim(), wire, this.opened.base64);
      else await updateTemplate(this.id, this.name.value.trim(), wire);
      this.saved = this.fields;
      this.show();
      this.batch.forget();
      fill(this.told);
      announce(say('saved'));
      this.panel.element.classList.add('is-fixed');
      this.later.hidden = false;
      if (isNew) {
        history.replaceState(null, '', `#/templates/${this.id}`);
        this.later.scrollIntoView({ behavior: 'smooth', block: 'start' });
      }
      void this.tryout.read();
    } catch (error) {
      fill(this.told, troubleOf(error));
    }
  }

  private showRequest(): void {
    const { opened } = this;
    if (!opened) return announce(say('nothingToSave'), true);
    const body = { type: 'add', name: this.name.value.trim(), template: toWire(this.fields) };
    const described = { action: null, path: '/custom_ocr', body, names: { base64: 'img', link: 'url' }, picture: opened, headers: {} };
    openDialog(say('copyRequest'), (close) => [
      requestPanel(described),
      h('div', { class: 'dialog-actions' }, button(null, say('close'), () => close(null))),
    ], 'is-wide');
  }

  private onKey(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    const field = this.fields.find((one) => one.id === this.selected);
    if (!field) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      this.change(this.fields.filter((one) => one !== field));
      return;
    }
    const quad = nudged(field.quad, event);
    if (!quad) return;
    event.preventDefault();
    event.stopPropagation();
    this.change(this.fields.map((one) => (one === field ? { ...one, quad } : one)));
  }

  /** Undo and redo, before Annotorious does so by itself. */
  private readonly onHistoryKey = (event: KeyboardEvent): void => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || (key !== 'z' && key !== 'y') || !this.element.isConnected) return;
    event.stopPropagation();
    if (event.target instanceof HTMLInputElement) return; // texts have an undo of their own
    event.preventDefault();
    this.go(key === 'y' || event.shiftKey ? 'redo' : 'undo');
  };
}
