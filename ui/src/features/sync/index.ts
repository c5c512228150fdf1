export { SyncSheet } from './SyncSheet';
