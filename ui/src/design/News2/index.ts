export { BandBadge, News2Badge, Points, PointsBox } from './News2';
