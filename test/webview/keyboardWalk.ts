/** Goes through a page by the Tab key, as somebody without a mouse does. */
import type { Page } from 'playwright-core';

export interface Walked {
  /** Name of each stop, in order. */
  readonly stops: readonly string[];
  /** Stops that look as they did before the focus came. */
  readonly unseen: readonly string[];
  readonly unnamed: readonly string[];
  /** What can be used and neither had the focus nor is moved to by arrow keys within something that had it. */
  readonly missed: readonly string[];
  /** Stops at which the way through the columns of the page led back. */
  readonly jumps: readonly string[];
  /** Whether the way led out of the page, or to its beginning again. */
  readonly ended: boolean;
}

/** From the beginning of the page. Tabs are gone through by arrow keys too, which choose them. */
export async function walkByKeyboard(page: Page, mostStops = 400): Promise<Walked> {
  await page.evaluate(prepare);
  const stops: Stop[] = [];
  let ended = false;
  while (!ended && stops.length < mostStops) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<Stop | null>('window.keyboardWalk.stop()');
    ended = stop === null;
    if (stop === null) break;
    stops.push(stop);
    for (let more = stop.tabs - 1; more > 0; more--) {
      await page.keyboard.press('ArrowRight');
      await page.evaluate('window.keyboardWalk.stop()');
    }
  }
  const missed = await page.evaluate<readonly string[]>('window.keyboardWalk.missed()');
  const named = (some: readonly Stop[]): readonly string[] => some.map(({ name, what }) => name || what);
  return {
    stops: named(stops),
    unseen: named(stops.filter(({ seen }) => !seen)),
    unnamed: named(stops.filter(({ name }) => name === '')),
    missed,
    jumps: named(stops.filter(isJump)),
    ended,
  };
}

/** Whether the way led back to the side that it had left, or up on the same side. */
function isJump({ column }: Stop, at: number, stops: readonly Stop[]): boolean {
  const before = stops.slice(0, at).flatMap((stop) => stop.column ?? []);
  const last = before.at(-1);
  if (column === null || last === undefined || column.name === last.name) return false;
  return column.left === last.left ? column.top < last.top : before.some(({ left }) => left === column.left);
}

interface Stop {
  readonly name: string;
  readonly what: string;
  readonly seen: boolean;
  /** The part of the page that it is in, and where that lies on the page in CSS pixels; null where it has no parts. */
  readonly column: { readonly name: string; readonly left: number; readonly top: number } | null;
  /** How many tabs there are to go through; 0 where it is none. */
  readonly tabs: number;
}

/** Runs in the page: remembers how all that can have the focus looks without it, and what has had it. */
const prepare = `(() => {
  const usable = 'button, a[href], input, summary, vscode-button, vscode-single-select, vscode-textfield, [tabindex="0"], [role=tab]';
  const composite = '[role=tablist], [role=listbox], [role=grid], [role=menu], [role=radiogroup]';
  const visible = (node) => node.checkVisibility({ visibilityProperty: true });
  const within = (node) => [node, ...node.querySelectorAll('*'), ...(node.shadowRoot?.querySelectorAll('*') ?? [])];
  const look = (node) => within(node).map((each) => {
    const { outlineStyle, outlineWidth, outlineColor, borderColor, boxShadow, backgroundColor } = getComputedStyle(each);
    return [each.checkVisibility(), outlineStyle === 'none' ? '' : outlineStyle + outlineWidth + outlineColor, borderColor, boxShadow, backgroundColor].join();
  }).join('|');
  document.activeElement?.blur();
  const before = new Map([...document.querySelectorAll(usable)].map((node) => [node, look(node)]));
  const had = new Set();
  let first = null;
  const nameOf = (node) => {
    const by = (node.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join('');
    return (node.ariaLabel || by || node.label || node.labels?.[0]?.textContent || node.innerText || node.textContent || node.title || '').trim().replaceAll(/\\s+/g, ' ');
  };
  const columnOf = (part) => {
    if (part === null) return null;
    const { left, top } = part.getBoundingClientRect();
    return { name: part.className, left: Math.round(left), top: Math.round(top + scrollY) };
  };
  const what = (node) => node.outerHTML.slice(0, 120);
  window.keyboardWalk = {
    stop() {
      const node = document.activeElement;
      if (node === null || node === document.body || (node === first && node.role !== 'tab')) return null;
      first ??= node;
      const again = had.has(node);
      had.add(node);
      const tabs = node.getAttribute('role') === 'tab' && !again ? node.closest('[role=tablist]').querySelectorAll('[role=tab]').length : 0;
      const column = columnOf(node.closest('.column'));
      return { name: nameOf(node), what: what(node), seen: look(node) !== before.get(node), column, tabs };
    },
    missed() {
      return [...document.querySelectorAll(usable)].filter((node) => {
        if (!visible(node) || node.disabled || had.has(node) || node.ariaDisabled === 'true') return false;
        const group = node.closest(composite);
        return group === null || ![...had].some((each) => group.contains(each));
      }).map(what);
    },
  };
})()`;

/** What of the page moves by itself or glides, though whoever looks at it asked for less motion. */
export function motionOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const all = (root) => [...root.querySelectorAll('*')].flatMap((node) => [node, ...(node.shadowRoot ? all(node.shadowRoot) : [])]);
    const moves = (times) => times.split(',').some((time) => parseFloat(time) > 0);
    return all(document).flatMap((node) => [null, '::before', '::after'].flatMap((part) => {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(node, part);
      const moving = (animationName !== 'none' && moves(animationDuration)) || moves(transitionDuration);
      return moving ? [node.localName + '.' + node.className + (part ?? '')] : [];
    }));
  })()`);
}
