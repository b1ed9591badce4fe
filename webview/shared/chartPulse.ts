import { element } from './dom';
import './chartPulse.css';

/** A ring that spreads once from a point that just came, in pixels of `plot`; nothing under reduced motion. */
export function pulseAt(plot: HTMLElement, x: number, y: number): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const ring = element('div', { class: 'chart-pulse', 'aria-hidden': 'true' });
  ring.style.left = `${String(x)}px`;
  ring.style.top = `${String(y)}px`;
  ring.addEventListener('animationend', () => {
    ring.remove();
  });
  plot.append(ring);
}
