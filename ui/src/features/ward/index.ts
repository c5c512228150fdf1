export { WardScreen } from './WardScreen';
