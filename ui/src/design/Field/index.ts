export { SecretField } from './SecretField';
export { TextField } from './TextField';
