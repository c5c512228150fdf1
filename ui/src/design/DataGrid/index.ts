export { DataGrid } from './DataGrid';
export type { Column, Sort } from './DataGrid';
