export { Kbd } from './Kbd';
