export { Palette } from './Palette';
export type { Command } from './Palette';
