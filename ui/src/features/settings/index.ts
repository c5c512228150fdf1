export { SettingsSheet } from './SettingsSheet';
export { ShortcutSheet } from './ShortcutSheet';
