export { empty } from './empty';
export { SecretField } from './SecretField';
export { TextField } from './TextField';
