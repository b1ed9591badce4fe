import type { Clock, EvolutionPoint } from '../../../src/protocol/evolution';
import {
  field,
  iconButton,
  select,
  setDisabled,
  setLabel,
  setPressed,
  setValue,
  toggle,
} from '../../shared/controls';
import { element, setText } from '../../shared/dom';
import { formatEpoch } from '../../shared/format';
import { againstIndex, comparedWith, following, isFollowing, showing, shownIndex } from './clock';
import { paces, Playback } from './playback';
import './timeline.css';
import { Track, type TrackPlaces } from './track';

export interface TimelineListener {
  /** As it was moved last, drawn or not: the next key may come before the next frame. */
  clock(): Clock;
  moved(clock: Clock): void;
  /** By the playback, in an animation frame: the checkpoint is left out unless it is drawn in this one. */
  played(clock: Clock): void;
  pace(perSecond: number): void;
}

/** What is compared with, as the choice beside the line names it. */
type AgainstChoice = 'initial' | 'previous' | 'chosen';

/** The time line at the top of the panel: what is shown, what it is compared with, and playback. */
export class TimelineView {
  private readonly play = iconButton('play', 'Play', () => {
    this.togglePlayback();
  });
  private readonly steps = [
    iconButton('debug-reverse-continue', 'First checkpoint', () => {
      this.show(0);
    }),
    iconButton('chevron-left', 'Previous checkpoint', () => {
      this.show(this.places.shown - 1);
    }),
    this.play,
    iconButton('chevron-right', 'Next checkpoint', () => {
      this.show(this.places.shown + 1);
    }),
    iconButton('debug-continue', 'Newest checkpoint', () => {
      this.show(this.stops.length - 1);
    }),
  ];
  private readonly follow = toggle('Follow', () => {
    this.playback.pause();
    this.listener.moved(following(this.clock, this.stops, !isFollowing(this.clock)));
  });
  private readonly speed = select(
    paces.map((pace) => [String(pace), `${String(pace)} / s`]),
    () => {
      this.playback.perSecond = Number(this.speed.value);
      this.listener.pace(this.playback.perSecond);
    },
  );
  private readonly against = select(
    [
      ['initial', 'initial'],
      ['previous', 'previous'],
      ['chosen', 'chosen'],
    ],
    () => {
      this.choose(this.against.value as AgainstChoice);
    },
  );
  private readonly shownText = element('b');
  private readonly againstText = element('b');
  private readonly againstWords = element('span', {}, ' against ', this.againstText);
  private readonly words = element(
    'span',
    { class: 'timeline-words', 'data-part': 'moment' },
    'epoch ',
    this.shownText,
    this.againstWords,
  );
  private readonly track = new Track({
    place: (handle) => this.places[handle],
    moved: (handle, index) => {
      if (handle === 'shown') this.show(index);
      else this.listener.moved(comparedWith(this.clock, this.stops, index));
    },
    toggled: () => {
      this.togglePlayback();
    },
  });
  private readonly playback: Playback;
  readonly root: HTMLElement;
  private stops: readonly EvolutionPoint[] = [];

  constructor(
    private readonly listener: TimelineListener,
    perSecond: number,
  ) {
    this.playback = new Playback(
      () => this.advance(),
      () => {
        this.showPlayback();
      },
      perSecond,
    );
    setValue(this.speed, String(perSecond));
    this.speed.title = 'Checkpoints a second, while it plays';
    this.follow.title = 'Show the newest checkpoint as soon as there is one';
    this.against.title =
      'initial: the first checkpoint. previous: the one before. chosen: where the ring stands.';
    this.root = element(
      'section',
      { class: 'timeline', 'aria-label': 'Time line' },
      element('div', { class: 'timeline-buttons' }, ...this.steps, field('Speed', this.speed), this.follow),
      this.track.root,
      element('div', { class: 'timeline-moment' }, this.words, field('Compare with', this.against)),
    );
  }

  update(points: readonly EvolutionPoint[], stops: readonly EvolutionPoint[]): void {
    this.stops = stops;
    const { clock, places } = this;
    const { shown, against } = places;
    this.track.update(points, stops, places);
    setPressed(this.follow, isFollowing(clock));
    setValue(this.against, typeof clock.against === 'string' ? clock.against : 'chosen');
    const nothing = shown < 0;
    const [first, back, , on, newest] = this.steps;
    for (const each of [first, back]) setDisabled(each, shown <= 0);
    for (const each of [on, newest]) setDisabled(each, nothing || shown === stops.length - 1);
    setDisabled(this.play, stops.length < 2);
    this.words.hidden = nothing;
    this.againstWords.hidden = nothing || against === shown;
    if (nothing) return;
    setText(this.shownText, formatEpoch(stops[shown].epoch));
    setText(this.againstText, formatEpoch(stops[against].epoch));
  }

  private get clock(): Clock {
    return this.listener.clock();
  }

  private get places(): TrackPlaces {
    const { clock, stops } = this;
    return { shown: shownIndex(clock, stops), against: againstIndex(clock, stops) };
  }

  private show(index: number): void {
    this.listener.moved(showing(this.clock, this.stops, index));
  }

  private choose(choice: AgainstChoice): void {
    const chosen = comparedWith(this.clock, this.stops, this.places.against);
    this.listener.moved(choice === 'chosen' ? chosen : { ...this.clock, against: choice });
  }

  private togglePlayback(): void {
    if (this.playback.playing) {
      this.playback.pause();
      return;
    }
    if (this.stops.length < 2) return;
    if (this.places.shown === this.stops.length - 1) this.show(0);
    this.playback.play();
  }

  private advance(): boolean {
    const next = this.places.shown + 1;
    if (next < this.stops.length) this.listener.played(showing(this.clock, this.stops, next));
    return next < this.stops.length - 1;
  }

  private showPlayback(): void {
    const { playing } = this.playback;
    this.play.icon = playing ? 'debug-pause' : 'play';
    setLabel(this.play, playing ? 'Pause' : 'Play');
  }
}
