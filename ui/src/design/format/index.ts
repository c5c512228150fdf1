export {
  NBSP,
  countdownOf,
  dateOf,
  dateOfFhir,
  dayOf,
  longWeekdayOf,
  momentFrom,
  momentOf,
  nearMomentOf,
  spanOf,
  timeOf,
  weekdayOf,
} from './moment';
export { digitsOf, recordNumberOf, wordsIn } from './number';
