export { RadioList } from './RadioList';
export type { RadioItem } from './RadioList';
