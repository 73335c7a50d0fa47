import type { Route } from './parseRoute'
import { setRoute } from './route'
import { routeHash } from './routeHash'

/** Goes there in place of where one is. */
export function replaceRoute(next: Route): void {
  history.replaceState(null, '', routeHash(next))
  setRoute(next)
}
