/**
 * Runs in a page of the workbench: tells when its panel has drawn, and how long its frames took. Times are in ms, moments
 * since 1970.
 */
import type { FramesSeen } from '../framesSeen';

export interface PanelWatch {
  /** When what was clicked last was let go. */
  clickedAt: number;
  /** When the content of the panel first stood on the screen; 0 before. */
  drawnAt: number;
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
  start() {
    stop = seeFrames();
  },
  stop: () => stop!(),
};

addEventListener('mouseup', () => (window.panelWatch.clickedAt = now()), true);
look();

function look(): void {
  // By a timer, since a webview's document is replaced under its window, and frames asked for go with it.
  if (document.querySelector('.panel-head') === null) setTimeout(look, 2);
  // The frame that has it is on the screen once the next one begins.
  else requestAnimationFrame(() => requestAnimationFrame(() => (window.panelWatch.drawnAt = now())));
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
