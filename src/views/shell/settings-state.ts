/** Whether all settings are shown, and where. */
export interface SettingsState {
  readonly isOpen: boolean
  readonly isPinned: boolean
  readonly onPin: (isPinned: boolean) => void
  readonly onClose: () => void
}
