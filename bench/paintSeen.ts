/** When a panel stood on the screen, ms since 1970; 0 before. */
export interface PaintSeen {
  /** Its content. */
  readonly drawnAt: number;
  /** All of its charts, which are made after that. */
  readonly chartsAt: number;
}
