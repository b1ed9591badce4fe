import { element } from '../shared/dom';

/** From this width on the page has two columns, as the style sheet has it. */
const wide = window.matchMedia('(min-width: 1100px)');

/**
 * The parts of the page in the order in which they are read, and gone through by Tab: in one column the moment comes
 * before the rest of the charts, in two after all that is at its left.
 */
export function columnsOf(first: HTMLElement, moment: HTMLElement, rest: HTMLElement): HTMLElement {
  const root = element('div', { class: 'columns' }, first, moment, rest);
  const order = (): void => {
    keptWhileMoved(moment, () => {
      rest[wide.matches ? 'after' : 'before'](moment);
    });
  };
  wide.addEventListener('change', order);
  order();
  return root;
}

/** What is moved loses the focus, and its lists go back to their beginnings: they get back what they had. */
function keptWhileMoved(moved: HTMLElement, move: () => void): void {
  const { activeElement } = document;
  const scrolled = [...moved.querySelectorAll('*')]
    .filter(({ scrollTop, scrollLeft }) => scrollTop > 0 || scrollLeft > 0)
    .map((node) => ({ node, top: node.scrollTop, left: node.scrollLeft }));
  move();
  for (const { node, top, left } of scrolled) node.scrollTo({ top, left, behavior: 'instant' });
  if (activeElement instanceof HTMLElement && moved.contains(activeElement)) activeElement.focus();
}
