import type { Route } from './parseRoute'
import { route, setRoute } from './route'
import { routeHash } from './routeHash'

/** Goes there; the back key comes back. */
export function go(next: Route): void {
  const hash = routeHash(next)
  if (hash === routeHash(route())) return
  history.pushState(null, '', hash)
  setRoute(next)
}
