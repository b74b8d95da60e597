import { iconButton } from '../dom/controls';
import { h, svg } from '../dom/element';
import { say } from '../words/phrases';
import type { Page } from './opened';

const MOST = 16; // screen pixels a pixel
const STEP = 1.25;
const PAN = 60; // screen pixels
const LEAST = 340; // screen pixels, of the frame's height
const SHARE = 0.74; // of the window's height

/** A picture that can be zoomed and moved, with drawings over it in the picture's own pixels. */
export class PictureView {
  /** The whole view. */
  readonly element: HTMLElement;
  /** The picture. */
  readonly image = h('img', { class: 'view-image', alt: say('picture'), draggable: 'false' });
  /** What is drawn over it; its units are pixels of the picture. */
  readonly overlay = svg('svg', { class: 'view-overlay', role: 'group', 'aria-label': say('marks') });
  /** Whether dragging moves the picture; an editor says otherwise while something is drawn. */
  pans = true;

  private readonly stage = h('div', { class: 'view-stage' });
  private readonly frame: HTMLElement;
  /** Its buttons. */
  readonly tools: HTMLElement;
  private page: Page | null = null;
  private scale = 1;
  private x = 0;
  private y = 0;
  private isFitted = true;

  constructor() {
    this.frame = h('div', { class: 'view-frame', tabindex: 0, role: 'group', 'aria-label': say('viewLabel') }, this.stage);
    this.tools = h(
      'div',
      { class: 'view-tools', role: 'toolbar', 'aria-label': say('viewTools') },
      iconButton('minus', say('zoomOut'), () => this.zoom(1 / STEP)),
      iconButton('plus', say('zoomIn'), () => this.zoom(STEP)),
      iconButton('fit', say('zoomFit'), () => this.fit()),
    );
    this.element = h('div', { class: 'view' }, this.frame);
    this.stage.append(this.image, this.overlay);
    this.listen();
    new ResizeObserver(() => {
      if (this.isFitted) this.fit();
    }).observe(this.frame);
  }

  /** Show a page, fitted in. */
  show(page: Page): void {
    this.page = page;
    this.image.src = page.url;
    this.overlay.setAttribute('viewBox', `0 0 ${page.width} ${page.height}`);
    this.overlay.replaceChildren();
    this.fit();
  }

  /** Show the whole picture. */
  fit(): void {
    if (!this.page || !this.frame.clientWidth) return;
    // as high as the picture wants, within what the window has
    const wanted = (this.frame.clientWidth * this.page.height) / this.page.width;
    const height = Math.min(Math.max(wanted, LEAST), Math.max(SHARE * window.innerHeight, LEAST));
    this.frame.style.height = `${Math.round(height)}px`;
    const { clientWidth, clientHeight } = this.frame;
    this.scale = Math.min(clientWidth / this.page.width, clientHeight / this.page.height, 2) * 0.97;
    this.x = (clientWidth - this.page.width * this.scale) / 2;
    this.y = (clientHeight - this.page.height * this.scale) / 2;
    this.isFitted = true;
    this.place();
  }

  /** Zoom by a factor; the place `at` of the frame, in screen pixels, stays where it is. */
  zoom(factor: number, at?: { x: number; y: number }): void {
    const { clientWidth, clientHeight } = this.frame;
    const centre = at ?? { x: clientWidth / 2, y: clientHeight / 2 };
    const scale = Math.min(Math.max(this.scale * factor, 0.02), MOST);
    this.x = centre.x - ((centre.x - this.x) * scale) / this.scale;
    this.y = centre.y - ((centre.y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.isFitted = false;
    this.place();
  }

  /** Bring a box of the picture into view, if it is not. */
  reveal(box: { x: number; y: number; width: number; height: number }): void {
    const { clientWidth, clientHeight } = this.frame;
    const left = this.x + box.x * this.scale;
    const top = this.y + box.y * this.scale;
    const isInside = left >= 0 && top >= 0 && left + box.width * this.scale <= clientWidth && top + box.height * this.scale <= clientHeight;
    if (isInside) return;
    this.x = clientWidth / 2 - (box.x + box.width / 2) * this.scale;
    this.y = clientHeight / 2 - (box.y + box.height / 2) * this.scale;
    this.isFitted = false;
    this.place();
  }

  private pan(x: number, y: number): void {
    this.x += x;
    this.y += y;
    this.isFitted = false;
    this.place();
  }

  private place(): void {
    if (!this.page) return;
    const { style } = this.stage;
    style.width = `${this.page.width * this.scale}px`;
    style.height = `${this.page.height * this.scale}px`;
    style.transform = `translate(${this.x}px, ${this.y}px)`;
  }

  private listen(): void {
    this.frame.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const { left, top } = this.frame.getBoundingClientRect();
        this.zoom(Math.exp(-event.deltaY / 400), { x: event.clientX - left, y: event.clientY - top });
      },
      { passive: false },
    );
    this.frame.addEventListener('keydown', (event) => {
      if (event.target !== this.frame || event.ctrlKey || event.metaKey) return;
      const moves: Record<string, () => void> = {
        '+': () => this.zoom(STEP),
        '=': () => this.zoom(STEP),
        '-': () => this.zoom(1 / STEP),
        '0': () => this.fit(),
        ArrowLeft: () => this.pan(PAN, 0),
        ArrowRight: () => this.pan(-PAN, 0),
        ArrowUp: () => this.pan(0, PAN),
        ArrowDown: () => this.pan(0, -PAN),
      };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      move();
    });
    this.listenToPointers();
  }

  private listenToPointers(): void {
    const held = new Map<number, PointerEvent>();
    this.frame.addEventListener('pointerdown', (event) => {
      if (!this.pans && event.button !== 1) return;
      held.set(event.pointerId, event);
    });
    window.addEventListener('pointermove', (event) => {
      const before = held.get(event.pointerId);
      if (!before) return;
      const other = [...held.values()].find((one) => one.pointerId !== event.pointerId);
      if (other) {
        const { left, top } = this.frame.getBoundingClientRect();
        const apart = (one: PointerEvent): number => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        this.zoom(apart(event) / Math.max(apart(before), 1), { x: other.clientX - left, y: other.clientY - top });
      } else {
        this.pan(event.clientX - before.clientX, event.clientY - before.clientY);
        this.frame.classList.add('is-panning');
      }
      held.set(event.pointerId, event);
    });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      window.addEventListener(end, (event) => {
        held.delete(event.pointerId);
        this.frame.classList.remove('is-panning');
      });
    }
  }
}
