import { language } from './language'

export function fileSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let at = 0
  let value = bytes
  while (value >= 1024 && at < units.length - 1) {
    value /= 1024
    at++
  }
  return `${value.toLocaleString(language(), { maximumFractionDigits: at && value < 100 ? 1 : 0 })} ${units[at]}`
}
