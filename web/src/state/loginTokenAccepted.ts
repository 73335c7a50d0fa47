import { waiting } from './onLoginToken'

export function loginTokenAccepted(): void {
  waiting?.()
}
