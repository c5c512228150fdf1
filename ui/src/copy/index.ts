export { chartCopy } from './chart';
export { decideCopy } from './decide';
export { copy } from './en-US';
export { sheetCopy } from './sheets';
