export { ListingBody } from './ListingBody';
