import { glossary, type TermId } from '../../src/protocol/glossary';
import { element, setText } from './dom';
import './term.css';

/** A word of the field with its meaning, shown on hover, on focus and on a click; Escape hides it. */
export function term(id: TermId, label: string = glossary[id].term): HTMLButtonElement {
  const { meaning } = glossary[id];
  const node = element('button', { type: 'button', class: 'term', 'data-term': id }, label);
  node.ariaDescription = meaning;
  const show = (): void => {
    theTip().show(node, id);
  };
  const hide = (): void => {
    theTip().hideSoon();
  };
  node.addEventListener('mouseenter', show);
  node.addEventListener('focus', show);
  node.addEventListener('click', show);
  node.addEventListener('mouseleave', hide);
  node.addEventListener('blur', hide);
  return node;
}

/** For the `title` of what cannot hold an element. */
export function meaningOf(id: TermId): string {
  return `${glossary[id].term}: ${glossary[id].meaning}`;
}

/** So long may the pointer be on its way from the word to its meaning. */
const graceMs = 150;
const marginPx = 8;

/** The one box of a page that shows a meaning. */
class Tip {
  private readonly meaning = element('span');
  private readonly source = element('span', { class: 'tip-source' });
  // Said to screen readers by the word itself.
  private readonly root = element('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' });
  private timer: number | undefined;

  constructor() {
    this.root.append(this.meaning, this.source);
    this.root.addEventListener('mouseenter', () => {
      clearTimeout(this.timer);
    });
    this.root.addEventListener('mouseleave', () => {
      this.hideSoon();
    });
    document.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.hide();
    });
    window.addEventListener(
      'scroll',
      () => {
        this.hide();
      },
      { capture: true, passive: true },
    );
  }

  show(beside: HTMLElement, id: TermId): void {
    clearTimeout(this.timer);
    const { meaning, source } = glossary[id];
    setText(this.meaning, meaning);
    setText(this.source, source ?? '');
    this.source.hidden = source === null;
    // Within the root, whose inks it uses.
    document.getElementById('root')!.append(this.root);
    this.root.hidden = false;
    const word = beside.getBoundingClientRect();
    const { width, height } = this.root.getBoundingClientRect();
    const left = Math.max(marginPx, Math.min(word.left, window.innerWidth - width - marginPx));
    const fitsBelow = word.bottom + height + marginPx < window.innerHeight;
    this.root.style.left = `${String(left)}px`;
    this.root.style.top = `${String(fitsBelow ? word.bottom + 4 : Math.max(marginPx, word.top - height - 4))}px`;
  }

  hideSoon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.hide();
    }, graceMs);
  }

  private hide(): void {
    this.root.hidden = true;
  }
}

let tip: Tip | undefined;

function theTip(): Tip {
  return (tip ??= new Tip());
}
