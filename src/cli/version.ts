import { version } from '../../package.json';

export const sparseTopologyVersion: string = version;
