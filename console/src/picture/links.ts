/** Ties what is drawn on a picture to what is listed beside it: hover or focus of either shows both. */
export class Links {
  private readonly members = new Map<string, Element[]>();
  private active: string | null = null;

  /** Call `reveal` with the name of what is chosen in the list. */
  constructor(private readonly reveal: (name: string) => void = () => undefined) {}

  /** Add a drawing or an entry of the list under a name; members of one name belong together. */
  add(name: string, element: Element, isListed: boolean): void {
    this.members.set(name, [...(this.members.get(name) ?? []), element]);
    element.addEventListener('pointerenter', () => this.show(name));
    element.addEventListener('pointerleave', () => this.show(null));
    element.addEventListener('focusin', () => {
      this.show(name);
      if (isListed) this.reveal(name);
    });
    element.addEventListener('focusout', () => this.show(null));
    if (!isListed) {
      element.addEventListener('click', () => {
        const listed = this.members.get(name)?.find((one) => one instanceof HTMLElement);
        listed?.scrollIntoView({ block: 'nearest' });
        (listed)?.focus({ preventScroll: true });
      });
    }
  }

  /** Show what belongs to a name; null shows nothing in particular. */
  show(name: string | null): void {
    if (name === this.active) return;
    for (const element of this.active === null ? [] : (this.members.get(this.active) ?? [])) element.classList.remove('is-active');
    for (const element of name === null ? [] : (this.members.get(name) ?? [])) element.classList.add('is-active');
    this.active = name;
  }
}
