// The parts of the window that know no feature.
export { Avatar } from './Avatar';
export { Button, IconButton } from './Button';
export { Chip } from './Chip';
export { cx } from './cx';
export { DataGrid } from './DataGrid';
export type { Column, Sort } from './DataGrid';
export { Dialog } from './Dialog';
export { FailureNote } from './FailureNote';
export { Kbd } from './Kbd';
export { ListingBody } from './ListingBody';
export { BandBadge, News2Badge, Points, PointsBox } from './News2';
export { Panel } from './Panel';
export { Segmented } from './Segmented';
export type { Choice } from './Segmented';
export { Skeleton } from './Skeleton';
export { Sparkline } from './Sparkline';
export { Tabs } from './Tabs';
export type { Tab } from './Tabs';
