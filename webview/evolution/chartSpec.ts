import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import type { TermId } from '../../src/protocol/glossary';
import type { ChartPicture, Level, Series } from '../shared/chartPicture';

/** One chart of the panel. A new one is an entry of one of the lists that `charts.ts` puts together. */
export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  /** Word of the glossary that says what is shown; null for what everybody knows. */
  readonly term: TermId | null;
  readonly measure: string | ((snapshot: EvolutionSnapshot) => string);
  readonly unit: ChartPicture['unit'];
  readonly mirrored?: boolean;
  /** Its axis begins at zero whatever the values are. */
  readonly fromZero?: boolean;
  /** Curve charts are left out of a folder without recorded metrics. */
  readonly source: 'curve' | 'points';
  readonly format: (value: number) => string;
  readonly series: (snapshot: EvolutionSnapshot) => readonly Series[];
  /** Lines of the whole network, for where no layer is told apart; absent where `series` has a mean or a total. */
  readonly overall?: (snapshot: EvolutionSnapshot) => readonly Series[];
  readonly newest: (snapshot: EvolutionSnapshot) => ChartPicture['newest'];
  readonly levels?: (snapshot: EvolutionSnapshot) => readonly Level[];
  /** What to wait for where there is nothing yet. */
  readonly waitingFor: string;
  /** Why there will be nothing; null where there may be. */
  readonly never?: (snapshot: EvolutionSnapshot) => string | null;
}
