export { chartCopy } from './chart';
export { copy } from './en-US';
export { sheetCopy } from './sheets';
