export { ChartScreen, SECTIONS } from './ChartScreen';
export type { Section, Writes } from './ChartScreen';
