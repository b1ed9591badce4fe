import type { AnalysisMethods } from '../protocol/analysis';
import type { Client } from '../protocol/rpc';

/** What the panels and trees need of the analysis process: requests that always end. */
export type Analysis = Pick<Client<AnalysisMethods>, 'request'>;
