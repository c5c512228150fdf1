export { LockScreen, NotEnrolledScreen } from './LockScreen';
