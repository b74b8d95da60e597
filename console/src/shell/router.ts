/** A page of the console: made once, and kept with what is in it while others are shown. */
export interface Room {
  readonly element: HTMLElement;
  /** Called whenever it is shown, with what follows its name in the address. */
  readonly enter?: (rest: readonly string[]) => void;
  /** Called when another is shown. */
  readonly leave?: () => void;
}

/** Shows the page that the address names after its `#/`. */
export class Router {
  private readonly rooms = new Map<string, Room>();
  private current: Room | null = null;

  constructor(
    private readonly makers: Readonly<Record<string, () => Room>>,
    private readonly first: string,
    private readonly place: HTMLElement,
    private readonly onRoom: (name: string) => void,
  ) {}

  /** Follow the address from now on. */
  start(): void {
    window.addEventListener('hashchange', () => this.follow());
    this.follow();
  }

  private follow(): void {
    const [asked = '', ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decoded);
    const name = Object.hasOwn(this.makers, asked) ? asked : this.first;
    const room = this.rooms.get(name) ?? this.makers[name]?.();
    if (!room) return;
    this.rooms.set(name, room);
    if (this.current !== room) {
      this.current?.leave?.();
      this.place.replaceChildren(room.element);
      this.current = room;
    }
    this.onRoom(name);
    room.enter?.(rest);
  }
}

/** Go to a page. */
export function goTo(...parts: readonly string[]): void {
  location.hash = `#/${parts.map(encodeURIComponent).join('/')}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
