import { element } from '../shared/dom';
import './distanceBar.css';
import type { LayerMarks } from './yardstickRows';

export interface DistanceBar {
  readonly root: HTMLElement;
  show(value: number | null, marks: LayerMarks): void;
}

export const noMarks: LayerMarks = { links: null, degrees: null, interval: null };

/** A distance on a line from 0 to 1, with what it is measured against. What it shows is said beside it in numbers. */
export function distanceBar(size: 'wide' | 'narrow' | 'beside'): DistanceBar {
  const fill = element('span', { class: 'bar-fill' });
  const links = element('span', { class: 'bar-mark bar-links' });
  const degrees = element('span', { class: 'bar-mark bar-degrees' });
  const interval = element('span', { class: 'bar-interval' });
  const at = (node: HTMLElement, value: number | null): void => {
    node.hidden = value === null;
    node.style.left = `${String((value ?? 0) * 100)}%`;
  };
  return {
    root: element('div', { class: `bar bar-${size}`, 'aria-hidden': 'true' }, fill, interval, degrees, links),
    show(value, marks) {
      fill.style.width = `${String((value ?? 0) * 100)}%`;
      at(links, marks.links);
      at(degrees, marks.degrees);
      at(interval, marks.interval?.least ?? null);
      interval.style.width = `${String(((marks.interval?.greatest ?? 0) - (marks.interval?.least ?? 0)) * 100)}%`;
    },
  };
}
