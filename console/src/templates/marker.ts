import { createImageAnnotator, ShapeType, type ImageAnnotation, type ImageAnnotator } from '@annotorious/annotorious';
import '@annotorious/annotorious/annotorious.css';
import { svg } from '../dom/element';
import { boxOf, quadOf, type Point, type Quad } from '../picture/geometry';
import type { PictureView } from '../picture/view';
import type { Field } from './model';

/** Who is told of what is done to the quads on the picture. */
export interface MarkerListener {
  readonly drawn: (quad: Quad) => void;
  readonly changed: (id: string, quad: Quad) => void;
  readonly selected: (id: string | null) => void;
}

const AWAY = 16; // screen pixels

/** The quads of a template's fields on its picture: drawn, moved and bent with the mouse, by Annotorious. */
export class Marker {
  private readonly annotator: ImageAnnotator;
  private readonly quads = new Map<string, Quad>();
  private selected: string | null = null;
  private isDrawing = true;
  private isParked = false;
  private readonly onPointerMove = (event: PointerEvent): void => this.makeReady(event);
  private readonly onPointerUp = (): void => window.setTimeout(() => this.collect(), 0) as unknown as undefined;

  constructor(
    private readonly view: PictureView,
    private readonly listener: MarkerListener,
  ) {
    this.annotator = createImageAnnotator(view.image, { drawingEnabled: true, drawingMode: 'drag', theme: 'light' });
    // told late, and for every step between: what counts is what is selected in the end
    this.annotator.on('selectionChanged', () => window.setTimeout(() => this.followSelection(), 0));
    this.view.element.addEventListener('pointermove', this.onPointerMove);
    // before Annotorious, which keeps the end of a drawing to itself
    window.addEventListener('pointerup', this.onPointerUp, true);
  }

  /** Show these fields, with one of them selected. */
  set(fields: readonly Field[], selected: string | null): void {
    this.selected = selected;
    this.isParked = false;
    this.quads.clear();
    for (const field of fields) this.quads.set(field.id, field.quad);
    this.annotator.setAnnotations(fields.map(annotationOf), true);
    if (selected !== null && this.quads.has(selected)) this.annotator.setSelected(selected, true);
    else this.annotator.setSelected();
    this.label(fields, selected);
  }

  /** Whether dragging draws a new quad, or moves the picture. */
  draws(isDrawing: boolean): void {
    this.isDrawing = isDrawing;
    this.annotator.setDrawingEnabled(isDrawing);
    this.view.pans = !isDrawing;
    this.view.element.classList.toggle('is-hand', !isDrawing);
  }

  /** Leave the picture as it was. */
  destroy(): void {
    window.removeEventListener('pointerup', this.onPointerUp, true);
    this.view.element.removeEventListener('pointermove', this.onPointerMove);
    this.annotator.destroy();
    this.view.overlay.replaceChildren();
    this.view.pans = true;
  }

  /** Annotorious draws while nothing is selected: let go of the corners once the mouse is well away from them. */
  private makeReady(event: PointerEvent): void {
    const quad = this.selected === null ? undefined : this.quads.get(this.selected);
    if (!this.isDrawing || event.buttons !== 0 || !quad || this.annotator.getSelected().length === 0) return;
    const { left, top, width } = this.view.image.getBoundingClientRect();
    const scale = width / this.view.image.naturalWidth;
    const box = boxOf(quad);
    const x = (event.clientX - left) / scale - box.x;
    const y = (event.clientY - top) / scale - box.y;
    const away = AWAY / scale;
    if (x > -away && y > -away && x < box.width + away && y < box.height + away) return;
    this.isParked = true;
    this.annotator.setSelected();
  }

  private followSelection(): void {
    const id = this.annotator.getSelected()[0]?.id ?? null;
    if (id === null && this.isParked) return; // the list keeps it
    this.isParked = false;
    if (id === this.selected || (id !== null && !this.quads.has(id))) return;
    this.selected = id;
    this.listener.selected(id);
  }

  /** Take over what was drawn or moved since the last time; a quad keeps its four corners. */
  private collect(): void {
    for (const annotation of this.annotator.getAnnotations()) {
      const { id } = annotation;
      const { geometry, type } = annotation.target.selector;
      const known = this.quads.get(id);
      if (!known) {
        const { minX, minY, maxX, maxY } = geometry.bounds;
        this.listener.drawn(quadOf({ x: minX, y: minY, width: maxX - minX, height: maxY - minY }));
        return;
      }
      if (type !== ShapeType.POLYGON) continue;
      const { points } = geometry as unknown as { points: Point[] };
      if (points.length !== 4) {
        this.listener.changed(id, known);
        return;
      }
      const quad = points.map(([x, y]) => [x, y] as const) as unknown as Quad;
      if (quad.some(([x, y], index) => x !== known[index]?.[0] || y !== known[index][1])) this.listener.changed(id, quad);
    }
  }

  private label(fields: readonly Field[], selected: string | null): void {
    const size = Math.max(this.view.image.naturalHeight, this.view.image.naturalWidth) / 90;
    this.view.overlay.replaceChildren(
      ...fields.map((field, index) => {
        const { x, y } = boxOf(field.quad);
        return svg(
          'text',
          { class: field.id === selected ? 'field-label is-active' : 'field-label', x, y: y - size * 0.3, 'font-size': size },
          // names of all would hide what the picture says
          field.id === selected ? `${index + 1} ${field.name}` : index + 1,
        );
      }),
    );
  }
}

function annotationOf(field: Field): ImageAnnotation {
  const { x, y, width, height } = boxOf(field.quad);
  const points = field.quad.map(([px, py]) => [px, py]);
  const geometry = { points, bounds: { minX: x, minY: y, maxX: x + width, maxY: y + height } };
  return { id: field.id, bodies: [], target: { annotation: field.id, selector: { type: ShapeType.POLYGON, geometry } } };
}
