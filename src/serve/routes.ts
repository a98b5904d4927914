import { kustoRoute } from './kusto/kusto-route.ts'
import { logAnalyticsRoute } from './log-analytics/log-analytics-route.ts'
import type { Route } from './route.ts'

/** The ways to ask, in the order in which they are tried. */
export const routes: readonly Route[] = [logAnalyticsRoute, kustoRoute]
