export { Tabs } from './Tabs';
export type { Tab } from './Tabs';
