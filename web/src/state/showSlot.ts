import { SLOT } from './slot'

export function showSlot(next: string): void {
  sessionStorage.setItem(SLOT, next)
  localStorage.setItem(SLOT, next)
}
