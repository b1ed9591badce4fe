/**
 * Runs in a page of the workbench: tells when its panel has drawn, and how long its frames took. Times are in ms, moments
 * since 1970.
 */
import type { FramesSeen } from '../framesSeen';
import type { PaintSeen } from '../paintSeen';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface PanelWatch extends Mutable<PaintSeen> {
  /** When what was clicked last was let go. */
  clickedAt: number;
  start(): void;
  stop(): FramesSeen;
}

declare global {
  interface Window {
    panelWatch: PanelWatch;
  }
}

const now = (): number => performance.timeOrigin + performance.now();

let stop: (() => FramesSeen) | null = null;

window.panelWatch = {
  clickedAt: 0,
  drawnAt: 0,
  chartsAt: 0,
  start() {
    stop = seeFrames();
  },
  stop: () => stop!(),
};

addEventListener('mouseup', () => (window.panelWatch.clickedAt = now()), true);
onceSeen(
  () => document.querySelector('.panel-head') !== null,
  () => {
    window.panelWatch.drawnAt = now();
    onceSeen(
      () => document.querySelector('.chart[aria-busy]') === null,
      () => (window.panelWatch.chartsAt = now()),
    );
  },
);

/** When what `isThere` says is on the screen. */
function onceSeen(isThere: () => boolean, then: () => void): void {
  // By a timer, since a webview's document is replaced under its window, and frames asked for go with it.
  if (!isThere()) setTimeout(onceSeen, 2, isThere, then);
  // The frame that has it is on the screen once the next one begins.
  else requestAnimationFrame(() => requestAnimationFrame(then));
}

function seeFrames(): () => FramesSeen {
  const frames: number[] = [];
  let last = performance.now();
  let asked = requestAnimationFrame(function tick(at) {
    frames.push(at - last);
    last = at;
    asked = requestAnimationFrame(tick);
  });
  const moments = changesOf('moment');
  const pictures = changesOf('changes');
  return () => {
    cancelAnimationFrame(asked);
    return { frames, moments: moments(), pictures: pictures() };
  };
}

/** When a part changed, until this is asked. */
function changesOf(part: string): () => readonly number[] {
  const seen: number[] = [];
  const observer = new MutationObserver(() => seen.push(performance.now()));
  observer.observe(document.querySelector(`[data-part=${part}]`)!, {
    childList: true,
    characterData: true,
    subtree: true,
  });
  return () => {
    observer.disconnect();
    return seen;
  };
}
