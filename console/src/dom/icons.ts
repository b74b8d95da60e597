import { svg } from './element';

/** The icons, as paths of lines on a grid of 24 by 24. */
const PATHS = {
  seal: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 8.2l1.2 2.5 2.7.3-2 1.9.5 2.7-2.4-1.4-2.4 1.4.5-2.7-2-1.9 2.7-.3z',
  template: 'M4 4h16v16H4zM4 9h16M9 9v11M12 13h5M12 16.5h3',
  text: 'M5 6h14M5 10h14M5 14h9M5 18h11',
  document: 'M6 3h8l4 4v14H6zM14 3v4h4M9 17l6-5',
  status: 'M4 19V5M4 19h16M8 15l3-4 3 2 4-6',
  upload: 'M12 16V5M7.5 9.5L12 5l4.5 4.5M5 19h14',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  fit: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  download: 'M12 5v11M7.5 11.5L12 16l4.5-4.5M5 20h14',
  undo: 'M9 14L4 9l5-5M4 9h9a6 6 0 0 1 0 12h-3',
  redo: 'M15 14l5-5-5-5M20 9h-9a6 6 0 0 0 0 12h3',
  bin: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  pencil: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  up: 'M12 19V6M6.5 11.5L12 6l5.5 5.5',
  down: 'M12 5v13M6.5 12.5L12 18l5.5-5.5',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3L19 19M5 19l1.7-1.7M17.3 6.7L19 5',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z',
  key: 'M8 12a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM11 13l9-9M16 8l3 3M14 10l2 2',
  wand: 'M5 19L15 9M14 5v3M12.5 6.5h3M19 10v3M17.5 11.5h3M18 4v2M17 5h2',
  play: 'M8 5l11 7-11 7z',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7',
  alert: 'M12 4l9 16H3zM12 10v4.5M12 17v.5',
  hand: 'M8 12V6.5a1.5 1.5 0 0 1 3 0V11M11 10V5a1.5 1.5 0 0 1 3 0v6M14 11V6.5a1.5 1.5 0 0 1 3 0V15a6 6 0 0 1-6 6c-3 0-4-1.500-6-5.500-.8-1.500 1-2.500 2-1.200L8 16',
  frame: 'M6 6h12v12H6zM4 4h4v4H4zM16 4h4v4h-4zM4 16h4v4H4zM16 16h4v4h-4z',
} as const;

/** Names an icon. */
export type IconName = keyof typeof PATHS;

/** Draw an icon; what it means is said by the control that it stands in. */
export function icon(name: IconName): SVGSVGElement {
  return svg('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: PATHS[name] }));
}
