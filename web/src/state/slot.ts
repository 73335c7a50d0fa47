export const SLOT = 'merpati.slot'

/** The place that this tab shows; a new tab shows what was shown last. */
export function slot(): string {
  try {
    return sessionStorage.getItem(SLOT) ?? localStorage.getItem(SLOT) ?? ''
  } catch {
    return ''
  }
}
