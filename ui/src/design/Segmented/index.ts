export { Segmented } from './Segmented';
export type { Choice } from './Segmented';
