import type { Clustering } from '../../../src/protocol/arrangement';
import type { Theme } from '../../shared/theme';
import { brackets } from './dendrogramModel';

/** In pixels. */
export const dendrogramHeight = 64;
const margin = 6;

/** Draws the tree over columns of `cellWidth`, its root at the top. */
export function paintDendrogram(
  context: CanvasRenderingContext2D,
  clustering: Clustering,
  cellWidth: number,
  theme: Theme,
): void {
  const all = brackets(clustering);
  const top = all.reduce((most, { height }) => Math.max(most, height), 0);
  const x = (leaf: number): number => (leaf + 0.5) * cellWidth;
  const y = (height: number): number =>
    dendrogramHeight - (top === 0 ? 0 : (height / top) * (dendrogramHeight - margin));
  context.strokeStyle = theme.dim;
  context.lineWidth = 1;
  context.beginPath();
  for (const { left, right, leftFoot, rightFoot, height } of all) {
    context.moveTo(x(left), y(leftFoot));
    context.lineTo(x(left), y(height));
    context.lineTo(x(right), y(height));
    context.lineTo(x(right), y(rightFoot));
  }
  context.stroke();
}
