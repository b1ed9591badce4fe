/** What a page saw of its own frames. Times are in ms of its own clock. */
export interface FramesSeen {
  /** Between one frame and the next. */
  readonly frames: readonly number[];
  /** When the time line showed another checkpoint, and when the picture of connections did. */
  readonly moments: readonly number[];
  readonly pictures: readonly number[];
}
